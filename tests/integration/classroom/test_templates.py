"""Classroom 50's autograder and Gradescope's zip, run as those two run them."""

import json
import os
import shlex
import subprocess
import sys
import zipfile

import jsonschema
import pytest

CLASSROOM = {
    "CLASSROOM": "be101",
    "ASSIGNMENT": "kata-03",
    "OWNER": "alice",
    "USERNAME": "alice",
    "SUBMISSION_TAG": "submit/2026-11-22T09-00-00Z-abc1234",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}


def run(command, folder, **variables):
    around = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "LANG": "C.UTF-8", **variables}
    options = {"capture_output": True, "text": True, "timeout": 110, "stdin": subprocess.DEVNULL}
    return subprocess.run([str(word) for word in command], cwd=folder, env=around, check=False, **options)


@pytest.fixture
def kata(runner_temp):
    return str(runner_temp / "kata/bin/kata")


@pytest.fixture
def autograder(root, kata, pack, checkout, accepted):
    """Run the autograder from the bundle beside it, in the checkout."""
    bundle = checkout.parent / "bundle"
    bundle.mkdir()
    script = bundle / "autograder.py"
    script.write_bytes((root / "templates/classroom50/autograder.py").read_bytes())

    def grade(**variables):
        given = {"KATA": shlex.quote(kata), "KATA_PACK": str(pack), "KATA_ACCEPT_ISOLATION": accepted}
        return run([sys.executable, script], checkout, **CLASSROOM, **given | variables)

    return grade


@pytest.fixture(scope="session")
def schema(root):
    return json.loads((root / "tests/data/classroom50-result-v1.schema.json").read_text())


def test_classroom50_gets_a_result_and_a_page(autograder, checkout, schema):
    result = autograder()
    assert result.returncode == 0, result.stdout + result.stderr
    told = json.loads((checkout / "result.json").read_text())
    jsonschema.validate(told, schema)
    assert (told["score"], told["max-score"], told["owner"], told["classroom"]) == (9, 9, "alice", "be101")
    assert told["submission"] == CLASSROOM["SUBMISSION_TAG"]
    assert (checkout / "release-body.md").read_text().startswith("`isolation: ")
    assert {path.name for path in checkout.iterdir()} == {"hello", "release-body.md", "result.json", "workspace.yaml"}


def test_classroom50_ends_well_whatever_the_marks(autograder, checkout, breaks, schema):
    breaks(checkout, '"message": "hello"', '"message": "hullo"')
    assert autograder().returncode == 0
    told = json.loads((checkout / "result.json").read_text())
    jsonschema.validate(told, schema)
    assert told["score"] < told["max-score"] == 9


@pytest.mark.parametrize("place", ["a folder", "a link", "a result"])
def test_what_stands_in_the_place_of_the_result_is_in_nobodys_way(place, autograder, checkout, tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("precious")
    if place == "a folder":
        (checkout / "result.json" / "deep").mkdir(parents=True)
    elif place == "a link":
        (checkout / "result.json").symlink_to(mine)
    else:
        (checkout / "result.json").write_text('{"score": 100}')
    assert autograder(KATA_PATH="nowhere").returncode == 2
    assert not (checkout / "result.json").exists()
    assert mine.read_text() == "precious"


def test_classroom50_gets_no_result_when_the_grading_broke(autograder, checkout, pack):
    (pack / "katas/hello/suite/test_words.py").write_text("def test_ten_words(client):\n    raise KeyError('ours')\n")
    result = autograder()
    assert result.returncode not in (0, 1, 2)
    assert not (checkout / "result.json").exists()


@pytest.fixture(scope="session")
def archive(root, runner_temp, accepted, tmp_path_factory):
    """Return the zip that an instructor builds, with a pack of their own."""
    folder = tmp_path_factory.mktemp("gradescope")
    python = runner_temp / "kata/bin/python"
    command = [python, root / "templates/gradescope/build.py", "--accept-isolation", accepted, "--kata", "hello"]
    offline = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
    result = run([*command, "--pack", root / "tests/packs/tiny", "kata.zip"], folder, **offline)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "kata.zip"


def test_the_zip_holds_what_gradescope_looks_for(archive, accepted):
    with zipfile.ZipFile(archive) as whole:
        entries = {entry.filename: entry for entry in whole.infolist()}
        options = whole.read("options").decode().splitlines()
    for name in ("setup.sh", "run_autograder"):
        assert entries[name].external_attr >> 16 & 0o111, f"{name} may be run"
    assert [name for name in entries if name.startswith("backend_kata-") and name.endswith(".whl")]
    assert options == ["--accept-isolation", accepted, "--kata", "hello", "--pack", "/autograder/source/pack"]
    assert "pack/katas.yaml" in entries


@pytest.fixture
def gradescope(archive, kata, checkout, tmp_path):
    """Run the autograder on a submission as Gradescope lays it out, and return the results."""
    autograder = tmp_path / "autograder"
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(autograder / "source")
    (checkout / "hello").rename(autograder / "submission")

    def grade():
        result = run(["bash", autograder / "source/run_autograder"], autograder, AUTOGRADER=str(autograder), KATA=kata)
        results = autograder / "results/results.json"
        return result, json.loads(results.read_text()) if results.exists() else None

    return autograder, grade


def test_gradescope_gets_its_results(gradescope):
    _, grade = gradescope
    result, told = grade()
    assert result.returncode == 0, result.stderr
    assert told["score"] == sum(test["score"] for test in told["tests"]) == 9
    assert told["output"].startswith("isolation: ")


def test_gradescope_gets_nothing_when_there_is_nothing_to_grade(gradescope):
    autograder, grade = gradescope
    (autograder / "results").mkdir()
    (autograder / "results/results.json").write_text('{"score": 100}')
    (autograder / "submission/app.py").rename(autograder / "elsewhere.py")
    result, told = grade()
    assert told is None or "score" not in told, result.stderr
