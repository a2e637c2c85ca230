"""A trace in a terminal."""

import re
from dataclasses import replace

import pytest

from runner.evidence import Cause, Exchange, ExchangeKind, Failure, Outcome, Request, Response
from runner.model import Status, Visibility
from runner.reporters.terminal import Style
from runner.reporters.terminal.flow import render_trace
from runner.sanitise import columns
from runner.tracing.flow import arrows_of, lanes_of
from runner.tracing.records import Change, RowChange, Trace, TraceStep
from tests.unit.reporters.samples import HOSTILE

COLUMNS = ("id", "text")
MILK = RowChange("notes.db", "notes", Change.ADDED, COLUMNS, after=("3", "'milk'"))


def http(method, target, status, reason, *bodies, start=0.0, client=0):
    sent, came = bodies or (b"", b"")
    request = Request(method, target, (), sent, len(sent))
    response = Response(status, reason, (), came, len(came))
    return Exchange(ExchangeKind.HTTP, "", 0, request, response, started_ms=start, ended_ms=start + 8.4, client=client)


POST = http("POST", "/notes", 201, "Created", b'{"text": "milk"}', b'{"id": 3, "text": "milk"}', start=1.5)
GET = http("GET", "/notes/3", 404, "Not Found", start=412.0)
KILL = Exchange(ExchangeKind.EVENT, "restart after kill -9", started_ms=10.2, ended_ms=410.0)
LOST = Failure(
    Cause.MISMATCH, "the status is 404 Not Found, expected 200 OK", "status", "200 OK", "404 Not Found", exchange=2
)


def trace(exchanges, steps, failure=None, check="keeps-notes"):
    status = Status.FAILED if failure else Status.PASSED
    outcome = Outcome(check, "A note is there after a kill", "R1", 1, Visibility.SHOWN, status, failure, exchanges)
    arrows = arrows_of(outcome, steps)
    return Trace("notes", "Keep notes", outcome, 42, lanes_of(steps, arrows), steps, arrows)


STORED = TraceStep((0,), "storing milk\n", rows=(MILK,), has_database=True)
LOSES = trace((POST, KILL, GET), (STORED, TraceStep((1,), has_database=True), TraceStep((2,), has_database=True)), LOST)
PLAIN = trace((replace(GET, response=Response(200, "OK", ())),), (TraceStep((0,)),))
RACE = trace(
    tuple(http("POST", "/seats", 201 if n == 4 else 409, "", start=n / 10, client=n) for n in range(20)),
    (
        TraceStep(
            tuple(range(20)), rows=(replace(MILK, table="seats", columns=("id",), after=("1",)),), has_database=True
        ),
    ),
)
MANY = trace(
    tuple(http("GET", f"/notes/{n}", 200, "OK", start=n * 10.0) for n in range(30)),
    tuple(TraceStep((n,)) for n in range(30)),
)
NASTY = trace(
    (http("GET", f"/{HOSTILE}", 200, HOSTILE, HOSTILE.encode(), HOSTILE.encode() + b"\xff"),),
    (TraceStep((0,), f"{HOSTILE}\n", rows=(replace(MILK, after=("3", f"'{HOSTILE}'")),), has_database=True),),
)
UNKNOWN = trace((POST,), (TraceStep((0,), not_recorded="database is locked"),))
TRACES = {"loses": LOSES, "plain": PLAIN, "race": RACE, "many": MANY, "nasty": NASTY, "unknown": UNKNOWN}


@pytest.mark.parametrize("name", TRACES)
def test_looks_as_it_was_recorded(name, golden):
    golden(f"trace_{name}.txt", render_trace(TRACES[name], Style()) + "\n")


def test_looks_as_it_was_recorded_in_ascii(golden):
    text = render_trace(LOSES, Style(ascii=True))

    golden("trace_loses.ascii.txt", text + "\n")
    assert text.isascii()


def test_looks_as_it_was_recorded_in_a_narrow_terminal(golden):
    golden("trace_loses.narrow.txt", render_trace(LOSES, Style(width=50)) + "\n")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("name", TRACES)
def test_no_line_is_wider_than_the_terminal(name, width):
    lines = render_trace(TRACES[name], Style(width=width)).splitlines()

    assert max(map(columns, lines)) <= width


@pytest.mark.parametrize("name", TRACES)
def test_colour_adds_nothing_but_colour(name):
    colored = render_trace(TRACES[name], Style(color=True))

    assert re.sub(r"\x1b\[\d+m", "", colored) == render_trace(TRACES[name], Style())


def test_nothing_hostile_gets_through():
    text = render_trace(NASTY, Style(verbose=True))

    assert not {"\x1b", "\r", "\x07", "\u202e"} & set(text)


def test_everything_is_there_when_it_is_wanted():
    text = render_trace(MANY, Style(verbose=True))

    assert all(f"GET /notes/{n} " in text for n in range(30))


def test_clients_are_folded_to_one_of_each_kind():
    text = render_trace(RACE, Style())

    assert text.count("POST /seats") == 3
    assert "17 more: 17 x 409" in text
    assert "201" in text
