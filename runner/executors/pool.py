"""Do many things at a time on threads, in order of their results; Ctrl-C leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def results_of(
    work: Callable[[Item], Result], items: Iterable[Item], *, at_once: int, stop: Callable[[], None]
) -> Iterator[Iterator[Result]]:
    """Give the results in the order of the items; `stop` ends what runs when the one who reads them is interrupted."""
    pool = ThreadPoolExecutor(at_once)
    is_interrupted = True
    try:
        yield pool.map(work, items)
        is_interrupted = False
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if is_interrupted:
            stop()
        pool.shutdown(wait=True)
