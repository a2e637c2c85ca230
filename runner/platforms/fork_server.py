"""Fork a process that has loaded everything, again and again, each time with other standard streams.

Linux only: elsewhere system libraries start threads, which do not survive a fork. The server has one thread, and is
asked over a socket: `fork` comes with four open files (input, output, errors, and the end of a pipe that tells by its
closing that the process is gone) and is answered by a pid; `kill PID` ends one of them. It ends with its asker.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NoReturn

_LONGEST_REQUEST = 64
_ANSWER_SECONDS = 10.0
_END_SECONDS = 2.0


def can_fork() -> bool:
    """Tell whether a process with libraries loaded may be forked here."""
    return sys.platform == "linux"


def serve(number: int, run: Callable[[], NoReturn]) -> None:
    """Fork whenever the asker at this file number says so, and `run` in the child; return when the asker went away."""
    living: set[int] = set()
    gc.freeze()
    with socket.socket(fileno=number) as asker:
        while True:
            request, files, _, _ = socket.recv_fds(asker, _LONGEST_REQUEST, 4)
            _collect(living)
            if not request:
                break
            word, _, pid = request.partition(b" ")
            if word == b"fork":
                answer = _fork(asker, files, run)
                living.add(answer)
            else:
                answer = int(pid)
                _kill({answer} & living)
            asker.send(str(answer).encode())
    _kill(living)


def _fork(asker: socket.socket, files: Sequence[int], run: Callable[[], NoReturn]) -> int:
    pid = os.fork()
    if pid == 0:
        # Whatever happens here, this process must never go on as if it were the server.
        try:
            asker.close()
            for stream, number in enumerate(files[:3]):
                os.dup2(number, stream)
                os.close(number)
            run()
        finally:
            os._exit(1)
    for number in files:
        os.close(number)
    return pid


def _collect(living: set[int]) -> None:
    for pid in tuple(living):
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            living.discard(pid)


def _kill(pids: set[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


class Forked:
    """One process that was forked: what is asked of a Popen, and no more."""

    def __init__(self, server: ForkServer, pid: int, stdin: IO[bytes], stdout: IO[bytes], life: int) -> None:
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self._server = server
        self._pid = pid
        self._life = life
        self._turn = threading.Lock()

    def wait(self, timeout: float | None = None) -> None:
        """Wait for its end; raise TimeoutExpired when it does not come in time."""
        with self._turn:
            if self._life < 0:
                return
            watch = select.poll()
            watch.register(self._life, select.POLLHUP)
            if not watch.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired("a forked process", timeout or 0)
            os.close(self._life)
            self._life = -1

    def kill(self) -> None:
        """End it at once."""
        self._server.kill(self._pid)


class ForkServer:
    """Our end: start the server once, and have it fork."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._turn = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(_ANSWER_SECONDS)
        with theirs:
            # A session of its own: Ctrl-C is ours to hear, and ends it through the socket.
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=env,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def fork(self, errors: IO[bytes]) -> Forked:
        """Return a new process whose errors go to that file; OSError when the server is gone."""
        their_in, our_in = os.pipe()
        our_out, their_out = os.pipe()
        our_life, their_life = os.pipe()
        try:
            pid = self._ask(b"fork", (their_in, their_out, errors.fileno(), their_life))
        except OSError:
            for number in (our_in, our_out, our_life):
                os.close(number)
            raise
        finally:
            for number in (their_in, their_out, their_life):
                os.close(number)
        return Forked(self, pid, os.fdopen(our_in, "wb"), os.fdopen(our_out, "rb"), our_life)

    def kill(self, pid: int) -> None:
        """End a process that was forked; one that is gone is no error."""
        with contextlib.suppress(OSError):
            self._ask(b"kill %d" % pid, ())

    def close(self) -> None:
        """End the server and every process that it forked."""
        self._socket.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, request: bytes, files: Sequence[int]) -> int:
        with self._turn:
            socket.send_fds(self._socket, [request], list(files))
            answer = self._socket.recv(_LONGEST_REQUEST)
        if not answer:
            raise ConnectionResetError(Path(sys.executable).name)
        return int(answer)
