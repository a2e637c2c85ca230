"""Lay katas out in a workspace: open, skip, start anew, change the language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from runner.app.place import DEFAULT_WORKSPACE, Place, remember
from runner.errors import UsageError
from runner.model import Kata, Track
from runner.progress import next_kata
from runner.tracks.registry import FRAMEWORKS, TRACKS, default_stub
from runner.words import say
from runner.workspace import (
    Opened,
    Reset,
    Workspace,
    complete_ignored,
    create_workspace,
    current_kata,
    open_kata,
    reset_kata,
    set_track,
    stub_for,
)
from runner.workspace.opening import SOCKETS

DEFAULT_TRACK = "flask"


@dataclass(frozen=True, slots=True)
class Opening:
    """A kata that was opened, and what it did to the learner's folder."""

    kata: Kata
    number: int
    of: int
    track: Track
    language: str  # what the stub is written in: the track's, or its base's where the kata has no use for a framework
    workspace: Workspace
    opened: Opened
    made_workspace: bool = False


def track_named(name: str) -> Track:
    """Return a track by its name, or say which there are."""
    if name not in TRACKS:
        from difflib import get_close_matches

        close = get_close_matches(name, list(TRACKS), n=1)
        fix = say("app.unknown-track.fix", names=", ".join(TRACKS))
        if close:
            fix = say("app.unknown-track.did-you-mean", close=close[0], names=", ".join(TRACKS))
        raise UsageError(say("app.unknown-track.what", name=name), fix=fix)
    return TRACKS[name]


def initialise(folder: Path, track: str) -> Workspace:
    """Make a workspace, or return the one that is there with its track set."""
    if track:
        track_named(track)
    workspace = create_workspace(folder, track)
    return workspace if workspace.track or workspace.settings.start else set_track(workspace, DEFAULT_TRACK)


def open_next(place: Place, name: str | None) -> Opening | None:
    """Open the kata that comes next, or the one named; None when every kata is passed or skipped."""
    place = place.knowing(name) if name else place
    kata = place.kata(name) if name else next_kata(place.syllabus, place.progress())
    if kata is None:
        return None
    made = place.workspace is None
    workspace = place.workspace or initialise(place.folder / DEFAULT_WORKSPACE, "")
    complete_ignored(workspace)
    track = _track_of(workspace)
    stub = stub_for(kata, track, default_stub, FRAMEWORKS)
    opened = open_kata(workspace, kata, stub, track.edit or track.entry)
    # Where plain sockets are the lesson, a learner of a framework begins with the language alone.
    begun = TRACKS.get(stub.name.removesuffix(SOCKETS), track)
    if opened.created:
        remember(workspace, kata, "open")
    number = place.syllabus.katas.index(kata) + 1
    return Opening(kata, number, len(place.syllabus.katas), track, begun.title, workspace, opened, made)


def skip(place: Place, name: str | None) -> Kata:
    """Leave a kata for later: the ones that need it open all the same."""
    workspace, kata = place.required_workspace(), place.kata(name)
    remember(workspace, kata, "skip")
    return kata


def reset(place: Place, name: str | None) -> tuple[Kata, Reset]:
    """Move the learner's files of a kata into the trash and lay its stub anew."""
    workspace, kata = place.required_workspace(), place.kata(name)
    track = _track_of(workspace)
    done = reset_kata(workspace, kata, stub_for(kata, track, default_stub, FRAMEWORKS), track.edit or track.entry)
    remember(workspace, kata, "reset")
    return kata, done


def choose_track(place: Place, name: str) -> tuple[Track, Workspace, bool]:
    """Choose the language of what is opened from now on; also say whether the current kata is open already."""
    track = track_named(name)
    workspace = place.workspace or create_workspace(place.folder / DEFAULT_WORKSPACE)
    slug = current_kata(workspace)
    return track, set_track(workspace, name), bool(slug) and workspace.folder_of(slug).is_dir()


def go_on(place: Place) -> Kata | None:
    """Return the kata that `kata next` would open."""
    return next_kata(place.syllabus, place.progress())


def _track_of(workspace: Workspace) -> Track:
    return track_named(workspace.track or DEFAULT_TRACK)
