"""The places in a report as its learner knows them: where we put a copy is nobody's business (pure)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from runner.evidence import LaunchFinding, Outcome, Report


def as_handed_in(report: Report, copies: Sequence[Path]) -> Report:
    """Return the report with the files of a copy named as seen from the folder that was handed in."""
    prefixes = [os.fspath(copy) for copy in copies]

    def clean(text: str) -> str:
        for prefix in prefixes:
            text = text.replace(f"{prefix}/", "").replace(prefix, ".")
        return text

    return replace(
        report,
        outcomes=tuple(_outcome(outcome, clean) for outcome in report.outcomes),
        launch=_launch(report.launch, clean) if report.launch else None,
        log_tail=clean(report.log_tail),
        trouble=clean(report.trouble),
        remarks=tuple(map(clean, report.remarks)),
    )


def _outcome(outcome: Outcome, clean: Callable[[str], str]) -> Outcome:
    failure = outcome.failure and replace(
        outcome.failure,
        summary=clean(outcome.failure.summary),
        where=clean(outcome.failure.where),
        hint=clean(outcome.failure.hint),
        log=clean(outcome.failure.log),
    )
    return replace(outcome, failure=failure, server_log=clean(outcome.server_log))


def _launch(launch: LaunchFinding, clean: Callable[[str], str]) -> LaunchFinding:
    return replace(
        launch,
        what=clean(launch.what),
        where=clean(launch.where),
        fix=clean(launch.fix),
        log_tail=clean(launch.log_tail),
    )
