"""Captures: parts of an answer that get a name for later steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from runner.evidence import Response
from runner.exchanges.client import Answer
from runner.exchanges.cookies import cookies_of
from runner.exchanges.differences import Difference, missing, quote_bytes, unlike
from runner.exchanges.expecting import Digest, text_of
from runner.exchanges.json_path import PathMissing, find
from runner.exchanges.json_text import NotJsonError, read_json, show
from runner.exchanges.matching import LONGEST_SEARCHED
from runner.words import say


def capture_answer(source: Any, answer: Answer) -> Any:
    """Return the value of a source in an answer, or the Difference that keeps it from being there."""
    value = _value(source, answer)
    if isinstance(value, Difference) or isinstance(source, str) or "path" not in source:
        return value
    return _path_of(value, source.get("json", f"header {source.get('header')}"))


def _value(source: Any, answer: Answer) -> Any:
    response = answer.response
    if response is None:
        return missing(say("expecting.place.answer"), say("expecting.an-answer"))
    if isinstance(source, str):
        return _json(source, {}, response)
    if "json" in source:
        return _json(source["json"], source, response)
    if "header" in source:
        value = response.header(source["header"])
        return (
            missing(say("expecting.place.header", name=source["header"]), say("expecting.value")).noting(
                say("expecting.note.needed")
            )
            if value is None
            else value
        )
    if "cookie" in source:
        return _cookie(source["cookie"], response)
    if "regex" in source:
        return capture_regex(source["regex"], text_of(response), say("expecting.place.body"))
    return _whole(source, answer, response)


def _whole(source: Mapping[str, Any], answer: Answer, response: Response) -> Any:
    if "status" in source:
        return response.status
    if "elapsed" in source:
        return answer.seconds
    return Digest.of(response.body) if "bytes" in source else text_of(response)


def _json(path: str, source: Mapping[str, Any], response: Response) -> Any:
    try:
        value = read_json(response.body)
    except NotJsonError as error:
        words = say("expecting.json.not-json", reason=error) if response.body else say("expecting.json.empty")
        return Difference("body", "JSON", quote_bytes(response.body), words)
    return capture_value({"json": path, **source}, value)


def capture_value(source: Any, value: Any) -> Any:
    """Return the value of a source in a plain value, such as the rows of a query."""
    if isinstance(source, str):
        source = {"json": source}
    if "json" not in source:
        return value
    try:
        found = find(source["json"], value)
    except PathMissing as error:
        return Difference(
            f"json {error.place}",
            say("expecting.value"),
            show(value),
            say("expecting.missing-and-needed", place=error.place),
        )
    if source.get("length"):
        return (
            len(found)
            if isinstance(found, str | list | dict)
            else unlike(source["json"], found, say("expecting.type.list"))
        )
    return found


def capture_regex(pattern: str, text: str, place: str) -> Any:
    """Return the first group (or all) that a regular expression finds in a text."""
    found = re.search(pattern, text[:LONGEST_SEARCHED])
    if found is None:
        return unlike(place, text, say("expecting.matches", pattern=pattern)).noting(say("expecting.note.needed"))
    # Without a group the whole match is meant.
    return found[1] if found.re.groups else found[0]


def _path_of(value: Any, place: str) -> Any:
    """Return the path and query of a URL, whatever host it names: requests go to the server under test."""
    if isinstance(value, list):
        paths = [_path_of(one, place) for one in value]
        return next((path for path in paths if isinstance(path, Difference)), paths)
    try:
        url = urlsplit(value) if isinstance(value, str) and value else None
    except ValueError:
        url = None
    if url is None:
        return unlike(place, value, say("expecting.a-url")).noting(say("expecting.note.needed"))
    return "/" + url.path.lstrip("/") + (f"?{url.query}" if url.query else "")


def _cookie(name: str, response: Response) -> Any:
    found = [cookie.value for cookie in cookies_of(response) if cookie.name == name]
    return (
        found[-1]
        if found
        else missing(say("expecting.place.cookie", name=name), say("expecting.a-cookie")).noting(
            say("expecting.note.needed")
        )
    )
