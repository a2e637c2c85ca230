"""What is worth a remark beside the verdict of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from runner.evidence import Exchange, Outcome
from runner.model import Status
from runner.platforms.kinds import ListenSocket, Program
from runner.tracks.complaints import source_files, text_of
from runner.words import say

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared, never bound)
_NOT_FOUND = 404
_PREFIX = re.compile(r"""(?:prefix|url_prefix|root_path|basename|use)\s*[=(]\s*["'](/[\w./-]*[\w-])["']""")


def on_addresses(sockets: Sequence[ListenSocket], port: int) -> str:
    """Return a remark on a server that the whole network can reach; empty when it keeps to this machine."""
    found = next((each.address for each in sockets if each.port == port and each.address in _EVERY_ADDRESS), "")
    if not found:
        return ""
    return say("doctor.every-address", address=found)


def on_usurper(holder: Program) -> str:
    """Return a remark on answers that a child of the program gives in its place."""
    return say("doctor.usurped.remark", program=holder)


def on_paths(outcomes: Sequence[Outcome], folder: Path) -> str:
    """Return a remark when nothing but 404 ever came: it is the paths that are wrong, not each check."""
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    answered = [exchange for outcome in outcomes for exchange in outcome.exchanges if exchange.response]
    statuses = {exchange.response.status for exchange in answered if exchange.response}
    if not failed or statuses != {_NOT_FOUND}:
        return ""
    paths = tuple(dict.fromkeys(path for outcome in failed for path in _paths(outcome.exchanges)))
    elsewhere = next(_other_spellings(paths, folder), "") or say("doctor.only-404.is-there-a-prefix")
    return say("doctor.only-404", path=paths[0], elsewhere=elsewhere)


def _paths(exchanges: Sequence[Exchange]) -> Iterator[str]:
    for exchange in exchanges:
        if exchange.request is not None:
            yield exchange.request.target.partition("?")[0]


def _other_spellings(paths: Sequence[str], folder: Path) -> Iterator[str]:
    """Yield where the learner's own source has a path with something before it, or a prefix for all paths."""
    for file in source_files(folder):
        for number, line in enumerate(text_of(file).splitlines(), 1):
            place = f"{file.relative_to(folder).as_posix()}:{number}"
            if prefix := _PREFIX.search(line):
                yield say("doctor.only-404.prefix", place=place, prefix=prefix[1])
            for path in paths:
                longer = re.search(rf"""["'](/[\w./-]*\w{re.escape(path)})["']""", line) if len(path) > 1 else None
                if longer:
                    yield say("doctor.only-404.longer-path", place=place, path=longer[1])
