"""What every platform can tell and do, and the records that it speaks in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

# Every process of a run carries this variable; its value is `<token of the run>.<number of the start>`.
MARKER = "KATA_RUN"

# A socket bound to one of these takes connections to 127.0.0.1.
REACHABLE = frozenset({"127.0.0.1", "0.0.0.0", "::", "::ffff:127.0.0.1", "::ffff:0.0.0.0"})  # noqa: S104 (compared, never bound)


class Force(Enum):
    """How a process is asked to end."""

    ASK = "terminate"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class ListenSocket:
    """A TCP socket that listens."""

    address: str
    port: int
    key: int  # what the system knows it by: the inode on Linux, the owner's pid elsewhere
    waiting: int = 0  # connections that nobody has accepted yet
    ipv6_only: bool = False

    @property
    def is_reachable(self) -> bool:
        """Tell whether a client of 127.0.0.1 gets through to it."""
        return self.address in REACHABLE and not (self.address == "::" and self.ipv6_only)


_INTERPRETER = re.compile(r"(?:python|pypy|node|nodejs|bun|deno|java|ruby|perl|php|sh|bash|dash|zsh)[\d.]*(?:\.exe)?")
_PROGRAM_ITSELF = frozenset({"-c", "-e", "-r", "--eval"})
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, as a person would look for it."""

    pid: int
    name: str

    def __str__(self) -> str:
        return f"{self.name} (pid {self.pid})"


def called(words: Sequence[str]) -> str:
    """Return the name by which a person knows a running command: `python app.py`, `python3 -m http.server`."""
    if not words:
        return ""
    name, shown = Path(words[0]).name, words[1:2]
    if _INTERPRETER.fullmatch(name):
        # Up to the file or module that is run; a program that is given in the command itself has no name.
        options = list(takewhile(lambda word: word.startswith("-") and word not in _PROGRAM_ITSELF, words[1:]))
        shown = words[1 : len(options) + 2]
    return " ".join([name, *shown])[:_LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class Family:
    """All processes that came from one program that we started, wherever they went since."""

    root: int
    born: str  # tells the root from a later process with the same pid
    mark: str  # the value of MARKER in its environment


class SocketWatch(Protocol):
    """Looks again and again at the sockets of one family; cheap enough for every 2 ms. Made before the family is."""

    def look(self, family: Family, awaited: int = 0) -> tuple[ListenSocket, ...]:
        """Return the listening sockets that the family owns; while one port is awaited, others may come later."""

    def holders(self) -> tuple[int, ...]:
        """Return the processes that still hold a socket on which the family listened, whoever they are."""


class Platform(Protocol):
    """Everything that the runner asks of the operating system about processes and sockets."""

    @property
    def poll_seconds(self) -> float:
        """Return how often readiness may be looked up."""

    @property
    def is_posix(self) -> bool:
        """Tell whether a program can be asked to end, and a script be started by its first line: not on Windows."""

    def spawn_options(self) -> Mapping[str, Any]:
        """Return the arguments for Popen that give a program its own session and process group."""

    def enrol(self, root: int, mark: str) -> Family:
        """Know a process that was just started."""

    def dismiss(self, family: Family) -> None:
        """Forget a family that is dead."""

    def members(self, family: Family) -> tuple[int, ...]:
        """Return the living processes of a family; reap those of its dead that fell to us."""

    def children(self, pids: Collection[int]) -> set[int]:
        """Return the processes that these started and that are still theirs."""

    def descendants(self, pid: int) -> set[int]:
        """Return everything that comes from a process by descent."""

    def strays(self) -> tuple[int, ...]:
        """Return orphans that fell to us and belong to no known family, once no family is left."""

    def watch(self) -> SocketWatch:
        """Return a watch over the listening sockets of a family that is about to be started.

        Its orphans fall to us from now on, where the system allows.
        """

    def end(self, pids: Iterable[int], force: Force) -> None:
        """Ask processes to end, or kill them; one that is gone is no error."""

    def reap(self, pids: Collection[int]) -> None:
        """Collect those of these dead children that fell to us."""

    def await_end(self, pid: int, seconds: float) -> None:
        """Return in the moment in which a process ends, or after so long; at once where the system cannot tell."""

    def is_listening(self, port: int) -> bool:
        """Tell whether anybody listens on a port."""

    def holders(self, port: int) -> tuple[Program, ...]:
        """Return the programs that listen on a port, those of them that we may see."""

    def owns_port(self, pid: int, port: int) -> bool:
        """Tell whether one process holds a listening socket on a port."""

    def count_open_files(self, pids: Iterable[int]) -> int:
        """Count the files and sockets that these processes hold open together."""

    def born(self, pid: int) -> str:
        """Return what tells this process from a later one with the same pid; empty when there is none."""

    def marked(self) -> Mapping[int, str]:
        """Return every process of this user that carries our marker, with its value."""
