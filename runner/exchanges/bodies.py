"""The bytes of a request's body, from the keys of a step."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from runner.errors import SuiteError
from runner.exchanges.fake import Fake
from runner.exchanges.json_text import as_text

LARGEST: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and the Content-Type that goes with it unless the step names another."""

    content: bytes
    media_type: str = ""


def body_of(step: Mapping[str, Any], fake: Fake) -> Body | None:
    """Return the body that a (filled-in) step asks for, or None when it has none."""
    for key, build in BUILDERS.items():
        if key in step:
            return build(step[key], fake)
    return None


def filled(size: Any, fake: Fake) -> bytes:
    """Return so many seeded random bytes, within what this machine can bear."""
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= LARGEST:
        raise SuiteError(f"`fill` takes a number of bytes from 0 to {LARGEST:,}, not {size!r}")
    return fake.bytes(size)


def decoded(text: str) -> bytes:
    """Return the bytes of a base64 text."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise SuiteError(f"this is not base64: {text[:40]!r}") from None


def json_bytes(value: Any) -> bytes:
    """Return the JSON of a value as UTF-8."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:  # half a surrogate pair that was captured
        return json.dumps(value, default=str).encode()


def _json(value: Any, _fake: Fake) -> Body:
    return Body(json_bytes(value), "application/json")


def _form(fields: Mapping[str, Any], _fake: Fake) -> Body:
    pairs = [(name, as_text(one)) for name, given in fields.items() for one in _each(given)]
    return Body(urlencode(pairs, errors="surrogatepass").encode(), "application/x-www-form-urlencoded")


def _each(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _multipart(parts: list[Mapping[str, Any]], fake: Fake) -> Body:
    boundary = f"kata-{fake.hex()}"
    pieces = [_part_head(part, boundary) + _part_content(part, fake) + b"\r\n" for part in parts]
    content = b"".join(pieces) + f"--{boundary}--\r\n".encode()
    return Body(content, f"multipart/form-data; boundary={boundary}")


def _part_head(part: Mapping[str, Any], boundary: str) -> bytes:
    disposition = f'form-data; name="{_quoted(part["name"])}"'
    if "filename" in part:
        disposition += f'; filename="{_quoted(part["filename"])}"'
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if part.get("type") or "filename" in part:
        lines.append(f"Content-Type: {part.get('type') or 'application/octet-stream'}")
    return "\r\n".join([*lines, "", ""]).encode()


def _quoted(text: Any) -> str:
    """Return a name as browsers write it into a multipart head."""
    return as_text(text).replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _part_content(part: Mapping[str, Any], fake: Fake) -> bytes:
    if "fill" in part:
        return filled(part["fill"], fake)
    if "base64" in part:
        return decoded(part["base64"])
    return as_text(part.get("text", "")).encode("utf-8", "surrogatepass")


def _text(text: Any, _fake: Fake) -> Body:
    return Body(as_text(text).encode("utf-8", "surrogatepass"), "text/plain; charset=utf-8")


def _base64(text: str, _fake: Fake) -> Body:
    return Body(decoded(text), "application/octet-stream")


def _fill(size: Any, fake: Fake) -> Body:
    return Body(filled(size, fake), "application/octet-stream")


def _nested(nested: Mapping[str, Any], _fake: Fake) -> Body:
    opening, closing, times = nested["open"], nested.get("close", ""), nested["times"]
    if not isinstance(times, int) or times * (len(opening) + len(closing)) > LARGEST:
        raise SuiteError(f"`nested` makes a body of more than {LARGEST:,} bytes")
    return Body((opening * times + nested.get("middle", "") + closing * times).encode(), "application/json")


BUILDERS: Final[dict[str, Callable[[Any, Fake], Body]]] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "text": _text,
    "base64": _base64,
    "fill": _fill,
    "nested": _nested,
}
