"""What no schema can say of a suite: ids are unique, dependencies exist and make no circle, names are set before use.

All of it looks at the plain data and passes over what has the wrong shape: the models have already said so.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from runner.errors import Mistake, PackError
from runner.exchanges.language_scope import mistakes_of_scope
from runner.marked_yaml import Document, read_source
from runner.strict_models import did_you_mean

PYTHON_TEST: Final = re.compile(r"test_\w+\.py::test_\w+")

MOST_CHECKS: Final = 200

Checks = Sequence[tuple[int, Mapping[str, Any]]]


def mistakes_of_meaning(document: Document, suite: Path) -> Iterator[Mistake]:
    """Yield what is wrong with the meaning of a suite's checks."""
    listed = document.value.get("checks")
    listed = listed[:MOST_CHECKS] if isinstance(listed, list) else []
    checks = [(at, check) for at, check in enumerate(listed) if isinstance(check, dict)]
    yield from _repeated_ids(document, checks)
    yield from _dependencies(document, checks)
    yield from _circles(document, checks)
    for at, check in checks:
        yield from _python(document, suite, at, check)
        yield from mistakes_of_scope(document, check, ("checks", at))


def _id(check: Mapping[str, Any]) -> str:
    return check["id"] if isinstance(check.get("id"), str) else ""


def _needs(check: Mapping[str, Any]) -> list[str]:
    needs = check.get("depends_on")
    return [need for need in needs if isinstance(need, str)] if isinstance(needs, list) else []


def _repeated_ids(document: Document, checks: Checks) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for at, check in checks:
        name = _id(check)
        if name in first:
            line = document.place(("checks", first[name], "id")).line
            yield document.mistake(
                ("checks", at, "id"), f"the id '{name}' is taken on line {line}", "Choose another id."
            )
        elif name:
            first[name] = at


def _dependencies(document: Document, checks: Checks) -> Iterator[Mistake]:
    known = {_id(check): check for _, check in checks}
    for at, check in checks:
        seen: set[str] = set()
        for index, need in enumerate(_needs(check)):
            problem, fix = _dependency_problem(check, need, known, seen)
            seen.add(need)
            if problem:
                yield document.mistake(("checks", at, "depends_on", index), problem, fix)


def _dependency_problem(
    check: Mapping[str, Any], need: str, known: Mapping[str, Mapping[str, Any]], seen: set[str]
) -> tuple[str, str]:
    if need in seen:
        return f"'{need}' is named twice", "Keep one of them."
    if need not in known:
        fix = did_you_mean(need, known) or "Name the id of a check in this file."
        return f"no check has the id '{need}'", fix
    if need == _id(check):
        return "a check cannot depend on itself", "Name another check, or remove it."
    if known[need].get("visibility") == "reserved" and check.get("visibility") != "reserved":
        return (
            f"'{need}' is reserved, so that learners would never get to this check",
            "Depend on a shown or hidden check.",
        )
    return "", ""


def _circles(document: Document, checks: Checks) -> Iterator[Mistake]:
    """Yield one mistake for each circle of dependencies, at its first check."""
    needs = {_id(check): [need for need in _needs(check) if need != _id(check)] for _, check in checks}
    told: set[str] = set()
    for at, check in checks:
        circle = _circle_from(_id(check), needs)
        if circle and not told & set(circle):
            told |= set(circle)
            shown = " -> ".join([*circle, circle[0]])
            yield document.mistake(
                ("checks", at, "depends_on"), f"these checks wait for one another: {shown}", "Remove one of the links."
            )


def _circle_from(start: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the shortest way from a check back to itself, or an empty list."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for need in needs.get(way[-1], ()):
            if need == start:
                return way
            if need not in seen:
                seen.add(need)
                ways.append([*way, need])
    return []


def _python(document: Document, suite: Path, at: int, check: Mapping[str, Any]) -> Iterator[Mistake]:
    written = check.get("python")
    if not (isinstance(written, str) and PYTHON_TEST.fullmatch(written)):
        return
    file_name, _, function = written.partition("::")
    path = ("checks", at, "python")
    file = suite / file_name
    if not file.is_file():
        near = did_you_mean(file_name, (found.name for found in suite.glob("test_*.py")))
        yield document.mistake(path, f"there is no {file_name} beside checks.yaml", near or "Create the file.")
        return
    try:
        functions = _functions(read_source(file))
    except (PackError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield document.mistake(path, f"{file_name} cannot be read as Python: {error}", "Mend that file.")
        return
    if function not in functions:
        fix = did_you_mean(function, functions) or f"Write `def {function}(...)` at the top level of {file_name}."
        yield document.mistake(path, f"{file_name} has no function {function}", fix)


# Every check that names a function of the same file asks for it.
@lru_cache(maxsize=64)
def _functions(source: bytes) -> tuple[str, ...]:
    tree = ast.parse(source)
    return tuple(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
