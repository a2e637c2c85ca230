"""The report in a terminal: the first failing check whole, the others as a count, one next action."""

from runner.reporters.terminal.card import render_card
from runner.reporters.terminal.graded import render_graded
from runner.reporters.terminal.listing import render_list
from runner.reporters.terminal.practice import render_progress
from runner.reporters.terminal.report import render, render_outcome, render_pass, render_summary
from runner.reporters.terminal.style import Style

__all__ = [
    "Style",
    "render",
    "render_card",
    "render_graded",
    "render_list",
    "render_outcome",
    "render_pass",
    "render_progress",
    "render_summary",
]
