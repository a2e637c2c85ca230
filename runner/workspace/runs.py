"""The latest report of each kata, kept in `.kata/runs/` for `kata hint`, `kata report` and the curious."""

from __future__ import annotations

from pathlib import Path

from runner.errors import UsageError
from runner.evidence import Report
from runner.wire import report_from_json, report_to_json
from runner.withholding import withheld
from runner.words import say
from runner.workspace.files import replace_file, told
from runner.workspace.finding import Workspace


def run_file(workspace: Workspace, slug: str) -> Path:
    """Return where the latest report of a kata is kept."""
    return workspace.state / "runs" / f"{slug}.json"


def save_run(workspace: Workspace, report: Report) -> Path:
    """Keep a report as the latest of its kata, as its learner may read it; returns the file."""
    path = run_file(workspace, report.kata)
    with told(path, say("workspace.report-not-kept")):
        replace_file(path, report_to_json(withheld(report)).encode() + b"\n")
    return path


def last_run(workspace: Workspace, slug: str) -> Report | None:
    """Return the latest report of a kata; None when there is none that can be read."""
    try:
        return report_from_json(run_file(workspace, slug).read_bytes())
    except (OSError, UsageError):
        return None
