"""The private two-way channel between supervisor and suite: JSON lines that all carry one nonce.

Up, from the suite:    {"nonce", "kind": "started" | "outcome" | "trouble" | "ended", ...}
                       {"nonce", "kind": "ask", "verb": "restart", "arguments": {...}}
Down, to the suite:    the brief, then one answer for each ask; to one that waits, first a brief to expect:
                       {"brief"}, {"nonce", "brief"}
                       {"nonce", "result": ...} or {"nonce", "error": {"kind", "what", ...}}

The nonce arrives with the brief, on the suite's standard input, never in argv or the environment.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import IO, Any

from runner.errors import LaunchError, SuiteError
from runner.platforms import alarm

LONGEST_LINE = 64 * 1024 * 1024

Message = dict[str, Any]


class Channel:
    """The suite's end: send events, ask the supervisor and wait for its answer."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes], nonce: str = "") -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self.nonce = nonce  # comes with the brief
        self._turn = threading.Lock()

    def send(self, kind: str, **content: Any) -> None:
        """Send one event up."""
        with self._turn:
            self._write({"kind": kind, **content})

    def ask(self, verb: str, **arguments: Any) -> Any:
        """Ask the supervisor to do something; raise LaunchError or ValueError when it says so."""
        # An alarm of the check's deadline must not interrupt: an answer left unread would be taken for that to the next
        # question. What is asked for (a start, for one) has a deadline of its own, and is no part of the check's.
        with self._turn, alarm.stopped():
            self._write({"kind": "ask", "verb": verb, "arguments": arguments})
            line = self._incoming.readline(LONGEST_LINE)
        answer = decode(line, self.nonce)
        if answer is None:
            msg = "the supervisor went away"
            raise SuiteError(msg)
        if "error" in answer:
            raise error_from(answer["error"])
        return answer.get("result")

    def _write(self, message: Message) -> None:
        self._outgoing.write(encode(message, self.nonce))
        self._outgoing.flush()


def encode(message: Mapping[str, Any], nonce: str) -> bytes:
    """Return one line for the channel."""
    return json.dumps({"nonce": nonce, **message}, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes, nonce: str) -> Message | None:
    """Return the message of a line, or None when it is not one of ours."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("nonce") != nonce:
        return None
    return message


def error_to(error: Exception) -> Message:
    """Return an error as plain data for an answer."""
    if isinstance(error, LaunchError):
        return {
            "kind": "launch",
            "what": error.what,
            "where": error.where,
            "fix": error.fix,
            "cause": error.cause,
            "log_tail": error.log_tail,
        }
    kind = "value" if isinstance(error, ValueError) else "suite"
    return {"kind": kind, "what": str(error)}


def error_from(described: Mapping[str, str]) -> Exception:
    """Return the error that an answer describes."""
    what = described.get("what", "")
    if described.get("kind") == "launch":
        return LaunchError(
            what,
            where=described.get("where", ""),
            fix=described.get("fix", ""),
            cause=described.get("cause", "exited"),
            log_tail=described.get("log_tail", ""),
        )
    return ValueError(what) if described.get("kind") == "value" else SuiteError(what)
