"""The steps of a check: each a mapping with exactly one action and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, Tag, model_validator
from typing_extensions import TypeAliasType

from runner.exchanges.language_matchers import Matcher
from runner.exchanges.language_requests import ACTIONS, RawStep, RequestStep, StepModel, TogetherStep
from runner.exchanges.language_values import (
    Capture,
    EnvironmentChange,
    GivenName,
    ListText,
    Needle,
    NonEmpty,
    PauseSeconds,
    Rounds,
    Seconds,
)
from runner.strict_models import REFUSED, On, Strict, by_shape, choice, did_you_mean, optional, refusal, required


def kind_of_step(value: Any) -> str:
    """Name the action of a step, or why there is none."""
    if not isinstance(value, Mapping):
        return "shapeless"
    return next((action for action in ACTIONS if action in value), "unknown")


def _refuse_shapeless(value: Any) -> Any:
    word = value.split()[0].partition(":")[0] if isinstance(value, str) and value.strip() else ""
    fix = f"Write `{word}: ...`, with a space after the colon." if word in ACTIONS else "Write it as `request: GET /`."
    raise refusal("a step is a mapping that begins with its action", fix)


def _refuse_unknown(value: Any) -> Any:
    near = next((hint for key in value if (hint := did_you_mean(str(key), ACTIONS))), "")
    first = next(iter(value), "")
    what = f"a step cannot begin with '{first}'" if value else "this step is empty"
    raise refusal(what, near or f"Known actions: {', '.join(ACTIONS)}.")


class RestartStep(StepModel):
    """End the server and start it again on a new port with the same data."""

    restart: Literal["kill", "terminate"] = required("kill (-9) or terminate (SIGTERM).")


class KillStep(StepModel):
    """Kill -9 the server and leave it dead."""

    kill: On = required("true")


class Termination(Strict):
    """How the server must end after SIGTERM."""

    within: Seconds = optional("It ends within so many seconds, default 5.")
    code: int = optional("Its exit code.")


class TerminateStep(StepModel):
    """Send SIGTERM and wait for the end."""

    terminate: Annotated[
        Annotated[On, Tag("<boolean>")] | Annotated[Termination, Tag("<object>")],
        by_shape("{within: 5, code: 0}, or true"),
    ] = required("Within how many seconds, and with which exit code.")


class StartStep(StepModel):
    """Start the server again."""

    start: On = required("true")


class Start(Strict):
    """The environment to start with."""

    env: EnvironmentChange = required("Variables to add; null removes one.")


class StartWithStep(StepModel):
    """End the server and start it again with another environment, with the same data."""

    start_with: Start = required("The environment.")


class Refusal(Strict):
    """How the program refuses to start."""

    env: EnvironmentChange = required("Variables to add; null removes one.")
    within: Seconds = optional("It ends within so many seconds, default 5.")
    log: Matcher = optional("What it printed.")


class RefusesToStartStep(StepModel):
    """With this environment the program must end by itself with a code other than 0."""

    refuses_to_start: Refusal = required("The environment, and what it prints.")


class Second(Strict):
    """Another instance of the program."""

    name: NonEmpty = required("The name that `to:` refers to.")
    env: EnvironmentChange = optional("Variables to add; null removes one.")


class SecondStep(StepModel):
    """Start another instance on the same data."""

    second: Annotated[
        Annotated[NonEmpty, Tag("<text>")] | Annotated[Second, Tag("<object>")],
        by_shape("a name, or {name: ..., env: ...}"),
    ] = required("Its name.")


class StopStep(StepModel):
    """Kill -9 a second instance."""

    stop: NonEmpty = required("Its name.")


class SetStep(StepModel):
    """Give values a name."""

    set: Annotated[dict[GivenName, Any], Field(min_length=1)] = required("Values by name.")


class WaitUntil(Strict):
    """Steps to repeat until all of their expectations hold."""

    within: Seconds = optional("Seconds, default 5, at most 30.")
    steps: Steps = required("The steps.")


class WaitUntilStep(StepModel):
    """Repeat steps until all expectations hold."""

    wait_until: WaitUntil = required("Which steps, and for how long.")


class Repeat(Strict):
    """Steps to run several times."""

    times: Rounds = optional("How often; ${i} counts from 0.")
    over: Annotated[
        Annotated[list[Any], Field(min_length=1), Tag("<list>")] | Annotated[ListText, Tag("<text>")],
        by_shape("a list"),
    ] = optional("One round for each of these values.")
    as_: GivenName = optional("The name of the value, default item.", alias="as")
    steps: Steps = required("The steps.")

    @model_validator(mode="after")
    def _has_rounds(self) -> Self:
        if ("times" in self.model_fields_set) == ("over" in self.model_fields_set):
            raise refusal("`repeat` needs either `times` or `over`", "Write times: 3, or over: [a, b].")
        return self


class RepeatStep(StepModel):
    """Run steps for each value."""

    repeat: Repeat = required("How often, and which steps.")


class PauseStep(StepModel):
    """Wait, where time itself is the rule."""

    pause: PauseSeconds = required("Seconds, at most 5.")


class DataHoldsStep(StepModel):
    """A file in KATA_DATA holds these bytes."""

    data_holds: Needle = required("A text, or {base64: ...}.")


class DataLacksStep(StepModel):
    """No file in KATA_DATA holds these bytes."""

    data_lacks: Needle = required("A text, or {base64: ...}.")


class Query(Strict):
    """A read-only query on the SQLite file in KATA_DATA."""

    query: NonEmpty = required("The SQL.")
    file: NonEmpty = optional("A pattern such as *.db, when there are several files.")
    expect: Matcher = optional("A matcher for the list of rows, each a list.")
    capture: Capture = optional("Values to keep, by name.")


class SqlStep(StepModel):
    """Look into the SQLite file."""

    sql: Query = required("The query, and what its rows must be.")


class LogStep(StepModel):
    """What the server printed since the check began."""

    log: Matcher = required("A matcher on the text.")


class OpenFiles(Strict):
    """How many files and sockets the server holds open."""

    expect: Matcher = optional("A matcher on the number.")
    capture: Capture = optional("Values to keep, by name; the source is {value: true}.")


class OpenFilesStep(StepModel):
    """Count the server's open files and sockets."""

    open_files: OpenFiles = required("What their number must be.")


Step = TypeAliasType(
    "Step",
    Annotated[
        Annotated[RequestStep, Tag("<request>")]
        | Annotated[RawStep, Tag("<raw>")]
        | Annotated[TogetherStep, Tag("<together>")]
        | Annotated[RestartStep, Tag("<restart>")]
        | Annotated[KillStep, Tag("<kill>")]
        | Annotated[TerminateStep, Tag("<terminate>")]
        | Annotated[StartStep, Tag("<start>")]
        | Annotated[StartWithStep, Tag("<start_with>")]
        | Annotated[RefusesToStartStep, Tag("<refuses_to_start>")]
        | Annotated[SecondStep, Tag("<second>")]
        | Annotated[StopStep, Tag("<stop>")]
        | Annotated[SetStep, Tag("<set>")]
        | Annotated[WaitUntilStep, Tag("<wait_until>")]
        | Annotated[RepeatStep, Tag("<repeat>")]
        | Annotated[PauseStep, Tag("<pause>")]
        | Annotated[DataHoldsStep, Tag("<data_holds>")]
        | Annotated[DataLacksStep, Tag("<data_lacks>")]
        | Annotated[SqlStep, Tag("<sql>")]
        | Annotated[LogStep, Tag("<log>")]
        | Annotated[OpenFilesStep, Tag("<open_files>")]
        | Annotated[Any, BeforeValidator(_refuse_unknown), REFUSED, Tag("<unknown>")]
        | Annotated[Any, BeforeValidator(_refuse_shapeless), REFUSED, Tag("<shapeless>")],
        choice(kind_of_step, "a step"),
    ],
)
Steps = Annotated[list[Step], Field(min_length=1)]

for _model in (WaitUntil, Repeat, WaitUntilStep, RepeatStep):
    _model.model_rebuild()
