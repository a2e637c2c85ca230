"""What is known of a program that could not be reached, and the parts of it that a person is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from runner.platforms.kinds import ListenSocket
from runner.tracks.advice import Advice, advice_for
from runner.tracks.complaints import clean_lines
from runner.words import say

_TAIL_LINES = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is known of a program that did not become ready."""

    command: tuple[str, ...]
    folder: Path
    port: int
    log: str = ""
    code: int | None = None  # None: it still runs
    sockets: tuple[ListenSocket, ...] = ()
    seconds: float = 10.0
    track: str = ""
    is_flooded: bool = False
    is_bare: bool = False  # a Python program that ran outside every virtual environment of the learner's
    python: str = ""  # what ${PYTHON} stands for
    path: str = ""  # where it looked for other programs

    @property
    def elsewhere(self) -> tuple[ListenSocket, ...]:
        """Return the sockets where no client of 127.0.0.1:PORT gets through."""
        return tuple(each for each in self.sockets if each.port != self.port or not each.is_reachable)

    @property
    def advice(self) -> Advice:
        """Return the lines of the program's language."""
        return advice_for(self.track, self.command)


def last_line(log: str) -> str:
    """Return the last line that a program printed, said to be that."""
    told = [line.strip() for line in clean_lines(log) if line.strip()]
    return say("doctor.last-line", line=told[-1][:120]) if told else say("doctor.printed-nothing")


def tail(log: str) -> str:
    """Return the last lines of a log, cut to a bearable width."""
    return "\n".join(line[:300] for line in clean_lines(log)[-_TAIL_LINES:])
