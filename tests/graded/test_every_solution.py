"""Every solution of every kata passes in a cell too, in every language; `kata verify` shows that it does outside.

By itself, as the attacks: `pytest tests/graded -n 4`.
"""

from pathlib import Path

import pytest

from runner.app.isolating import grading_executor
from runner.app.libraries import make_libraries
from runner.app.place import here
from runner.authoring.targets import solutions_of
from runner.model import Status

PLACE = here(Path(__file__).resolve().parents[2])
SOLUTIONS = [target for kata in PLACE.syllabus.katas for target in solutions_of(kata)]


@pytest.fixture(scope="session")
def isolated():
    return grading_executor(PLACE)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("target", SOLUTIONS, ids=lambda target: f"{target.kata.slug}-{target.name}")
def test_a_solution_passes_in_a_cell(target, isolated, toolchain, tmp_path):
    toolchain(target.track)
    make_libraries(target.track, PLACE, print)
    folder = tmp_path / target.kata.slug
    folder.mkdir()
    target.lay_out(folder)

    report = isolated(target.job(folder, 7, lambda track, _folder: track.run), lambda _: None)

    assert report.isolation == "full"
    assert report.trouble == ""
    assert report.launch is None
    lost = {outcome.check: outcome.failure for outcome in report.outcomes if outcome.status is not Status.PASSED}
    assert lost == {}
