"""The same verdict on this machine and in a cell, check by check: for stubs, solutions and wrong solutions.

In every run for some of them, one of each kind of program; `--every-kata` compares all.
"""

import shutil
from pathlib import Path

import pytest

from runner.app.isolating import grading_executor
from runner.app.place import here
from runner.app.testing import executor
from runner.authoring.planting import plant
from runner.catalog import find_kata, load_wrong_solutions, solution_tracks, stub_tracks
from runner.model import Job
from runner.tracks.registry import detect
from runner.workspace.settings import NO_SETTINGS
from runner.workspace.submitting import submission_in

ROOT = Path(__file__).resolve().parents[3]
PLACE = here(ROOT)
ALWAYS = [
    ("http-hello", "stub/python"),
    ("http-hello", "solution/python"),
    ("http-hello", "wrong"),
    ("json-hello", "solution/fastapi"),
    ("methods-and-status", "solution/node"),
    ("persist-notes", "solution/flask"),  # kill -9, a restart, its data
    ("tcp-lines", "solution/python"),
]


def every_program():
    for kata in PLACE.syllabus.katas:
        for track in stub_tracks(kata):
            yield kata.slug, f"stub/{track}"
        for track in solution_tracks(kata):
            yield kata.slug, f"solution/{track}"
        for wrong in load_wrong_solutions(kata):
            yield kata.slug, f"wrong/{wrong.name}"


def pytest_generate_tests(metafunc):
    programs = list(every_program()) if metafunc.config.getoption("--every-kata") else ALWAYS
    metafunc.parametrize(("slug", "program"), programs, ids=[f"{slug}-{program}" for slug, program in programs])


@pytest.fixture(scope="module")
def isolated():
    return grading_executor(PLACE)


@pytest.mark.timeout(400)
def test_no_verdict_depends_on_where_a_program_runs(slug, program, isolated, tmp_path):
    kata = find_kata(PLACE.syllabus, slug)
    folder = laid_out(tmp_path / slug, kata, program)
    job = Job(kata=kata, submission=submission_in(folder, slug, NO_SETTINGS, detect), seed=7)

    here, there = executor(PLACE)(job, lambda _: None), isolated(job, lambda _: None)

    assert there.isolation == "full"
    assert there.trouble == here.trouble == ""
    assert seen(there) == seen(here)
    assert there.verdict == here.verdict
    assert there.folder == here.folder
    assert there.suite_digest == here.suite_digest


def laid_out(folder, kata, program):
    kind, _, name = program.partition("/")
    if kind == "stub":
        shutil.copytree(kata.folder / "stub" / name, folder)
    elif kind == "solution":
        shutil.copytree(kata.solutions / name, folder)
    else:
        wrongs = load_wrong_solutions(kata)
        wrong = next(wrong for wrong in wrongs if wrong.name == (name or wrongs[0].name))
        shutil.copytree(kata.solutions / wrong.base, folder)
        shutil.copytree(wrong.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("wrong.yaml"))
        plant(wrong, folder)
    return folder


def seen(report):
    return sorted((outcome.check, outcome.status, outcome.points) for outcome in report.outcomes)
