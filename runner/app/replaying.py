"""Send what a check sent to a live server again, or write it down for other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from runner.app.place import Place
from runner.app.testing import runs_folder, startable
from runner.errors import UsageError, WorkspaceError
from runner.evidence import Exchange, ExchangeKind, Failure, Outcome, Report
from runner.exchanges.load import load_checks
from runner.exchanges.play import open_scene
from runner.exchanges.substitute import Values
from runner.model import Check, Kata, Status, Visibility
from runner.platforms.here import HERE
from runner.replays.exports.registry import EXPORTS
from runner.replays.groups import groups_of
from runner.replays.resending import Resender
from runner.replays.templates import script_of
from runner.server.building import build, planned
from runner.server.control import LocalControl
from runner.server.launching import Launch
from runner.server.leftovers import registered_run, sweep_leftovers
from runner.words import say
from runner.workspace.runs import last_run

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost"})
HIGHEST_PORT = 65535
LONGEST_LOG = 16 * 1024


@dataclass(frozen=True, slots=True)
class Replayed:
    """A check's exchanges as recorded and as they went now; `wanted` are those that were asked for."""

    kata: str
    check: str
    title: str
    base_url: str
    recorded: tuple[Exchange, ...]
    answered: tuple[Exchange | None, ...]  # beside `recorded`; None where nothing was sent
    wanted: tuple[int, ...]
    failure: Failure | None = None
    log: str = ""
    folder: str = ""
    remarks: tuple[str, ...] = ()


def recorded_check(place: Place, kata: Kata, name: str | None) -> tuple[Report, Outcome]:
    """Return a check of the last run: the one named, else the first that failed and may be seen."""
    report = last_run(place.required_workspace(), kata.slug)
    if report is None:
        what = say("app.replay.no-run", slug=kata.slug)
        raise WorkspaceError(what, fix=f"kata test {kata.slug}")
    outcome = _named(report, name) if name else _first_failed(report)
    if not outcome.exchanges:
        what = say("app.replay.sent-nothing", check=outcome.check, status=outcome.status.value)
        raise UsageError(what, fix=f"kata test {kata.slug} --only {outcome.check}")
    return report, outcome


def replay(place: Place, kata: Kata, name: str | None, to: str | None) -> Replayed:
    """Send a check's exchanges again: to a new server with empty data, or to one that is up."""
    report, outcome = recorded_check(place, kata, name)
    wanted = _wanted(outcome, everything=bool(name) and outcome.status is Status.PASSED)
    made = Replayed(
        kata=kata.slug,
        check=outcome.check,
        title=outcome.title,
        base_url="",
        recorded=outcome.exchanges,
        answered=(None,) * len(outcome.exchanges),
        wanted=wanted,
        failure=outcome.failure,
        folder=report.folder,
        remarks=(say("replays.in-data"),) if outcome.in_data else (),
    )
    if to is not None:
        return _to_running(made, _listening(port_of(to)))
    return _to_new(place, kata, report, made)


def export(place: Place, kata: Kata, name: str | None, form: str) -> str:
    """Return a check of the last run as text for another tool."""
    report, outcome = recorded_check(place, kata, name)
    return EXPORTS[form](script_of(kata.slug, outcome, _variables(place, kata, outcome.check, report.seed)))


def _variables(place: Place, kata: Kata, name: str, seed: int) -> dict[str, str]:
    check = next((one for one in load_checks(kata.checks_file, place.cache) if one.id == name), None)
    if check is None:
        return {}
    # They name drawn values and the kata's variables alone: there is no server yet when they are filled in.
    filled = Values(seed, check.id, dict(kata.env), lambda _: "").fill(dict(check.env))
    return {name: str(value) for name, value in filled.items() if value is not None}


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; WorkspaceError when it is, or cannot be."""
    try:
        with path.open("x", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except FileExistsError as error:
        what = say("app.replay.file-there.what")
        raise WorkspaceError(what, where=str(path), fix=say("app.replay.file-there.fix")) from error
    except OSError as error:
        what = say("app.replay.file-refused.what", reason=error.strerror)
        raise WorkspaceError(what, where=str(path), fix=say("app.replay.file-refused.fix")) from error


def port_of(to: str) -> int:
    """Return the port of a server on this machine, from `8000` or `http://127.0.0.1:8000`."""
    try:
        parts = urlsplit(to if "//" in to else f"//127.0.0.1:{to}")
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        host, port = "", 0
    if host not in LOCAL_NAMES and host:
        what = say("app.replay.elsewhere.what", to=to)
        raise UsageError(what, fix=say("app.replay.elsewhere.fix"))
    if not 0 < port <= HIGHEST_PORT:
        what = say("app.replay.no-port.what", to=to)
        raise UsageError(what, fix="kata replay --to 8000")
    return port


def _listening(port: int) -> int:
    if not HERE.is_listening(port):
        what = say("app.replay.nothing-listens.what", port=port)
        raise UsageError(what, fix=say("app.replay.nothing-listens.fix", port=port))
    return port


def _named(report: Report, name: str) -> Outcome:
    ids = [outcome.check for outcome in report.outcomes]
    found = [each for each in ids if each == name] or [each for each in ids if each.startswith(name)]
    if len(found) != 1:
        what = (
            say("app.replay.several", name=name) if found else say("app.replay.no-check", kata=report.kata, name=name)
        )
        raise UsageError(what, fix=say("app.choose-from", names=", ".join(found or ids)))
    outcome = next(outcome for outcome in report.outcomes if outcome.check == found[0])
    if outcome.visibility is not Visibility.SHOWN:
        what = say("app.replay.hidden.what", check=outcome.check)
        raise UsageError(what, fix=say("app.replay.hidden.fix"))
    return outcome


def _first_failed(report: Report) -> Outcome:
    failed = [outcome for outcome in report.outcomes if outcome.status is Status.FAILED]
    shown = [outcome for outcome in failed if outcome.visibility is Visibility.SHOWN]
    if shown:
        first = report.verdict.first_failure
        return next((outcome for outcome in shown if outcome.check == first), shown[0])
    if failed:
        what = say("app.replay.failures-hidden.what")
        raise UsageError(what, fix=say("app.replay.failures-hidden.fix"))
    if report.launch is not None:
        what = say("app.replay.never-ready")
        raise UsageError(what, fix=f"kata test {report.kata}")
    what = say("app.replay.nothing-failed.what", kata=report.kata)
    raise UsageError(what, fix=say("app.replay.nothing-failed.fix"))


def _wanted(outcome: Outcome, *, everything: bool) -> tuple[int, ...]:
    """Return which exchanges to show: the failing one, with those that were sent at once with it, or all."""
    if everything or outcome.failure is None:
        return tuple(range(len(outcome.exchanges)))
    failing = outcome.failure.exchange
    last = failing if 0 <= failing < len(outcome.exchanges) else len(outcome.exchanges) - 1
    while last > 0 and outcome.exchanges[last].kind is ExchangeKind.EVENT:
        last -= 1  # what was done to the server, or a look at its data, is no request
    return next(group for group in groups_of(outcome.exchanges) if last in group)


def _to_running(made: Replayed, port: int) -> Replayed:
    last = max(made.wanted)
    # A kept server (`kata test --keep`) is in that state already; any other has to be brought there.
    is_kept = made.recorded[last].port == port
    first = min(made.wanted) if is_kept else 0
    resent = Resender(made.recorded, port, None).send(first, last)
    answered = tuple(resent.answered.get(index) for index in range(len(made.recorded)))
    # A kept server still has the files that the check laid there.
    remarks = resent.remarks if is_kept else (*made.remarks, *resent.remarks)
    if is_kept and first:
        remarks = (*remarks, say("app.replay.kept-server", count=first))
    return replace(made, base_url=f"http://127.0.0.1:{port}", answered=answered, remarks=remarks)


def _to_new(place: Place, kata: Kata, report: Report, made: Replayed) -> Replayed:
    check = next((one for one in load_checks(kata.checks_file, place.cache) if one.id == made.check), None)
    if check is None:
        what = say("app.replay.check-gone", slug=kata.slug, check=made.check)
        raise UsageError(what, fix=f"kata test {kata.slug}")
    with _server_for(place, kata, check, report.seed) as (control, port):
        resent = Resender(made.recorded, port, control).send(0, max(made.wanted))
        log = control.log(resent.log_before)[-LONGEST_LOG:]
    answered = tuple(resent.answered.get(index) for index in range(len(made.recorded)))
    base_url = f"http://127.0.0.1:{port}"
    return replace(made, base_url=base_url, answered=answered, log=log, remarks=(*made.remarks, *resent.remarks))


@contextmanager
def _server_for(place: Place, kata: Kata, check: Check, seed: int) -> Iterator[tuple[LocalControl, int]]:
    """Start the learner's program as the check does, on empty data; nothing of it survives."""
    submission = startable(place.required_workspace(), kata)
    folder = runs_folder(place.cache)
    sweep_leftovers(folder)
    with (
        tempfile.TemporaryDirectory(prefix="kata-replay-", ignore_cleanup_errors=True) as name,
        registered_run(folder) as token,
    ):
        plan = planned(submission, Path(name), place.cache)
        build(plan, token)
        submission = plan.startable
        control = LocalControl(
            Launch(
                command=submission.start,
                folder=submission.folder,
                env=kata.env,
                scratch=Path(name),
                limits=kata.limits,
                token=token,
                track=submission.track,
            )
        )
        try:
            scene = open_scene(check, control, seed, dict(kata.env))
            yield control, scene.endpoint().port
            scene.close()
        finally:
            control.close()
