"""Cookies: what an answer sets, and the jars that send it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from runner.evidence import Response
from runner.exchanges.json_text import ABSENT

YEAR: Final = re.compile(r"\b[0-9]{4}\b")
FIRST_YEAR_OF_LIVE_COOKIES: Final = 2000


@dataclass(frozen=True, slots=True)
class Cookie:
    """One `Set-Cookie` header, taken apart; `attributes` has lower-case names."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...]

    def attribute(self, name: str) -> Any:
        """Return an attribute's text, or ABSENT."""
        return next((value for key, value in self.attributes if key == name), ABSENT)

    @property
    def path(self) -> str:
        """Return the path that the cookie is for."""
        path = self.attribute("path")
        return path if isinstance(path, str) and path.startswith("/") else "/"

    @property
    def deleted(self) -> bool:
        """Tell whether the server asks to forget the cookie."""
        age = self.attribute("max-age")
        if isinstance(age, str) and age.lstrip("-").isdigit():
            return int(age[:18]) <= 0
        expires = self.attribute("expires")
        return isinstance(expires, str) and _is_long_ago(expires)


def _is_long_ago(date: str) -> bool:
    """Tell whether a date is one of those that servers write to delete a cookie (1970)."""
    year = YEAR.search(date)
    return year is not None and int(year[0]) < FIRST_YEAR_OF_LIVE_COOKIES


def cookies_of(response: Response) -> tuple[Cookie, ...]:
    """Return the cookies that an answer sets, in order."""
    return tuple(_cookie(value) for name, value in response.headers if name.lower() == "set-cookie")


def _cookie(header: str) -> Cookie:
    first, *rest = header.split(";")
    name, _, value = first.partition("=")
    attributes = tuple(_attribute(piece) for piece in rest)
    return Cookie(name.strip(), value.strip().strip('"'), attributes)


def _attribute(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    return name.strip().lower(), value.strip()


class Jar:
    """The cookies of one device."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str], Cookie] = {}

    def keep(self, response: Response) -> None:
        """Take over what an answer sets and deletes."""
        for cookie in cookies_of(response):
            key = (cookie.name, cookie.path)
            if cookie.deleted:
                self._cookies.pop(key, None)
            else:
                self._cookies[key] = cookie

    def sent_to(self, target: str) -> dict[str, str]:
        """Return the cookies, name and value, that go with a request to this target."""
        path = target.partition("?")[0]
        kept = sorted(self._cookies.values(), key=lambda cookie: len(cookie.path))
        # Of two cookies of one name the one with the longer path wins, being set last here.
        return {cookie.name: cookie.value for cookie in kept if _covers(cookie.path, path)}


def _covers(cookie_path: str, path: str) -> bool:
    if path == cookie_path:
        return True
    return path.startswith(cookie_path if cookie_path.endswith("/") else f"{cookie_path}/")
