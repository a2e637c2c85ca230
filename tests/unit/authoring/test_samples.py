from dataclasses import replace
from pathlib import Path

import pytest

from runner.authoring.proof import faults
from runner.authoring.targets import Role, Target, targets_of
from runner.catalog import load_samples, load_syllabus
from runner.errors import MachineError, PackError
from runner.evidence import Report, Verdict
from runner.model import Status, Track
from runner.planted import Sample

TRACK = Track("python", "Python", "app.py", ("python", "app.py"))


@pytest.fixture
def kata(root, tmp_path):
    tiny = load_syllabus(root / "tests/packs/tiny").katas[0]
    return replace(tiny, folder=tmp_path)


def write_sample(kata, text, name="half", program="print()\n"):
    folder = kata.folder / "samples" / name
    folder.mkdir(parents=True)
    (folder / "sample.yaml").write_text(text)
    (folder / "app.py").write_text(program)


def judged(points, score, status=Status.FAILED):
    target = Target(None, Role.SAMPLE, "x", TRACK, (), sample=Sample("x", Path(), "", score))
    return faults(target, Report("k", "K", "python", (), Verdict(status, points, 9), 1))


def test_a_sample_is_read_with_its_score(kata):
    write_sample(kata, "format: 1\nbase: python\nscore: 2\n")

    assert load_samples(kata) == (Sample("half", kata.folder / "samples/half", "python", 2),)


def test_a_sample_without_a_base_stands_alone(kata):
    write_sample(kata, "format: 1\nscore: 0\n")
    (target,) = targets_of(kata)[-1:]

    assert (target.role, target.layers, target.track.slug) == (Role.SAMPLE, (kata.folder / "samples/half",), "python")


@pytest.mark.parametrize("text", ["format: 1\n", "format: 1\nscore: -1\n", "format: 1\nscore: 1\nbase: pyhton\n"])
def test_a_mistake_is_named_with_its_place(kata, text):
    write_sample(kata, text)

    with pytest.raises(PackError) as caught:
        load_samples(kata)
    assert caught.value.mistakes[0].file.endswith("samples/half/sample.yaml")


def test_the_points_must_be_the_score_exactly():
    assert judged(3, 3) == ()
    assert judged(2, 3) == ("its points are 2 of 9 and should be 3; not passed: none",)
    assert judged(4, 3) != ()


def test_a_program_with_a_start_of_its_own_needs_the_tools_of_its_track(kata, tmp_path):
    def resolve(track, _folder):
        raise MachineError(f"{track.title} is not installed")

    target = Target(kata, Role.SOLUTION, "python", TRACK, ())
    (tmp_path / "workspace.yaml").write_text("format: 1\nstart: [python, app.py]\n")

    with pytest.raises(MachineError, match="Python is not installed"):
        target.job(tmp_path, 1, resolve)
