"""The JSON Schemas of the authors' files, for completion and error marks in editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from runner.authoring.schema_examples import examples_of
from runner.catalog_files import KataFile, KatasFile, SampleFile, WrongFile
from runner.exchanges.language import ChecksFile
from runner.strict_models import REFUSED

_FILES: Final[Mapping[str, tuple[type[BaseModel], str]]] = {
    "katas": (KatasFile, "katas.yaml: the ordered syllabus of a pack"),
    "kata": (KataFile, "kata.yaml: what a kata is"),
    "checks": (ChecksFile, "checks.yaml: the hidden suite of a kata"),
    "wrong": (WrongFile, "wrong.yaml: a planted wrong solution"),
    "sample": (SampleFile, "sample.yaml: a submission with an expected score"),
}


def schemas() -> Mapping[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file, by the name that `schema/NAME.schema.json` bears."""
    return {name: _schema(name, model, title) for name, (model, title) in _FILES.items()}


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(name: str, model: type[BaseModel], title: str) -> dict[str, Any]:
    generated = _with_examples(_tidy(model.model_json_schema(by_alias=True)), model.__name__)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"{name}.schema.json",
        **generated,
        "title": title,
    }


def _with_examples(generated: dict[str, Any], name: str) -> dict[str, Any]:
    models = {name: generated, **generated.get("$defs", {})}
    for model, described in models.items():
        examples = examples_of(model)
        for key, field in described.get("properties", {}).items():
            if key in examples:
                field["examples"] = list(examples[key])
    return generated


def _tidy(part: Any) -> Any:
    """Drop what pydantic adds and no author needs: titles made of names, defaults that only mean "left out"."""
    if isinstance(part, list):
        return [_tidy(inner) for inner in part if inner != REFUSED.json_schema]
    if not isinstance(part, dict):
        return part
    kept = {key: inner for key, inner in part.items() if not _is_noise(key, inner)}
    return {key: _tidy_named(inner) if key in {"properties", "$defs"} else _tidy(inner) for key, inner in kept.items()}


def _tidy_named(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tidy(part) for name, part in parts.items()}


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
