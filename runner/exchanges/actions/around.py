"""Steps around other steps: set, wait_until, repeat, pause."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from runner.errors import SuiteError
from runner.evidence import Cause
from runner.exchanges.deadlines import Deadline, in_words
from runner.exchanges.events import LONGEST_PAUSE, pause_label
from runner.exchanges.faults import Mismatch
from runner.exchanges.scene import RunSteps, Scene
from runner.words import say

WITHIN: Final = 5.0
BETWEEN: Final = 0.05
MOST_ROUNDS: Final = 1000


def _set(scene: Scene, step: Mapping[str, Any], _run: RunSteps) -> None:
    for name, value in step["set"].items():
        scene.values.give(name, scene.values.fill(value))


def _wait_until(scene: Scene, step: Mapping[str, Any], run: RunSteps) -> None:
    """Run the steps again and again; only the last round stays in the evidence."""
    spec = step["wait_until"]
    deadline = scene.limit(scene.number(spec, "within", WITHIN))
    mark = scene.recorder.mark()
    while True:
        try:
            run(scene, spec["steps"])
        except Mismatch as mismatch:
            # A server that ended will not come back by itself.
            if deadline.passed or mismatch.failure.cause is Cause.CRASHED:
                summary = say("steps.still-so", summary=mismatch.failure.summary, seconds=in_words(deadline.seconds))
                raise Mismatch(replace(mismatch.failure, summary=summary)) from None
            scene.recorder.forget(mark)
            _sleep(deadline.within(BETWEEN))
        else:
            return


def _repeat(scene: Scene, step: Mapping[str, Any], run: RunSteps) -> None:
    spec = step["repeat"]
    items = scene.values.fill(spec["over"]) if "over" in spec else range(int(scene.number(spec, "times", 1)))
    if not isinstance(items, list | range) or len(items) > MOST_ROUNDS:
        raise SuiteError(f"the check `{scene.check.id}` can repeat over a list of up to {MOST_ROUNDS} alone")
    for number, item in enumerate(items):
        with scene.naming({"i": number, spec.get("as", "item"): item}):
            run(scene, spec["steps"])


def _pause(scene: Scene, step: Mapping[str, Any], _run: RunSteps) -> None:
    seconds = min(scene.number(step, "pause", 0), LONGEST_PAUSE)
    started = scene.recorder.now()
    _sleep(scene.limit(seconds))
    scene.note(pause_label(seconds), started)


def _sleep(deadline: Deadline) -> None:
    time.sleep(deadline.left())


ACTIONS: Final[dict[str, Callable[[Scene, Mapping[str, Any], RunSteps], None]]] = {
    "set": _set,
    "wait_until": _wait_until,
    "repeat": _repeat,
    "pause": _pause,
}
