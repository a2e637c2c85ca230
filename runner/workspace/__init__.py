"""The learner's workspace: a folder with a folder for each opened kata, and `.kata/` with history, runs and trash.

The latest runs are kept by `runner.workspace.runs`, which is not loaded here: `kata next` has no need of reports.
"""

from runner.workspace.finding import (
    Workspace,
    complete_ignored,
    create_workspace,
    current_kata,
    find_workspace,
    set_current_kata,
    set_track,
)
from runner.workspace.opening import Opened, Reset, open_kata, reset_kata, stub_for
from runner.workspace.settings import Settings, read_settings
from runner.workspace.submitting import digest, submission_in, submission_of

__all__ = [
    "Opened",
    "Reset",
    "Settings",
    "Workspace",
    "complete_ignored",
    "create_workspace",
    "current_kata",
    "digest",
    "find_workspace",
    "open_kata",
    "read_settings",
    "reset_kata",
    "set_current_kata",
    "set_track",
    "stub_for",
    "submission_in",
    "submission_of",
]
