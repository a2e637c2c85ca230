"""The report as one page that needs nothing else: no network, no script, light and dark."""

from runner.reporters.html.graded import render_graded
from runner.reporters.html.page import render

__all__ = ["render", "render_graded"]
