"""How much a learner has practised."""

from __future__ import annotations

import time

from runner.app.place import Place
from runner.progress import Practice, load_history, practice_of


def practice_here(place: Place) -> tuple[Practice, int]:
    """Return the practice of this workspace, and how many lines of its history could not be read."""
    if place.workspace is None:
        return Practice(), 0
    history = load_history(place.workspace.history)
    local = time.localtime()
    return practice_of(history.attempts, time.strftime("%Y-%m-%d", local), local.tm_gmtoff), history.ignored
