"""A check written down for other tools."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from runner.evidence import Cause, Exchange, ExchangeKind, Failure, Outcome, Request, Response
from runner.model import Status, Visibility
from runner.replays.exports.registry import EXPORTS
from runner.replays.templates import script_of

GOLDEN = Path(__file__).parent / "golden"
JSON = ("Content-Type", "application/json")
HOSTILE = 'x"""\n\\import os #\u2028 {evil} $(reboot) `reboot` \''


def http(method, target, status, sent=None, came=None, *, headers=(), start=0.0):
    bodies = [json.dumps(each).encode() if each is not None else b"" for each in (sent, came)]
    request = Request(
        method, target, (("Host", "x"), *([JSON] if sent is not None else []), *headers), bodies[0], len(bodies[0])
    )
    response = Response(status, "Reason", (JSON,), bodies[1], len(bodies[1]))
    return Exchange(ExchangeKind.HTTP, "", 8000, request, response, started_ms=start, ended_ms=start + 1)


STEPS = (
    http("POST", "/login", 200, {"name": "ada"}, {"token": "82ce6185ec63eaf1"}, start=0),
    http(
        "POST",
        "/notes",
        201,
        {"text": "it's {milk}"},
        {"id": 7},
        headers=(("Authorization", "Bearer 82ce6185ec63eaf1"),),
        start=2,
    ),
    Exchange(ExchangeKind.EVENT, "restart after kill -9", started_ms=4, ended_ms=5),
    http("PUT", "/notes/7", 200, {"note_id": 7, "tags": ["a", None, True]}, {}, start=6),
    Exchange(
        ExchangeKind.RAW,
        "raw a: 8 bytes sent",
        8000,
        sent=b"PING %\r\n",
        received=b"PONG\r\n",
        started_ms=8,
        ended_ms=9,
    ),
    http("GET", "/notes/7", 404, came={"error": "gone"}, start=10),
)
FAILURE = Failure(
    Cause.MISMATCH, "the status is 404 Not Found, expected 200 OK", "status", "200 OK", "404 Not Found", exchange=5
)
OUTCOME = Outcome("keeps-notes", "A note is kept", "R1", 1, Visibility.SHOWN, Status.FAILED, FAILURE, STEPS)


def written(form, outcome=OUTCOME):
    return EXPORTS[form](script_of("notes", outcome))


@pytest.mark.parametrize("form", EXPORTS)
def test_looks_as_it_was_recorded(form, request):
    path = GOLDEN / f"keeps-notes.{form}.txt"
    text = written(form)
    if request.config.getoption("--record"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize(
    ("where", "expected", "line"),
    [
        ("status", "201 Created", "assert answer_6.status_code == 201"),
        ("json $.items[0].id", "7", "assert answer_6.json()['items'][0]['id'] == 7"),
        ("json $.name", '"ada"', "assert answer_6.json()['name'] == 'ada'"),
        ("json $.name", "a text", "# Expected: a text. Say it as an assert of your own:"),
        ("header x-a", "b", "# Expected: b. Say it as an assert of your own:"),
    ],
)
def test_what_was_expected_becomes_an_assert_where_it_can_be_said(where, expected, line):
    failed = replace(OUTCOME, failure=replace(FAILURE, where=where, expected=expected))

    assert f"        {line}\n" in written("pytest", failed)


def test_hostile_text_stays_text():
    nasty = replace(
        OUTCOME,
        title=HOSTILE,
        exchanges=(http("POST", f"/{HOSTILE}", 200, {HOSTILE: HOSTILE}, {}, headers=(("X-A", HOSTILE),)),),
        failure=replace(FAILURE, exchange=0, expected=HOSTILE, summary=HOSTILE),
    )

    compile(written("pytest", nasty), "test_mine.py", "exec")
    assert not any(line.startswith(("import", "\\import")) for line in written("http", nasty).splitlines())
    words = shlex.split(written("curl", nasty), comments=True)
    assert f"X-A: {HOSTILE}" in words
    assert words[-1] == "echo"
    assert "\\$(reboot) \\`reboot\\`" in written("curl", nasty)


def test_a_body_that_is_not_whole_is_said():
    cut = replace(STEPS[0], request=replace(STEPS[0].request, body_size=99_999))
    outcome = replace(OUTCOME, exchanges=(cut,), failure=None)

    assert "99,999 bytes" in written("http", outcome)
    assert "99,999 bytes" in written("pytest", outcome)


def test_a_check_without_requests_is_still_a_program():
    compile(written("pytest", replace(OUTCOME, exchanges=(), failure=None)), "test_mine.py", "exec")
