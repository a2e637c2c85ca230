"""Programs that start from the parking lot or cold, and `kata watch` on a screen."""

import os
import sys
import time
from pathlib import Path

import pytest

from runner.model import Kata, Limits, Submission
from runner.parking.lot import ParkingLot
from runner.server.launching import Launch, Launcher
from runner.server.process import start_cold
from runner.suites.brief import brief_of

LONGEST_WAIT = 15.0


def wait_for(condition):
    deadline = time.monotonic() + LONGEST_WAIT
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    return found


def reads_input(pid):
    """Tell whether a process waits in `read` of its standard input."""
    return Path(f"/proc/{pid}/syscall").read_text().split()[:2] in (["0", "0x0"], ["63", "0x0"])


@pytest.fixture(name="wait_for", scope="session")
def wait_for_fixture():
    return wait_for


class Garage:
    """One program's folder, started from a parking lot or cold."""

    def __init__(self, folder, lot):
        self.folder = folder
        self._lot = lot
        self._started = []
        self.command = ("${PYTHON}", "app.py")
        self.env = ()

    def write(self, text, name="app.py"):
        (self.folder / name).write_text(text)

    def park(self):
        """Let the program wait until it has loaded; returns the pid."""
        kata = Kata("hello", "Hello", "", "", (), (), (), self.folder, self.folder, env=self.env)
        self._lot.refill(kata, Submission("hello", self.folder, self.command), brief_of(kata, None))
        waiting = self._lot._server
        wait_for(lambda: reads_input(waiting.process.pid))
        return waiting.process.pid

    def run(self, starter=None, *, extra=None, until_end=True):
        """Start the program once; returns it and what it printed until its end."""
        with self._lot.registered() as token:
            launch = Launch(
                self.command,
                self.folder,
                self.env,
                self.folder.parent,
                Limits(),
                token,
                starter=starter or self._lot.start,
            )
            launcher = Launcher(launch)
            data = self.folder.parent / f"data-{len(self._started)}"
            data.mkdir()
            began = launcher.log_of("main").stat().st_size if launcher.log_of("main").exists() else 0
            server = launcher.spawn("main", data, extra or {})
            self._started.append(server)
            if until_end:
                wait_for(lambda: server.code is not None)
            said = launcher.log_of("main").read_text()[began:] if until_end else ""
        return server, said

    def run_cold(self, **options):
        return self.run(start_cold, **options)

    def close(self):
        for server in self._started:
            server.kill()


@pytest.fixture
def garage(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    with ParkingLot(tmp_path / "running") as lot:
        garage = Garage(folder, lot)
        yield garage
        garage.close()


@pytest.fixture(scope="session")
def kata_environment(tmp_path_factory):
    cache = str(tmp_path_factory.mktemp("cache"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "XDG_CACHE_HOME": cache, "HOME": cache, "LANG": "C.UTF-8", "TERM": "xterm"}
