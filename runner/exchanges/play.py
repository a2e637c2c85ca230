"""Play a check: open its scene and run its steps in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner.errors import SuiteError
from runner.exchanges.actions.around import ACTIONS as AROUND
from runner.exchanges.actions.behind import ACTIONS as BEHIND
from runner.exchanges.actions.connections import ACTIONS as CONNECTIONS
from runner.exchanges.actions.many import ACTIONS as MANY
from runner.exchanges.actions.process import ACTIONS as PROCESS
from runner.exchanges.actions.requests import ACTIONS as REQUESTS
from runner.exchanges.scene import DEFAULT_DEADLINE, Scene, Steps
from runner.model import Check
from runner.ports import ServerControl

ACTIONS: Final = {**REQUESTS, **MANY, **CONNECTIONS, **PROCESS, **BEHIND}


def open_scene(
    check: Check,
    control: ServerControl,
    seed: int,
    env: Mapping[str, str],
    seconds: float = DEFAULT_DEADLINE,
) -> Scene:
    """Return the scene of a check with a live server in it; LaunchError when there is none.

    `seconds` is the deadline of a check that names none of its own.
    """
    scene = Scene(check, control, seed, env, seconds)
    scene.acquire()
    return scene


def play(scene: Scene) -> None:
    """Run all steps of the scene's check; Mismatch at the first that does not hold."""
    run_steps(scene, scene.check.steps)


def run_steps(scene: Scene, steps: Steps) -> None:
    """Run steps in order."""
    for step in steps:
        scene.limit(0)
        _run_step(scene, step)


def _run_step(scene: Scene, step: Mapping[str, Any]) -> None:
    for action in ACTIONS:
        if action in step:
            ACTIONS[action](scene, step)
            return
    for action in AROUND:  # after the others: `raw` has a key `pause` too
        if action in step:
            AROUND[action](scene, step, run_steps)
            return
    known = ", ".join(sorted([*ACTIONS, *AROUND]))
    raise SuiteError(f"the check `{scene.check.id}` has a step without an action: {list(step)}", fix=f"known: {known}")
