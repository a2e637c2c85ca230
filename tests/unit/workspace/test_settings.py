"""`workspace.yaml`."""

import os
import sys
from pathlib import Path

import pytest

from runner.errors import WorkspaceError
from runner.workspace import Settings, read_settings


def read(folder, text):
    (folder / "workspace.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(folder)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("", Settings()),
        ("# nothing\n\n", Settings()),
        ("format: 1\ntrack: flask\n", Settings("flask")),
        ("format: 1\r\ntrack: flask\r\n", Settings("flask")),
        (b"\xef\xbb\xbftrack: node\n", Settings("node")),
        ('track: "node"\n', Settings("node")),
        ("start: [./my_server, --port, 80]\n", Settings("", ("./my_server", "--port", "80"))),
        ("start:\n  - ./a\n  - b c\n", Settings("", ("./a", "b c"))),
        ("build: [[make, all], [./x]]\nstart: [./y]\n", Settings("", ("./y",), (("make", "all"), ("./x",)))),
    ],
)
def test_what_can_be_said(tmp_path, text, settings):
    assert read(tmp_path, text) == settings


def test_no_file_is_no_settings(tmp_path):
    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "what", "fix"),
    [
        ("format: 1\ntrak: flask\n", 2, "no key `trak`", "Did you mean `track`?"),
        ("zzz: 1\n", 1, "no key `zzz`", "format, track, start, build"),
        ("track: a\nstart: [x]\ntrack: b\n", 3, "`track` stands twice in workspace.yaml, first in line 1", "Keep one"),
        ("track: a\ntrack: b\n", 2, "`track` stands twice", "Keep one"),
        ("format: 2\n", 1, "has format 2; this kata reads format 1", "Update kata"),
        ("format: one\n", 1, "`format` should be 1", "format: 1"),
        ("track: [flask]\n", 1, "`track` should be the name", "track: flask"),
        ("track: Flask!\n", 1, "`track` should be the name", "track: flask"),
        ("track: ../x\n", 1, "`track` should be the name", "track: flask"),
        ("\nstart: ./my_server --x\n", 2, "list of words, as no shell reads it", "start: [./my_server]"),
        ("start: []\n", 1, "list of words", "start: [./my_server]"),
        ("start: ['']\n", 1, "list of words", "start: [./my_server]"),
        ("start: [[a]]\n", 1, "list of words", "start: [./my_server]"),
        ("start: [{a: b}]\n", 1, "list of words", "start: [./my_server]"),
        ("build: [make]\n", 1, "a command in `build`", "build: [[make, my_server]]"),
        ("build: make\n", 1, "`build` should be a list of commands", "build: [[make, my_server]]"),
        ("start: &a [*a]\n", 1, "another place by `*a`", "Write the words out"),
        ("build: [&a [make], *a]\n", 1, "another place by `*a`", "Write the words out"),
        (f"build: [{'[a], ' * 21}]\n", 1, "`build` has 21 commands, and 20 are the most", "a script"),
        ('start: [a, "\\ud800"]\n', 1, "list of words", "start: [./my_server]"),
        ("? [a, b]\n: c\n", 1, "no key `[...]`", "format, track, start, build"),
        ("start: [a\n", 2, "not YAML", "start: [./my_server]"),
        ("- track\n", 1, "no keys", "start: [./my_server]"),
        ("a: " + "[" * 5000 + "]" * 5000, 0, "not YAML: it is nested too deeply", "start: [./my_server]"),
        (b"# ok\ntrack: \xff\n", 2, "not UTF-8", "Save it as UTF-8"),
        ("start: [a\0]\n", 0, "characters that no text has", "start: [./my_server]"),
        ("#" * 70_000, 0, "larger than 64 KB", "Keep its few lines"),
    ],
)
def test_every_mistake_has_its_place_and_its_cure(tmp_path, text, line, what, fix):
    with pytest.raises(WorkspaceError) as caught:
        read(tmp_path, text)
    assert what in caught.value.what
    assert fix in caught.value.fix
    assert f"{tmp_path / 'workspace.yaml'}{f':{line}' if line else ''}" in caught.value.where


def test_a_folder_in_its_place_is_told(tmp_path):
    (tmp_path / "workspace.yaml").mkdir()
    with pytest.raises(WorkspaceError, match="something else is in its place"):
        read_settings(tmp_path)


def test_a_pipe_in_its_place_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "workspace.yaml")
    with pytest.raises(WorkspaceError, match="something else is in its place"):
        read_settings(tmp_path)


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "workspace.yaml").symlink_to("workspace.yaml")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        read_settings(tmp_path)


def test_yaml_is_loaded_for_no_plain_file():
    source = (Path(sys.modules["runner.workspace.settings"].__file__)).read_text("utf-8")
    assert "\nimport yaml" not in source
