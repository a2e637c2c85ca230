"""The files that describe a pack (`katas.yaml`, `kata.yaml`, `wrong.yaml`): their models, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, Field

from runner.catalog_borrowing import borrowing_mistakes, borrowing_of
from runner.catalog_merging import BUNDLED
from runner.errors import Mistake, PackError
from runner.marked_yaml import Document, read_yaml
from runner.model import Kata, Limits, Rule, Stage, Syllabus
from runner.planted import Change, Equivalent, Sample, WrongSolution
from runner.sources.folders import folder_names, lies_within
from runner.strict_models import (
    FormatNumber,
    Strict,
    checked,
    did_you_mean,
    format_mistake,
    in_order,
    optional,
    refusal,
    required,
    validate,
)

FEWEST_HINTS: Final = 3
LONGEST_SLUG: Final = 60
GIVEN_VARIABLES: Final = frozenset({"PORT", "KATA_DATA", "PATH", "HOME"})
BUILT_IN_CHECK: Final = "starts"


Read = TypeVar("Read")


def is_slug(text: str) -> bool:
    """Tell whether a text can be the name of a kata and of its folder."""
    return len(text) <= LONGEST_SLUG and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def slug_problem(text: str) -> tuple[str, str]:
    """Say why a text cannot be the name of a kata, and which one could; two empty texts when it can."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_SLUG]
    return (
        ("", "") if is_slug(text) else (f"'{text[:60]}' is no name", f"Use a-z, 0-9 and dashes: {plain or 'my-kata'}.")
    )


def _listed_problem(text: str) -> tuple[str, str]:
    return slug_problem(text.removeprefix(BUNDLED))


def _said_problem(text: str) -> tuple[str, str]:
    return ("", "") if text.strip() else ("this is empty", "Write a sentence.")


def _variable_problem(text: str) -> tuple[str, str]:
    if text in GIVEN_VARIABLES:
        return f"{text} is given by kata itself", "Remove it."
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        return "", ""
    return f"'{text[:40]}' cannot be the name of a variable", "Use letters, digits and _."


def _rules_in_order(rules: Mapping[str, str]) -> Mapping[str, str]:
    expected = [f"R{number}" for number in range(1, len(rules) + 1)]
    if list(rules) != expected:
        shown = f"R1 to {expected[-1]}" if len(expected) > 1 else "R1"
        raise refusal(
            f"the rules are {', '.join(rules)[:80]}, and must be {shown} in order", "Number them without gaps."
        )
    return rules


def _no_services(services: list[str]) -> list[str]:
    if services:
        raise refusal("there are no services yet", "Write services: [], or leave the key out.")
    return services


def _enough_hints(hints: list[str]) -> list[str]:
    if len(hints) < FEWEST_HINTS:
        raise refusal(
            f"a kata has at least {FEWEST_HINTS} hints, and here are {len(hints)}", "Add hints, gentle first."
        )
    return hints


Slug = Annotated[str, checked(slug_problem)]
Listed = Annotated[str, checked(_listed_problem)]
Said = Annotated[str, checked(_said_problem)]


class StageModel(Strict):
    """A named group of katas."""

    id: Slug = required("Permanent name, lower-case-with-dashes.")
    title: Said = required("What the learner reads.")
    katas: Annotated[list[Listed], Field(min_length=1)] = required(
        "The katas' names, in order; `bundled/NAME` is one that came with kata."
    )
    words: list[Said] = optional("Words that katas may use from this stage on, and not before; plurals too.")


class KatasFile(Strict):
    """The ordered syllabus of a pack."""

    format: FormatNumber = required("The version of this file's shape.")
    stages: Annotated[list[StageModel], Field(min_length=1)] = required("The stages, in order.")
    uses: Literal["bundled", "listed"] = optional(
        "`bundled`: all katas that came with kata are part of this pack, those that no stage lists after its own. "
        "`listed`: only those that a stage lists."
    )
    hide: list[Slug] = optional("Bundled katas that this pack leaves out.")
    points: dict[Slug, dict[str, Annotated[int, Field(ge=0, le=100)]]] = optional(
        "Other points for checks of bundled katas."
    )


class LimitsModel(Strict):
    """Deadlines, in seconds."""

    start: Annotated[float, Field(gt=0, le=60)] = optional("Until the program is ready; default 10, at most 60.")
    check: Annotated[float, Field(gt=0, le=60)] = optional("For one check; default 20, at most 60.")
    suite: Annotated[float, Field(gt=0, le=600)] = optional("For the whole suite; default 120, at most 600.")


class EquivalentModel(Strict):
    """A mutant of the Python solution that no client could tell from it."""

    was: Said = required("The line of the solution as it stands, without the space around it.")
    now: Said = required("The line as the mutant has it.")
    reason: Said = required("Why no request can show the difference.")


class KataFile(Strict):
    """What a kata is."""

    format: FormatNumber = required("The version of this file's shape.")
    title: Said = required("What the learner reads.")
    teaches: Said = required("One sentence on the idea.")
    requires: list[str] = optional("Katas that come before this one.")
    rules: Annotated[dict[str, Said], Field(min_length=1), AfterValidator(_rules_in_order)] = required(
        "The numbered rules, R1, R2 and so on, word for word as in the README."
    )
    hints: Annotated[list[Said], AfterValidator(_enough_hints)] = required(
        "At least three hints, gentle first, never the answer itself."
    )
    limits: LimitsModel = optional("How long start, check and suite may take.")
    sockets: bool = optional("Whether it is solved with plain sockets, where a library for HTTP would do its work.")
    services: Annotated[list[str], AfterValidator(_no_services)] = optional("None yet.")
    env: dict[Annotated[str, checked(_variable_problem)], str] = optional("Variables that the program is given.")
    equivalent: list[EquivalentModel] = optional("Mutants that nobody can notice from outside; one in ten at most.")


class ChangeModel(Strict):
    """A text in a file of the solution, and what stands there instead."""

    file: Said = required("The file, as seen from the solution's folder.")
    from_: Annotated[str, Field(min_length=1)] = required("A text that stands in it exactly once.", alias="from")
    to: str = required("What stands there instead.")


class WrongFile(Strict):
    """A planted wrong solution: what a real beginner would write, and the checks that must catch it."""

    format: FormatNumber = required("The version of this file's shape.")
    base: Said = required("The track of the solution that it is laid over.")
    caught_by: Annotated[list[str], Field(min_length=1)] = required(
        "Exactly the checks that fail, or `starts` when it never becomes ready."
    )
    misconception: Said = required("What its author believed, in one sentence.")
    hint: Said = required("A question or remark that helps somebody who wrote this.")
    change: Annotated[list[ChangeModel], Field(min_length=1)] = optional(
        "What is different from the solution; or put the changed files, whole, beside this one."
    )


class SampleFile(Strict):
    """A program that somebody might hand in, and the points that it must be given."""

    format: FormatNumber = required("The version of this file's shape.")
    base: Said = optional("The track of the solution that it is laid over; left out: it stands alone.")
    score: Annotated[int, Field(ge=0)] = required("The points that its report must hold, exactly.")


@dataclass(frozen=True, slots=True)
class Survey:
    """What could be read of a pack: its katas, every name that it lists, and every mistake on the way."""

    document: Document
    katas: tuple[Kata, ...]
    listed: frozenset[str]
    mistakes: tuple[Mistake, ...]


def read_syllabus(root: Path) -> Syllabus:
    """Read a whole pack; raise PackError with every mistake in its katas.yaml and kata.yaml files."""
    survey = survey_pack(root)
    if survey.mistakes:
        raise PackError(f"The pack in {root} has mistakes: {len(survey.mistakes)}.", mistakes=survey.mistakes)
    value = survey.document.value
    stages = tuple(Stage(at["id"], at["title"].strip(), tuple(at["katas"])) for at in value["stages"])
    return Syllabus(stages, survey.katas, borrowing_of(value))


def survey_pack(root: Path) -> Survey:
    """Read what can be read of a pack, and note the rest; raise PackError when katas.yaml cannot be read at all."""
    document = read_yaml(root / "katas.yaml")
    mistakes = [*shape_mistakes(document, KatasFile), *_repeated_stages(document)]
    mistakes += borrowing_mistakes(document, root)
    katas: list[Kata] = []
    placed: list[str] = []
    for path, stage, slug in _listed(document):
        mistake = _place_mistake(document, path, slug, root, placed)
        placed.append(slug)
        if mistake:
            mistakes.append(mistake)
        if mistake or slug.startswith(BUNDLED):
            continue
        try:
            katas.append(read_kata(root, slug, stage, placed[:-1]))
        except PackError as error:
            mistakes += error.mistakes
    return Survey(document, tuple(katas), frozenset(placed), in_order(mistakes))


def read_kata(root: Path, slug: str, stage: str, earlier: list[str]) -> Kata:
    """Read one kata.yaml; `earlier` are the katas that stand before it in the syllabus."""
    folder = root / "katas" / slug
    document = read_yaml(folder / "kata.yaml")
    mistakes = [*shape_mistakes(document, KataFile), *_requirements(document, slug, earlier)]
    if mistakes:
        raise PackError(f"{document.file} has mistakes: {len(mistakes)}.", mistakes=in_order(mistakes))
    value = document.value
    return Kata(
        slug=slug,
        title=value["title"].strip(),
        stage=stage,
        teaches=value["teaches"].strip(),
        requires=tuple(name.removeprefix(BUNDLED) for name in value.get("requires", ())),
        rules=tuple(Rule(name, text.strip()) for name, text in value["rules"].items()),
        hints=tuple(hint.strip() for hint in value["hints"]),
        folder=folder,
        solutions=root / "solutions" / slug,
        limits=Limits(**value.get("limits", {})),
        services=tuple(value.get("services", ())),
        sockets=value.get("sockets", False),
        env=tuple(value.get("env", {}).items()),
    )


def read_wrong_solutions(kata: Kata) -> tuple[WrongSolution, ...]:
    """Read every wrong.yaml of a kata; raise PackError with all mistakes in them."""
    return _read_each(kata.folder / "wrong", lambda folder: _read_wrong_solution(kata, folder))


def read_samples(kata: Kata) -> tuple[Sample, ...]:
    """Read every sample.yaml of a kata; raise PackError with all mistakes in them."""
    return _read_each(kata.folder / "samples", lambda folder: _read_sample(kata, folder))


def read_equivalents(kata: Kata) -> tuple[Equivalent, ...]:
    """Read the mutants that a kata declares equivalent, from a kata.yaml that has no mistakes."""
    listed = read_yaml(kata.folder / "kata.yaml").value.get("equivalent", ())
    return tuple(Equivalent(each["was"].strip(), each["now"].strip(), each["reason"].strip()) for each in listed)


def shape_mistakes(document: Document, model: type[Strict]) -> tuple[Mistake, ...]:
    """Return what is wrong with a file's shape; a newer format is the only thing said of it."""
    newer = format_mistake(document)
    return (newer,) if newer else in_order([*document.mistakes, *validate(document, model)])


def _read_each(home: Path, read: Callable[[Path], Read]) -> tuple[Read, ...]:
    found: list[Read] = []
    mistakes: list[Mistake] = []
    for name in folder_names(home):
        try:
            found.append(read(home / name))
        except PackError as error:
            mistakes += error.mistakes
    if mistakes:
        raise PackError(f"There are mistakes in {home}: {len(mistakes)}.", mistakes=in_order(mistakes))
    return tuple(found)


def _read_wrong_solution(kata: Kata, folder: Path) -> WrongSolution:
    value = _overlay(kata, folder, "wrong.yaml", WrongFile)
    words = {name: value[name].strip() for name in ("misconception", "hint")}
    changes = tuple(Change(one["file"], one["from"], one["to"]) for one in value.get("change", ()))
    return WrongSolution(folder.name, folder, value["base"], tuple(value["caught_by"]), **words, changes=changes)


def _read_sample(kata: Kata, folder: Path) -> Sample:
    value = _overlay(kata, folder, "sample.yaml", SampleFile)
    return Sample(folder.name, folder, value.get("base", ""), value["score"])


def _overlay(kata: Kata, folder: Path, file: str, model: type[Strict]) -> Mapping[str, Any]:
    """Read what describes a program that is laid over a solution."""
    document = read_yaml(folder / file)
    mistakes = [*shape_mistakes(document, model)]
    base = document.value.get("base")
    known = folder_names(kata.solutions)
    if isinstance(base, str) and base.strip() and base not in known:
        fix = did_you_mean(base, known) or f"Use one of: {', '.join(known) or 'none is there yet'}."
        mistakes.append(document.mistake(("base",), f"there is no solution '{base}' to lay this over", fix))
    if not is_slug(folder.name):
        fix = slug_problem(folder.name)[1]
        mistakes.append(document.mistake((), f"the folder's name '{folder.name}' is no name", fix))
    if mistakes:
        raise PackError(f"{document.file} has mistakes.", mistakes=in_order(mistakes))
    described: Mapping[str, Any] = document.value
    return described


def _listed(document: Document) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield each kata of the syllabus that can be read: its place, its stage, its name."""
    stages = document.value.get("stages")
    for at, stage in enumerate(stages if isinstance(stages, list) else ()):
        katas = stage.get("katas") if isinstance(stage, dict) else None
        for index, slug in enumerate(katas if isinstance(katas, list) else ()):
            if isinstance(slug, str) and is_slug(slug.removeprefix(BUNDLED)):
                yield ("stages", at, "katas", index), str(stage.get("id")), slug


def _place_mistake(
    document: Document, path: tuple[str | int, ...], slug: str, root: Path, placed: list[str]
) -> Mistake | None:
    if slug in placed:
        return document.mistake(path, f"the kata '{slug}' is listed twice", "Keep one of the two.")
    if slug.startswith(BUNDLED):
        return None  # see borrowing_mistakes
    folders = folder_names(root / "katas")
    if slug not in folders:
        fix = did_you_mean(slug, folders) or f"Create it with: kata new {slug}"
        return document.mistake(path, f"there is no folder katas/{slug}", fix)
    for part in (root / "katas" / slug / "kata.yaml", root / "solutions" / slug):
        if not lies_within(part, root):
            shown = part.relative_to(root).as_posix()
            return document.mistake(path, f"{shown} leads outside of the pack", "Replace the link by real files.")
    return None


def _repeated_stages(document: Document) -> Iterator[Mistake]:
    stages = document.value.get("stages")
    seen: list[Any] = []
    for at, stage in enumerate(stages if isinstance(stages, list) else ()):
        name = stage.get("id") if isinstance(stage, dict) else None
        if name is not None and name in seen:
            yield document.mistake(("stages", at, "id"), f"the stage id '{name}' is taken", "Choose another id.")
        seen.append(name)


def _requirements(document: Document, slug: str, earlier: list[str]) -> Iterator[Mistake]:
    requires = document.value.get("requires")
    for at, need in enumerate(requires if isinstance(requires, list) else ()):
        if isinstance(need, str) and need not in earlier:
            fix = did_you_mean(need, earlier) or "Name katas that stand before this one in katas.yaml."
            what = "cannot require itself" if need == slug else f"requires '{need}', which does not stand before it"
            yield document.mistake(("requires", at), f"{slug} {what}", fix)
