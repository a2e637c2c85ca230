"""The suite process: read the brief, run pytest with our plugin alone, and say that it ended.

Started as `python -I -X utf8 -c BOOT ROOT`, so that neither the working folder nor the environment decides
what is imported. One that waits for the learner to save is told in advance which suite it will be, and collects it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, NoReturn

import pytest

from runner.errors import PackError
from runner.exchanges.load import load_checks
from runner.suites.brief import Brief, brief_from_data
from runner.suites.channel import Channel
from runner.suites.plugin import SuitePlugin
from runner.words import say

# What pytest brings along and a hidden suite never needs; each costs start-up time.
UNUSED_PLUGINS = (
    "cacheprovider", "terminal", "junitxml", "doctest", "pastebin", "stepwise", "setuponly", "setupplan", "logging",
    # These two collect all garbage at the end of a run, for warnings that nobody would see: 40 ms.
    "unraisableexception", "threadexception",
)  # fmt: skip


def main() -> NoReturn:
    """Run one suite from the brief on standard input."""
    orders = Orders(sys.stdin.buffer, Channel(sys.stdin.buffer, private_output()))
    found: PackError | None = None
    try:
        code = run(orders)
    except PackError as error:
        found, code = error, int(pytest.ExitCode.USAGE_ERROR)
    orders.brief()  # nothing is told before it, and with nothing to run nobody has asked for it yet
    if found is not None:
        mistakes = [str(mistake.message) for mistake in found.mistakes]
        orders.channel.send("trouble", what=found.what, mistakes=mistakes)
    orders.channel.send("ended", code=code)
    # Everything is told; tearing the interpreter down would only keep the learner waiting.
    os._exit(0)


class Orders:
    """What this process is told: the brief, and before it, when it waits, the one to expect."""

    def __init__(self, incoming: IO[bytes], channel: Channel) -> None:
        self._incoming = incoming
        self._brief: Brief | None = None
        self.channel = channel
        first = self._next()
        self.expected = brief_from_data(first["brief"])
        if "nonce" in first:
            self._take(first)

    def brief(self) -> Brief:
        """Return the brief; wait for it where only its likeness is known yet."""
        if self._brief is None:
            self._take(self._next())
        assert self._brief is not None
        return self._brief

    def _take(self, told: dict[str, Any]) -> None:
        self.channel.nonce, self._brief = told["nonce"], brief_from_data(told["brief"])
        if replace(self._brief, seed=self.expected.seed) != self.expected:
            self.channel.send("trouble", what=say("suites.another"))
            os._exit(1)

    def _next(self) -> dict[str, Any]:
        line = self._incoming.readline()
        if not line:
            os._exit(0)  # nobody needs us
        told: dict[str, Any] = json.loads(line)
        return told


def private_output() -> IO[bytes]:
    """Keep standard output for the channel; what tests print goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def run(orders: Orders) -> int:
    """Run pytest on one checks.yaml and return its exit code, which decides nothing."""
    brief = orders.expected
    cache = Path(brief.cache) if brief.cache else None
    checks = load_checks(Path(brief.checks_file), cache)
    plugin = SuitePlugin(brief, checks, orders.channel, orders.brief)
    # Only from here on: the byte code of suites is ours to keep, that of installed packages lies beside them.
    sys.pycache_prefix = str(cache / "bytecode") if cache else None
    sys.dont_write_bytecode = cache is None
    return int(pytest.main(arguments(brief), plugins=[plugin]))


def arguments(brief: Brief) -> list[str]:
    """Return pytest's command line: nothing from the learner's folder or environment has a say."""
    folder = Path(brief.checks_file).parent
    options = [f"--rootdir={folder}", f"--confcutdir={folder}", "--noconftest", "--import-mode=importlib"]
    options += ["--disable-plugin-autoload", "-p", "pytest_timeout", "-c", os.devnull, "--capture=no"]
    for name in UNUSED_PLUGINS:
        options += ["-p", f"no:{name}"]
    return [*options, brief.checks_file]
