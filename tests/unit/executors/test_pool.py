import threading

import pytest

from runner.executors.pool import results_of


def test_results_come_in_the_order_of_the_items():
    with results_of(lambda item: item * 2, range(20), at_once=4, stop=lambda: None) as results:
        assert list(results) == list(range(0, 40, 2))


def test_an_interruption_stops_what_runs_and_starts_nothing_more():
    stopped, begun = threading.Event(), []

    def work(item):
        begun.append(item)
        return stopped.wait(30) if item else 0

    def read():
        with results_of(work, range(50), at_once=2, stop=stopped.set) as results:
            next(results)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read()

    assert stopped.is_set()
    assert len(begun) <= 4
