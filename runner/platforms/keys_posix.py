"""Single keys from a terminal, without Enter and without an echo; the terminal is left as it was found."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from types import FrameType
from typing import Any, Self

_ESCAPE = "\x1b"
_SEQUENCE_SECONDS = 0.03
_FIRST_OF_MANY = b"\xc0"  # a character of UTF-8 in several bytes
_ARROWS = {"\x1b[A": "k", "\x1b[B": "j", "\x1b[H": "g", "\x1b[F": "G", "\x1bOA": "k", "\x1bOB": "j"}


class Keyboard:
    """The keyboard of this terminal; one thread at a time may read."""

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._found: Any = None
        self._wake_out, self._wake_in = os.pipe()

    def __enter__(self) -> Self:
        self._found = termios.tcgetattr(self._input)
        tty.setcbreak(self._input)
        # After Ctrl-Z the shell has the terminal as it likes it.
        signal.signal(signal.SIGCONT, self._back)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        termios.tcsetattr(self._input, termios.TCSADRAIN, self._found)

    def read(self) -> str:
        """Wait for a key and return it; arrows are the keys that stand for them, empty is the end."""
        ready, _, _ = select.select([self._input, self._wake_out], [], [])
        if self._wake_out in ready:
            return ""
        try:
            read = os.read(self._input, 1)
            if read == _ESCAPE.encode() and self._has_more():
                read += os.read(self._input, 2)
            elif read >= _FIRST_OF_MANY and self._has_more():
                read += os.read(self._input, 3)
        except OSError:
            return ""  # the terminal went away
        key = read.decode("utf-8", "replace")
        return _ARROWS.get(key, key)

    def close(self) -> None:
        """Let a waiting `read` return."""
        os.write(self._wake_in, b".")

    def _has_more(self) -> bool:
        return bool(select.select([self._input], [], [], _SEQUENCE_SECONDS)[0])

    def _back(self, _signal: int, _frame: FrameType | None) -> None:
        tty.setcbreak(self._input)
