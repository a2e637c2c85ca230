"""The templates of `kata new`: small katas that hold, to be changed into one's own.

A template is a folder: its texts, a solution for each track, and `template.yaml`, which says how each mistake is
planted in each of the solutions. So a kata has its wrong solutions in whatever languages are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from runner.errors import UsageError
from runner.marked_yaml import read_yaml
from runner.model import Track
from runner.strict_models import FORMAT, did_you_mean

TEMPLATES: Final = ("endpoint", "crud", "auth", "database", "raw-socket")
PROGRAM_SUFFIX: Final = ".template"  # keeps unfinished programs out of what tools take for our own code
_FOLDER: Final = Path(__file__).parent / "templates"
_BLOCK: Final = " " * 6  # under `from:` and `to:` of a list in a mapping
_PLAIN: Final = re.compile(r"[A-Za-z](.*[^\s:])?")
_NOT_PLAIN: Final = re.compile(r": | #|^(true|false|null|yes|no|on|off)$", re.IGNORECASE)
_SCHEMAS: Final = {
    "kata.yaml": "../../schema/kata.schema.json",
    "suite/checks.yaml": "../../../schema/checks.schema.json",
    "wrong.yaml": "../../../../schema/wrong.schema.json",
}


@dataclass(frozen=True, slots=True)
class Template:
    """A kata to begin from."""

    name: str
    about: str
    stage: str  # where it belongs, if the pack has a stage of that name
    tracks: tuple[str, ...]
    wrong: Mapping[str, Mapping[str, Any]]

    @property
    def folder(self) -> Path:
        """Return where its files are."""
        return _FOLDER / self.name


@dataclass(frozen=True, slots=True)
class Names:
    """What a template's texts are filled in with."""

    slug: str
    title: str

    def fill(self, text: str) -> str:
        """Return a text of a template with the names of the new kata."""
        return text.replace("{{title}}", self.title).replace("{{slug}}", self.slug)


def find_template(name: str) -> Template:
    """Return the template of that name; else say which there are."""
    if name not in TEMPLATES:
        fix = did_you_mean(name, TEMPLATES) or f"choose one of: {', '.join(TEMPLATES)}"
        raise UsageError(f"there is no template '{name[:60]}'", fix=fix)
    value = read_yaml(_FOLDER / name / "template.yaml").value
    return Template(name, value["about"], value["stage"], tuple(value["tracks"]), value["wrong"])


def filled(template: Template, names: Names, tracks: tuple[Track, ...]) -> dict[str, str]:
    """Return the files of the new kata, by their paths in the pack, in the order in which an author reads them."""
    kata, solutions = f"katas/{names.slug}", f"solutions/{names.slug}"
    texts = {path: names.fill(_text(template, path)) for path in ("kata.yaml", "README.md", "suite/checks.yaml")}
    files = {f"{kata}/{path}": _with_schema(path, text) for path, text in texts.items()}
    notes = names.fill(_text(template, "NOTES.md"))
    programs = {track.slug: names.fill(_program(template, "solutions", track)) for track in tracks}
    for track in tracks:
        files[f"{solutions}/{track.slug}/{track.entry}"] = programs[track.slug]
        files[f"{solutions}/{track.slug}/NOTES.md"] = notes
        files[f"{kata}/stub/{track.slug}/{track.entry}"] = names.fill(_stub(template, track))
    # Each is laid over another solution than the one before, so that the suite meets mistakes in every language.
    for at, (name, wrong) in enumerate(template.wrong.items()):
        base = tracks[at % len(tracks)]
        files[f"{kata}/wrong/{name}/wrong.yaml"] = _with_schema("wrong.yaml", _wrong_text(base, wrong))
    return files


def _with_schema(path: str, text: str) -> str:
    return f"# yaml-language-server: $schema={_SCHEMAS[path]}\n{text}" if path in _SCHEMAS else text


def _wrong_text(base: Track, wrong: Mapping[str, Any]) -> str:
    changes = "".join(
        f"  - file: {base.entry}\n    from: {_scalar(old)}\n    to: {_scalar(new)}\n"
        for old, new in wrong["change"][base.slug]
    )
    return (
        f"format: {FORMAT}\nbase: {base.slug}\ncaught_by: [{', '.join(wrong['caught_by'])}]\n"
        f"misconception: {_scalar(wrong['misconception'])}\nhint: {_scalar(wrong['hint'])}\nchange:\n{changes}"
    )


def _scalar(text: str) -> str:
    """Return a text as YAML that a person can read: plain where it may be, a block where it has lines."""
    if "\n" in text:
        # Without the number, a first line that begins with a space would be taken for the indentation of all.
        mark = ("2" if text[:1].isspace() else "") + ("" if text.endswith("\n") else "-")
        lines = (f"{_BLOCK}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
        return "\n".join([f"|{mark}", *lines])
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text):
        return text
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def _text(template: Template, path: str) -> str:
    return (template.folder / path).read_text(encoding="utf-8")


def _program(template: Template, kind: str, track: Track) -> str:
    return _text(template, f"{kind}/{track.slug}/{track.entry}{PROGRAM_SUFFIX}")


def _stub(template: Template, track: Track) -> str:
    if (template.folder / "stub").is_dir():
        return _program(template, "stub", track)
    # The track's own stub answers 501 to everything, which no template's checks take for an answer.
    from runner.tracks.registry import stub_folder

    return (stub_folder(track.slug) / track.entry).read_text(encoding="utf-8")
