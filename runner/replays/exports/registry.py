"""Which forms there are to take a check along."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from runner.replays.exports.curl import render_curl
from runner.replays.exports.http_file import render_http
from runner.replays.exports.pytest_file import render_pytest
from runner.replays.templates import Script

EXPORTS: Mapping[str, Callable[[Script], str]] = {
    "curl": render_curl,
    "http": render_http,
    "pytest": render_pytest,
}
