"""Follow a check's steps and see that every `${name}` was captured or set before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from runner.errors import Mistake
from runner.exchanges.language_references import RANDOM_KINDS, SERVER_FACTS, Reference, references
from runner.marked_yaml import Document, Spot
from runner.strict_models import did_you_mean

Path = tuple[str | int, ...]


@dataclass(slots=True)
class _Scope:
    """The names known at one point of a check; rounds and clients add theirs for a while."""

    document: Document
    names: set[str] = field(default_factory=set)
    servers: set[str] = field(default_factory=set)
    local: frozenset[str] = frozenset()

    def inside(self, *local: str) -> _Scope:
        """Return the same scope with names of its own; what is captured in it is known outside."""
        return _Scope(self.document, self.names, self.servers, self.local | set(local))

    def knows(self, reference: Reference) -> bool:
        """Tell whether a reference has a value at this point."""
        return reference.is_given or reference.name in self.names or reference.name in self.local


def mistakes_of_scope(document: Document, check: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """Yield a mistake for every `${...}` of a check that is misspelt or has no value yet."""
    scope = _Scope(document)
    yield from _texts(check.get("env"), (*path, "env"), scope)
    yield from _steps(check.get("steps"), (*path, "steps"), scope)


def _steps(steps: Any, path: Path, scope: _Scope) -> Iterator[Mistake]:
    if isinstance(steps, list):
        for at, step in enumerate(steps):
            if isinstance(step, dict):
                yield from _step(step, (*path, at), scope)


def _step(step: Mapping[str, Any], path: Path, scope: _Scope) -> Iterator[Mistake]:
    for key, value in step.items():
        inner = (*path, key)
        if key == "set" and isinstance(value, dict):
            yield from _given(value, inner, scope)
        elif key in {"repeat", "wait_until"} and isinstance(value, dict):
            yield from _around(value, inner, scope)
        elif key == "together":
            yield from _sent(value, inner, scope.inside("i"))
        elif key in {"sql", "open_files"} and isinstance(value, dict):
            yield from _texts({name: part for name, part in value.items() if name != "capture"}, inner, scope)
            yield from _captured(value.get("capture"), (*inner, "capture"), scope)
        elif key != "capture":
            yield from _texts(value, inner, scope)
    yield from _servers(step, path, scope)
    yield from _captured(step.get("capture"), (*path, "capture"), scope)


def _sent(value: Any, path: Path, scope: _Scope) -> Iterator[Mistake]:
    yield from _texts(value, path, scope)
    if isinstance(value, dict):
        requests = value.get("requests")
        listed = enumerate(requests) if isinstance(requests, list) else ()
        yield from _servers(value, path, scope)
        for at, request in listed:
            if isinstance(request, dict):
                yield from _servers(request, (*path, "requests", at), scope)


def _around(value: Mapping[str, Any], path: Path, scope: _Scope) -> Iterator[Mistake]:
    yield from _texts({name: part for name, part in value.items() if name != "steps"}, path, scope)
    inner = scope
    if path[-1] == "repeat":
        name = value.get("as", "item")
        inner = scope.inside("i", str(name))
    yield from _steps(value.get("steps"), (*path, "steps"), inner)


def _given(values: Mapping[str, Any], path: Path, scope: _Scope) -> Iterator[Mistake]:
    for name, value in values.items():
        yield from _texts(value, (*path, name), scope)
        scope.names.add(name.partition(":")[0])


def _captured(capture: Any, path: Path, scope: _Scope) -> Iterator[Mistake]:
    if isinstance(capture, dict):
        yield from _texts(capture, path, scope)
        scope.names.update(name.partition(":")[0] for name in capture)


def _servers(step: Mapping[str, Any], path: Path, scope: _Scope) -> Iterator[Mistake]:
    """Follow which second servers run, and refuse a name that none has."""
    second = step.get("second")
    name = second.get("name") if isinstance(second, dict) else second
    if isinstance(name, str):
        scope.servers.add(name)
    for key in ("to", "stop"):
        wanted = step.get(key)
        if isinstance(wanted, str) and "${" not in wanted and wanted not in scope.servers and wanted != "main":
            fix = did_you_mean(wanted, scope.servers) or f"Start it before: `- second: {wanted}`."
            yield scope.document.mistake((*path, key), f"no second server is called '{wanted}' here", fix)


def _texts(value: Any, path: Path, scope: _Scope) -> Iterator[Mistake]:
    """Yield what is wrong with the references in a value, keys and all."""
    if isinstance(value, str):
        if "${" in value:
            yield from _references(value, path, scope, Spot.VALUE)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if "${" in key:
                yield from _references(key, (*path, key), scope, Spot.KEY)
            yield from _texts(inner, (*path, key), scope)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at), scope)


def _references(text: str, path: Path, scope: _Scope, spot: Spot) -> Iterator[Mistake]:
    for reference in references(text):
        if reference.problem:
            message, fix = (
                reference.problem,
                "Write ${name}, ${name.field}, ${name + 1} or ${word:label}; $${ is a literal ${.",
            )
        elif not scope.knows(reference):
            message = f"`${{{reference.name}}}` has no value here: nothing before this captures or sets it"
            known = scope.names | scope.local | RANDOM_KINDS | SERVER_FACTS
            fix = did_you_mean(reference.name, known) or f"Add `capture: {{{reference.name}: ...}}` to an earlier step."
        else:
            continue
        yield _at_reference(scope.document.mistake(path, message, fix, spot), reference)


def _at_reference(mistake: Mistake, reference: Reference) -> Mistake:
    """Move the column to the reference itself where it stands on the same line."""
    column = mistake.source.find(reference.written, mistake.column - 1)
    return mistake._replace(column=column + 1) if column >= 0 else mistake
