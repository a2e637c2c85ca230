"""What an exception that ended a check says: the program's fault, or ours."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from runner.errors import LaunchError
from runner.evidence import Cause, Exchange, Failure
from runner.exchanges.faults import Mismatch
from runner.model import Check
from runner.words import say

LONGEST_MESSAGE = 600
OUT_OF_TIME = "Timeout"


def failure_of(error: BaseException, check: Check, exchanges: Sequence[Exchange]) -> Failure | None:
    """Return the learner's failure that an exception stands for, or None when the suite is at fault."""
    last = len(exchanges) - 1
    if isinstance(error, Mismatch):
        return replace(error.failure, why=error.failure.why or check.why)
    if isinstance(error, LaunchError):
        return Failure(Cause.CRASHED, error.what, where=error.where, hint=error.fix, exchange=last, log=error.log_tail)
    if isinstance(error, pytest.fail.Exception):
        timed_out = str(error).startswith(OUT_OF_TIME)
        summary = say("suites.too-long") if timed_out else _first_paragraph(str(error))
        return Failure(Cause.TIMEOUT if timed_out else Cause.MISMATCH, summary, why=check.why, exchange=last)
    if isinstance(error, AssertionError):
        return Failure(Cause.MISMATCH, _asserted(error, check), why=check.why, exchange=last)
    return None


def is_ours(error: BaseException) -> bool:
    """Tell whether an exception is one of ours, which mean the same in every phase of a check."""
    return isinstance(error, Mismatch | LaunchError)


def trouble_of(error: BaseException) -> str:
    """Return one line for the author on what broke in the suite, with its place in the author's file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = next((frame for frame in reversed(frames) if Path(frame.filename).parent.name == "suite"), None)
    place = f" (suite/{Path(own.filename).name}:{own.lineno})" if own else ""
    return f"{type(error).__name__}: {_first_paragraph(str(error))}{place}"


def _asserted(error: AssertionError, check: Check) -> str:
    # A message of the author is for the learner; what pytest makes of a bare assert is test source and is not.
    message = _first_paragraph(str(error))
    if not message or message.startswith("assert "):
        return say("suites.does-not-hold", title=check.title)
    return message


def _first_paragraph(text: str) -> str:
    return text.strip().split("\n", 1)[0][:LONGEST_MESSAGE]
