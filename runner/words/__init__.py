"""What kata says to a learner: every text stands in one catalogue, by an id, so that it can be translated.

`say("doctor.wrong-port.what", port=5000, wanted=8000)` looks a text up and fills its placeholders. The first part of an
id is the room, and the module of `english/` that holds it; a room is loaded when its first text is asked for.

Another language is a package beside `english/`, with the same rooms and ids, chosen by KATA_LANG. What it lacks is
said in English. The suite process does not see that variable: a mistake is recognised by what a check says of it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # loading `typing` takes longer than the whole of `kata --help` otherwise
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

ENGLISH = "english"


class Catalogue:
    """The texts of one language, and the English ones where it has none."""

    def __init__(self, language: str) -> None:
        # What is no word cannot be the name of a package of ours.
        self._languages = tuple(dict.fromkeys((language if language.isidentifier() else ENGLISH, ENGLISH)))
        self._rooms: dict[tuple[str, str], dict[str, str]] = {}
        self._known: dict[str, str] = {}

    def text(self, identity: str) -> str:
        """Return a text with its placeholders; KeyError when there is none."""
        # Asked for again and again where each of many values is held against each of many others.
        text = self._known.get(identity)
        if text is None:
            text = self._known[identity] = self._first((language, identity) for language in self._languages)
        return text

    def counted(self, identity: str, count: int) -> str:
        """Return the form of a text that goes with a number: its id ends as the `plurals` of the language say."""
        return self._first((language, f"{identity}.{self._form(language, count)}") for language in self._languages)

    def _first(self, wanted: Iterable[tuple[str, str]]) -> str:
        for language, identity in wanted:
            texts = self._texts(language, identity.partition(".")[0])
            if identity in texts:
                return texts[identity]
        raise KeyError(identity)

    def _texts(self, language: str, room: str) -> dict[str, str]:
        if (language, room) not in self._rooms:
            module = _load(language, room)
            self._rooms[language, room] = module.TEXTS if module else {}
        return self._rooms[language, room]

    def _form(self, language: str, count: int) -> str:
        plurals = _load(language, "plurals") or _load(ENGLISH, "plurals")
        return str(plurals.form(count))


def say(identity: str, /, **values: object) -> str:
    """Return a text of the catalogue with its placeholders filled."""
    return CHOSEN.text(identity).format_map(values)


def say_many(identity: str, count: int, /, **values: object) -> str:
    """Return the text that goes with a number of things, with `{count}` and its other placeholders filled."""
    return CHOSEN.counted(identity, count).format_map({"count": count, **values})


def _load(language: str, room: str) -> Any:
    """Return a module of a language, or None when it has no such room."""
    try:
        # Not by importlib: it would be loaded for this alone, at every start.
        return __import__(f"{__name__}.{language}.{room}", fromlist=("TEXTS",))
    except ModuleNotFoundError:
        return None


CHOSEN = Catalogue(os.environ.get("KATA_LANG", ENGLISH))
