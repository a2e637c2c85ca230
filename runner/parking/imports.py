"""The imports with which a Python program begins: what may be done in advance without changing what it does.

Only those that come before every other statement, one line for each name. Once something else has run (a variable
of the environment set, a library patched, a file of the learner's own imported), an import done earlier could come
out differently, so there the list ends.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LARGEST_PROGRAM = 1024 * 1024


def leading_imports(program: Path) -> tuple[str, ...]:
    """Return the import statements at the head of a program; none for one that cannot be read."""
    try:
        with program.open("rb") as file:
            tree = ast.parse(file.read(LARGEST_PROGRAM))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(dict.fromkeys(_statements(tree.body, program.parent)))


def _statements(body: list[ast.stmt], folder: Path) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # the docstring
        modules = _modules(statement)
        if not modules or any(_is_own(module, folder) for module in modules):
            return
        if modules != ["__future__"]:
            yield from _one_by_one(statement)


def _modules(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    if isinstance(statement, ast.ImportFrom) and not statement.level and statement.module:
        return [statement.module]
    return []


def _is_own(module: str, folder: Path) -> bool:
    # Of whatever kind: x.py, x/ or x.cpython-311.so.
    return any(folder.glob(f"{module.partition('.')[0]}*"))


def _one_by_one(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (f"import {alias.name}" for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        yield from (f"from {statement.module} import {alias.name}" for alias in statement.names)
