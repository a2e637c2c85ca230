"""Reports to render: one of each kind that a person can meet."""

from dataclasses import replace

from runner.evidence import (
    Cause,
    Exchange,
    ExchangeKind,
    Failure,
    LaunchFinding,
    Outcome,
    Report,
    Request,
    Response,
)
from runner.judge import judge
from runner.model import Status, Visibility

JSON = (("Content-Type", "application/json"),)
WHY = "The API is the gatekeeper. Bad data must not reach the database."

ORDER = Exchange(
    ExchangeKind.HTTP,
    "request",
    request=Request("POST", "/orders", JSON, b'{"items": []}', 13),
    response=Response(201, "Created", JSON, b'{"id": 7, "items": []}', 22),
    started_ms=1.0,
    ended_ms=3.5,
)
WRONG_STATUS = Failure(
    Cause.MISMATCH,
    "the status is 201 Created, expected 422 Unprocessable Content; 2xx tells the client that all went well",
    "status",
    "422 Unprocessable Content",
    "201 Created",
    WHY,
    exchange=0,
    log='127.0.0.1 - - "POST /orders HTTP/1.1" 201 -\n',
)
FAILED = Outcome(
    "refuses-an-empty-order",
    "An order with no items is refused",
    "R3",
    2,
    Visibility.SHOWN,
    Status.FAILED,
    WRONG_STATUS,
    (ORDER,),
)
PASSED = Outcome("answers-health", "GET /health is answered", "R1", 1, Visibility.SHOWN, Status.PASSED)
NOT_RUN = replace(PASSED, status=Status.NOT_RUN)
SKIPPED = Outcome(
    "names-the-field",
    "The answer names the field that is wrong",
    "R4",
    1,
    Visibility.SHOWN,
    Status.SKIPPED,
    depends_on=("refuses-an-empty-order",),
)
FOLDER = "/home/learner/my-katas/validate-order"
TRACEBACK = """Traceback (most recent call last):
  File "/home/learner/my-katas/validate-order/app.py", line 12, in create
    return save(request.json)
  File "/usr/lib/python3.11/site-packages/flask/app.py", line 99, in save
    raise error
KeyError: 'items'
127.0.0.1 - - "POST /orders HTTP/1.1" 500 -
"""
HOSTILE = "\x1b[2J\x1b]0;owned\x07\rpassed\u202e<script>alert(1)</script>::error::x ##[endgroup]"


def report(*outcomes, **changes):
    """Return the report of a run with these outcomes."""
    whole = Report("validate-order", "Validate an order", "flask", tuple(outcomes), judge(outcomes), 4242)
    return replace(whole, folder=FOLDER, **changes)


def failed(exchange=ORDER, **changes):
    """Return the failed outcome with another exchange or failure."""
    return replace(FAILED, failure=replace(WRONG_STATUS, **changes), exchanges=(exchange,) if exchange else ())


def answered(body, status=200, reason="OK", size=0):
    """Return an exchange with this answer."""
    response = Response(status, reason, JSON, body, size or len(body))
    return Exchange(ExchangeKind.HTTP, "request", request=Request("GET", "/orders/7", ()), response=response)


def _raw(sent, received, fault=""):
    return Exchange(ExchangeKind.RAW, "echo", sent=sent, received=received, fault=fault)


BIG = b'{"id": 7, "items": [' + b", ".join(b'{"name": "item %d"}' % n for n in range(500)) + b'], "total": 12}'
LONG_BODY = b'{"title": "' + b"milk " * 60 + b'"}'


def race():
    """Return the failed outcome of ten clients at once, of whom three got what one may have."""
    winners = (2, 6, 7)
    spans = [(5.0, 9.0 + number * 3.1) for number in range(10)]
    clients = tuple(
        replace(ORDER, client=n, started_ms=a, ended_ms=b)
        if n in winners
        else replace(ORDER, client=n, started_ms=a, ended_ms=b, response=Response(409, "Conflict", JSON, b"{}", 2))
        for n, (a, b) in enumerate(spans)
    )
    failure = replace(
        WRONG_STATUS,
        summary="10 answers: 3 x 201, 7 x 409; expected exactly 1 x 201 Created",
        where="answers",
        expected="exactly 1 x 201 Created",
        actual="10 answers: 3 x 201, 7 x 409",
        exchange=7,
        log="",
    )
    return replace(FAILED, exchanges=(replace(ORDER, ended_ms=4.0), *clients), failure=failure)


SAMPLES = {
    "wrong_status": report(PASSED, FAILED, SKIPPED),
    "several_fail": report(PASSED, FAILED, replace(FAILED, check="b"), replace(FAILED, check="c"), SKIPPED, SKIPPED),
    "wrong_json": report(
        failed(
            answered(b'{"id": "7", "done": false}'),
            summary='$.id is the text "7", expected 7',
            where="json $.id",
            expected="7",
            actual='"7"',
            log="",
        )
    ),
    "big_json": report(
        failed(
            answered(BIG[:4096] + BIG[-50:], size=len(BIG)),
            summary="$.total is the number 12, expected 13",
            where="json $.total",
            expected="13",
            actual="12",
            log="",
        )
    ),
    "long_texts": report(
        failed(
            answered(b"x" * 300),
            summary="the body differs at character 151",
            where="body",
            expected='"' + "a" * 150 + "b" + "a" * 100 + '"',
            actual='"' + "a" * 150 + "c" + "a" * 90 + '"',
        )
    ),
    "long_request": report(failed(replace(ORDER, request=Request("POST", "/orders", JSON, LONG_BODY, len(LONG_BODY))))),
    "crash": report(
        failed(
            replace(ORDER, response=None, fault="the server closed the connection without an answer"),
            cause=Cause.CRASHED,
            summary="the server ended with exit code 1 during POST /orders",
            where="server",
            expected="an answer",
            actual="the server ended with exit code 1",
            log=TRACEBACK,
        )
    ),
    "internal_error": report(
        failed(
            answered(b"<!doctype html>\n<title>500</title>\n", 500, "INTERNAL SERVER ERROR"),
            summary="the status is 500 Internal Server Error, expected 201 Created; "
            "5xx says that the server itself broke; its log says where",
            expected="201 Created",
            actual="500 Internal Server Error",
            log=TRACEBACK,
        )
    ),
    "timeout": report(
        failed(
            replace(ORDER, response=None, fault="no answer within 5 seconds"),
            cause=Cause.TIMEOUT,
            summary="POST /orders: no answer within 5 seconds",
            where="connection",
            expected="a whole answer",
            actual="no answer within 5 seconds",
            log="",
        )
    ),
    "raw_bytes": report(
        failed(
            _raw(b"hello\n", b"HELO\r\n"),
            summary='the line differs at byte 4: "HELO\\r", expected "HELLO"',
            where="byte 4",
            expected='"HELLO"',
            actual='"HELO\\r"',
            log="",
        )
    ),
    "raw_far_byte": report(
        failed(
            _raw(b"x" * 400 + b"\n", b"x" * 300 + b"\xff" + b"x" * 99 + b"\n"),
            summary="the line differs at byte 301",
            where="byte 301",
            expected='"…xxxxxx…"',
            actual='"…\\xffxxxxx…"',
            log="",
        )
    ),
    "raw_silence": report(
        failed(
            _raw(b"PING\n", b"", "nothing came within 5 seconds"),
            cause=Cause.TIMEOUT,
            summary="nothing came within 5 seconds",
            where="connection",
            log="",
        )
    ),
    "after_a_restart": report(
        replace(
            FAILED,
            exchanges=(
                *(replace(ORDER, response=None),) * 2,
                ORDER,
                Exchange(ExchangeKind.EVENT, "restart: kill"),
                answered(b"[]"),
            ),
            failure=replace(
                WRONG_STATUS,
                summary="$ is of length 0, expected a list of 1",
                where="json $",
                expected="a list of 1",
                actual="[]",
                exchange=4,
                log="",
            ),
        )
    ),
    "many_clients": report(
        replace(
            FAILED,
            exchanges=(ORDER,) * 20,
            failure=replace(
                WRONG_STATUS,
                summary="20 of 20 answers are 201 Created, expected exactly 1",
                where="answers",
                expected="exactly 1 with 201 Created",
                actual="20 with 201 Created",
                exchange=-1,
                log="",
            ),
        )
    ),
    "race": report(race()),
    "explained_silence": report(
        failed(
            replace(ORDER, response=None, fault="no answer within 5 seconds"),
            cause=Cause.TIMEOUT,
            summary="POST /orders: no answer within 5 seconds: your program took the request and sent nothing back",
            where="connection",
            expected="a whole answer",
            actual="no answer within 5 seconds",
            hint="Follow this request through your program: every path has to end by sending an answer.",
            log="",
        )
    ),
    "misconception": report(
        failed(
            answered(b'{"id": "7"}'),
            summary='$.id is the text "7", expected the number 7; it is a text: in JSON a number has no quotes',
            where="json $.id",
            expected="the number 7",
            actual='"7"',
            log="",
        )
    ),
    "launch_syntax": report(
        NOT_RUN,
        launch=LaunchFinding(
            "exited",
            "Your program crashed (exit code 1) before it listened: SyntaxError: '(' was never closed",
            f"app.py:2: x = (1,  (look at: (1,)\n{' ' * 14}^",
            "That line could not be read: look there and one line above.",
            f"  File \"{FOLDER}/app.py\", line 2\n    x = (1,\n        ^\nSyntaxError: '(' was never closed\n",
        ),
    ),
    "no_exchange": report(failed(None, summary="sum is the same before and after", where="", expected="", actual="")),
    "event": report(
        failed(
            Exchange(ExchangeKind.EVENT, "terminate", fault="still running after 5 seconds, so it was killed"),
            cause=Cause.TIMEOUT,
            summary="the server did not end within 5 seconds after SIGTERM",
            where="server",
            log="",
        )
    ),
    "hidden": report(PASSED, replace(FAILED, visibility=Visibility.HIDDEN)),
    "hidden_and_shown": report(
        replace(FAILED, visibility=Visibility.HIDDEN, title="Secret"), replace(FAILED, check="b")
    ),
    "errored": report(
        PASSED,
        replace(FAILED, status=Status.ERRORED, failure=Failure(Cause.MISMATCH, "KeyError: 'no_such_fixture'")),
    ),
    "not_run": report(PASSED, replace(SKIPPED, status=Status.NOT_RUN)),
    "only_skipped": report(PASSED, SKIPPED),
    "no_checks": report(),
    "trouble": report(trouble="the suite process ended with exit code 3 before it had listed its checks"),
    "trouble_without_end": report(trouble="\n".join(f"check c{number}: SuiteError: it broke" for number in range(40))),
    "launch": report(
        NOT_RUN,
        launch=LaunchFinding(
            "wrong_port",
            "your program listens on port 8000, but PORT is 53121",
            "app.py:12",
            'Read the port from the environment: port = int(os.environ["PORT"])',
            "Serving on http://127.0.0.1:8000\n",
        ),
    ),
    "launch_without_a_place": report(
        NOT_RUN,
        launch=LaunchFinding("exited", "your program crashed (exit code 1): SyntaxError: x", "", "Save it as UTF-8."),
    ),
    "passed": report(PASSED, replace(PASSED, check="b"), teaches="An API refuses what it cannot use, and says why."),
    "hostile": report(
        failed(
            replace(
                ORDER,
                request=Request("GET", f"/{HOSTILE}", (("X", HOSTILE),), HOSTILE.encode(), 99),
                response=Response(200, HOSTILE, (("Y", HOSTILE),), HOSTILE.encode() + b"\xff\x00", 99),
                fault=HOSTILE,
            ),
            summary=HOSTILE,
            where=HOSTILE,
            expected=HOSTILE,
            actual=f"{HOSTILE}!",
            log=HOSTILE * 3,
            why="Why not?",
        ),
        remarks=(HOSTILE,),
    ),
    "unicode": report(
        failed(
            answered('{"title": "Grüße 東京 🎉"}'.encode()),
            summary='$.title is "Grüße 東京 🎉", expected "Grüße 東京 🎈"',
            where="json $.title",
            expected='"Grüße 東京 🎈"',
            actual='"Grüße 東京 🎉"',
            log="",
        )
    ),
    "long_title": report(replace(FAILED, title="A very long title that says much more than a title should " * 2)),
    "many_remarks": report(FAILED, remarks=tuple(f"remark number {n}" for n in range(5))),
}
