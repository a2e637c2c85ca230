"""Why a check could not go on: a fault on the wire, and the mismatch that ends the check."""

from __future__ import annotations

from dataclasses import replace

from runner.evidence import Cause, Failure, Symptom


class Fault(Exception):  # noqa: N818 - a fault of the server under test, not an error of ours
    """Something on the wire that kept an answer from being whole, in plain words."""

    def __init__(self, words: str, cause: Cause = Cause.MISMATCH, symptom: Symptom | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.cause = cause
        self.symptom = symptom  # of a server that owes an answer; doctor says what it means


class Closed(Fault):
    """The server ended the connection before a whole answer was there."""


class Mismatch(AssertionError):  # noqa: N818 - the word of the project
    """The learner's server did not do what a check demands; `failure` says what."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.summary)
        self.failure = failure

    def with_log(self, log: str) -> Mismatch:
        """Return the same mismatch with the server's log lines that belong to it."""
        return Mismatch(replace(self.failure, log=log))


def mismatch(summary: str, *, where: str = "", expected: str = "", actual: str = "") -> Mismatch:
    """Return the mismatch that belongs to no exchange in particular."""
    return Mismatch(Failure(Cause.MISMATCH, summary, where=where, expected=expected, actual=actual))
