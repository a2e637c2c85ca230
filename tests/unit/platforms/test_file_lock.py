"""The lock on an open file."""

import os

import pytest

from runner.platforms.file_lock import locked


@pytest.fixture
def descriptors(tmp_path):
    """Return two descriptors of one file, as two programs would have them."""
    opened = [os.open(tmp_path / "x", os.O_RDWR | os.O_CREAT) for _ in range(2)]
    yield opened
    for descriptor in opened:
        os.close(descriptor)


def test_a_lock_keeps_the_other_out_and_does_not_wait_for_ever(descriptors):
    first, second = descriptors
    with locked(first) as held, locked(second, patience=0.01) as other:
        assert (held, other) == (True, False)


def test_a_lock_is_free_after_its_block(descriptors):
    first, second = descriptors
    with locked(first):
        pass
    with locked(second, patience=0) as held:
        assert held


def test_a_lock_is_free_after_an_error(descriptors):
    first, second = descriptors
    with pytest.raises(KeyError), locked(first):
        raise KeyError
    with locked(second, patience=0) as held:
        assert held


def test_a_file_without_locks_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)
    with locked(writing, patience=0) as held:
        assert not held
