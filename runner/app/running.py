"""Start the learner's program as a test would, and leave it up."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from runner.app.place import Place
from runner.app.testing import runs_folder, startable
from runner.model import Kata, Submission
from runner.sanitise import terminal_text
from runner.server.building import build, planned
from runner.server.launching import Launch, Launcher
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.server.log import read_since, size_of
from runner.server.process import ServerProcess
from runner.tracks.complaints import text_of
from runner.words import say

LOOK_SECONDS = 0.1

# The first command in a README that reaches the program: it stands in a line of its own.
EXAMPLE = re.compile(r"^(?![>|#]|\w+=).*\$\{?PORT\b.*$", re.MULTILINE)

Say = Callable[[str], None]


def run_until_interrupted(place: Place, kata: Kata, port: int | None, *, tell: Say, show: Say) -> None:
    """Start the program, say where it answers, and pass on what it prints until Ctrl-C or its end."""
    workspace = place.required_workspace()
    submission = startable(workspace, kata)
    data = workspace.state / "data" / kata.slug
    data.mkdir(parents=True, exist_ok=True)
    # Whoever plays may want other values than the tests: SESSION_SECONDS=5 kata run.
    kata = replace(kata, env=tuple((name, os.environ.get(name, value)) for name, value in kata.env))
    with started(submission, kata, place.cache, data, port or 0) as server:
        try:
            tell(say("app.run.up", slug=kata.slug, port=server.order.port, data=data))
            for name, value in kata.env:
                tell(f"{name}={value}")
            show(_example(kata, server.order.port))
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


def _example(kata: Kata, port: int) -> str:
    readme = text_of(kata.folder / "README.md")
    blocks = "\n".join(re.findall(r"^```.*?\n(.*?)^```", readme, re.MULTILINE | re.DOTALL))
    found = EXAMPLE.search(blocks)
    line = found[0].strip() if found else "curl -i http://127.0.0.1:$PORT/"
    return re.sub(r"\$\{?PORT\b\}?", str(port), line)


def _follow(server: ServerProcess, show: Say) -> None:
    seen = 0
    while True:
        code, size = server.code, size_of(server.order.log)
        text = read_since(server.order.log, seen)
        seen = size
        if text.strip():
            show(terminal_text(text.rstrip()))
        if code is not None:
            show(say("app.run.ended", code=code))
            return
        time.sleep(LOOK_SECONDS)
