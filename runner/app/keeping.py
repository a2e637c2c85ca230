"""Test, and keep the server as it was when the first check failed, until somebody lets it go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from runner.app.place import Place
from runner.app.testing import Suites, executor, run_with
from runner.evidence import Exchange, Outcome, Report
from runner.exchanges.scene import ending_in_words
from runner.model import Kata, Status, Visibility
from runner.sanitise import terminal_text, without_colours
from runner.server.control import LocalControl
from runner.words import say
from runner.workspace.runs import save_run

LOOK_SECONDS = 0.1
HOST = "http://127.0.0.1"

# Waits up to so many seconds and returns whether the server is to be let go.
LetGo = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """One server that stands as it did when the check failed."""

    name: str
    base_url: str
    data: str
    curl: str
    ending: str = ""  # how it ended, when the failure was its end


@dataclass(frozen=True, slots=True)
class Holding:
    """What the command line does while a server is kept."""

    failed: Callable[[Report, tuple[Kept, ...]], None]
    printed: Callable[[str], None]
    let_go: LetGo


def test_and_keep(
    place: Place, kata: Kata, holding: Holding, *, seed: int | None, only: tuple[str, ...], suites: Suites
) -> Report:
    """Test in the file's order up to the first failure, and keep its servers until they are let go."""
    workspace = place.required_workspace()

    def hold(report: Report, control: LocalControl) -> None:
        # Before anybody is told where the server is: what it prints from now on is shown.
        seen = control.log_size()
        report = _remarked(replace(report, teaches=kata.teaches))
        # Now, not at the end: `kata replay --to` in another terminal reads it.
        save_run(workspace, report)
        try:
            holding.failed(report, kept_servers(report, control))
            _wait(control, holding, seen)
        except KeyboardInterrupt:
            return  # Ctrl-C is one way to let it go

    execute = replace(executor(place, suites), hold=hold)
    return _remarked(run_with(execute, place, kata, seed=seed, only=only, listen=lambda _: None))


def kept_servers(report: Report, control: LocalControl) -> tuple[Kept, ...]:
    """Return the servers that a failed check left, each with a line that asks it again."""
    exchange = _failing_exchange(report)
    kept = []
    for endpoint in control.endpoints():
        base_url = f"{HOST}:{endpoint.port}"
        ending = control.ended(endpoint.name)
        asked = exchange is not None and exchange.port == endpoint.port
        curl = exchange.as_curl(base_url) if exchange and asked else ""
        how = ending_in_words(ending) if ending else ""
        kept.append(Kept(endpoint.name, base_url, endpoint.data, curl or f"curl -i {base_url}/", how))
    return tuple(kept)


def _failing_exchange(report: Report) -> Exchange | None:
    outcome = first_failed(report)
    # What a hidden check sends stays hidden.
    if outcome is None or outcome.failure is None or outcome.visibility is not Visibility.SHOWN:
        return None
    index = outcome.failure.exchange
    return outcome.exchanges[index] if 0 <= index < len(outcome.exchanges) else None


def first_failed(report: Report) -> Outcome | None:
    """Return the first check that failed."""
    return next((outcome for outcome in report.outcomes if outcome.status is Status.FAILED), None)


def _wait(control: LocalControl, holding: Holding, seen: int) -> None:
    is_up = control.ended() is None
    while not holding.let_go(LOOK_SECONDS):
        text, seen = control.log_on(seen)
        if text.strip():
            holding.printed(terminal_text(without_colours(text.rstrip())))
        ending = control.ended() if is_up else None
        if ending is not None:
            is_up = False
            holding.printed(say("app.kept.ended", how=ending_in_words(ending)))


def _remarked(report: Report) -> Report:
    left_out = sum(outcome.status is Status.NOT_RUN for outcome in report.outcomes)
    if not left_out or report.launch or first_failed(report) is None:
        return report
    remark = say("app.kept.stops")
    return replace(report, remarks=(*report.remarks, remark))
