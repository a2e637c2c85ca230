"""Run what fails on purpose, the stubs and the wrong solutions, to see what their learners will see."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from runner.authoring.targets import Role, Target, targets_of
from runner.authoring.verify import FIRST_SEED, Bench
from runner.errors import UsageError
from runner.evidence import Report
from runner.executors.pool import results_of
from runner.model import Kata, Scope, Status
from runner.strict_models import did_you_mean

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """One program that fails, and what its run showed."""

    target: Target
    report: Report

    @property
    def heading(self) -> str:
        """Return which program this is."""
        wrong = self.target.wrong
        return f"wrong {wrong.name} (over {wrong.base})" if wrong else self.target.title

    @property
    def remark(self) -> str:
        """Return what its author believed, and what else there is to say of the run."""
        outcomes = self.report.outcomes
        waiting = sum(outcome.status is Status.SKIPPED for outcome in outcomes)
        failing = any(outcome.status is Status.FAILED for outcome in outcomes) or self.report.launch is not None
        parts = (
            self.target.wrong.misconception if self.target.wrong else "What a learner begins with.",
            "" if failing else "No check fails: nobody will notice.",
            f"{waiting} checks wait for what failed." if waiting > 1 else "One check waits for it." if waiting else "",
        )
        return " ".join(part for part in parts if part)


def programs_of(kata: Kata, wrong: str = "") -> tuple[Target, ...]:
    """Return the programs of a kata that fail on purpose, or the wrong solution of that name."""
    failing = tuple(target for target in targets_of(kata) if target.role in (Role.STUB, Role.WRONG))
    if not wrong:
        return failing
    found = tuple(target for target in failing if target.role is Role.WRONG and target.name == wrong)
    if not found:
        known = [target.name for target in failing if target.role is Role.WRONG]
        fix = did_you_mean(wrong, known) or f"there are: {', '.join(known) or 'none'}"
        raise UsageError(f"{kata.slug} has no wrong solution '{wrong[:60]}'", fix=fix)
    return found


def previews(targets: tuple[Target, ...], bench: Bench, heard: Callable[[Preview], None]) -> tuple[Preview, ...]:
    """Run these programs and return what each showed, in their order; `heard` hears each as it ends."""
    found: list[Preview] = []
    with results_of(lambda target: _run(target, bench), targets, at_once=AT_ONCE, stop=bench.stop) as reports:
        for target, report in zip(targets, reports, strict=True):
            found.append(Preview(target, report))
            heard(found[-1])
    return tuple(found)


def _run(target: Target, bench: Bench) -> Report:
    with tempfile.TemporaryDirectory(prefix="kata-preview-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / target.kata.slug
        folder.mkdir()
        target.lay_out(folder)
        job = replace(target.job(folder, FIRST_SEED, bench.resolve), scope=Scope.LEARNER)
        report = bench.execute(job, lambda _outcome: None)
    return replace(report, teaches=target.kata.teaches)
