"""The keys of a Windows console, as its documentation says that they come: an arrow is two characters."""

import sys
import threading
from types import SimpleNamespace

import pytest

from runner.platforms.keys_windows import Keyboard


@pytest.fixture
def typed(monkeypatch):
    """Return the characters that are still to come from the console."""
    coming = []
    console = SimpleNamespace(kbhit=lambda: bool(coming), getwch=lambda: coming.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    return coming


@pytest.mark.parametrize(
    ("characters", "key"),
    [
        ("q", "q"),
        ("ü", "ü"),
        ("\r", "\r"),
        ("\xe0H", "k"),
        ("\xe0P", "j"),
        ("\x00G", "g"),
        ("\xe0O", "G"),
        ("\x00;", "\x1b"),
    ],
)
def test_a_key_is_read_whole(characters, key, typed):
    typed += characters
    with Keyboard() as keyboard:
        assert keyboard.read() == key
    assert typed == []


def test_a_waiting_read_returns_when_the_keyboard_is_closed(typed):
    keyboard, read = Keyboard(), []
    waiting = threading.Thread(target=lambda: read.append(keyboard.read()))
    waiting.start()
    keyboard.close()
    waiting.join(10)
    assert read == [""]
