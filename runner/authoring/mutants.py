"""Small changes of a solution that a good suite notices: made by cosmic-ray, without those that nobody could notice.

One change an operator, as mutation testers usually choose them: conditions are negated and their borders moved,
numbers go up and down by one, decorators and loops vanish; and, which cosmic-ray does not do, statements are dropped
and nothing is returned. Left alone is what no rule of a kata can say anything about: the main guard, annotations,
whether a thread is a daemon, and numbers beyond two that stand in no rule: limits, sizes and costs of the author's own.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from runner.errors import MachineError, PackError

_COMPARISONS: Final = (
    "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt",
)  # fmt: skip
_ARITHMETIC: Final = (
    "Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul", "Mod_Mul",
    "BitAnd_BitOr", "BitOr_BitAnd", "BitXor_BitAnd", "LShift_RShift", "RShift_LShift",
)  # fmt: skip
OPERATORS: Final = (
    *(f"core/ReplaceComparisonOperator_{name}" for name in _COMPARISONS),
    *(f"core/ReplaceBinaryOperator_{name}" for name in _ARITHMETIC),
    "core/AddNot", "core/ReplaceUnaryOperator_Delete_Not", "core/ReplaceUnaryOperator_Delete_USub",
    "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue",
    "core/NumberReplacer", "core/RemoveDecorator", "core/ExceptionReplacer", "core/ZeroIterationForLoop",
    "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak",
)  # fmt: skip

# Numbers that are more often a place or a step than a choice.
_STRUCTURE: Final = frozenset({"0", "1", "2"})
_BORDERS: Final = frozenset({"Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt"})
_AROUND: Final = 2
NOTHING: Final = "(nothing)"  # what a line that is gone is called

_PAIRS: Final = ((ast.Eq, ast.NotEq), (ast.Lt, ast.GtE), (ast.Gt, ast.LtE), (ast.In, ast.NotIn), (ast.Is, ast.IsNot))
_OPPOSITES: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    **dict(_PAIRS),
    **{other: one for one, other in _PAIRS},
}


# Where something begins and ends, as `ast` counts: lines from 1, bytes from 0.
Extent = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed solution: the line, as it was and as it is now, and the whole text."""

    line: int
    was: str
    now: str
    text: str

    def diff(self, original: str, name: str) -> str:
        """Return the change as a unified diff."""
        lines = difflib.unified_diff(
            original.splitlines(), self.text.splitlines(), f"a/{name}", f"b/{name}", n=_AROUND, lineterm=""
        )
        return "\n".join(lines)


def mutants_of(source: str, rules: str = "") -> tuple[Mutant, ...]:
    """Return the mutants of a program, each different from it and from the others, by line."""
    original = ast.parse(source)
    free = _free_numbers(original, rules)
    left_alone = tuple(_left_alone(original, free))
    borders = tuple(_free_borders(original, free))
    seen = {_meaning(source)}
    found: list[Mutant] = []
    for name, text in (*_changed(source), *_dropped(source, original)):
        meaning = _meaning(text)
        if meaning in seen or not meaning:
            continue
        seen.add(meaning)
        at = _first_difference(source, text)
        kept = left_alone + (borders if name.rpartition("Operator_")[2] in _BORDERS else ())
        if not any(start <= at < end for start, end in kept):
            found.append(_mutant(source, text, at[0]))
    return tuple(sorted(found, key=lambda mutant: mutant.line))


def _dropped(source: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the program without one of its statements, and with one `return` that returns nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.AugAssign | ast.Delete) and not _is_docstring(node):
            yield "drop", _replaced(source, node, "pass")
        if isinstance(node, ast.Return) and node.value is not None and not _is_empty(node.value):
            yield "return", _replaced(source, node, "return None")


def _is_empty(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _replaced(source: str, node: ast.stmt, by: str) -> str:
    lines = source.encode().splitlines(keepends=True)
    (line, column), (end_line, end_column) = _extent(node)
    head, tail = lines[line - 1][:column], lines[end_line - 1][end_column:]
    return b"".join([*lines[: line - 1], head + by.encode() + tail, *lines[end_line:]]).decode()


def _changed(source: str) -> Iterator[tuple[str, str]]:
    try:
        from cosmic_ray.mutating import mutate_code  # type: ignore[import-untyped]
        from cosmic_ray.plugins import get_operator  # type: ignore[import-untyped]
    except ImportError as error:
        what = "cosmic-ray is not installed, and it makes the mutants"
        raise MachineError(what, fix='pip install "backend-kata[dev]"') from error
    for name in OPERATORS:
        operator = get_operator(name)()
        occurrence = 0
        while (text := mutate_code(source, operator, occurrence)) is not None:
            yield name, str(text)
            occurrence += 1


def _meaning(text: str) -> str:
    try:
        return ast.dump(_Plainer().visit(ast.parse(text)))
    except (SyntaxError, ValueError):
        return ""  # no program at all, so nothing to notice


class _Plainer(ast.NodeTransformer):
    """Writes `not a == b` as `a != b`, and so on, so that two spellings of one change are known as one."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """Take a `not` into what it stands before."""
        self.generic_visit(node)
        inner = node.operand
        if not isinstance(node.op, ast.Not):
            return node
        if isinstance(inner, ast.Constant):
            return ast.Constant(not inner.value)
        if isinstance(inner, ast.Compare) and len(inner.ops) == 1:
            return ast.Compare(inner.left, [_OPPOSITES[type(inner.ops[0])]()], inner.comparators)
        return node


def _mutant(source: str, text: str, line: int) -> Mutant:
    matcher = difflib.SequenceMatcher(None, source.splitlines(), text.splitlines(), autojunk=False)
    _, before, before_end, after, after_end = next(op for op in matcher.get_opcodes() if op[0] != "equal")
    was, now = source.splitlines()[before:before_end], text.splitlines()[after:after_end]
    return Mutant(line, _one_line(was), _one_line(now), text)


def _one_line(lines: Sequence[str]) -> str:
    return " ".join(part.strip() for part in lines).strip() or NOTHING


def _first_difference(source: str, text: str) -> tuple[int, int]:
    """Return line (from 1) and column (in bytes, from 0, as `ast` counts) where two texts part."""
    both = zip(source.splitlines(), text.splitlines(), strict=False)
    for line, (one, other) in enumerate(both, 1):
        if one != other:
            shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
            return line, len(one[: min(len(one), len(other)) if shared is None else shared].encode())
    return min(len(source.splitlines()), len(text.splitlines())) + 1, 0


def _free_numbers(tree: ast.Module, rules: str) -> tuple[ast.expr, ...]:
    """Return the numbers, and what is calculated of numbers alone, that no rule states: their author chose them."""
    # Any status "from 400 to 499" leaves the number to the author.
    exact = re.sub(r"\b\d00 to \d99\b", "", re.sub(r"(?<=\d)[_, \u202f](?=\d{3})", "", rules))
    stated = {*re.findall(r"\d+", exact), *_STRUCTURE}
    inside: set[ast.AST] = set()
    free: list[ast.expr] = []
    for node in ast.walk(tree):  # outer ones come first
        if isinstance(node, ast.expr) and node not in inside and _is_calculated(node):
            parts = list(ast.walk(node))
            inside.update(parts)
            numbers = {str(part.value) for part in parts if isinstance(part, ast.Constant)}
            if not numbers <= stated:
                free.append(node)
    return tuple(free)


def _is_calculated(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.BinOp):
        return _is_calculated(node.left) and _is_calculated(node.right)
    return isinstance(node, ast.UnaryOp) and _is_calculated(node.operand)


def _free_borders(tree: ast.Module, free: Sequence[ast.expr]) -> Iterator[Extent]:
    """Yield every comparison with a number that was chosen freely: on which side its border lies is free too."""
    named = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and node.value in free
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        parts = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
        if any(part in free or (isinstance(part, ast.Name) and part.id in named) for part in parts):
            yield _extent(cast("ast.Compare", node))


def _left_alone(tree: ast.Module, free: Sequence[ast.expr]) -> Iterator[Extent]:
    yield from map(_extent, free)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "daemon":
            yield _extent(node.value)
        if isinstance(node, ast.If) and "__name__" in ast.dump(node.test):
            yield _extent(node)
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield _extent(node.annotation)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield _extent(node.returns)


def _extent(node: ast.stmt | ast.expr) -> Extent:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def parsable(source: bytes, place: str) -> str:
    """Return a program's text; PackError when it is no Python."""
    try:
        text = source.decode("utf-8")
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        what = f"this is no Python that could be mutated: {error}"
        raise PackError(what, where=place) from error
    return text
