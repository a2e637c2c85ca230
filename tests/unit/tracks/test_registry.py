"""Which track a folder belongs to, and what each of them brings."""

import ast

import pytest

from runner.errors import MachineError
from runner.model import Tool, Track
from runner.tracks.interpreter import python_for, require_tools
from runner.tracks.registry import TRACKS, detect, stub_folder

ENTRIES = {
    "python": ("app.py", "from http.server import HTTPServer\n"),
    "flask": ("app.py", "import os\nfrom flask import Flask\n"),
    "fastapi": ("app.py", "  from fastapi import FastAPI\n"),
    "django": ("app.py", "import django\n"),
    "node": ("app.js", "require('http')"),
}


@pytest.mark.parametrize("slug", ENTRIES)
def test_a_program_is_recognised(tmp_path, slug):
    name, text = ENTRIES[slug]
    (tmp_path / name).write_text(text)
    assert detect(tmp_path) is TRACKS[slug]


def test_a_comment_makes_no_framework(tmp_path):
    (tmp_path / "app.py").write_text("# unlike from flask import Flask\n")
    assert detect(tmp_path).slug == "python"


def test_the_preferred_track_wins_when_its_entry_is_there(tmp_path):
    (tmp_path / "app.py").write_text("import flask")
    assert detect(tmp_path, prefer="python").slug == "python"
    assert detect(tmp_path, prefer="node").slug == "flask"


def test_of_two_entries_the_one_with_a_mark_wins(tmp_path):
    (tmp_path / "app.js").write_text("")
    (tmp_path / "app.py").write_text("import fastapi")
    assert detect(tmp_path).slug == "fastapi"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_no_program_or_no_text_is_no_error(tmp_path, content):
    if content is not None:
        (tmp_path / "app.py").write_bytes(content)
    found = detect(tmp_path)
    assert (found.slug if found else None) == (None if content is None else "python")


@pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS.keys())
def test_every_track_has_a_stub_with_its_entry_and_a_todo(track):
    text = (stub_folder(track.slug) / (track.edit or track.entry)).read_text("utf-8")
    assert "TODO" in text
    assert "127.0.0.1" in text + " ".join(track.run)
    assert detect(stub_folder(track.slug)) is track
    if track.entry.endswith(".py"):
        ast.parse(text)


def test_every_base_is_a_track():
    assert {track.base for track in TRACKS.values()} <= {"", *TRACKS}


def environment_in(folder):
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch(mode=0o755)
    return str(python)


def test_the_workspaces_python_comes_before_any_other(tmp_path):
    expected = environment_in(tmp_path / ".venv")
    assert python_for(tmp_path / "kata", tmp_path) == expected


def test_the_katas_own_python_comes_first_of_all(tmp_path):
    environment_in(tmp_path / ".venv")
    expected = environment_in(tmp_path / "kata" / ".venv")
    assert python_for(tmp_path / "kata", tmp_path) == expected


def test_without_any_environment_some_python_is_found(tmp_path):
    assert "python" in python_for(tmp_path, tmp_path)


def test_a_missing_tool_names_the_line_that_installs_it():
    track = Track("x", "X", "app.x", ("x",), needs=(Tool("no-such-tool", (), "sudo apt install x"),))
    with pytest.raises(MachineError) as raised:
        require_tools(track)
    assert "no-such-tool" in raised.value.what
    assert "sudo apt install x" in raised.value.fix
