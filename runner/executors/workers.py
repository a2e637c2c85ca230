"""Run jobs in worker processes, each with a supervisor of its own: when one of them dies, only its job is lost.

Down, to a worker:  its order (first line: the nonce, and how to run), then one job a line
Up, from a worker:  {"nonce", "report": ...} or {"nonce", "error": {"kind", "what", "where", "fix"}}

A worker ends when its standard input does, so it never outlives the one who asked.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from runner.errors import KataError, LaunchError, MachineError, PackError, SandboxError, SuiteError, WorkspaceError
from runner.evidence import Report
from runner.model import Job
from runner.platforms.here import HERE
from runner.ports import Listener
from runner.server.building import BUILD_SECONDS
from runner.suites.channel import LONGEST_LINE, decode, encode
from runner.wire import from_data, to_data

END_SECONDS = 5.0
# Beyond what the kata's own limits allow: loading, clean-up, a slow machine.
GRACE_SECONDS = 60.0
LONGEST_LOG = 4000

_KINDS: Mapping[str, type[KataError]] = {
    kind.__name__: kind for kind in (LaunchError, MachineError, PackError, SandboxError, SuiteError, WorkspaceError)
}


class WorkerEndedError(MachineError):
    """A worker died, or went silent, over a job."""


class Workers:
    """An executor that hands each job to a worker process that is free, and starts one where there is none."""

    def __init__(self, command: Sequence[str], order: Mapping[str, Any], *, after_death: Callable[[], object]) -> None:
        self._command = tuple(command)
        self._order = dict(order)
        self._after_death = after_death
        self._turn = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._is_stopped = False

    def __call__(self, job: Job, listen: Listener) -> Report:
        """Run the job in a worker; WorkerEndedError when it did not live to tell."""
        worker = self._take()
        try:
            report = worker.run(job)
        except KataError as error:
            if isinstance(error, WorkerEndedError):
                self._drop(worker)
            else:
                self._give_back(worker)
            raise
        except BaseException:
            self._drop(worker)
            raise
        self._give_back(worker)
        for outcome in report.outcomes:
            listen(outcome)
        return report

    def stop(self) -> None:
        """End every worker with all that it runs; none is started from now on."""
        with self._turn:
            self._is_stopped = True
            workers = tuple(self._all)
            self._all.clear()
            self._idle.clear()
        for worker in workers:
            worker.ask_to_end()
        for worker in workers:
            worker.end()
        self._after_death()

    def _take(self) -> _Worker:
        with self._turn:
            if self._is_stopped:
                what = "everything was stopped"
                raise MachineError(what)
            if self._idle:
                return self._idle.pop()
            worker = _Worker(self._command, self._order)
            self._all.add(worker)
            return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._turn:
            self._idle.append(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        with self._turn:
            self._all.discard(worker)
            is_stopped = self._is_stopped
        if not is_stopped:
            # What the dead one ran still runs.
            self._after_death()


class _Worker:
    """One worker process."""

    def __init__(self, command: Sequence[str], order: Mapping[str, Any]) -> None:
        self._nonce = secrets.token_hex(16)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  closed when the worker has ended
        # A session of its own: Ctrl-C is its asker's to hear.
        self._process = subprocess.Popen(
            [*command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            close_fds=True,
            **HERE.spawn_options(),
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self._say({"order": order})

    def run(self, job: Job) -> Report:
        """Run one job; WorkerEndedError when no answer comes."""
        limits = job.kata.limits
        seconds = (BUILD_SECONDS if job.submission.build else 0) + limits.start + limits.suite + GRACE_SECONDS
        self._say({"job": to_data(job)})
        message = self._answer(time.monotonic() + seconds)
        if message is None:
            raise WorkerEndedError(self._why(seconds), fix="Look at the submission before it is run again.")
        if "error" in message:
            error = message["error"]
            raise _KINDS.get(error["kind"], MachineError)(error["what"], where=error["where"], fix=error["fix"])
        return from_data(Report, message["report"])

    def ask_to_end(self) -> None:
        """Ask it to end what it runs, and then itself."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def end(self) -> None:
        """Wait for its end, and kill it when that does not come."""
        self.ask_to_end()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _read(self) -> None:
        pipe = self._process.stdout
        while pipe is not None and (line := pipe.readline(LONGEST_LINE)):
            self._lines.put(line)
        self._lines.put(b"")

    def _say(self, message: Mapping[str, Any]) -> None:
        # One that died cannot listen; that is noticed where its answer is read.
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(encode(message, self._nonce))
                self._process.stdin.flush()

    def _answer(self, deadline: float) -> dict[str, Any] | None:
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

    def _why(self, seconds: float) -> str:
        try:
            code = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return f"the worker that graded it said nothing for {seconds:.0f} s"
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - LONGEST_LOG))
        last = self._log.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return f"the worker that graded it ended {how}" + (f": {last[0]}" if last else "")
