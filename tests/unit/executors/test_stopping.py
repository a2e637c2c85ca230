from contextlib import contextmanager
from io import BytesIO

import pytest

from runner.errors import MachineError
from runner.executors.stopping import Running
from runner.suites.starting import Started


class FakeProcess:
    def __init__(self):
        self.stdin = self.stdout = BytesIO()
        self.killed = False

    def wait(self, timeout=None):
        pass

    def kill(self):
        self.killed = True


@contextmanager
def register():
    yield "0" * 32


def test_stop_kills_what_runs_and_refuses_more():
    process = FakeProcess()
    running = Running(lambda: Started(process, BytesIO()), register)
    running.suite()
    running.stop()

    assert process.killed
    with pytest.raises(MachineError):
        running.suite()
