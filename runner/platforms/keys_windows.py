"""Single keys from a Windows console. Written from the documentation; not tried on a real machine."""

from __future__ import annotations

import importlib
import threading
from typing import Any, Self

_LOOK_SECONDS = 0.05
_ARROWS = {"H": "k", "P": "j", "G": "g", "O": "G"}


class Keyboard:
    """The keyboard of this console; one thread at a time may read."""

    def __init__(self) -> None:
        self._console: Any = importlib.import_module("msvcrt")
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> str:
        """Wait for a key and return it; arrows are the keys that stand for them, empty is the end."""
        while not self._console.kbhit():
            if self._closed.wait(_LOOK_SECONDS):
                return ""
        key = str(self._console.getwch())
        return _ARROWS.get(str(self._console.getwch()), "") or "\x1b" if key in {"\x00", "\xe0"} else key

    def close(self) -> None:
        """Let a waiting `read` return."""
        self._closed.set()
