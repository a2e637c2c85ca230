"""Processes and sockets on macOS, Windows and whatever else psutil knows."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import psutil

from runner.platforms.kinds import MARKER, Family, Force, ListenSocket, Program, called

_SEARCH_SECONDS = 0.5  # every process of the machine is asked for our marker no more often than this


class Other:
    """The platform as psutil shows it. Orphans do not fall to us here: they are found by their marker."""

    def __init__(self) -> None:
        self._seen: dict[Family, dict[int, str]] = {}

    @property
    def poll_seconds(self) -> float:
        """Return how often readiness may be looked up: a look walks over the family's processes."""
        return 0.02

    @property
    def is_posix(self) -> bool:
        """Tell whether a program can be asked to end, and a script be started by its first line: not on Windows."""
        return os.name == "posix"

    def spawn_options(self) -> Mapping[str, Any]:
        """Return the arguments for Popen that give a program its own session and process group."""
        new_group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        return {"creationflags": new_group} if new_group else {"start_new_session": True}

    def enrol(self, root: int, mark: str) -> Family:
        """Know a process that was just started."""
        family = Family(root, self.born(root), mark)
        self._seen[family] = {root: family.born}
        return family

    def dismiss(self, family: Family) -> None:
        """Forget a family that is dead."""
        self._seen.pop(family, None)

    def members(self, family: Family) -> tuple[int, ...]:
        """Return the living processes of a family."""
        seen = self._seen.setdefault(family, {family.root: family.born})
        seen |= {pid: self.born(pid) for pid, mark in self.marked().items() if mark == family.mark}
        return self.relatives(family)

    def relatives(self, family: Family) -> tuple[int, ...]:
        """Return the living ones that were seen and their descendants: quick, but blind to new orphans."""
        seen = self._seen.setdefault(family, {family.root: family.born})
        for pid in [pid for pid, born in seen.items() if born and self.born(pid) == born]:
            seen |= {child: self.born(child) for child in _children(pid)}
        return tuple(sorted(pid for pid, born in seen.items() if born and self.born(pid) == born and _is_alive(pid)))

    def children(self, pids: Collection[int]) -> set[int]:
        """Return the processes that these started and that are still theirs."""
        return {child for pid in pids for child in _children(pid, recursive=False)}

    def descendants(self, pid: int) -> set[int]:
        """Return everything that comes from a process by descent."""
        return set(_children(pid))

    def strays(self) -> tuple[int, ...]:
        """Return nothing: orphans do not fall to us here."""
        return ()

    def watch(self) -> OtherSocketWatch:
        """Return a watch over the listening sockets of a family that is about to be started."""
        return OtherSocketWatch(self)

    def end(self, pids: Iterable[int], force: Force) -> None:
        """Ask processes to end, or kill them; one that is gone is no error."""
        for pid in pids:
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                (process.terminate if force is Force.ASK else process.kill)()

    def reap(self, pids: Collection[int]) -> None:
        """Do nothing: no orphan falls to us here."""

    def await_end(self, pid: int, seconds: float) -> None:
        """Return at once: whoever waits looks again and again."""

    def is_listening(self, port: int) -> bool:
        """Tell whether anybody listens on a port."""
        try:
            return any(_port(connection) == port for connection in _machine_listeners())
        except psutil.Error:
            return bool(self.holders(port))

    def holders(self, port: int) -> tuple[Program, ...]:
        """Return the programs that listen on a port, those of them that we may see."""
        owners = (process for process in psutil.process_iter() if self.owns_port(process.pid, port))
        return tuple(Program(process.pid, _name(process)) for process in owners)

    def owns_port(self, pid: int, port: int) -> bool:
        """Tell whether one process holds a listening socket on a port."""
        return any(each.port == port for each in _sockets(pid))

    def count_open_files(self, pids: Iterable[int]) -> int:
        """Count the files and sockets that these processes hold open together."""
        return sum(_count_files(pid) for pid in pids)

    def born(self, pid: int) -> str:
        """Return what tells this process from a later one with the same pid; empty when there is none."""
        try:
            return str(psutil.Process(pid).create_time())
        except psutil.Error:
            return ""

    def marked(self) -> Mapping[int, str]:
        """Return every process of this user that carries our marker, with its value."""
        marks = ((process.pid, _mark(process)) for process in psutil.process_iter() if process.pid != os.getpid())
        return {pid: mark for pid, mark in marks if mark}


class OtherSocketWatch:
    """Asks each process of the family for its sockets."""

    def __init__(self, platform: Other) -> None:
        self._platform = platform
        self._search_at = 0.0

    def look(self, family: Family, awaited: int = 0) -> tuple[ListenSocket, ...]:  # noqa: ARG002 (all cost the same)
        """Return the listening sockets that the family owns now."""
        if time.monotonic() >= self._search_at:
            pids = self._platform.members(family)
            self._search_at = time.monotonic() + _SEARCH_SECONDS
        else:
            pids = self._platform.relatives(family)
        return tuple(each for pid in pids for each in _sockets(pid))

    def holders(self) -> tuple[int, ...]:
        """Return nothing: a socket has no name here by which a stranger that inherited it would be known."""
        return ()


def _children(pid: int, *, recursive: bool = True) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=recursive)]
    except psutil.Error:
        return []


def _is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _sockets(pid: int) -> Iterator[ListenSocket]:
    with contextlib.suppress(psutil.Error):
        for connection in psutil.Process(pid).net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr:
                yield ListenSocket(connection.laddr.ip, connection.laddr.port, pid)


def _machine_listeners() -> list[Any]:
    return [each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN]


def _port(connection: Any) -> int:
    return int(connection.laddr.port) if connection.laddr else 0


def _count_files(pid: int) -> int:
    try:
        process: Any = psutil.Process(pid)  # which of the two it has depends on the system
        return int(process.num_fds() if hasattr(process, "num_fds") else process.num_handles())
    except psutil.Error:
        return 0


def _name(process: psutil.Process) -> str:
    # The command line of another user's program may be hidden where its name is not.
    with contextlib.suppress(psutil.Error):
        if words := process.cmdline():
            return called(words)
    try:
        return str(process.name())
    except psutil.Error:
        return "a program"


def _mark(process: psutil.Process) -> str:
    try:
        return str(process.environ().get(MARKER, ""))
    except (psutil.Error, OSError):
        return ""
