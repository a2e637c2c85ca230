"""What is graded with less than full isolation, when that is accepted, says so, and is never root's."""

import json
import os
import shutil
import sys

import pytest

GRADE = """
import sys
from pathlib import Path
from runner.app.isolating import grading_executor
from runner.app.place import here
from runner.catalog import find_kata
from runner.errors import KataError
from runner.model import Job
from runner.tracks.registry import detect
from runner.wire import report_to_json
from runner.workspace.settings import NO_SETTINGS
from runner.workspace.submitting import submission_in

place = here(Path(sys.argv[1]))
kata = find_kata(place.syllabus, sys.argv[2])
try:
    execute = grading_executor(place, accepted=sys.argv[4])
    job = Job(kata=kata, submission=submission_in(Path(sys.argv[3]), kata.slug, NO_SETTINGS, detect), seed=7)
    print(report_to_json(execute(job, lambda _: None)))
except KataError as error:
    print(error.what, error.where, error.fix, sep="\\n")
    raise SystemExit(int(error.exit_code))
"""
WHO = """
import os, pathlib
pathlib.Path(os.environ["KATA_DATA"], "saved").write_text("fine")
print("user", os.getuid(), "new privileges", "NoNewPrivs:\\t0" in open("/proc/self/status").read(), flush=True)
"""


@pytest.fixture
def graded(run_as, room, root, without):
    def grade(identity, accepted, program):
        folder = room / f"handed-in-{identity}-{accepted}"
        shutil.copytree(root / "tests/packs/tiny/solutions/hello/python", folder)
        app = folder / "app.py"
        app.write_text(program + app.read_text())
        words = (sys.executable, "-c", GRADE, root / "tests/packs/tiny", "hello", folder, accepted)
        return run_as(identity, *words, env=without("bwrap"))

    return grade


def test_reduced_isolation_that_is_accepted_is_named_in_the_report(graded):
    ran = graded("somebody", "reduced", WHO)

    report = json.loads(ran.stdout)
    assert report["isolation"].startswith("reduced (no cell")
    assert report["verdict"]["status"] == "passed"
    assert "new privileges False" in report["log_tail"]


def test_full_isolation_that_is_not_to_be_had_is_refused(graded):
    ran = graded("somebody", "full", WHO)

    assert ran.returncode == 5
    assert "bubblewrap is not installed" in ran.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be in danger of running submissions as root")
def test_nothing_of_a_submission_runs_as_root_with_any_isolation(graded):
    """It runs as another user, or, where that user cannot reach its Python, not at all."""
    ran = graded("root", "none", WHO)

    if ran.returncode == 5:
        assert "no submission may run as root" in ran.stdout
    else:
        log = json.loads(ran.stdout)["log_tail"]
        assert "user" in log
        assert "user 0 " not in log
