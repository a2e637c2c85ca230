"""Wall-clock deadlines: one total for a request, a step or a check, never a time-out per read."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment that may not be passed, and how many seconds led up to it."""

    moment: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline so many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def left(self) -> float:
        """Return the seconds that are left, never below zero."""
        return max(0.0, self.moment - time.monotonic())

    @property
    def passed(self) -> bool:
        """Tell whether the moment has come."""
        return time.monotonic() >= self.moment

    def within(self, seconds: float) -> Deadline:
        """Return the deadline so many seconds from now, or this one where it is earlier."""
        own = Deadline.after(seconds)
        return own if own.moment <= self.moment else Deadline(self.moment, self.left())

    def later(self, seconds: float) -> Deadline:
        """Return the deadline so many seconds later: after a wait of our own, which is nobody else's fault."""
        return Deadline(self.moment + seconds, self.seconds)

    def no_later_than(self, other: Deadline) -> Deadline:
        """Return this deadline, or the moment of another one where that is earlier."""
        return self if self.moment <= other.moment else Deadline(other.moment, self.seconds)


def in_words(seconds: float) -> str:
    """Return a duration as people write it: `5 s`, `0.2 s`, `1.25 s`."""
    return f"{round(seconds, 2):g} s"
