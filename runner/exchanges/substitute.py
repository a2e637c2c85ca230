"""`${...}` in the data of a check: random data, captures and facts about the server, with their types kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from runner.errors import SuiteError
from runner.exchanges.differences import named
from runner.exchanges.fake import KINDS, Fake
from runner.exchanges.faults import mismatch
from runner.exchanges.json_path import PathMissing, find_parts, parse_parts
from runner.exchanges.json_text import Literal, as_text
from runner.exchanges.language_references import EXPRESSION
from runner.words import say

# What may stand in a request target; anything else that comes out of `${...}` is percent-encoded there.
TARGET_SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"
PATTERNS: Final = ("matches", "regex")
TRIES_FOR_ANOTHER: Final = 100

Facts = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Expression:
    source: str


class Values:
    """All that `${...}` can name in one check: names given by steps, random data, `env:` and the server's facts."""

    def __init__(self, seed: int, check: str, env: Mapping[str, str], facts: Facts) -> None:
        self._seed = seed
        self._check = check
        self._env = env
        self._facts = facts
        self._names: dict[str, Any] = {}
        self._drawn: dict[str, Any] = {}
        self._local: Mapping[str, Any] = {}

    def child(self, local: Mapping[str, Any]) -> Values:
        """Return the same values with a few names of their own; what is set in it is seen outside."""
        inner = Values(self._seed, self._check, self._env, self._facts)
        inner._names, inner._drawn = self._names, self._drawn
        inner._local = {**self._local, **local}
        return inner

    def give(self, name: str, value: Any) -> None:
        """Give a value a name."""
        self._names[name] = value

    def get(self, name: str) -> Any:
        """Return a captured or given value; SuiteError where there is none of that name."""
        for names in (self._local, self._names):
            if name in names:
                return names[name]
        raise SuiteError(
            f"the check `{self._check}` uses ${{{name}}}, which nothing has given a value",
            fix="capture or set it in an earlier step, or correct the name",
        )

    def fill(self, value: Any) -> Any:
        """Return the value with every `${...}` in it replaced; one that is nothing else keeps its type."""
        return self._fill(value, lambda found: found)

    def fill_expectation(self, value: Any) -> Any:
        """Return an expectation filled in; objects that were captured are compared as they are."""
        return self._fill(value, _literal)

    def fill_target(self, text: str) -> str:
        """Return a request target: what was written as it is, what is filled in percent-encoded where it must be."""
        return "".join(self._piece(piece, _encoded) for piece in self._pieces(text))

    def _fill(self, value: Any, keep: Callable[[Any], Any]) -> Any:
        if isinstance(value, str):
            return self._fill_text(value, keep) if "${" in value else value
        if isinstance(value, Mapping):
            return {self._fill_name(name): self._fill_under(name, inner, keep) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._fill(inner, keep) for inner in value]
        return value

    def _fill_under(self, name: Any, value: Any, keep: Callable[[Any], Any]) -> Any:
        """Fill the value of a name; inside a regular expression, what is filled in stands for itself."""
        if name in PATTERNS and isinstance(value, str):
            return "".join(self._piece(piece, re.escape) for piece in self._pieces(value))
        return self._fill(value, keep)

    def _fill_name(self, name: Any) -> Any:
        return as_text(self.fill(name)) if isinstance(name, str) and "${" in name else name

    def _fill_text(self, text: str, keep: Callable[[Any], Any]) -> Any:
        pieces = list(self._pieces(text))
        if len(pieces) == 1 and isinstance(pieces[0], _Expression):
            return keep(self._value(pieces[0].source))
        return "".join(self._piece(piece, str) for piece in pieces)

    def _piece(self, piece: str | _Expression, convert: Callable[[str], str]) -> str:
        return piece if isinstance(piece, str) else convert(as_text(self._value(piece.source)))

    def _pieces(self, text: str) -> Iterator[str | _Expression]:
        start = 0
        while (found := text.find("${", start)) >= 0:
            if found > start and text[found - 1] == "$":  # `$${` is a written `${`
                yield text[start : found - 1] + "${"
                start = found + 2
                continue
            if found > start:
                yield text[start:found]
            start = self._closing(text, found)
            yield _Expression(text[found + 2 : start - 1])
        if start < len(text):
            yield text[start:]

    def _closing(self, text: str, opening: int) -> int:
        """Return the index after the brace that closes this `${`; inner ones are skipped."""
        depth, index = 0, opening
        while index < len(text):
            if text.startswith("${", index):
                depth += 1
                index += 1
            elif text[index] == "}":
                depth -= 1
                if not depth:
                    return index + 1
            index += 1
        raise SuiteError(f"the check `{self._check}` has a `${{` without a closing brace: {text[opening:][:60]}")

    def _value(self, source: str) -> Any:
        if "${" in source:
            source = as_text(self.fill(source))
        found = EXPRESSION.fullmatch(source.strip())
        if found is None:
            raise SuiteError(f"the check `{self._check}` cannot read ${{{source}}}")
        value = self._part(self._named(found["name"], found["label"]), found["name"], found["path"])
        if found["sign"]:
            return self._sum(value, source, int(found["sign"] + found["amount"]))
        return value

    def _named(self, name: str, label: str | None) -> Any:
        if name == "env" and label is not None:
            return self._variable(label)
        if name in KINDS:
            return self._draw(name, label or "")
        if name in ("port", "base_url", "data") and label is None:
            return self._facts(name)
        return self.get(name if label is None else f"{name}:{label}")

    def _variable(self, name: str) -> str:
        if name in self._env:
            return self._env[name]
        raise SuiteError(f"the check `{self._check}` uses ${{env:{name}}}; the `env` of kata.yaml has no {name}")

    def _draw(self, kind: str, label: str) -> Any:
        """Return the value of one name, the same for the whole check and unlike those drawn before it."""
        key = f"{kind}:{label}"
        if key not in self._drawn:
            # Each name has a source of its own, so that a value does not hang on which steps ran before.
            source = Fake(self._seed, self._check, key)
            drawn = KINDS[kind](source)
            # `${int:a}` and `${int:b}` are meant to be two things: a check of a mix-up needs them to differ.
            for _ in range(TRIES_FOR_ANOTHER):
                if drawn not in self._drawn.values():
                    break
                drawn = KINDS[kind](source)
            self._drawn[key] = drawn
        return self._drawn[key]

    def _part(self, value: Any, name: str, path: str) -> Any:
        if not path:
            return value
        try:
            return find_parts(parse_parts(path), value, name)
        except PathMissing as error:
            raise mismatch(say("steps.missing-from", place=error.place, name=name), where=error.place) from None
        except ValueError as error:
            raise SuiteError(f"the check `{self._check}`: {error}") from None

    def _sum(self, value: Any, source: str, amount: int) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            name = source.rstrip("0123456789 ").rstrip("+-").strip()
            summary = say("steps.no-number", key=name, value=named(value))
            raise mismatch(summary, where=name, expected=say("expecting.type.number"), actual=named(value))
        return value + amount


def _encoded(part: str) -> str:
    return quote(part, TARGET_SAFE, errors="surrogatepass")


def _literal(value: Any) -> Any:
    if isinstance(value, dict):
        return Literal(value)
    if isinstance(value, list):
        return [_literal(element) for element in value]
    return value
