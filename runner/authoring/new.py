"""Plan a new kata and write it: all of it or nothing, and never over what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.authoring.schemas import schema_text, schemas
from runner.authoring.syllabus_line import with_kata
from runner.authoring.template import Names, Template, filled
from runner.catalog_files import KatasFile, is_slug, shape_mistakes, slug_problem
from runner.errors import MachineError, PackError, UsageError
from runner.marked_yaml import Document, read_source, read_yaml
from runner.model import Track
from runner.sources.finding import PACK_FILE, is_pack
from runner.sources.folders import entries_of, lies_within
from runner.strict_models import FORMAT, did_you_mean

FIRST_STAGE: Final = "first"
EDITOR_SETTINGS: Final = ".vscode/settings.json"
_SYLLABUS: Final = """\
# yaml-language-server: $schema=schema/katas.schema.json
format: {format}
stages:
  - id: {stage}
    title: {title}
    katas: [{slug}]
"""
_SETTINGS: Final = """\
{
  "yaml.schemas": {
    "./schema/katas.schema.json": "/katas.yaml",
    "./schema/kata.schema.json": "/katas/*/kata.yaml",
    "./schema/checks.schema.json": "/katas/*/suite/checks.yaml",
    "./schema/wrong.schema.json": "/katas/*/wrong/*/wrong.yaml",
    "./schema/sample.schema.json": "/katas/*/samples/*/sample.yaml"
  }
}
"""
# Windows takes these for devices, whatever stands behind them.
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})


@dataclass(frozen=True, slots=True)
class Order:
    """What an author asks for."""

    slug: str
    template: Template
    tracks: tuple[Track, ...]
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that would be written, by its path in the pack; `syllabus` is the new text of katas.yaml."""

    pack: Path
    slug: str
    stage: str
    files: Mapping[str, str]
    syllabus: str
    is_listed: bool  # katas.yaml names the kata already
    makes_pack: bool


def plan_kata(pack: Path, order: Order) -> Plan:
    """Return what `kata new` writes; raise UsageError or PackError when it cannot be done."""
    _refuse_bad_slug(order.slug)
    makes_pack = not is_pack(pack)
    names = Names(order.slug, order.slug.replace("-", " ").capitalize())
    files = filled(order.template, names, order.tracks)
    files |= _missing_schemas(pack)
    if makes_pack:
        _refuse_taken(pack, (PACK_FILE, "katas", "solutions"))
        stage = order.stage or FIRST_STAGE
        if not is_slug(stage):
            raise UsageError(f"'{stage[:60]}' is no name for a stage", fix=slug_problem(stage)[1])
        title = "First steps" if stage == FIRST_STAGE else stage.replace("-", " ").capitalize()
        syllabus = _SYLLABUS.format(format=FORMAT, stage=stage, title=title, slug=_written(order.slug))
        if not (pack / EDITOR_SETTINGS).exists():
            files[EDITOR_SETTINGS] = _SETTINGS
        return Plan(pack, order.slug, stage, files, syllabus, is_listed=False, makes_pack=True)
    _refuse_taken(pack, (f"katas/{order.slug}", f"solutions/{order.slug}"))
    return _in_pack(pack, order, files)


def write_plan(plan: Plan) -> None:
    """Write a planned kata; when anything fails, what was written is taken away again."""
    try:
        plan.pack.mkdir(parents=True, exist_ok=True)
        # In the pack, so that moving into place is one step and never a copy to another disk.
        with _scratch(plan.pack) as name, ExitStack() as undo:
            _lay_out(plan, Path(name))
            for part in _parts(plan):
                _move(Path(name, part), plan.pack / part, undo)
            if not plan.is_listed:
                _replace_text(plan.pack / PACK_FILE, plan.syllabus)
            undo.pop_all()
    except OSError as error:
        where = str(error.filename or plan.pack)
        what = f"the kata could not be written: {error.strerror or error}"
        raise MachineError(what, where=where, fix="make room or mend the rights there, then run it again") from None


def _refuse_bad_slug(slug: str) -> None:
    if not is_slug(slug):
        what, fix = slug_problem(slug)
        raise UsageError(f"{what} for a kata", fix=fix)
    if slug in _DEVICES:
        raise UsageError(f"'{slug}' cannot be the name of a folder on Windows", fix=f"call it {slug}-kata")


def _refuse_taken(pack: Path, parts: tuple[str, ...]) -> None:
    for part in parts:
        # lexists: a link that leads nowhere is in the way too.
        if os.path.lexists(pack / part):
            fix = "choose another name, or move it away first: nothing is ever written over"
            raise UsageError(f"{part} is there already", where=str(pack / part), fix=fix)


def _in_pack(pack: Path, order: Order, files: dict[str, str]) -> Plan:
    for part in (PACK_FILE, "katas", "solutions", "schema"):
        if not lies_within(pack / part, pack):
            what = f"{part} leads outside of the pack"
            raise UsageError(what, where=str(pack / part), fix="replace the link by real files")
    document = read_yaml(pack / PACK_FILE)
    mistakes = shape_mistakes(document, KatasFile)
    if mistakes:
        raise PackError("katas.yaml must be mended before a kata can be added", mistakes=mistakes)
    listed = next((stage["id"] for stage in document.value["stages"] if order.slug in stage["katas"]), "")
    if listed:
        return Plan(pack, order.slug, listed, files, "", is_listed=True, makes_pack=False)
    stage = _stage(document, order)
    text = read_source(pack / PACK_FILE).decode("utf-8")
    syllabus = with_kata(text, stage, order.slug, document.file)
    return Plan(pack, order.slug, stage, files, syllabus, is_listed=False, makes_pack=False)


def _stage(document: Document, order: Order) -> str:
    """Return the stage asked for, or the template's own, or the last one."""
    known = [str(stage["id"]) for stage in document.value["stages"]]
    if order.stage and order.stage not in known:
        fix = did_you_mean(order.stage, known) or f"choose one of: {', '.join(known)}"
        raise UsageError(f"katas.yaml has no stage '{order.stage[:60]}'", where=document.file, fix=fix)
    return order.stage or (order.template.stage if order.template.stage in known else known[-1])


def _missing_schemas(pack: Path) -> dict[str, str]:
    """Return the schemas that the editor looks for and that the pack does not hold yet."""
    wanted = {f"schema/{name}.schema.json": schema for name, schema in schemas().items()}
    return {path: schema_text(schema) for path, schema in wanted.items() if not (pack / path).exists()}


def _written(slug: str) -> str:
    return f'"{slug}"' if slug.replace("e", "").isdecimal() or slug in {"null", "true", "false"} else slug


def _scratch(pack: Path) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=".kata-new-", dir=pack, ignore_cleanup_errors=True)


def _lay_out(plan: Plan, scratch: Path) -> None:
    for path, text in plan.files.items():
        file = scratch / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _parts(plan: Plan) -> tuple[str, ...]:
    """Return what is moved into place as a whole: the two folders of the kata, and single files beside them."""
    own = (f"katas/{plan.slug}", f"solutions/{plan.slug}")
    beside = [path for path in plan.files if not path.startswith(tuple(f"{part}/" for part in own))]
    return (*own, *beside)


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    made = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in reversed(made):
        undo.callback(_remove_empty, folder)
    if os.path.lexists(target):
        raise FileExistsError(17, "it has just been made by somebody else", str(target))
    source.rename(target)
    undo.callback(shutil.rmtree if target.is_dir() else Path.unlink, target)


def _remove_empty(folder: Path) -> None:
    if not entries_of(folder):
        folder.rmdir()


def _replace_text(file: Path, text: str) -> None:
    """Write a file in one step: a reader sees the old text or the new one."""
    part = file.with_name(f".{file.name}.new")
    part.write_text(text, encoding="utf-8", newline="")
    if file.exists():
        shutil.copymode(file, part)
    part.replace(os.path.realpath(file))
