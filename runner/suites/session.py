"""The supervisor's side of a suite: start its process, obey what it asks, hear its outcomes, and end it."""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from runner.errors import LaunchError
from runner.evidence import Outcome
from runner.ports import Listener, ServerControl
from runner.suites.brief import Brief, brief_to_data
from runner.suites.channel import LONGEST_LINE, decode, encode, error_to
from runner.suites.remote import obey
from runner.suites.starting import Started
from runner.wire import outcome_from_data

LONGEST_LOG = 4000
END_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """What a suite process told until it ended."""

    ended: bool
    timed_out: bool
    outcomes: tuple[Outcome, ...]
    trouble: tuple[str, ...]
    launch: LaunchError | None = None


@dataclass(slots=True)
class _Notes:
    ended: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    launch: LaunchError | None = None


class SuiteProcess:
    """One pytest process; used once."""

    def __init__(self, started: Started) -> None:
        self._nonce = secrets.token_hex(16)
        self._process, self._log = started
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def run(self, brief: Brief, control: ServerControl, listen: Listener, seconds: float, starts: float) -> Told:
        """Give the brief, obey until the suite ended or its time is over, and return what it told.

        `seconds` are the suite's; so many more, `starts`, may pass while servers start, which have their own deadlines.
        """
        self._say({"brief": brief_to_data(brief)})
        deadline = time.monotonic() + seconds
        spare = starts
        notes = _Notes()
        hear: dict[str, Callable[[dict[str, Any]], None]] = {
            "outcome": lambda message: _keep(notes, message, listen),
            "trouble": lambda message: notes.trouble.append(_trouble(message)),
            "ask": lambda message: self._answer(message, control, notes),
        }
        timed_out = False
        while not notes.ended and notes.launch is None:
            message = self._next(deadline)
            if message is None:
                timed_out = time.monotonic() >= deadline
                break
            kind = message.get("kind", "")
            notes.ended |= kind == "ended"
            if kind in hear:
                began = time.monotonic()
                hear[kind](message)
                took = min(time.monotonic() - began, spare)
                deadline, spare = deadline + took, spare - took
        return Told(notes.ended, timed_out, tuple(notes.outcomes), tuple(notes.trouble), notes.launch)

    def close(self) -> str:
        """End the process, gently when it is ending by itself, and return the last of what it printed."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        # The pipe tells of the end at once; to ask for it again and again takes longer.
        self._reader.join(END_SECONDS)
        try:
            self._process.wait(timeout=0.0 if self._reader.is_alive() else END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with self._log as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LONGEST_LOG))
            return log.read().decode("utf-8", "replace")

    def _read(self) -> None:
        pipe = self._process.stdout
        while pipe is not None and (line := pipe.readline(LONGEST_LINE)):
            self._lines.put(line)
        self._lines.put(b"")

    def _next(self, deadline: float) -> dict[str, Any] | None:
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if not line:
                return None
            message = decode(line, self._nonce)
            if message is not None:
                return message

    def _answer(self, message: dict[str, Any], control: ServerControl, notes: _Notes) -> None:
        try:
            answer: dict[str, Any] = {"result": obey(control, message["verb"], message["arguments"])}
        except LaunchError as error:
            # Before the first outcome it is the program that never came up: the whole run says so.
            if message["verb"] == "acquire" and not notes.outcomes:
                notes.launch = error
                return
            answer = {"error": error_to(error)}
        except (ValueError, OSError) as error:
            answer = {"error": error_to(error)}
        self._say(answer)

    def _say(self, message: dict[str, Any]) -> None:
        # A suite that died cannot listen; its silence is noticed where its lines are read.
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.write(encode(message, self._nonce))
                self._process.stdin.flush()


def _keep(notes: _Notes, message: dict[str, Any], listen: Listener) -> None:
    outcome = outcome_from_data(message["outcome"])
    notes.outcomes.append(outcome)
    listen(outcome)


def _trouble(message: dict[str, Any]) -> str:
    return "; ".join([str(message.get("what", "")), *message.get("mistakes", [])])
