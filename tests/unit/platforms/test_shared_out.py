"""Work that is shared out among the cores ends as if one process had done it."""

import os

import pytest

from runner.platforms.fork_server import can_fork
from runner.platforms.shared_out import shared_out

ITEMS = tuple(range(23))


@pytest.fixture(autouse=True)
def three_cores(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


def test_what_was_found_stands_in_the_order_of_the_items():
    assert shared_out(lambda item: (item, item * item), ITEMS, 1) == [(item, item * item) for item in ITEMS]


@pytest.mark.skipif(not can_fork(), reason="forks on Linux alone")
def test_every_core_has_a_part():
    by = shared_out(lambda _item: os.getpid(), ITEMS, 1)
    assert len(set(by)) == 3
    assert os.getpid() in by


@pytest.mark.parametrize(("count", "fewest"), [(0, 1), (1, 1), (7, 4), (2, 4)])
def test_little_work_is_done_here(count, fewest):
    assert shared_out(lambda _item: os.getpid(), ITEMS[:count], fewest) == [os.getpid()] * count


@pytest.mark.skipif(not can_fork(), reason="forks on Linux alone")
def test_the_part_of_a_process_that_died_is_done_here():
    here = os.getpid()

    def work(item):
        if os.getpid() != here and item > 10:
            os._exit(0)  # before it has handed anything back
        return item, os.getpid()

    assert shared_out(work, ITEMS, 1) == [(item, here) for item in ITEMS]


def test_what_goes_wrong_is_raised_here():
    def work(item):
        if item == 22:
            raise LookupError(item)
        return item

    with pytest.raises(LookupError, match="22"):
        shared_out(work, ITEMS, 1)


@pytest.mark.skipif(not can_fork(), reason="forks on Linux alone")
def test_nothing_is_left_of_the_other_processes():
    for other in set(shared_out(lambda _item: os.getpid(), ITEMS, 1)) - {os.getpid()}:
        with pytest.raises(ProcessLookupError):
            os.kill(other, 0)
