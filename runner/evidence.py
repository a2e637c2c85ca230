"""What a run leaves behind, frozen: exchanges, outcomes, the verdict, the report."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum

from runner.model import Status, Visibility

SCHEMA = "kata/result/v1"


Headers = tuple[tuple[str, str], ...]


class Cause(StrEnum):
    """Why a check failed."""

    MISMATCH = "mismatch"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    UNREACHABLE = "unreachable"
    LIMIT = "limit"


class ExchangeKind(StrEnum):
    """What kind of evidence an exchange is."""

    HTTP = "http"  # one request and its answer
    RAW = "raw"  # bytes on a connection
    EVENT = "event"  # something done to the server: restart, kill, a look at its data


class Symptom(StrEnum):
    """How a server that runs, or ran, owes a request its answer."""

    SILENT = "silent"  # nothing came in time
    CLOSED = "closed"  # the connection ended before the first byte
    GARBLED = "garbled"  # what came is another protocol
    ENDED = "ended"  # the program is gone


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a symptom means, as doctor sees it; empty where nothing is known beyond the symptom."""

    what: str = ""
    where: str = ""
    fix: str = ""
    log: str = ""  # what explains it, where that was printed before the request


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it was sent."""

    method: str
    target: str
    headers: Headers
    body: bytes = b""
    body_size: int = 0  # of the whole body, when `body` holds only its beginning


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer as it came back."""

    status: int
    reason: str
    headers: Headers
    body: bytes = b""
    body_size: int = 0

    def header(self, name: str) -> str | None:
        """Return a header's values joined by a comma, or None; the name in any case."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went over the wire, or was done to the server, once. Times are milliseconds since the check began."""

    kind: ExchangeKind
    label: str
    port: int = 0
    request: Request | None = None
    response: Response | None = None
    sent: bytes = b""  # raw connections
    received: bytes = b""
    fault: str = ""  # why there is no (whole) answer, in plain words
    started_ms: float = 0.0
    ended_ms: float = 0.0
    client: int = 0  # which of several clients at once

    def as_curl(self, base_url: str = "http://127.0.0.1:$PORT") -> str:
        """Return a paste-ready curl line for an HTTP exchange, or an empty text."""
        if self.request is None:
            return ""
        words = ["curl", "-i"]
        if self.request.method == "HEAD":
            words.append("-I")
        elif self.request.method != "GET" or self.request.body:
            words += ["-X", self.request.method]
        for name, value in self.request.headers:
            if name.lower() not in CURL_OWN_HEADERS:
                words += ["-H", f"{name}: {value}"]
        words += _curl_body(self.request)
        if "/." in self.request.target:
            words.append("--path-as-is")
        line = " ".join(shlex.quote(word) for word in words)
        target = self.request.target
        # Double quotes, so that the shell fills in $PORT; what the target holds is escaped.
        escaped = target.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
        return f'{line} "{base_url}{escaped}"'


CURL_OWN_HEADERS = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "transfer-encoding"}
)


def _curl_body(request: Request) -> list[str]:
    if not request.body:
        return []
    if request.body_size > len(request.body):
        return ["--data-binary", f"@body-of-{request.body_size}-bytes"]
    try:
        return ["--data-binary", request.body.decode("utf-8")]
    except UnicodeDecodeError:
        return ["--data-binary", f"@body-of-{len(request.body)}-bytes"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a check did not pass, in the parts that a person needs.

    `where` names the place of the first difference: `status`, `header content-type`, `json $.items[0].id`, `byte 17`,
    `line`.
    """

    cause: Cause
    summary: str
    where: str = ""
    expected: str = ""
    actual: str = ""
    why: str = ""
    hint: str = ""
    exchange: int = -1  # index of the failing exchange in the outcome
    log: str = ""  # what the server printed during that exchange
    expectation: str = (
        ""  # what that exchange had to meet, as JSON in the words of checks.yaml; empty for what has none
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended, with its evidence."""

    check: str
    title: str
    rule: str
    points: int
    visibility: Visibility
    status: Status
    failure: Failure | None = None
    exchanges: tuple[Exchange, ...] = ()
    server_log: str = ""
    seconds: float = 0.0
    depends_on: tuple[str, ...] = ()
    in_data: bool = False  # the check itself was at the files in KATA_DATA, which no exchange shows


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the outcomes add up to. Points are whole numbers."""

    status: Status
    points: int
    possible: int
    first_failure: str = ""  # id of the first check that failed or errored


@dataclass(frozen=True, slots=True)
class LaunchFinding:
    """Why a server never became ready, as the doctor found it."""

    # exited, wrong_port, wrong_address, port_held, silent, still_starting, build_failed, not_started, missing_tool
    cause: str
    what: str
    where: str = ""
    fix: str = ""
    log_tail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one run; every reporter is a function of it."""

    kata: str
    title: str
    track: str
    outcomes: tuple[Outcome, ...]
    verdict: Verdict
    seed: int
    schema: str = SCHEMA
    launch: LaunchFinding | None = None  # set when the server never became ready
    trouble: str = ""  # set when the suite or kata itself is at fault
    log_tail: str = ""
    isolation: str = "none"
    suite_digest: str = ""
    submission_digest: str = ""
    folder: str = ""
    started: str = ""  # RFC 3339, UTC
    seconds: float = 0.0
    version: str = ""
    remarks: tuple[str, ...] = ()
    teaches: str = ""  # the kata's idea in one sentence, said after a pass
    submission: str = ""  # its name in a class: whose work it is, as the instructor calls it
    reserved: int = 0  # so many checks more run at grading alone
    refused: str = ""  # why the submission was never run: no mark, and so no zero
