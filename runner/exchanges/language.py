"""The whole language of `checks.yaml`: the file, its checks, and how both are read into records.

docs/checks.md describes the language; these models are it. `read_checks` finds everything that is wrong with a suite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from runner.errors import Mistake, PackError
from runner.exchanges.language_meaning import MOST_CHECKS, PYTHON_TEST, mistakes_of_meaning
from runner.exchanges.language_requests import ACTIONS
from runner.exchanges.language_steps import Steps
from runner.exchanges.language_values import FINE, MAX_CHECK_SECONDS, Environment, Problem
from runner.marked_yaml import Document, read_yaml
from runner.model import Check, Sharing, Visibility
from runner.strict_models import (
    MOST_TOLD,
    FormatNumber,
    Strict,
    checked,
    format_mistake,
    in_order,
    optional,
    refusal,
    required,
    validate,
)

MOST_POINTS: Final = 100


def _id_problem(text: str) -> Problem:
    if text == "starts":
        return "`starts` is the name of a built-in check", "Choose another id."
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        return FINE
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"'{text[:60]}' is no id", f"Write it as {plain or 'small-words-with-dashes'}."


def _rule_problem(text: str) -> Problem:
    return FINE if re.fullmatch("R[1-9][0-9]*", text) else (f"'{text[:40]}' is no rule", "Write R and a number: R3.")


def _python_problem(text: str) -> Problem:
    if PYTHON_TEST.fullmatch(text):
        return FINE
    return f"'{text[:60]}' names no test", "Write test_file.py::test_name, a file of the same suite folder."


def _said_problem(text: str) -> Problem:
    return FINE if text.strip() else ("this is empty", "Write a sentence for the learner.")


Said = Annotated[str, checked(_said_problem)]
CheckId = Annotated[str, checked(_id_problem)]


class CheckModel(Strict):
    """One check: a numbered rule of the README, and the steps that prove it."""

    misplaced: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (*ACTIONS, "expect", "capture"), "It belongs to a step: put it in the list under `steps:`."
    )

    id: CheckId = required("Permanent name, lower-case-with-dashes; wrong solutions refer to it.")
    rule: Annotated[str, checked(_rule_problem)] = required("The rule of the README that it proves, such as R3.")
    title: Said = required("One sentence that says what is true when the check passes.")
    points: Annotated[int, Field(ge=0, le=MOST_POINTS)] = optional("Whole number from 0 to 100, default 1.")
    visibility: Literal["shown", "hidden", "reserved"] = optional("shown (default), hidden or reserved.")
    depends_on: list[str] = optional("Ids of checks that must pass first.")
    why: Said = required("One or two sentences: why a real system needs this.")
    hints: list[Said] = optional("Hints for this check alone, gentle first.")
    server: Literal["shared", "fresh"] = optional("shared (default), or fresh: a new process.")
    data: Literal["shared", "fresh"] = optional("shared (default), or fresh: a new process and an empty KATA_DATA.")
    env: Environment = optional("Extra environment for this check's server.")
    deadline: Annotated[float, Field(gt=0, le=MAX_CHECK_SECONDS)] = optional("Seconds, default 10, at most 60.")
    steps: Steps = optional("What to do, in order.")
    python: Annotated[str, checked(_python_problem)] = optional("test_file.py::test_name in the same folder.")

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        if ("steps" in self.model_fields_set) == ("python" in self.model_fields_set):
            raise refusal("a check has either `steps` or `python`", "Give one of the two.")
        return self


class ChecksFile(Strict):
    """A hidden suite: the checks of one kata."""

    format: FormatNumber = required("The version of the language.")
    checks: Annotated[list[CheckModel], Field(min_length=1, max_length=MOST_CHECKS)] = required(
        "The checks, at most 200."
    )


def read_checks(path: Path) -> tuple[Check, ...]:
    """Read and prove a suite; raise PackError with everything that is wrong with it."""
    document = read_yaml(path)
    mistakes = check_mistakes(document, path.parent)
    if mistakes:
        raise PackError(f"{path} has mistakes: {len(mistakes)}.", mistakes=mistakes)
    return checks_in(document)


def checks_in(document: Document) -> tuple[Check, ...]:
    """Return the checks of a suite that has no mistakes."""
    checks = document.value["checks"]
    return tuple(to_check(check, document.place(("checks", at)).line) for at, check in enumerate(checks))


def check_mistakes(document: Document, suite: Path) -> tuple[Mistake, ...]:
    """Return everything that is wrong with a suite, in the order of the file."""
    newer = format_mistake(document)
    if newer:
        return (newer,)
    found = [*document.mistakes, *validate(document, ChecksFile)]
    return in_order([*found, *mistakes_of_meaning(document, suite)])[:MOST_TOLD]


def to_check(data: Mapping[str, Any], line: int) -> Check:
    """Turn the plain data of a valid check into its record."""
    return Check(
        id=data["id"],
        rule=data["rule"],
        title=data["title"].strip(),
        why=data["why"].strip(),
        points=data.get("points", 1),
        visibility=Visibility(data.get("visibility", "shown")),
        depends_on=tuple(data.get("depends_on", ())),
        hints=tuple(hint.strip() for hint in data.get("hints", ())),
        server=Sharing(data.get("server", "shared")),
        data=Sharing(data.get("data", "shared")),
        env=tuple(data.get("env", {}).items()),
        deadline=data.get("deadline"),
        steps=tuple(data.get("steps", ())),
        python=data.get("python", ""),
        line=line,
    )
