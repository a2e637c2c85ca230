"""The programs that prove a kata: its stubs, its solutions and its planted wrong solutions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from runner.authoring.planting import plant
from runner.catalog import load_samples, load_wrong_solutions
from runner.errors import PackError
from runner.model import Job, Kata, Scope, Submission, Track
from runner.planted import Sample, WrongSolution
from runner.tracks.registry import TRACKS, detect
from runner.workspace.settings import read_settings
from runner.workspace.submitting import digest

IGNORED = shutil.ignore_patterns("__pycache__", "node_modules", ".venv", "NOTES.md", "wrong.yaml", "sample.yaml")

PACKAGES = "node_modules"
# The track whose solution is mutated: the first of these that there is.
MUTATED_TRACKS = ("flask", "python")

# Gives the command that starts a program of this track in this folder.
Resolver = Callable[[Track, Path], tuple[str, ...]]


class Role(StrEnum):
    """What a program is there to prove."""

    STUB = "stub"
    SOLUTION = "solution"
    WRONG = "wrong"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Target:
    """One program of a kata, and what must be true of it."""

    kata: Kata
    role: Role
    name: str
    track: Track
    layers: tuple[Path, ...]
    wrong: WrongSolution | None = None
    sample: Sample | None = None

    @property
    def title(self) -> str:
        """Return how the table names it."""
        return f"{self.role} {self.name}"

    def lay_out(self, folder: Path) -> None:
        """Copy the program into an empty folder, each layer over the one before."""
        for layer in self.layers:
            shutil.copytree(layer, folder, dirs_exist_ok=True, ignore=IGNORED)
        packages = self.kata.folder.parent.parent / PACKAGES
        if packages.is_dir():
            # Node looks for them upwards from the program: installed once in the pack, as in a learner's workspace.
            (folder / PACKAGES).symlink_to(packages)
        if self.wrong is not None:
            plant(self.wrong, folder)

    def job(self, folder: Path, seed: int, resolve: Resolver) -> Job:
        """Return the run of this program, laid out in `folder`."""
        own = read_settings(folder)  # a workspace.yaml of its own wins over the track, as in a learner's folder
        build = own.build if own.start else self.track.build
        usual = resolve(self.track, folder)  # asked for in any case: it says what this machine lacks for such programs
        submission = Submission(
            kata=self.kata.slug,
            folder=folder,
            start=own.start or usual,
            track="" if own.start else self.track.slug,
            build=build,
            digest=digest(folder) if build else "",
        )
        return Job(kata=self.kata, submission=submission, seed=seed, scope=Scope.WHOLE)


def targets_of(kata: Kata) -> tuple[Target, ...]:
    """Return every program that proves a kata."""
    return (*_stubs(kata), *solutions_of(kata), *_wrongs(kata), *_samples(kata))


def solutions_of(kata: Kata) -> tuple[Target, ...]:
    """Return the reference solutions of a kata."""
    return tuple(Target(kata, Role.SOLUTION, at.name, _track(at.name, at), (at,)) for at in _subfolders(kata.solutions))


def _stubs(kata: Kata) -> Iterator[Target]:
    for folder in _subfolders(kata.folder / "stub"):
        yield Target(kata, Role.STUB, folder.name, _track(folder.name, folder), (folder,))


def _wrongs(kata: Kata) -> Iterator[Target]:
    for wrong in load_wrong_solutions(kata):
        base = kata.solutions / wrong.base
        yield Target(kata, Role.WRONG, wrong.name, _track(wrong.base, base), (base, wrong.folder), wrong)


def _samples(kata: Kata) -> Iterator[Target]:
    for sample in load_samples(kata):
        if sample.base:
            base = kata.solutions / sample.base
            yield Target(kata, Role.SAMPLE, sample.name, _track(sample.base, base), (base, sample.folder), None, sample)
        else:
            track = _detected(sample.folder)
            yield Target(kata, Role.SAMPLE, sample.name, track, (sample.folder,), None, sample)


def _detected(folder: Path) -> Track:
    track = detect(folder)
    if track is None:
        what = "nothing here can be started"
        raise PackError(what, where=str(folder), fix=f"add one of: {', '.join(each.entry for each in TRACKS.values())}")
    return track


def _subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _track(slug: str, folder: Path) -> Track:
    if slug not in TRACKS:
        what = f"there is no track {slug!r}"
        raise PackError(what, where=str(folder), fix=f"name the folder after one of: {', '.join(TRACKS)}")
    return TRACKS[slug]


def solution_to_mutate(kata: Kata) -> Target:
    """Return the Python solution of a kata; PackError when it has none."""
    solutions = {target.name: target for target in solutions_of(kata)}
    for track in MUTATED_TRACKS:
        if track in solutions:
            return solutions[track]
    what = f"{kata.slug} has no solution in {' or '.join(MUTATED_TRACKS)}, so there is nothing to mutate"
    raise PackError(what, where=str(kata.solutions), fix="add one, or verify without --mutants")
