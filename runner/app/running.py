"""Start the learner's program as a test would, and leave it up."""

from __future__ import annotations

import operator
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from runner.app.place import Place
from runner.app.testing import runs_folder, startable
from runner.errors import UsageError
from runner.model import Kata, Submission
from runner.sanitise import terminal_text, without_colours
from runner.server.building import build, planned
from runner.server.launching import Launch, Launcher
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.server.log import read_on
from runner.server.process import ServerProcess
from runner.words import say
from runner.workspace import complete_ignored

LOOK_SECONDS = 0.1

# A command that reaches the program, whole in a line of its own.
EXAMPLE = re.compile(r"(?![>|#]|\w+=).*\$PORT\b.*(?<!\\)$")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody who plays wants otherwise than the tests: a port, values of variables."""

    port: int | None = None
    variables: tuple[str, ...] = ()  # NAME=VALUE


def run_until_interrupted(place: Place, kata: Kata, wish: Wish, *, tell: Say, show: Say) -> None:
    """Start the program, say where it answers, and pass on what it prints until Ctrl-C or its end."""
    kata = replace(kata, env=(*kata.env, *map(_variable, wish.variables)))
    workspace = place.required_workspace()
    submission = startable(workspace, kata)
    complete_ignored(workspace)
    data = workspace.state / "data" / kata.slug
    data.mkdir(parents=True, exist_ok=True)
    with started(submission, kata, place.cache, data, wish.port or 0) as server:
        try:
            tell(say("app.run.up", slug=kata.slug, port=server.order.port, data=data))
            for name, value in dict(kata.env).items():
                tell(terminal_text(f"{name}={value}"))
            show(terminal_text(_example(kata, server.order.port)))
            _follow(server, show)
        except KeyboardInterrupt:
            tell(say("app.run.stopped"))


@contextmanager
def started(
    submission: Submission, kata: Kata, cache: Path | None, data: Path, port: int = 0
) -> Iterator[ServerProcess]:
    """Give a program that is built and listens; it is dead afterwards."""
    folder = runs_folder(cache)
    sweep_leftovers(folder)
    with tempfile.TemporaryDirectory(prefix="kata-run-") as scratch, registered_run(folder) as token:
        plan = planned(submission, Path(scratch), cache)
        build(plan, token)
        launch = Launch(
            command=plan.startable.start,
            folder=submission.folder,
            env=kata.env,
            scratch=Path(scratch),
            limits=kata.limits,
            token=token,
            track=submission.track,
            port=port,
        )
        server = Launcher(launch).start("main", data, {})
        try:
            yield server
        finally:
            server.kill()


def _variable(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign or not name.isidentifier() or "\0" in value:
        raise UsageError(say("app.run.no-variable", given=given[:60]), fix=say("app.run.no-variable.fix"))
    return name, value


def _example(kata: Kata, port: int) -> str:
    """Return the first command in the kata's README that reaches the program."""
    try:
        lines = (kata.folder / "README.md").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    is_code = accumulate((line.startswith("```") for line in lines), operator.xor)
    found = (line for line, inside in zip(lines, is_code, strict=True) if inside and EXAMPLE.match(line))
    line = next(found, "curl -i http://127.0.0.1:$PORT/")
    return re.sub(r"\$PORT\b", str(port), line.strip())


def _follow(server: ServerProcess, show: Say) -> None:
    seen = 0
    while True:
        code = server.code
        text, seen = read_on(server.order.log, seen)
        if text.strip():
            show(terminal_text(without_colours(text.rstrip())))
        if code is not None:
            show(say("app.run.ended", code=code))
            return
        time.sleep(LOOK_SECONDS)
