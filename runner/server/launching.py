"""Turn a launch into running servers: a new port, the right environment, ready or explained by the doctor."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from runner import doctor
from runner.errors import LaunchError
from runner.evidence import LaunchFinding
from runner.model import Limits
from runner.platforms.here import HERE
from runner.ports import Environment
from runner.server.environment import build_environment, own_variables, put_first_on_path, substitute
from runner.server.free_port import PORTS
from runner.server.log import tail_of
from runner.server.process import Order, ServerProcess, Starter, start_cold
from runner.server.readiness import Readiness, wait_until_ready
from runner.tracks.interpreter import is_bare, python_for
from runner.tracks.registry import environment_of, patience_with

OUTPUT_LIMIT = 10 * 1024 * 1024
_LATER_OUTPUT_LIMIT = 1024 * 1024
_TAKEN_PORT_TRIES = 3


@dataclass(frozen=True, slots=True)
class Launch:
    """How a submission is started, and where its data and logs go."""

    command: tuple[str, ...]
    folder: Path
    env: tuple[tuple[str, str], ...]
    scratch: Path
    limits: Limits
    token: str
    track: str = ""
    port: int = 0  # 0: a free one, new at every start
    python: str = ""  # the interpreter of Python programs; empty: found by the folder
    output_limit: int = OUTPUT_LIMIT
    starter: Starter = start_cold


class Launcher:
    """Starts the programs of one run; no two of them get the same port or mark."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        self._python = launch.python or python_for(launch.folder, launch.folder.parent)
        self._patience = max(launch.limits.start, patience_with(launch.track))
        self._starts = 0

    def spawn(self, name: str, data: Path, env: Environment) -> ServerProcess:
        """Start a program and do not wait for it; LaunchError when it cannot be executed."""
        order = self._order(name, data, env)
        try:
            return ServerProcess(order, self._launch.starter)
        except (OSError, ValueError) as error:
            look = partial(doctor.cannot_execute, order.command, self._launch.folder, error)
            raise _refusal(self._explained(look)) from error

    def start(self, name: str, data: Path, env: Environment) -> ServerProcess:
        """Start a program and wait until it is ready; LaunchError says why it is not."""
        return self.wait(self.spawn(name, data, env), env)

    def wait(self, server: ServerProcess, env: Environment) -> ServerProcess:
        """Wait until a started program is ready; try another port when a stranger took the one it was given."""
        for tries_left in reversed(range(_TAKEN_PORT_TRIES)):
            readiness = self._readiness(server)
            if readiness is Readiness.READY:
                break
            finding = self._finding(server, readiness)
            server.kill()
            # Our program is dead: whoever listens there now took the port before it could. Or did, and is gone.
            is_taken = HERE.is_listening(server.order.port) or (
                readiness is Readiness.ENDED and doctor.held_for_a_moment(self.evidence(server, server.code))
            )
            if not is_taken or not tries_left or self._launch.port:
                raise _refusal(finding)
            server = self.spawn(server.order.name, server.order.data, env)
        return server

    @property
    def start_seconds(self) -> float:
        """Return how long a start may take."""
        return self._launch.limits.start

    def evidence(self, server: ServerProcess, code: int | None) -> doctor.Evidence:
        """Return all that is known of a program that ended with this code; None: it still runs."""
        return doctor.Evidence(
            command=server.order.command,
            folder=self._launch.folder,
            track=self._launch.track,
            port=server.order.port,
            code=code,
            log=tail_of(server.order.log, server.log_start),
            sockets=server.sockets(),
            seconds=self._patience,
            is_flooded=server.is_flooded,
            is_bare=not self._launch.python and is_bare(self._launch.folder, self._launch.folder.parent),
            python=self._python,
            path=server.order.environment.get("PATH", ""),
        )

    def log_of(self, name: str) -> Path:
        """Return the file that takes what a server prints, over all its starts."""
        return self._launch.scratch / f"{name}.log"

    def _readiness(self, server: ServerProcess) -> Readiness:
        try:
            return wait_until_ready(server, self._patience)
        except BaseException:
            server.kill()
            raise

    def _order(self, name: str, data: Path, env: Environment) -> Order:
        self._starts += 1
        port = self._launch.port or PORTS.choose()
        mark = f"{self._launch.token}.{self._starts}"
        given = (*environment_of(self._launch.track), *self._launch.env)
        environment = build_environment(os.environ, given, env, own_variables(port, data, mark))
        put_first_on_path(environment, self._python)
        log = self.log_of(name)
        # Many starts that each print too much must not fill the disk.
        is_long = log.exists() and log.stat().st_size > self._launch.output_limit
        return Order(
            name=name,
            command=substitute(self._launch.command, port, data, self._python),
            folder=self._launch.folder,
            environment=environment,
            port=port,
            data=data,
            log=log,
            mark=mark,
            output_limit=min(_LATER_OUTPUT_LIMIT, self._launch.output_limit) if is_long else self._launch.output_limit,
        )

    def _finding(self, server: ServerProcess, readiness: Readiness) -> LaunchFinding:
        evidence = self.evidence(server, server.code if readiness is Readiness.ENDED else None)
        return self._explained(partial(doctor.diagnose, evidence))

    def _explained(self, look: Callable[[], LaunchFinding]) -> LaunchFinding:
        """Return what the doctor finds; a program may have closed its own folder to whoever looks."""
        try:
            return look()
        except OSError as error:
            return doctor.cannot_enter(self._launch.folder, error)


def _refusal(finding: LaunchFinding) -> LaunchError:
    return LaunchError(
        finding.what, where=finding.where, fix=finding.fix, cause=finding.cause, log_tail=finding.log_tail
    )
