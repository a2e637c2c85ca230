"""A filled-in expectation as text in the evidence, and read again: what was captured stays a value, never a matcher."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from runner.exchanges.expecting import Digest, LookUp
from runner.exchanges.json_text import Literal, as_text

LONGEST: Final = 64 * 1024
# No name in a check can be these: a `${` in one is filled in.
VALUE: Final = "${value}"
DIGEST: Final = "${digest}"


def kept(expectation: Mapping[str, Any], look_up: LookUp) -> str:
    """Return an expectation as JSON, or an empty text where it is too long or no JSON."""
    try:
        text = json.dumps(_settled(expectation, look_up), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        return ""  # a Python check may expect what JSON cannot say
    return text if len(text) <= LONGEST else ""


def read_again(text: str) -> Any:
    """Return the expectation that `kept` wrote, or None where it wrote none."""
    try:
        return json.loads(text, object_hook=_unsettled)
    except (ValueError, RecursionError):
        return None  # the text comes from a file that anybody may have changed


def _settled(value: Any, look_up: LookUp) -> Any:
    if isinstance(value, Literal):
        return {VALUE: value.value}
    if isinstance(value, Mapping):
        if "same_as" in value:
            found = look_up(value["same_as"])
            digest = found if isinstance(found, Digest) else Digest.of(as_text(found).encode())
            return {DIGEST: [digest.size, digest.sha256]}
        return {str(name): _settled(inner, look_up) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(inner, look_up) for inner in value]
    return value


def _unsettled(found: dict[str, Any]) -> Any:
    if set(found) == {VALUE}:
        return Literal(found[VALUE])
    if set(found) == {DIGEST}:
        return Digest(*found[DIGEST])
    return found
