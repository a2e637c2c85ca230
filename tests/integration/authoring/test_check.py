"""`kata check` as typed: which katas, which format, and that nothing is started."""

import json
import shutil
import subprocess
import sys

import pytest

# Ends the interpreter loudly when anything is started, bound or connected.
GUARD = """
import sys
FORBIDDEN = ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec", "os.system", "socket.bind", "socket.connect")
def guard(event, arguments):
    if event in FORBIDDEN:
        raise SystemExit(f"kata check must not do this: {event} {arguments!r}")
sys.addaudithook(guard)
from runner.__main__ import main
sys.argv = ["kata", "check"]
main()
"""


@pytest.fixture
def pack(root, tmp_path):
    folder = tmp_path / "pack"
    return shutil.copytree(root / "tests/packs/tiny", folder, ignore=shutil.ignore_patterns("__pycache__"))


def test_nothing_is_started(pack, caches):
    result = subprocess.run(
        [sys.executable, "-c", GUARD], cwd=pack, capture_output=True, text=True, check=False, timeout=60
    )

    assert "hello has 2 wrong solutions, and needs at least 4" in result.stdout
    assert (result.returncode, result.stderr) == (4, "")


def broken(pack, slug):
    shutil.copytree(pack / "katas/hello", pack / "katas" / slug)
    shutil.copytree(pack / "solutions/hello", pack / "solutions" / slug)
    file = pack / "katas.yaml"
    file.write_text(file.read_text().replace("katas: [", f"katas: [{slug}, "))
    description = pack / "katas" / slug / "kata.yaml"
    description.write_text(description.read_text().replace("title:", "titel:"))


def test_single_katas_are_read(pack, kata):
    for slug in ("first", "second"):
        broken(pack, slug)
    found = json.loads(kata("check", "first", "--format", "json", cwd=pack).stdout)["mistakes"]
    both = json.loads(kata("check", "sec", "first", "--json", cwd=pack).stdout)["mistakes"]

    assert [mistake["message"] for mistake in found] == ["unknown key 'titel'"]
    assert {mistake["file"].rpartition("katas/")[2] for mistake in both} == {"first/kata.yaml", "second/kata.yaml"}


def test_a_mistake_in_katas_yaml_is_always_said(pack, kata):
    (pack / "katas.yaml").write_text("format: 1\nstages: [{id: a, title: A, katas: [hello], word: []}]\n")

    assert "katas.yaml:2:44: error: unknown key 'word'" in kata("check", "hello", cwd=pack).stdout


@pytest.mark.parametrize(("name", "fix"), [("helo", "Did you mean 'hello'?"), ("zzz", "there are: hello")])
def test_an_unknown_kata_is_not_without_mistakes(name, fix, pack, kata):
    result = kata("check", name, cwd=pack)

    assert result.returncode == 2
    assert fix in result.stderr


def test_annotations_are_placed_from_the_root_of_the_checkout(pack, kata):
    broken(pack, "first")
    shown = kata("check", "first", "--format", "github", cwd=pack, GITHUB_WORKSPACE=str(pack.parent)).stdout

    assert shown == (
        "::error file=pack/katas/first/kata.yaml,line=2,col=1::unknown key 'titel' Did you mean 'title'?\n"
    )


@pytest.mark.parametrize("file", ["katas.yaml", "katas/hello/kata.yaml", "katas/hello/suite/checks.yaml"])
def test_a_newer_format_is_refused_in_one_mistake(file, pack, kata):
    path = pack / file
    path.write_text(path.read_text().replace("format: 1", "format: 7").replace("title:", "titel:"))
    shown = kata("check", cwd=pack).stdout

    assert shown.count("this is format 7, and this kata knows up to 1") == 1
    assert "pip install --upgrade backend-kata" in shown
    assert "titel" not in shown.replace("titles", "")
