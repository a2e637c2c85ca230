"""The supervisor's hand on the servers of one run: which check gets which process, and that none survives."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from runner import doctor
from runner.errors import MachineError
from runner.evidence import Explanation, Symptom
from runner.model import Sharing
from runner.platforms.here import HERE
from runner.platforms.kinds import Force, Program
from runner.ports import MAIN, Ending, Endpoint, Environment
from runner.server import data_folder
from runner.server.launching import Launch, Launcher
from runner.server.leftovers import end_marked
from runner.server.log import read_on, read_since, size_of, tail_of
from runner.server.process import ServerProcess
from runner.server.tls_probe import speaks_tls
from runner.words import say

__all__ = ["Launch", "LocalControl"]

TERMINATE_SECONDS = 5.0
_STRAY_TRIES = 100
_LOOK_SECONDS = 0.05
_LAST_LINES_BYTES = 8 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class LocalControl:
    """A ServerControl for programs on this machine. Made and used by one thread."""

    def __init__(self, launch: Launch) -> None:
        self._scratch = launch.scratch
        self._token = launch.token
        self._launcher = Launcher(launch)
        self._servers: dict[str, ServerProcess] = {}
        self._env: Environment = {}
        self._folders = 0
        self._shared: Path | None = None
        self._is_unused = False  # started ahead of time, not yet waited for
        self._is_spoiled = False  # a check did something to it: the next one gets a new server

    def prepare(self) -> None:
        """Start the first server without waiting for it, so that its start overlaps the suite's."""
        self._servers[MAIN] = self._launcher.spawn(MAIN, self._shared_folder(), {})
        self._is_unused = True

    def close(self) -> None:
        """Kill everything that this run started."""
        for name in list(self._servers):
            self._servers.pop(name).kill()
        end_marked(self._token)
        for _ in range(_STRAY_TRIES):
            strays = HERE.strays()
            if not strays:
                break
            HERE.end(strays, Force.KILL)
            time.sleep(HERE.poll_seconds)
            HERE.reap(strays)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return where each server of this run is or was reached, the main one first."""
        return tuple(self._servers[name].endpoint for name in sorted(self._servers, key=lambda name: name != MAIN))

    def log_tail(self) -> str:
        """Return the last part of what the main server printed."""
        return tail_of(self._launcher.log_of(MAIN), most=_LAST_LINES_BYTES)

    def acquire(self, server: Sharing, data: Sharing, env: Environment) -> Endpoint:
        """Return a live server for the next check, started anew where the check or a crash demands it."""
        for name in [name for name in self._servers if name != MAIN]:
            self.stop(name)
        is_plain = server is Sharing.SHARED and data is Sharing.SHARED and not env
        main = self._servers.get(MAIN)
        if main is not None and self._is_unused and not env:
            # Nobody has used it: it is as fresh as any check may ask for.
            self._is_unused = False
            self._servers[MAIN] = self._launcher.wait(main, {})
        elif main is None or not is_plain or self._is_spoiled or main.ended() is not None:
            self._env = dict(env)
            self._renew(self._new_folder() if data is Sharing.FRESH else self._shared_folder())
        if data is Sharing.FRESH and self._servers[MAIN].order.data == self._shared:
            self._shared = None
        self._is_spoiled = bool(env) or data is Sharing.FRESH
        return self._servers[MAIN].endpoint

    def restart(self, by: str, env: Environment | None = None) -> Endpoint:
        """End the main server (`kill` or `terminate`) and start it on a new port with the same data."""
        if by not in {"kill", "terminate"}:
            msg = say("server.restart-by", by=by)
            raise ValueError(msg)
        if by == "terminate":
            _require_sigterm()
        self._end_main(lambda main: main.terminate(TERMINATE_SECONDS) if by == "terminate" else main.kill())
        return self.start(env)

    def kill(self) -> Ending:
        """Kill -9 the main server with its whole process tree and leave it dead."""
        return self._end_main(ServerProcess.kill)

    def terminate(self, within: float) -> Ending:
        """Send SIGTERM and wait; code None when it had to be killed."""
        _require_sigterm()
        return self._end_main(lambda main: main.terminate(within))

    def start(self, env: Environment | None = None) -> Endpoint:
        """Start the main server again after `kill` or `terminate`."""
        self._is_spoiled = True
        self._env = {**self._env, **(env or {})}
        self._renew(self._main().order.data)
        return self._servers[MAIN].endpoint

    def start_twice(self, name: str) -> tuple[Endpoint, Endpoint]:
        """Start the main server again and another instance on the same data, both in the same moment."""
        self._refuse_name(name)
        self._end_main(ServerProcess.kill)
        data = self._main().order.data
        for each in (MAIN, name):
            self._servers[each] = self._launcher.spawn(each, data, self._env)
        for each in (MAIN, name):
            self._servers[each] = self._launcher.wait(self._servers[each], self._env)
        return self._servers[MAIN].endpoint, self._servers[name].endpoint

    def break_off_start(self, after: float) -> Ending:
        """Start the main server and kill -9 it so long after it first changed its data, ready or not."""
        self._end_main(ServerProcess.kill)
        data = self._main().order.data
        before = data_folder.state(data)
        server = self._servers[MAIN] = self._launcher.spawn(MAIN, data, self._env)
        deadline = server.began + self._launcher.start_seconds
        while time.monotonic() < deadline and server.ended() is None and not HERE.is_listening(server.order.port):
            if data_folder.state(data) != before:
                time.sleep(after)
                break
            time.sleep(HERE.poll_seconds)
        return server.kill()

    def refuses_to_start(self, env: Environment, within: float, data: Sharing = Sharing.FRESH) -> Ending:
        """Start a program with this environment and wait for its end; code None when it ran on."""
        # On data of its own, unless it is the data that it should refuse: what it does must not reach the others.
        folder = self._new_folder() if data is Sharing.FRESH else self._main().order.data
        server = self._launcher.spawn("refusing", folder, {**self._env, **env})
        try:
            deadline = server.began + within
            while (ending := server.ended()) is None and time.monotonic() < deadline:
                time.sleep(HERE.poll_seconds)
        finally:
            server.kill()
        return ending or Ending(None, round(time.monotonic() - server.began, 3), server.log_tail(), server.is_flooded)

    def second(self, name: str, env: Environment | None = None) -> Endpoint:
        """Start another instance on the same data."""
        self._refuse_name(name)
        self._is_spoiled = True
        server = self._launcher.start(name, self._main().order.data, {**self._env, **(env or {})})
        self._servers[name] = server
        return server.endpoint

    def stop(self, name: str) -> Ending:
        """Kill -9 a second instance."""
        ending = self._named(name).kill()
        del self._servers[name]
        return ending

    def ended(self, name: str = MAIN) -> Ending | None:
        """Return how a server ended, or None while it runs (waits a moment for a dying one)."""
        return self._named(name).ended_soon()

    def log_size(self, name: str = MAIN) -> int:
        """Return how many bytes the server has printed so far."""
        return size_of(self._launcher.log_of(name))

    def log(self, since: int = 0, name: str = MAIN) -> str:
        """Return what the server printed after that many bytes (bounded, bad UTF-8 replaced)."""
        return read_since(self._launcher.log_of(name), since)

    def log_on(self, since: int) -> tuple[str, int]:
        """Return what the main server printed after that many bytes, and how many it printed until then."""
        return read_on(self._launcher.log_of(MAIN), since)

    def data_search(self, needle: bytes) -> tuple[str, ...]:
        """Return the files under KATA_DATA that hold these bytes."""
        return data_folder.search(self._main().order.data, needle)

    def sql(self, query: str, file: str = "") -> list[list[Any]]:
        """Run a read-only query on the SQLite file in KATA_DATA; ValueError says what is wrong."""
        # Few checks ask for it, and loading SQLite would delay the start of every server.
        from runner.server import database

        return database.query(self._main().order.data, query, file)

    def open_files(self, name: str = MAIN) -> int:
        """Count the files and sockets that the server's process tree holds open."""
        return self._named(name).open_files()

    def remarks(self) -> tuple[str, ...]:
        """Return what is worth a remark of how the main server runs; nothing when it is gone."""
        main = self._servers.get(MAIN)
        found = doctor.on_addresses(main.sockets(), main.order.port) if main and main.ended() is None else ""
        return (found,) if found else ()

    def usurper(self, within: float = 0.0) -> Program | None:
        """Return the child of the main server that took its port; wait so long for a server that may yet notice."""
        main = self._servers.get(MAIN)
        if main is None:
            return None
        deadline = time.monotonic() + within
        while (found := _usurper_of(main)) is None and time.monotonic() < deadline and main.port_child() is not None:
            time.sleep(_LOOK_SECONDS)
        return found

    def explain(self, symptom: Symptom, since: int = 0, name: str = MAIN) -> Explanation:
        """Return why a server owes an answer; `since` is where its log stood before the request."""
        server = self._named(name)
        ending = server.ended()
        port = server.order.port
        silence = doctor.Silence(
            folder=server.order.folder,
            log=self.log(since, name),
            waiting=sum(each.waiting for each in server.sockets() if each.port == port) if ending is None else 0,
            speaks_tls=lambda: speaks_tls(port),
            code=ending.code if ending else None,
            program=self._launcher.evidence(server, ending.code if ending else None),
            usurper=_usurper_of(server),
        )
        try:
            return doctor.explain(symptom, silence)
        except OSError:
            # A program may have closed its own folder to whoever looks.
            return Explanation()

    def _main(self) -> ServerProcess:
        return self._named(MAIN)

    def _named(self, name: str) -> ServerProcess:
        if name not in self._servers:
            msg = say("server.unknown", name=name) if name != MAIN else say("server.not-started")
            raise ValueError(msg)
        return self._servers[name]

    def _refuse_name(self, name: str) -> None:
        if name == MAIN or name in self._servers or not _NAME.fullmatch(name):
            msg = say("server.second-name", name=name)
            raise ValueError(msg)

    def _end_main(self, end: Callable[[ServerProcess], Ending]) -> Ending:
        self._is_spoiled = True
        return end(self._main())

    def _renew(self, data: Path) -> None:
        self._is_unused = False
        if MAIN in self._servers:
            self._servers[MAIN].kill()
        self._servers[MAIN] = self._launcher.start(MAIN, data, self._env)

    def _shared_folder(self) -> Path:
        if self._shared is None:
            self._shared = self._new_folder()
        return self._shared

    def _new_folder(self) -> Path:
        self._folders += 1
        folder = self._scratch / f"data-{self._folders}"
        folder.mkdir(mode=0o700, parents=True)
        return folder


def _require_sigterm() -> None:
    # What would end the program there is a kill, and a program that ends as it should would be told otherwise.
    if not HERE.is_posix:
        raise MachineError(say("server.no-sigterm.what"), fix=say("server.no-sigterm.fix"))


def _usurper_of(server: ServerProcess) -> Program | None:
    # Many programs rightly serve from a child; one that failed, or was refused the port, does not.
    if server.code or doctor.tells_of_a_taken_port(server.log_tail()):
        return server.port_child()
    return None
