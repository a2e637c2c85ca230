"""Saves are noticed, however the disk tells of them."""

import queue
import threading

import pytest

from runner.watcher import Events, probe, settled_changes, stamps_of


@pytest.fixture
def watched(tmp_path):
    """Return a function that watches a folder and gives the queue of its changes."""
    stop, threads = threading.Event(), []

    def watch(events=Events.TOLD, known=None):
        found = queue.SimpleQueue()
        changes = settled_changes(tmp_path, stop, events, known if known is not None else stamps_of(tmp_path))
        threads.append(threading.Thread(target=lambda: [found.put(paths) for paths in changes]))
        threads[-1].start()
        return found

    yield watch
    stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("events", [Events.TOLD, Events.POLLED])
def test_a_save_is_noticed(tmp_path, watched, events):
    found = watched(events)

    (tmp_path / "app.py").write_text("new")

    assert found.get(timeout=10) == {tmp_path / "app.py"}


def test_a_save_by_renaming_is_one_change(tmp_path, watched):
    (tmp_path / "app.py").write_text("old")
    found = watched()
    (tmp_path / ".app.py.swp").write_text("new")

    (tmp_path / ".app.py.swp").rename(tmp_path / "app.py")

    assert found.get(timeout=10) == {tmp_path / "app.py"}
    assert found.empty()


def test_what_was_saved_before_the_watch_began_is_noticed(tmp_path, watched):
    known = stamps_of(tmp_path)
    (tmp_path / "app.py").write_text("new")

    assert watched(known=known).get(timeout=10) == {tmp_path / "app.py"}


def test_a_disk_that_tells_is_believed_and_left_clean(tmp_path):
    assert probe(tmp_path) is Events.TOLD
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_asks_for_nothing(tmp_path):
    assert probe(tmp_path / "gone") is Events.TOLD
