"""Terminals that are narrow: few columns, or no signs but ASCII."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

TINY = Path(__file__).resolve().parents[2] / "packs" / "tiny"
TASK = """# Greet Zoë

Prose with a word that has marks, “quotes” and enough words to be wrapped anywhere: Zoë, Łódź and `name=Zoë`, see
https://example.org/a-long-address-that-is-not-broken-although-it-does-not-fit

- An item of a list with `one piece` and enough words to be wrapped, so that its other lines are indented.

> A quote that is long enough to be wrapped has its sign at the beginning of each of its lines.

| a table that is wider than forty columns | stays |
|---|---|

```
a block of code that is wider than forty columns stays → {"name": "Zoë"}
```
"""
REPLACED = "Signs that this terminal lacks"


@pytest.fixture
def work(tmp_path):
    pack = Path(shutil.copytree(TINY, tmp_path / "pack"))
    (pack / "katas/hello/README.md").write_text(TASK)
    kata = pack / "katas/hello/kata.yaml"
    kata.write_text(kata.read_text().replace("title: Say hello", "title: Greet Zoë").replace("the same word", "`wörd`"))
    for words, folder in ((["init", "mine", "--track", "python"], pack), (["next"], pack / "mine")):
        subprocess.run([sys.executable, "-m", "runner", *words], cwd=folder, check=True, capture_output=True)
    return pack / "mine"


def piped(work, *words, **env):
    command = [sys.executable, "-m", "runner", *words]
    return subprocess.run(
        command, cwd=work, env=os.environ | env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def on_a_terminal(work, columns, *words):
    return written_to_a_terminal(work, columns, *words).replace("\r", "")


def written_to_a_terminal(work, columns, *words):
    program = pexpect.spawn(
        sys.executable,
        ["-m", "runner", *words],
        cwd=str(work),
        dimensions=(50, columns),
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"LANG": "C.UTF-8"},
    )
    return program.read().decode()


@pytest.mark.parametrize(
    "narrow", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"TERM": "linux"}]
)
@pytest.mark.parametrize("words", [["show"], ["next", "hello"], ["list"], ["hint"], ["test"], ["show", "nowhëre"]])
def test_all_that_is_printed_is_ascii(work, words, narrow):
    result = piped(work, *([] if narrow else ["--ascii"]), *words, **narrow)

    assert (result.stdout + result.stderr).isascii()
    assert result.stdout or result.stderr


def test_the_task_in_ascii_can_be_read_and_says_where_it_is_whole(work):
    shown = piped(work, "--ascii", "show").stdout.decode()

    assert '"quotes"' in shown
    assert "Zoe, Lodz and `name=Zo<U+00EB>`" in shown
    assert '-> {"name": "Zo<U+00EB>"}' in shown
    assert shown.count(REPLACED) == 1
    assert "hello/README.md" in shown.partition(REPLACED)[2].replace("\n", "")
    assert REPLACED in piped(work, "--ascii", "next", "hello").stdout.decode()


def test_json_in_ascii_means_the_same(work):
    plain, narrow = (piped(work, *words, "show", "--json").stdout for words in ([], ["--ascii"]))

    assert json.loads(plain) == json.loads(narrow)
    assert narrow.isascii()


def test_an_export_is_exact_on_any_terminal(work):
    piped(work, "test", "--seed", "1")
    exports = [piped(work, "replay", "--export", "curl", **env).stdout for env in ({}, {"LC_ALL": "C"})]

    assert exports[0]
    assert exports[0] == exports[1]


def test_a_task_that_is_piped_stays_as_it_was_written(work):
    assert piped(work, "show", COLUMNS="40").stdout.decode() == TASK


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_task_on_a_terminal_fits_it(work, columns):
    shown = on_a_terminal(work, columns, "show")

    too_long = [line for line in shown.splitlines() if len(line) > min(columns, 80)]
    assert [line.split()[0] for line in too_long if "example.org" not in line] == ["|"] * (columns == 40) + ["a"] * (
        columns < 80
    )
    assert " ".join(shown.replace("> ", "").split()) == " ".join(TASK.replace("> ", "").split())
    assert {line for line in TASK.splitlines() if line[:1] in set("|`#a")} <= {*shown.splitlines()}
    assert all("> " in line for line in shown.splitlines() if "quote" in line and "“" not in line)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("words", [["doctor"], ["track", "cobol"], ["show", "nowhere"]])
def test_what_is_told_fits_the_terminal(work, columns, words):
    shown = on_a_terminal(work, columns, *words)

    assert [line for line in shown.splitlines() if len(line) > columns and str(work) not in line] == []


def test_progress_stays_on_one_line_that_is_written_over(work):
    pieces = written_to_a_terminal(work, 40, "--no-color", "test").split("\r")

    progress = [piece for piece in pieces if piece and "\n" not in piece]
    assert len(progress) > 1
    assert max(map(len, progress)) <= 40


@pytest.mark.parametrize("words", [["solution"], ["reset"]])
def test_where_nobody_can_answer_nothing_is_asked(work, words):
    result = piped(work, *words)

    assert result.returncode == 2
    assert b"--yes" in result.stderr
    assert b"?" not in result.stderr
    assert b"[y/N]" not in result.stderr
