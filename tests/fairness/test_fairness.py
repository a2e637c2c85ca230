"""The spine of the syllabus in every language: no stack's own ways cost its learners a check.

`kata verify --every-track` runs every solution. Here stands that none of them is left out; `--record -n 0` runs them
one after the other and writes the table with what each took on this machine.
"""

import tempfile
import time
from pathlib import Path

import pytest

from runner.app.place import here
from runner.app.running import started
from runner.app.testing import executor
from runner.authoring.targets import solutions_of
from runner.catalog import find_kata
from runner.model import Status
from runner.tracks.registry import FRAMEWORKS, TRACKS

PLACE = here(Path(__file__).resolve().parents[2])
PAGE = PLACE.pack / "docs" / "fairness.md"
RAW_SOCKETS = "http-hello"  # in the base languages alone: a framework would do the kata's work
SPINE = [
    RAW_SOCKETS,
    "json-hello",
    "todo-api",
    "validate-order",
    "place-order",
    "persist-notes",
    "register-login",
    "own-data-only",
]
ROWS = [(slug, track) for slug in SPINE for track in TRACKS if slug != RAW_SOCKETS or track not in FRAMEWORKS]
HEAD = """# Fairness

The same hidden suites judge all languages. This is every kata of the spine in every track: what its solution passes,
how long the program takes to listen once it is built, and the whole run, on one machine of two cores, one after the
other. `pytest tests/fairness --record -n 0` writes this page.

| Kata | Track | Checks passed | Start-up, ms | Suite, s |
| --- | --- | ---: | ---: | ---: |
"""


def line(slug, track, passed, start, suite):
    return f"| {slug} | {track} | {passed} | {start} | {suite} |\n"


@pytest.mark.timeout(3600)
def test_every_kata_of_the_spine_is_solved_in_every_track(record, toolchain, tmp_path):
    if record:
        PAGE.write_text(
            HEAD + "".join(line(*measured(slug, track, toolchain, tmp_path)) for slug, track in ROWS), "utf-8"
        )
    rows = [row.split(" | ") for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")][2:]

    assert [(slug.strip("| "), track) for slug, track, *_ in rows] == ROWS, "stale: pytest tests/fairness --record -n 0"
    for slug, track in ROWS:
        assert (find_kata(PLACE.syllabus, slug).solutions / track).is_dir(), f"{slug} is not solved in {track}"
    for slug, track, passed, *_ in rows:
        count, _, of = passed.partition(" of ")
        assert count == of, (slug, track, passed)


def measured(slug, track, toolchain, tmp_path):
    toolchain(TRACKS[track])
    kata = find_kata(PLACE.syllabus, slug)
    target = next(one for one in solutions_of(kata) if one.name == track)
    folder = tmp_path / track / slug
    folder.mkdir(parents=True)
    target.lay_out(folder)
    job = target.job(folder, 7, lambda track, _folder: track.run)
    start = round(1000 * min(start_up(job) for _ in range(2)))
    report = executor(PLACE)(job, lambda _: None)
    passed = sum(outcome.status is Status.PASSED for outcome in report.outcomes)
    return slug, track, f"{passed} of {len(report.outcomes)}", start, f"{report.seconds:.1f}"


def start_up(job):
    """Return the seconds from starting a program, built before, until it listens."""
    with tempfile.TemporaryDirectory() as data:
        began = time.monotonic()
        with started(job.submission, job.kata, PLACE.cache, Path(data)):
            return time.monotonic() - began
