"""Processes and sockets on Linux: /proc, the kernel's socket diagnostics, and orphans that fall to us."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from runner.platforms import netlink, proc
from runner.platforms.handle import Handle
from runner.platforms.kinds import Family, Force, ListenSocket, Program
from runner.platforms.proc import DEAD_STATES, ProcessRow

_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_LOOK_AGAIN_SECONDS = 0.05
_UNAWAITED_SECONDS = 0.25
_MOST_LOOKS = 5
_SIGNALS = {Force.ASK: signal.SIGTERM, Force.KILL: signal.SIGKILL}


class Linux:
    """The platform as Linux has it."""

    def __init__(self) -> None:
        self._families: dict[int, Family] = {}
        self._strangers: frozenset[int] = frozenset()
        self._turn = threading.Lock()
        self._adopts: bool | None = None
        self._has_diagnostics = True

    @property
    def poll_seconds(self) -> float:
        """Return how often readiness may be looked up."""
        return 0.002 if self._has_diagnostics else 0.02

    @property
    def is_posix(self) -> bool:
        """Tell whether a program can be asked to end, and a script be started by its first line."""
        return True

    def spawn_options(self) -> Mapping[str, Any]:
        """Return the arguments for Popen that give a program its own session and process group."""
        return {"start_new_session": True}

    def enrol(self, root: int, mark: str) -> Family:
        """Know a process that was just started."""
        family = Family(root, self.born(root), mark)
        with self._turn:
            if not self._families:
                table = proc.process_table()
                # What is younger may have come from this very process, as fast as a daemon detaches itself.
                older = (pid for pid in _adopted(table) if int(table[pid].born) < float(family.born or "inf"))
                self._strangers = frozenset(older)
            self._families[root] = family
        return family

    def dismiss(self, family: Family) -> None:
        """Forget a family that is dead."""
        with self._turn:
            self._families.pop(family.root, None)

    def members(self, family: Family) -> tuple[int, ...]:
        """Return the living processes of a family; reap those of its dead that fell to us."""
        for _ in range(_MOST_LOOKS):
            found, is_quiet = self._look(family)
            if found or is_quiet:
                break
        return tuple(sorted(found))

    def _look(self, family: Family) -> tuple[set[int], bool]:
        """Return the living members, and whether nothing ended meanwhile: that could have started another unseen."""
        listing = proc.process_listing()
        table = {pid: row for pid, row in listing.items() if row is not None}
        ours = _closure(table, {os.getpid()}) if self._adopts else set(table)
        ours.discard(os.getpid())
        marks = {pid: proc.marker_of(pid) for pid in ours}
        found = _closure(table, {pid for pid in ours if self._belongs(table[pid], marks[pid], family)})
        dead = {pid for pid in found if table[pid].state in DEAD_STATES}
        self.reap(dead - {family.root})
        return found - dead, len(table) == len(listing) and None not in marks.values()

    def children(self, pids: Collection[int]) -> set[int]:
        """Return the processes that these started and that are still theirs."""
        return {row.pid for row in proc.process_table().values() if row.parent in pids}

    def descendants(self, pid: int) -> set[int]:
        """Return everything that comes from a process by descent."""
        return _closure(proc.process_table(), {pid}) - {pid}

    def strays(self) -> tuple[int, ...]:
        """Return orphans that fell to us and belong to no known family, once no family is left."""
        with self._turn:
            if self._families or not self._adopts:
                return ()
            orphans = set(_adopted(proc.process_table())) - self._strangers
        # One that carries a marker was started by somebody who will end it.
        return tuple(sorted(pid for pid in orphans if not proc.marker_of(pid)))

    def watch(self) -> LinuxSocketWatch:
        """Return a watch over the listening sockets of a family that is about to be started.

        Its orphans fall to us from now on: some programs detach themselves within a millisecond of their start.
        """
        with self._turn:
            if self._adopts is None:
                self._adopts = _adopt_orphans()
        return LinuxSocketWatch(self)

    def end(self, pids: Iterable[int], force: Force) -> None:
        """Ask processes to end, or kill them; one that is gone is no error."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, _SIGNALS[force])

    def reap(self, pids: Collection[int]) -> None:
        """Collect those of these dead children that fell to us."""
        for pid in pids:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)

    def await_end(self, pid: int, seconds: float) -> None:
        """Return in the moment in which a process ends, or after so long; at once where the system cannot tell."""
        with contextlib.suppress(OSError), contextlib.closing(Handle(pid)) as handle:
            handle.is_over(seconds)

    def sockets(self) -> tuple[ListenSocket, ...]:
        """Return every listening socket of the machine."""
        if self._has_diagnostics:
            try:
                return netlink.listening_sockets()
            except OSError:
                self._has_diagnostics = False
        return proc.listening_sockets()

    def is_listening(self, port: int) -> bool:
        """Tell whether anybody listens on a port."""
        return any(each.port == port for each in self.sockets())

    def holders(self, port: int) -> tuple[Program, ...]:
        """Return the programs that listen on a port, those of them that we may see."""
        inodes = {each.key for each in self.sockets() if each.port == port}
        if not inodes:
            return ()
        pids = (pid for pid in proc.process_table() if inodes & _inodes(pid))
        return tuple(Program(pid, proc.program_name(pid)) for pid in pids)

    def owns_port(self, pid: int, port: int) -> bool:
        """Tell whether one process holds a listening socket on a port."""
        inodes = {each.key for each in self.sockets() if each.port == port}
        return bool(inodes & _inodes(pid))

    def count_open_files(self, pids: Iterable[int]) -> int:
        """Count the files and sockets that these processes hold open together."""
        return sum(proc.count_files(pid) for pid in pids)

    def born(self, pid: int) -> str:
        """Return what tells this process from a later one with the same pid; empty when there is none."""
        row = proc.process_row(pid)
        return "" if row is None else row.born

    def marked(self) -> Mapping[int, str]:
        """Return every process of this user that carries our marker, with its value."""
        marks = ((pid, proc.marker_of(pid)) for pid in proc.process_table() if pid != os.getpid())
        return {pid: mark for pid, mark in marks if mark}

    def _belongs(self, row: ProcessRow, mark: str | None, family: Family) -> bool:
        if row.pid == family.root:
            return row.born == family.born
        if row.session == family.root and self.born(family.root) in {"", family.born}:
            return True
        return row.pid not in self._families and mark == family.mark


class LinuxSocketWatch:
    """Knows which sockets are not the family's, so that a look asks for the owner of new ones only."""

    def __init__(self, platform: Linux) -> None:
        self._platform = platform
        self._before = frozenset(each.key for each in platform.sockets())
        self._owned: set[int] = set()
        self._foreign: dict[int, tuple[float, float]] = {}  # when to ask again, and how long after that
        self._unawaited_at = 0.0  # when to ask for sockets on other ports than the awaited one

    def look(self, family: Family, awaited: int = 0) -> tuple[ListenSocket, ...]:
        """Return the listening sockets that the family owns; while one port is awaited, others come seldom.

        Where many programs start at once, each would else look through all processes at every socket of the others.
        """
        now = time.monotonic()
        sockets = self._platform.sockets()
        unknown = {each.key for each in sockets} - self._before - self._owned
        unknown -= {key for key, (again_at, _) in self._foreign.items() if now < again_at}
        is_awaited = not awaited or any(each.port == awaited and each.key in unknown for each in sockets)
        if unknown and (is_awaited or now >= self._unawaited_at):
            self._unawaited_at = now + _UNAWAITED_SECONDS
            owned = self._owned_among(unknown, family)
            self._owned |= owned
            for key in unknown - owned:
                _, pause = self._foreign.get(key, (0.0, _LOOK_AGAIN_SECONDS))
                self._foreign[key] = (now + pause, pause * 2)
        return tuple(each for each in sockets if each.key in self._owned)

    def holders(self) -> tuple[int, ...]:
        """Return the processes that still hold a socket on which the family listened, whoever they are."""
        living = self._owned & {each.key for each in self._platform.sockets()}
        if not living:
            return ()
        return tuple(pid for pid in proc.process_table() if pid != os.getpid() and living & _inodes(pid))

    def _owned_among(self, unknown: set[int], family: Family) -> set[int]:
        owned, hides = _held_by((family.root,), unknown)
        if unknown - owned:
            held, hides = _held_by(self._platform.members(family), unknown)
            owned |= held
        if hides:
            # A program with file capabilities hides its files: what is new and nobody else's is its own.
            others, _ = _held_by(proc.process_table(), unknown)
            owned |= unknown - others
        return owned


def _adopt_orphans() -> bool:
    # Imported only by commands that start a program.
    import ctypes

    return bool(ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def _adopted(table: Mapping[int, ProcessRow]) -> list[int]:
    """Return our living children that we did not start: what we start is in our session, or leads one of its own."""
    me, ours = os.getpid(), os.getsid(0)
    children = (row for row in table.values() if row.parent == me and row.state not in DEAD_STATES)
    return [row.pid for row in children if row.session not in {ours, row.pid}]


def _held_by(pids: Iterable[int], wanted: set[int]) -> tuple[set[int], bool]:
    """Return which sockets these processes hold, and whether one of them would not show its files."""
    held: set[int] = set()
    hides = False
    for pid in pids:
        try:
            held |= proc.socket_inodes(pid) & wanted
        except PermissionError:
            hides = True
        except OSError:
            continue
    return held, hides


def _closure(table: Mapping[int, ProcessRow], roots: set[int]) -> set[int]:
    children: dict[int, list[int]] = {}
    for row in table.values():
        children.setdefault(row.parent, []).append(row.pid)
    found, waiting = set(roots), list(roots)
    while waiting:
        fresh = [pid for pid in children.get(waiting.pop(), []) if pid not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _inodes(pid: int) -> frozenset[int]:
    try:
        return proc.socket_inodes(pid)
    except OSError:
        return frozenset()
