"""Why a server cannot be reached, in words for a beginner: what happened, where, and how to mend it."""

from runner.doctor.evidence import Evidence
from runner.doctor.executing import cannot_enter, cannot_execute, not_for_windows
from runner.doctor.remarks import on_addresses, on_paths, on_usurper
from runner.doctor.starting import diagnose, held_for_a_moment, tells_of_a_taken_port
from runner.doctor.unanswered import Silence, explain

__all__ = [
    "Evidence",
    "Silence",
    "cannot_enter",
    "cannot_execute",
    "diagnose",
    "explain",
    "held_for_a_moment",
    "not_for_windows",
    "on_addresses",
    "on_paths",
    "on_usurper",
    "tells_of_a_taken_port",
]
