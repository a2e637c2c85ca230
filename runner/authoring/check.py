"""Prove what can be proved of katas without starting anything: `kata check`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from runner.authoring.check_folders import folder_mistakes, pack_folder_mistakes
from runner.authoring.check_hints import hint_mistakes
from runner.authoring.check_readme import readme_mistakes
from runner.authoring.check_words import later_words, word_mistakes
from runner.authoring.check_wrong import wrong_mistakes
from runner.authoring.mutant_scores import stale_score
from runner.authoring.patterns import stale_patterns
from runner.authoring.proven import suite_digest
from runner.catalog_files import survey_pack
from runner.errors import Mistake, PackError
from runner.exchanges.language import check_mistakes, checks_in
from runner.exchanges.language_references import references
from runner.marked_yaml import Document, read_yaml
from runner.model import Kata
from runner.platforms.shared_out import shared_out
from runner.strict_models import did_you_mean, in_order

FEWEST_PARTS: Final = 2  # of a path inside a kata, seen from the pack: katas/NAME
FEWEST_KATAS: Final = 4  # that are worth another process


def check_pack(root: Path, tracks: frozenset[str], only: frozenset[str] = frozenset()) -> tuple[Mistake, ...]:
    """Return every mistake in a pack: its syllabus, and all of its katas or those named in `only`."""
    try:
        survey = survey_pack(root)
    except PackError as error:
        return error.mistakes
    found = [*survey.mistakes, *pack_folder_mistakes(root, survey.listed), *_same_titles(survey.katas)]
    wanted = tuple(kata for kata in survey.katas if not only or kata.slug in only)
    words = later_words(survey.document)
    of_each = shared_out(lambda kata: _all_mistakes(kata, tracks, words.get(kata.stage, {})), wanted, FEWEST_KATAS)
    found += itertools.chain.from_iterable(of_each)
    return in_order(mistake for mistake in found if not only or _concerns(mistake, root, only))


def _concerns(mistake: Mistake, root: Path, only: frozenset[str]) -> bool:
    """Tell whether a mistake stands in one of these katas, or in katas.yaml, without which there are none."""
    parts = Path(mistake.file).relative_to(root).parts if Path(mistake.file).is_relative_to(root) else ()
    return len(parts) < FEWEST_PARTS or parts[1] in only


def _all_mistakes(kata: Kata, tracks: frozenset[str], words: Mapping[str, str]) -> tuple[Mistake, ...]:
    return *word_mistakes(kata, words), *check_kata(kata, tracks)


def check_kata(kata: Kata, tracks: frozenset[str]) -> tuple[Mistake, ...]:
    """Return every mistake in a kata whose kata.yaml could be read; `tracks` are the ones that kata knows."""
    found: list[Mistake] = []
    checks: list[Mapping[str, Any]] = []
    try:
        suite = read_yaml(kata.checks_file)
        wrong_in_suite = check_mistakes(suite, kata.suite_folder)
        found += wrong_in_suite
        checks = _checks(suite)
        found += _suite_mistakes(kata, suite, checks)
        if not wrong_in_suite:
            found += _as_far_as_readable(kata, _stale_records(kata, suite))
    except PackError as error:
        found += error.mistakes
    found += readme_mistakes(kata)
    found += folder_mistakes(kata, tracks)
    wrong = wrong_mistakes(kata, frozenset(str(check.get("id")) for check in checks))
    found += _as_far_as_readable(kata, wrong)
    return in_order(found)


def _stale_records(kata: Kata, suite: Document) -> Iterator[Mistake]:
    asked = suite_digest(kata, checks_in(suite))
    yield from stale_patterns(kata, asked)
    yield from stale_score(kata, asked)


def _as_far_as_readable(kata: Kata, mistakes: Iterator[Mistake]) -> Iterator[Mistake]:
    """Yield these mistakes; a file that nobody may read ends them with one that names it."""
    try:
        yield from mistakes
    except OSError as error:
        where = str(error.filename or kata.folder)
        yield Mistake(where, 1, 1, f"the file cannot be read: {error.strerror or error}", "Mend its rights.")


def _checks(suite: Document) -> list[Mapping[str, Any]]:
    listed = suite.value.get("checks")
    return [check if isinstance(check, dict) else {} for check in listed] if isinstance(listed, list) else []


def _suite_mistakes(kata: Kata, suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    yield from _rules(kata, suite, checks)
    yield from _points(suite, checks)
    yield from _repeated_titles(suite, checks)
    yield from _variables(kata, suite, checks)
    yield from hint_mistakes(kata, suite, checks)


def _rules(kata: Kata, suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    known = [rule.id for rule in kata.rules]
    for at, check in enumerate(checks):
        rule = check.get("rule")
        if isinstance(rule, str) and rule not in known:
            fix = f"{kata.slug} has the rules {known[0]} to {known[-1]}."
            yield suite.mistake(("checks", at, "rule"), f"the kata has no rule {rule}", fix)
    proven = {check.get("rule") for check in checks}
    description = read_yaml(kata.folder / "kata.yaml")
    for name in known:
        if name not in proven:
            yield description.mistake(("rules", name), f"no check proves {name}", f"Add a check with rule: {name}.")


def _points(suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Yield a mistake for what a program could fail and still have all points."""
    earning = [check for check in checks if check.get("points", 1)]
    if checks and not earning:
        yield suite.mistake(("checks",), "no check of this suite earns a point", "Give the main checks points.")
        return
    costly = _all_needed(earning, checks)
    for at, check in enumerate(checks):
        if not check.get("points", 1) and str(check.get("id")) not in costly:
            what = "a program that fails this check alone keeps every point"
            fix = "Give it a point, or name it in the depends_on of a check that has one."
            yield suite.mistake(("checks", at, "points"), what, fix)


def _all_needed(some: Iterable[Mapping[str, Any]], checks: list[Mapping[str, Any]]) -> set[str]:
    """Return the checks that these depend on, also by way of others: when one fails, these are skipped."""
    needs = {str(check.get("id")): _needed(check) for check in checks}
    found: set[str] = set()
    waiting = [name for check in some for name in _needed(check)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs.get(name, [])
    return found


def _needed(check: Mapping[str, Any]) -> list[str]:
    named = check.get("depends_on")
    return [str(name) for name in named] if isinstance(named, list) else []


def _repeated_titles(suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for at, check in enumerate(checks):
        title = " ".join(str(check.get("title", "")).lower().split())
        if title and title in first:
            line = suite.place(("checks", first[title], "title")).line
            yield suite.mistake(("checks", at, "title"), f"this title is taken on line {line}", "Say what differs.")
        first.setdefault(title, at)


def _variables(kata: Kata, suite: Document, checks: list[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Yield a mistake for every `${env:NAME}` that neither the kata nor the check sets."""
    for at, check in enumerate(checks):
        own = check.get("env")
        known = {name for name, _ in kata.env} | set(own if isinstance(own, dict) else ())
        for path, text in _texts(check, ("checks", at)):
            for reference in references(text):
                if reference.name == "env" and reference.label not in known and "${" not in (reference.label or ""):
                    fix = did_you_mean(str(reference.label), known) or "Add it under `env:` in kata.yaml."
                    yield suite.mistake(path, f"no variable {reference.label} is given to the program", fix)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, name))


def _same_titles(katas: Iterable[Kata]) -> Iterator[Mistake]:
    first: dict[str, Kata] = {}
    for kata in katas:
        other = first.setdefault(kata.title.lower(), kata)
        if other is not kata:
            description = read_yaml(kata.folder / "kata.yaml")
            yield description.mistake(("title",), f"{other.slug} has the same title", "Say what differs.")
