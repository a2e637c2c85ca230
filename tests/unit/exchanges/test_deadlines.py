"""Deadlines."""

from __future__ import annotations

import pytest

from runner.exchanges.deadlines import Deadline, in_words


def test_a_deadline_inside_another_is_the_earlier_of_the_two() -> None:
    outer = Deadline.after(1)
    assert outer.within(0.5).seconds == 0.5
    assert outer.within(60).moment == outer.moment
    assert outer.within(60).seconds <= 1


def test_what_is_left_is_never_below_zero() -> None:
    gone = Deadline.after(-1)
    assert gone.passed
    assert gone.left() == 0


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (5.0, "5 s"), (0.2, "0.2 s"), (1.256, "1.26 s")])
def test_seconds_are_written_as_people_do(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
