"""`kata test --keep`: the failing server stays up until Enter, Ctrl-C or the end of the seconds."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from runner.cli.output import Output
from runner.errors import UsageError
from runner.words import say

if TYPE_CHECKING:
    from runner.app.keeping import Kept, LetGo
    from runner.app.place import Place
    from runner.app.testing import Suites
    from runner.evidence import Report
    from runner.model import Kata

LONGEST_SECONDS = 24 * 3600.0


def refuse_without_end(seconds: float | None) -> None:
    """Raise UsageError when nobody could ever let the server go."""
    if seconds is None and not sys.stdin.isatty():
        what = say("cli.keep.no-terminal.what")
        raise UsageError(what, fix=say("cli.keep.no-terminal.fix"))


def keep_test(
    place: Place,
    kata: Kata,
    output: Output,
    show: Callable[[Report], None],
    *,
    seconds: float | None,
    seed: int | None,
    only: tuple[str, ...],
    suites: Suites,
) -> Report:
    """Test, and keep the server of the first failure; `show` prints the report, once and before the wait."""
    from runner.app.keeping import Holding, test_and_keep

    shown: list[Report] = []

    def failed(report: Report, kept: tuple[Kept, ...]) -> None:
        shown.append(report)
        show(report)
        for line in kept_lines(kept, kata.slug, seconds):
            output.note(line)

    holding = Holding(failed, output.note, _let_go(seconds))
    report = test_and_keep(place, kata, holding, seed=seed, only=only, suites=suites)
    if shown:
        output.note(say("cli.kept.let-go"))
    else:
        show(report)
    return report


def kept_lines(kept: tuple[Kept, ...], slug: str, seconds: float | None) -> list[str]:
    """Return where the kept servers are and how they are let go."""
    lines = [""]
    for server in kept:
        name = say("cli.kept") if len(kept) == 1 else say("cli.kept.named", name=server.name)
        if server.ending:
            lines += [say("cli.kept.ended", kept=name, how=server.ending), say("cli.kept.data", data=server.data)]
            continue
        lines += [
            say("cli.kept.at", kept=name, url=server.base_url),
            say("cli.kept.data", data=server.data),
            say("cli.kept.ask", curl=server.curl),
        ]
    if kept and not kept[0].ending:
        lines.append(say("cli.kept.again", slug=slug, port=kept[0].base_url.rpartition(":")[2]))
    until = say("cli.kept.until-enter") if seconds is None else say("cli.kept.until-seconds", seconds=seconds)
    return [*lines, until]


def _let_go(seconds: float | None) -> LetGo:
    """Return what waits a moment and then says whether Enter came or the seconds are over."""
    entered = threading.Event()
    until: list[float] = []

    def let_go(moment: float) -> bool:
        if not until:
            until.append(time.monotonic() + (LONGEST_SECONDS if seconds is None else seconds))
            if seconds is None:
                threading.Thread(target=_await_enter, args=(entered,), daemon=True).start()
        return entered.wait(min(moment, max(until[0] - time.monotonic(), 0.0))) or time.monotonic() >= until[0]

    return let_go


def _await_enter(entered: threading.Event) -> None:
    # Not by sys.stdin: a thread that waits inside its buffer would stop the interpreter from ending.
    try:
        os.read(sys.stdin.fileno(), 1024)
    except OSError:
        return
    entered.set()
