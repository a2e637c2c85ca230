"""The names of what is done to a server, as the evidence tells them and as kata replay reads them again."""

from __future__ import annotations

import re
from typing import Final

from runner.ports import Environment

LONGEST_PAUSE: Final = 5.0
_GIVEN: Final = ", with "
_PAUSE: Final = re.compile(r"wait (?P<seconds>[\d.]+) s")
_PIECES: Final = re.compile(r", in (?P<count>\d+) pieces")
_THEN: Final = re.compile(r", then (?P<how>half-closed|closed)$")
_VARIABLE: Final = re.compile(r"(?:no (?P<taken>\w+)|(?P<name>\w+)=(?P<value>.*?))(?= no \w+(?: |$)| \w+=|$)")


def with_environment(label: str, env: Environment | None) -> str:
    """Return the name of a start together with the variables that it was given, or that were taken away."""
    told = [f"no {name}" if value is None else f"{name}={value}" for name, value in (env or {}).items()]
    return f"{label}{_GIVEN}{' '.join(told)}" if told else label


def label_and_environment(label: str) -> tuple[str, Environment | None]:
    """Return the name of a start without its variables, and those."""
    bare, _, given = label.partition(_GIVEN)
    found = {each["taken"] or each["name"]: each["value"] for each in _VARIABLE.finditer(given)}
    return bare, found or None


def pause_label(seconds: float) -> str:
    """Return the name of a wait."""
    return f"wait {seconds:g} s"


def seconds_of_pause(label: str) -> float | None:
    """Return how long a wait was, or None when this is the name of something else."""
    found = _PAUSE.fullmatch(label)
    return float(found["seconds"]) if found else None


def sending_label(label: str, pieces: int, how: str = "") -> str:
    """Return the name of what was sent on a connection, with how it was sent; `half-closed` or `closed` after it."""
    in_pieces = f", in {pieces} pieces" if pieces > 1 else ""
    return label + in_pieces + (f", then {how}" if how else "")


def pieces_of(label: str) -> int:
    """Return in how many pieces something was sent."""
    found = _PIECES.search(label)
    return int(found["count"]) if found else 1


def end_of(label: str) -> str:
    """Return how the connection was closed after something was sent: `half-closed`, `closed`, or not at all."""
    found = _THEN.search(label)
    return found["how"] if found else ""


def connection_of(label: str) -> str:
    """Return the name of the connection, such as `connection client`."""
    return re.split("[:,]", label, maxsplit=1)[0]
