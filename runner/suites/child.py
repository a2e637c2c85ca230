"""The suite process: read the brief, run pytest with our plugin alone, and say that it ended.

Started as `python -I -X utf8 -c BOOT ROOT`, so that neither the working folder nor the environment decides
what is imported.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO, NoReturn

import pytest

from runner.errors import PackError
from runner.exchanges.load import load_checks
from runner.suites.brief import Brief, brief_from_data
from runner.suites.channel import Channel
from runner.suites.plugin import SuitePlugin

# What pytest brings along and a hidden suite never needs; each costs start-up time.
UNUSED_PLUGINS = (
    "cacheprovider", "terminal", "junitxml", "doctest", "pastebin", "stepwise", "setuponly", "setupplan", "logging",
    # These two collect all garbage at the end of a run, for warnings that nobody would see: 40 ms.
    "unraisableexception", "threadexception",
)  # fmt: skip


def main() -> NoReturn:
    """Run one suite from the brief on standard input."""
    incoming, outgoing = sys.stdin.buffer, private_output()
    first = json.loads(incoming.readline())
    channel = Channel(incoming, outgoing, first["nonce"])
    brief = brief_from_data(first["brief"])
    try:
        code = run(brief, channel)
    except PackError as error:
        channel.send("trouble", what=error.what, mistakes=[str(mistake.message) for mistake in error.mistakes])
        code = int(pytest.ExitCode.USAGE_ERROR)
    channel.send("ended", code=code)
    # Everything is told; tearing the interpreter down would only keep the learner waiting.
    os._exit(0)


def private_output() -> IO[bytes]:
    """Keep standard output for the channel; what tests print goes to standard error."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def run(brief: Brief, channel: Channel) -> int:
    """Run pytest on one checks.yaml and return its exit code, which decides nothing."""
    cache = Path(brief.cache) if brief.cache else None
    checks = load_checks(Path(brief.checks_file), cache)
    plugin = SuitePlugin(brief, checks, channel)
    # Only from here on: the byte code of suites is ours to keep, that of installed packages lies beside them.
    sys.pycache_prefix = str(cache / "bytecode") if cache else None
    sys.dont_write_bytecode = cache is None
    channel.send("listed", checks=[check.id for check in checks])
    return int(pytest.main(arguments(brief), plugins=[plugin]))


def arguments(brief: Brief) -> list[str]:
    """Return pytest's command line: nothing from the learner's folder or environment has a say."""
    folder = Path(brief.checks_file).parent
    options = [f"--rootdir={folder}", f"--confcutdir={folder}", "--noconftest", "--import-mode=importlib"]
    options += ["--disable-plugin-autoload", "-p", "pytest_timeout", "-c", os.devnull, "--capture=no"]
    for name in UNUSED_PLUGINS:
        options += ["-p", f"no:{name}"]
    return [*options, brief.checks_file]
