"""One waiting server process: what it was prepared for, and how it is told to begin."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.parking.imports import leading_imports
from runner.platforms.here import HERE
from runner.server.process import Order

WAITING_PYTHON = Path(__file__).with_name("waiting_python.py")
WAITING_NODE = Path(__file__).with_name("waiting_node.js")
FRESH_VARIABLES = frozenset({"PORT", "KATA_DATA"})  # not known before the run, and read by no interpreter at its start

_PROGRAM_WORDS = 2


@dataclass(frozen=True, slots=True)
class Expected:
    """What the next run will start: nothing in it may differ from the order, or the start is a cold one."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]  # without the fresh variables
    is_node: bool = False

    @property
    def program(self) -> Path:
        """Return the file that is run."""
        return self.folder / self.command[-1]

    def matches(self, order: Order) -> bool:
        """Tell whether an order is the one that was expected."""
        environment = {name: value for name, value in order.environment.items() if name not in FRESH_VARIABLES}
        return (order.command, order.folder) == (self.command, self.folder) and environment == dict(self.environment)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A process that has done a program's imports and waits for its order."""

    expected: Expected
    imports: tuple[str, ...]
    process: subprocess.Popen[bytes]

    def fits(self, order: Order) -> bool:
        """Tell whether it may run this order: the program still begins with what was imported in advance."""
        if self.process.poll() is not None or not self.expected.matches(order):
            return False
        return self.expected.is_node or set(self.imports) <= set(leading_imports(self.expected.program))

    def begin(self, order: Order) -> bool:
        """Give it the order; False when it is gone."""
        fresh = {name: order.environment[name] for name in FRESH_VARIABLES if name in order.environment}
        told = {
            "command": order.command,
            "folder": str(order.folder),
            "log": str(order.log),
            "environment": fresh,
        }
        order.log.open("ab").close()
        try:
            with self.process.stdin or contextlib.nullcontext() as pipe:
                if pipe is not None:
                    pipe.write(json.dumps(told).encode() + b"\n")
        except OSError:
            return False
        return True

    def leave(self) -> None:
        """End it unused."""
        with contextlib.suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
        self.process.kill()
        self.process.wait()


def park(expected: Expected) -> Waiting | None:
    """Start a process that waits; None when it cannot be started."""
    imports = () if expected.is_node else leading_imports(expected.program)
    boot = [str(WAITING_NODE)] if expected.is_node else [str(WAITING_PYTHON), *imports]
    try:
        # A file, as the log will be: what was printed before the order goes there first.
        with tempfile.TemporaryFile() as noise:
            process = subprocess.Popen(
                [expected.command[0], *boot],
                cwd=expected.folder,
                env=dict(expected.environment),
                stdin=subprocess.PIPE,
                stdout=noise,
                stderr=noise,
                close_fds=True,
                **HERE.spawn_options(),
            )
    except (OSError, ValueError):
        return None
    return Waiting(expected, imports, process)


def can_park(command: tuple[str, ...]) -> bool:
    """Tell whether a start command, as its track writes it, is one program run by an interpreter that can wait."""
    if len(command) != _PROGRAM_WORDS or "/" in command[1] or "\\" in command[1] or "${" in command[1]:
        return False
    interpreter, program = command
    return (interpreter == "${PYTHON}" and program.endswith(".py")) or (
        interpreter == "node" and program.endswith(".js")
    )
