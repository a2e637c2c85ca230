"""What submissions are graded with: a cell for each; without cells, worker processes that may die one by one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runner.app.isolating import grading_executor
from runner.app.libraries import make_libraries
from runner.app.place import Place
from runner.app.testing import runs_folder
from runner.errors import SandboxError
from runner.executors.isolated import IsolatedExecutor
from runner.executors.workers import Workers
from runner.grading.marking import Bench
from runner.grading.store import Store
from runner.model import Syllabus
from runner.ports import Executor
from runner.sandboxes.assessment import Level, is_enough
from runner.server.leftovers import sweep_leftovers
from runner.suites.starting import ROOT
from runner.tracks.registry import TRACKS, detect, require_tools

BOOT = "import sys; sys.path.append(sys.argv[1]); from runner.app.grade_worker import main; main()"


@contextmanager
def grading_bench(place: Place, store: Store, accepted: str, tell: Callable[[str], None]) -> Iterator[Bench]:
    """Give what submissions are graded with; SandboxError when it is less than what is accepted."""
    try:
        execute = grading_executor(place, accepted=accepted)
    except OSError as error:
        what = f"submissions cannot be shut in: {(error.strerror or str(error)).lower()}"
        raise SandboxError(what, fix="Free some space, then run the same command again.") from error
    pool = execute if isinstance(execute, IsolatedExecutor) else _workers(place, accepted)

    def require(track: str) -> None:
        if not track:
            return
        require_tools(TRACKS[track])
        if pool is execute:  # without cells each builds with what its user has
            make_libraries(TRACKS[track], place, tell)

    try:
        yield Bench(pool, store, detect, require, lambda kept: suffices(kept, accepted), pool.stop, execute.isolation)
    finally:
        pool.stop()


def worker_executor(pack: Path, cache: Path | None, accepted: str) -> Executor:
    """Return the executor of one worker process."""
    return grading_executor(Place(Path.cwd(), pack, Syllabus((), ()), None, cache), accepted=accepted)


def suffices(isolation: str, accepted: str) -> bool:
    """Tell whether a grade that was made in one isolation counts where another is accepted."""
    return is_enough(Level(isolation.partition(" ")[0]), Level(accepted))


def _workers(place: Place, accepted: str) -> Workers:
    # A cell holds whatever a submission does; without one it may take the process along that grades it.
    folder = runs_folder(place.cache)
    order = {"pack": str(place.pack), "cache": str(place.cache or ""), "accepted": accepted}
    command = (sys.executable, "-I", "-X", "utf8", "-c", BOOT, str(ROOT))
    return Workers(command, order, after_death=lambda: sweep_leftovers(folder))
