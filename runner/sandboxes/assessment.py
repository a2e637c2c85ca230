"""What this machine gives to isolated grading, layer by layer (records only)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How far a submission is kept apart; from the weakest to the whole."""

    NONE = "none"
    REDUCED = "reduced"
    FULL = "full"


class State(StrEnum):
    """What there is of a layer."""

    HOLDS = "holds"
    REPLACED = "replaced"  # something weaker stands in for it, and full isolation does not need more
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: what it keeps apart, what does it here, and what to do when it is missing."""

    name: str
    by: str
    state: State = State.HOLDS
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All layers of this machine, and what they come to."""

    level: Level
    layers: tuple[Layer, ...]

    @property
    def missing(self) -> tuple[Layer, ...]:
        """Return the layers that full isolation lacks."""
        return tuple(layer for layer in self.layers if layer.state is State.MISSING)

    @property
    def isolation(self) -> str:
        """Return what a report says: `full`, `reduced (no cell, no filter)` or `none`."""
        if self.level is not Level.REDUCED:
            return str(self.level)
        return f"{self.level} ({', '.join(f'no {layer.name}' for layer in self.missing)})"

    @property
    def fix(self) -> str:
        """Return the line that mends the first layer that is missing."""
        return next((layer.fix for layer in self.missing if layer.fix), "")


def is_enough(found: Level, accepted: Level) -> bool:
    """Tell whether a level is at least the one that is accepted."""
    order = tuple(Level)
    return order.index(found) >= order.index(accepted)
