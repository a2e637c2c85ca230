"""Start a suite process, and nothing else: `kata test` does so before it has loaded its own modules."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, NamedTuple, Protocol

BOOT = "import sys; sys.path.append(sys.argv[1]); from runner.suites.child import main; main()"
# For one that waits until the learner saves: nothing is left to load then.
WAITING_BOOT = BOOT.replace("main()", "from runner.suites.loading import load_all; load_all(); main()")
ROOT = Path(__file__).resolve().parents[2]

# The suite needs to find its own libraries and nothing else.
KEPT_VARIABLES = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH")


class Process(Protocol):
    """What the supervisor asks of a suite process, however it was started."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def wait(self, timeout: float | None = None) -> object:
        """Wait for its end; raise TimeoutExpired when it does not come in time."""

    def kill(self) -> None:
        """End it at once."""


class Started(NamedTuple):
    """A suite process that loads its libraries and then waits for its brief, and the file that takes what it prints."""

    process: Process
    log: IO[bytes]


def start_suite(boot: str = BOOT) -> Started:
    """Start one suite process; it is used once."""
    log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process that it belongs to
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", boot, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=suite_environment(),
        close_fds=True,
    )
    return Started(process, log)


def suite_environment() -> dict[str, str]:
    """Return what a suite process sees of our environment."""
    return {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
