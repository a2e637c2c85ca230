"""A check written down for other tools."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import httpx
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
    Cause.MISMATCH,
    "the status is 404 Not Found, expected 200 OK",
    "status",
    "200 OK",
    "404 Not Found",
    exchange=5,
    expectation='{"status": 200}',
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


def answered(status=200, came=None, *, headers=(), body=None):
    """What a GET of a note is answered with."""
    content = body if body is not None else json.dumps(came).encode() if came is not None else b""
    response = Response(status, "", (*headers, ("Content-Length", str(len(content)))), content, len(content))
    return Exchange(ExchangeKind.HTTP, "", 8000, Request("GET", "/notes/7", ()), response)


def failed_with(expectation, exchange, *before, **changes):
    """A check that failed in its last exchange."""
    text = json.dumps(expectation) if expectation is not None else ""
    failure = Failure(Cause.MISMATCH, "it is otherwise", exchange=len(before), expectation=text, **changes)
    return replace(OUTCOME, failure=failure, exchanges=(*before, exchange))


def run_against(monkeypatch, text, answer):
    """Run an exported test; `answer` gives the status, the headers and the body for a request."""
    client = httpx.Client

    def send(request):
        status, headers, body = answer(request)
        return httpx.Response(status, headers=headers, content=body, request=request)

    monkeypatch.setattr(httpx, "Client", lambda **words: client(transport=httpx.MockTransport(send), **words))
    names = {}
    exec(compile(text, "test_mine.py", "exec"), names)
    names["test_keeps_notes"]()


def as_recorded(exchange):
    response = exchange.response
    return lambda _: (response.status, list(response.headers), response.body)


EXPECTED = {
    "status": ({"status": 200}, answered(404), answered(200)),
    "status of a kind": ({"status": "2xx"}, answered(404), answered(204)),
    "one of two statuses": ({"status": [200, 204]}, answered(404), answered(204)),
    "any other status": ({"status": {"not": "5xx"}}, answered(500), answered(404)),
    "header": (
        {"status": 200, "headers": {"X-A": "b"}},
        answered(headers=(("X-A", "c"),)),
        answered(headers=(("x-a", "b"),)),
    ),
    "header that is missing": ({"headers": {"X-A": {"matches": "^b"}}}, answered(), answered(headers=(("X-A", "bc"),))),
    "header that may not be": ({"headers": {"X-A": {"absent": True}}}, answered(headers=(("X-A", "c"),)), answered()),
    "media type": (
        {"media_type": "application/problem+json"},
        answered(headers=(("Content-Type", "application/json"),)),
        answered(headers=(("Content-Type", "application/problem+json; charset=utf-8"),)),
    ),
    "json": (
        {"json": {"items": [{"id": 7}]}},
        answered(came={"items": [{"id": 8}]}),
        answered(came={"items": [{"id": 7, "a": 1}]}),
    ),
    "json that is none": ({"json": {"id": 7}}, answered(body=b"<p>no</p>"), answered(came={"id": 7})),
    "json with odd names": (
        {"json": {"a b": {"c": None}}},
        answered(came={"a b": {}}),
        answered(came={"a b": {"c": None}}),
    ),
    "text instead of a number": ({"json": {"n": 1}}, answered(came={"n": "1"}), answered(came={"n": 1})),
    "a number instead of true": ({"json": {"n": True}}, answered(came={"n": 1}), answered(came={"n": True})),
    "a type": ({"json": {"n": {"type": "integer", "min": 2}}}, answered(came={"n": True}), answered(came={"n": 3})),
    "two types": (
        {"json": {"n": {"type": ["integer", "null"]}}},
        answered(came={"n": "x"}),
        answered(came={"n": None}),
    ),
    "a bound": ({"json": {"n": {"max": 3}}}, answered(came={"n": 4}), answered(came={"n": 3})),
    "a length": ({"json": {"length": 2}}, answered(came=[1]), answered(came=[1, 2])),
    "no elements": ({"json": []}, answered(came=[1]), answered(came=[])),
    "what is in a list": (
        {"json": {"contains": [{"id": 7}]}},
        answered(came=[{"id": 8}]),
        answered(came=[{"id": 7, "a": 1}]),
    ),
    "what is not in a list": (
        {"json": {"excludes": [{"id": 7}]}},
        answered(came=[{"id": 7}]),
        answered(came=[{"id": 8}]),
    ),
    "every element": (
        {"json": {"each": {"done": True}}},
        answered(came=[{"done": True}, {"done": False}]),
        answered(came=[{"done": True}]),
    ),
    "any order": ({"json": {"unordered": [1, 2]}}, answered(came=[2, 3]), answered(came=[2, 1])),
    "order": (
        {"json": {"sorted": {"by": "$.n", "order": "descending"}}},
        answered(came=[{"n": 1}, {"n": 2}]),
        answered(came=[{"n": 2}, {"n": 1}]),
    ),
    "no repeats": (
        {"json": {"distinct": "$.n"}},
        answered(came=[{"n": 1}, {"n": 1}]),
        answered(came=[{"n": 2}, {"n": 1}]),
    ),
    "exactly these fields": (
        {"json": {"only": {"id": 7}}},
        answered(came={"id": 7, "hash": "x"}),
        answered(came={"id": 7}),
    ),
    "one of several": (
        {"json": {"a": {"one_of": [{"type": "string"}, {"absent": True}]}}},
        answered(came={"a": 1}),
        answered(came={}),
    ),
    "anything else": ({"json": {"a": {"not": "b"}}}, answered(came={"a": "b"}), answered(came={})),
    "a format": (
        {"json": {"at": {"format": "iso_date"}}},
        answered(came={"at": "today"}),
        answered(came={"at": "2026-11-22T09:00:00Z"}),
    ),
    "any case": ({"text": {"ignore_case": "Hello"}}, answered(body=b"hell"), answered(body=b"HELLO")),
    "text": ({"text": "hello"}, answered(body=b"hello\n"), answered(body=b"hello")),
    "pattern": ({"text": {"matches": "^h.*o$"}}, answered(body=b"bye"), answered(body=b"hello")),
    "no body": ({"body": "empty"}, answered(body=b"x"), answered()),
    "bytes": ({"body": {"base64": "AP8="}}, answered(body=b"\0"), answered(body=b"\0\xff")),
    "what may not be there": ({"lacks": "secret"}, answered(came={"a": "a secret"}), answered(came={"a": "b"})),
    "what may not be in the head": ({"lacks": "secret"}, answered(headers=(("X-A", "secret"),)), answered()),
    "flag of a cookie": (
        {"cookies": {"sid": {"http_only": True, "same_site": "Lax"}}},
        answered(headers=(("Set-Cookie", "sid=1; SameSite=Lax"),)),
        answered(headers=(("Set-Cookie", "sid=2; httponly; SameSite=Lax; Path=/"),)),
    ),
    "one of two answers": (
        {"one_of": [{"status": 404}, {"status": 200, "json": []}]},
        answered(came=[1]),
        answered(404),
    ),
    "a value that was captured": (
        {"json": {"a": {"${value}": {"type": "b"}}}},
        answered(came={"a": {"type": "c"}}),
        answered(came={"a": {"type": "b"}}),
    ),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_what_was_expected_is_asserted(monkeypatch, kind):
    expectation, wrong, right = EXPECTED[kind]
    text = written("pytest", failed_with(expectation, wrong))

    assert "pytest.fail" not in text
    with pytest.raises((AssertionError, LookupError, TypeError, ValueError)):
        run_against(monkeypatch, text, as_recorded(wrong))
    monkeypatch.undo()
    run_against(monkeypatch, text, as_recorded(right))


UNSAID = {
    "no expectation": (None, answered()),
    "none that the answer does not meet": ({"status": 200}, answered(200)),
    "an expectation of later": ({"tone": "polite"}, answered(200)),
    "no format of Python's": ({"text": {"format": "json"}}, answered(body=b"{")),
    "1 is 1.0 is True": ({"json": {"contains": [1]}}, answered(came=[True])),
    "a body of which the end was not kept": (
        {"text": {"matches": "end$"}},
        replace(answered(body=b"begin"), response=Response(200, "", (), b"begin", 99_999)),
    ),
}


@pytest.mark.parametrize("kind", UNSAID)
def test_what_cannot_be_said_fails_until_it_is_written(monkeypatch, kind):
    expectation, wrong = UNSAID[kind]
    text = written("pytest", failed_with(expectation, wrong, expected="a polite answer"))

    with pytest.raises(pytest.fail.Exception, match=r"Say here what is expected.*: a polite answer"):
        run_against(monkeypatch, text, as_recorded(wrong))


def test_a_failure_that_no_exchange_shows_fails_too(monkeypatch):
    failed = failed_with(None, answered())
    text = written("pytest", replace(failed, failure=replace(failed.failure, exchange=-1)))

    with pytest.raises(pytest.fail.Exception):
        run_against(monkeypatch, text, as_recorded(answered()))


def test_what_kata_did_to_the_server_is_not_left_out_in_silence(monkeypatch):
    restart = Exchange(ExchangeKind.EVENT, "restart after kill -9")
    text = written("pytest", failed_with({"status": 200}, answered(404), restart))

    with pytest.raises(pytest.fail.Exception, match="restart after kill -9"):
        run_against(monkeypatch, text, as_recorded(answered(200)))


@pytest.mark.parametrize("form", EXPORTS)
def test_that_the_check_was_at_the_files_is_told(form):
    assert "KATA_DATA" not in written(form)
    assert "KATA_DATA" in written(form, replace(OUTCOME, in_data=True))


def test_files_that_the_check_laid_are_not_left_out_in_silence(monkeypatch):
    failed = replace(failed_with({"status": 200}, answered(404)), in_data=True)

    with pytest.raises(pytest.fail.Exception, match="KATA_DATA"):
        run_against(monkeypatch, written("pytest", failed), as_recorded(answered(200)))


def test_a_cookie_that_was_the_mistake_need_not_come(monkeypatch):
    cookie = (("Set-Cookie", "session=82ce6185ec63eaf1; Path=/"),)
    visit = replace(answered(401, headers=cookie), started_ms=0, ended_ms=1)
    back = http("POST", "/login", 200, headers=(("Cookie", "session=82ce6185ec63eaf1"),), start=2)
    text = written("pytest", failed_with({"status": 200}, answered(404), visit, back))

    assert "82ce6185ec63eaf1" not in text
    statuses = iter((401, 200, 200))
    run_against(monkeypatch, text, lambda _: (next(statuses), [], b""))


def test_an_answer_that_took_too_long_is_asserted(monkeypatch):
    silent = replace(answered(), response=None, fault="no answer", started_ms=0, ended_ms=2000.5)
    failed = failed_with({"status": 200}, silent)
    text = written("pytest", replace(failed, failure=replace(failed.failure, cause=Cause.TIMEOUT)))

    assert ".elapsed.total_seconds() < 2" in text


def at_once(*statuses):
    return [
        replace(
            http("POST", "/seats", status, {"n": 1}, {"id": number}),
            client=number,
            started_ms=5 + number / 10,
            ended_ms=6,
        )
        for number, status in enumerate(statuses)
    ]


def test_the_tally_that_was_expected_is_asserted(monkeypatch):
    expectation = {"each": {"status": [201, 409]}, "counts": [{"of": {"status": 201}, "exactly": 1}]}
    *before, last = at_once(201, 201, 409)
    text = written("pytest", failed_with(expectation, last, *before))
    left = iter([201, 409, 409])

    assert "assert len([answer for answer in answers_1 if answer.status_code == 201]) == 1" in text
    run_against(monkeypatch, text, lambda _: (next(left), [], b"{}"))
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        run_against(monkeypatch, text, lambda _: (201, [], b"{}"))


def test_what_a_check_in_python_expects_of_one_of_many_is_asserted_of_each(monkeypatch):
    first, *others = at_once(500, 500, 201)
    failed = failed_with({"status": [201, 409]}, first)
    text = written("pytest", replace(failed, exchanges=(first, *others, http("GET", "/seats", 500, start=20))))

    run_against(monkeypatch, text, lambda _: (201, [], b"{}"))
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        run_against(monkeypatch, text, lambda _: (500, [], b"{}"))


@pytest.mark.parametrize("token", ["82ce6185ec63eaf1x", "eyJhbGciOiJub25lIn0.eyJzdWIiOjF9."])
def test_what_a_check_made_from_an_answer_is_to_be_made_anew(monkeypatch, token):
    forged = http("GET", "/me", 200, headers=(("Authorization", f"Bearer {token}"),), start=9)
    text = written("pytest", failed_with({"status": 401}, forged, STEPS[0]))

    with pytest.raises(pytest.fail.Exception, match="Make it anew"):
        run_against(monkeypatch, text, as_recorded(replace(STEPS[0])))


def test_values_of_clients_at_once_are_taken_from_whoever_got_them(monkeypatch):
    lost = http("GET", "/seats/1", 404, start=9)
    text = written("pytest", failed_with({"status": 200, "json": {"id": 1}}, lost, *at_once(409, 201)))
    answers = iter([(201, [], b'{"id": 5}'), (409, [], b"{}")])

    def answer(request):
        return next(answers) if request.method == "POST" else (200, [], b'{"id": 5}')

    run_against(monkeypatch, text, answer)


def test_expected_values_of_an_earlier_answer_are_those_of_this_time(monkeypatch):
    made = http("POST", "/notes", 201, {"text": "a"}, {"id": 7})
    lost = http("GET", "/notes/7", 404, came={}, start=9)
    expectation = {"status": 200, "headers": {"Location": "/notes/7"}, "json": {"id": 7, "count": 7}}
    text = written("pytest", failed_with(expectation, lost, made))

    def answer(request):
        if request.method == "POST":
            return 201, [], b'{"id": 1}'
        return (
            (200, [("Location", "/notes/1")], b'{"id": 1, "count": 7}')
            if request.url.path == "/notes/1"
            else (404, [], b"")
        )

    run_against(monkeypatch, text, answer)


RAW = {
    "line": ({"line": "hello"}, b"hell\n", "split(b'\\n')[0] == b'hello'"),
    "half a line": ({"line": {"matches": "^h"}}, b"x", "re.search('^h', "),
    "second line": ({"lines": ["a", "b"]}, b"a\nc\n", "split(b'\\n')[1] == b'b'"),
    "what was sent": ({"line_bytes": {"prefix": "5 ", "same_as_sent": True}}, b"4 PING\n", "[0] == b'5 PING'"),
    "beginning": ({"starts_with": "HTTP/1.1 400"}, b"HTTP/1.1 200 OK\r\n", "startswith(b'HTTP/1.1 400')"),
    "everything": ({"text": {"contains": "bye"}}, b"hello", "'bye' in "),
    "silence": ({"silent_for": 1}, b"hello", "== b''"),
    "answer": ({"response": {"status": 400}}, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "status_code == 400"),
    "second answer": (
        {"responses": [{"status": 200}, {"text": "b"}]},
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na" * 2,
        "answers_in(answer_1, 2)[1].text == 'b'",
    ),
}


@pytest.mark.parametrize("kind", RAW)
def test_expected_bytes_are_asserted(kind):
    expectation, came, line = RAW[kind]
    exchange = Exchange(ExchangeKind.RAW, "raw a: 5 bytes sent", 8000, sent=b"PING\n", received=came)
    text = written("pytest", failed_with(expectation, exchange))

    asserts = [each for each in text.splitlines() if each.strip().startswith("assert ")]
    assert line in asserts[-1]
    assert "pytest.fail" not in text
    names = {"answer_1": came}
    exec(text.partition("BASE_URL =")[0], names)
    if "def answers_in" in text:
        exec("def answers_in" + text.partition("def answers_in")[2].partition("\n\n\n")[0], names)
    with pytest.raises((AssertionError, LookupError)):
        exec(asserts[-1].strip(), names)


def test_a_line_that_was_never_whole_is_no_assert():
    exchange = Exchange(ExchangeKind.RAW, "raw a", 8000, received=b"hello")

    assert "pytest.fail" in written("pytest", failed_with({"line": "hello"}, exchange))


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


def test_a_path_with_dots_is_sent_as_it_is(monkeypatch):
    targets = []
    text = written("pytest", replace(OUTCOME, exchanges=(http("GET", "/../secret", 404),), failure=None))

    def answer(request):
        targets.append(request.extensions["target"])
        return 404, [], b""

    run_against(monkeypatch, text, answer)

    assert targets == [b"/../secret"]


def test_a_check_without_requests_is_still_a_program():
    compile(written("pytest", replace(OUTCOME, exchanges=(), failure=None)), "test_mine.py", "exec")
