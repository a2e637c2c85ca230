"""Texts are looked up by id, in the chosen language and else in English."""

import subprocess
import sys

import pytest

import runner.words
from runner.words import Catalogue, say, say_many


@pytest.fixture
def pirate(tmp_path, monkeypatch):
    """Lay a language beside the others that has two texts, and a form of its own for three things."""
    (tmp_path / "pirate").mkdir()
    (tmp_path / "pirate" / "commands.py").write_text('TEXTS = {"commands.test": "Fire at will."}\n')
    (tmp_path / "pirate" / "terminal.py").write_text('TEXTS = {"terminal.others.fail.few": "a handful fail"}\n')
    (tmp_path / "pirate" / "plurals.py").write_text('def form(count):\n    return "few" if count == 3 else "many"\n')
    monkeypatch.setattr(runner.words, "__path__", [*runner.words.__path__, str(tmp_path)])
    yield Catalogue("pirate")
    for name in [name for name in sys.modules if name.startswith("runner.words.pirate")]:
        del sys.modules[name]


def test_a_text_is_filled():
    assert say("doctor.wrong-port.what", port=5000, wanted=8000) == (
        "Your program listens on port 5000, but PORT is 8000, and requests go there."
    )


def test_the_form_goes_with_the_number():
    assert "(1 connection waits in line)" in say_many("doctor.busy.what", 1)
    assert "(2 connections wait in line)" in say_many("doctor.busy.what", 2)


def test_an_unknown_id_is_our_mistake():
    with pytest.raises(KeyError, match="no-such-text"):
        say("doctor.no-such-text")


def test_a_partial_language_falls_back_on_english(pirate):
    assert pirate.text("commands.test") == "Fire at will."
    assert pirate.text("commands.next") == say("commands.next")
    assert pirate.text("cli.every-kata-passed") == say("cli.every-kata-passed")


def test_a_language_has_its_own_plural_forms(pirate):
    assert pirate.counted("terminal.others.fail", 3) == "a handful fail"
    assert pirate.counted("terminal.others.fail", 1) == "{count} more check fails"


@pytest.mark.parametrize("language", ["", "klingon", "../english", "english.doctor"])
def test_a_language_that_is_not_there_is_english(language, root):
    assert Catalogue(language).text("commands.test") == say("commands.test")

    shown = subprocess.run(
        [sys.executable, "-m", "runner", "--help"],
        cwd=root,
        env={"KATA_LANG": language},
        capture_output=True,
        text=True,
        check=True,
    )
    assert say("commands.test") in shown.stdout


def test_only_the_room_that_is_asked_for_is_loaded(root):
    program = "import sys; from runner.words import say; say('commands.test'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)

    rooms = {name for name in loaded.stdout.split() if name.startswith("runner.words.english.")}
    assert rooms == {"runner.words.english.commands"}
