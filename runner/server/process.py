"""One program from its start to the death of its whole process tree."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.errors import MachineError
from runner.platforms.here import HERE
from runner.platforms.kinds import Force, ListenSocket, Program
from runner.ports import Ending, Endpoint
from runner.server.log import cut, size_of, tail_of
from runner.words import say

LONGEST_END_SECONDS = 30.0  # a killed tree is gone long before that, hundreds of busy processes on a busy machine too
_LOOK_SECONDS = 0.002
_FLOOD_LOOK_SECONDS = 0.02
_DYING_SECONDS = 1.0
_SIGNALLED = 128  # what a shell adds to the number of the signal that ended a program


@dataclass(frozen=True, slots=True)
class Order:
    """What to start: everything is filled in, nothing is looked up later."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    port: int
    data: Path
    log: Path
    mark: str
    output_limit: int


Starter = Callable[[Order], "subprocess.Popen[bytes]"]


def start_cold(order: Order) -> subprocess.Popen[bytes]:
    """Start a program anew; OSError when it cannot be executed at all."""
    with order.log.open("ab") as log:
        return subprocess.Popen(
            order.command,
            cwd=order.folder,
            env=dict(order.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            close_fds=True,
            **HERE.spawn_options(),
        )


class Wrapped(subprocess.Popen[bytes]):
    """A program within processes of a sandbox, which pass on how it ended as a shell does: 128 and a signal."""

    wrappers = 2  # the one that was started, and the one below it, whose only child is the program

    @staticmethod
    def untold(code: int | None) -> int | None:
        """Return the exit code that a wrapper's own one stands for."""
        is_signal = code is not None and code - _SIGNALLED in set(signal.Signals)
        return _SIGNALLED - code if code is not None and is_signal else code


class ServerProcess:
    """A started program. OSError when it cannot be executed at all."""

    def __init__(self, order: Order, start: Starter = start_cold) -> None:
        self.order = order
        self.log_start = size_of(order.log)
        self.began = time.monotonic()
        self.is_flooded = False
        self._ending: Ending | None = None
        self._closed = threading.Event()
        self._watch = HERE.watch()
        self._process = start(order)
        self._family = HERE.enrol(self._process.pid, order.mark)
        self._guard = threading.Thread(target=self._guard_log, name=f"log of {order.name}", daemon=True)
        self._guard.start()

    @property
    def endpoint(self) -> Endpoint:
        """Return where it is reached."""
        return Endpoint(self.order.port, str(self.order.data), self.order.name)

    @property
    def code(self) -> int | None:
        """Return the exit code of the program that was started, None while it runs."""
        code = self._process.poll()
        return Wrapped.untold(code) if isinstance(self._process, Wrapped) else code

    def sockets(self, *, are_awaited: bool = False) -> tuple[ListenSocket, ...]:
        """Return the sockets on which the program or what it started listens; while awaited, its own port first."""
        return self._watch.look(self._family, self.order.port if are_awaited else 0)

    def has_members(self) -> bool:
        """Tell whether any process of the tree lives."""
        return bool(HERE.members(self._family))

    def log_tail(self) -> str:
        """Return the last part of what this program printed."""
        return tail_of(self.order.log, self.log_start)

    def port_child(self) -> Program | None:
        """Return what the program started that holds the port, where the program itself does not."""
        holders = HERE.holders(self.order.port)
        if not holders or {holder.pid for holder in holders} & self._roots():
            return None
        members = HERE.members(self._family)
        return next((holder for holder in holders if holder.pid in members), None)

    def open_files(self) -> int:
        """Count the files and sockets that the whole tree holds open."""
        return HERE.count_open_files(HERE.members(self._family))

    def ended(self) -> Ending | None:
        """Return how it ended, or None while it runs; a daemon that it left behind is it, still running."""
        if self._ending is not None:
            return self._ending
        code = self.code
        if code is None or (code == 0 and self.has_members()):
            return None
        if self.is_flooded:
            self._guard.join(LONGEST_END_SECONDS)  # it is just cutting the log
        return self._ending_with(code, self.began)

    def ended_soon(self) -> Ending | None:
        """Return how it ended, and wait for one that no longer listens: it is dying."""
        deadline = time.monotonic() + _DYING_SECONDS
        while self.ended() is None and time.monotonic() < deadline:
            if HERE.is_listening(self.order.port):
                # A dying program drops its clients, a moment later its socket, and a moment later its end is known.
                time.sleep(_FLOOD_LOOK_SECONDS)
                if HERE.is_listening(self.order.port):
                    break
            time.sleep(_LOOK_SECONDS)
        if self.ended() is None or self._closed.is_set():
            return self.ended()
        # What it started may still be writing its last words.
        deadline = time.monotonic() + _DYING_SECONDS
        while self.has_members() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        return self.ended()

    def kill(self) -> Ending:
        """Kill the whole tree and wait until its port refuses."""
        if not self._closed.is_set():
            began = time.monotonic()
            ended_before = self.ended()
            self._end_tree()
            self._ending = ended_before or self._ending_with(self.code, began)
            self._close()
        return self._ending or Ending(self.code)

    def terminate(self, within: float) -> Ending:
        """Ask it to end and wait; code None when it had to be killed."""
        if self._closed.is_set() or self.ended() is not None:
            return self.kill()
        began = time.monotonic()
        is_gone = self._ask_to_end(began + within)
        self._ending = self._ending_with(self.code if is_gone else None, began)
        self._end_tree()
        self._close()
        return self._ending

    def _ask_to_end(self, deadline: float) -> bool:
        # The server itself is asked, as an init system would. Behind a wrapper that is not the server, everybody is.
        wrappers, roots = self._wrappers(), self._roots()
        if not any(HERE.owns_port(root, self.order.port) for root in roots):
            roots |= set(HERE.members(self._family)) - wrappers
        asked = roots | wrappers
        HERE.end(roots, Force.ASK)
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                left = set(HERE.members(self._family))
                if not left:
                    return True
                HERE.end(left - asked, Force.ASK)
                asked |= left
            time.sleep(_LOOK_SECONDS)
        return False

    def _roots(self) -> set[int]:
        """Return the program itself, without what stands around it."""
        wrappers = self._wrappers()
        return HERE.children(wrappers) - wrappers if wrappers else {self._process.pid}

    def _wrappers(self) -> set[int]:
        """Return the processes of a sandbox around the program; to ask them to end would end it by force."""
        if not isinstance(self._process, Wrapped):
            return set()
        found = {self._process.pid}
        for _ in range(self._process.wrappers - 1):
            found |= HERE.children(found)
        return found

    def _end_tree(self) -> None:
        deadline = time.monotonic() + LONGEST_END_SECONDS
        ended: set[int] = set()
        if self._process.poll() is None:
            # With what descends from it now: some of that could not be told from strangers once its parent is dead.
            ended.update(HERE.members(self._family))
            HERE.end(ended, Force.KILL)
            self._process.kill()
            HERE.await_end(self._process.pid, LONGEST_END_SECONDS)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(0.0, deadline - time.monotonic()))
        while left := {*HERE.members(self._family), *self._watch.holders()}:
            if time.monotonic() > deadline:
                names = ", ".join(str(pid) for pid in left)
                msg = say("server.not-killed.what", pids=names)
                raise MachineError(msg, fix=say("server.not-killed.fix", pids=names))
            HERE.end(left, Force.KILL)
            ended |= left
            time.sleep(_LOOK_SECONDS)
        # Who is dying no longer says whose it is; on a busy machine it is not dead yet, and would stay a zombie.
        for pid in ended - {self._process.pid}:
            HERE.await_end(pid, max(0.0, deadline - time.monotonic()))
        HERE.reap(ended - {self._process.pid})
        if self.is_flooded:
            cut(self.order.log, self.log_start + self.order.output_limit)

    def _ending_with(self, code: int | None, since: float) -> Ending:
        return Ending(code, round(time.monotonic() - since, 3), self.log_tail(), self.is_flooded)

    def _close(self) -> None:
        self._closed.set()
        HERE.dismiss(self._family)

    def _guard_log(self) -> None:
        limit = self.log_start + self.order.output_limit
        while not self._closed.wait(_FLOOD_LOOK_SECONDS):
            if size_of(self.order.log) > limit:
                self.is_flooded = True
                with contextlib.suppress(MachineError):
                    self._end_tree()
                return
