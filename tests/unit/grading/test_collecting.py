import os
import subprocess
import sys

import pytest

from runner.errors import WorkspaceError
from runner.grading import collecting
from runner.grading.collecting import collect
from runner.grading.staging import erase, staged
from runner.workspace.submitting import digest

CANNOT_READ = """
import os, sys
from pathlib import Path
from runner.errors import WorkspaceError
from runner.grading.collecting import collect
if os.geteuid() == 0:
    os.setuid(65534)
try:
    collect(Path(sys.argv[1]), Path(sys.argv[2]))
except WorkspaceError as error:
    print(error.what, error.where)
"""


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "inner").mkdir(parents=True)
    (folder / "app.py").write_text("print(1)")
    (folder / "inner/data.bin").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_regular_files_are_copied_byte_for_byte(source, target):
    collected = collect(source, target)

    assert names(target) == {"app.py", "inner", "inner/data.bin"}
    assert (target / "inner/data.bin").read_bytes() == bytes(range(256))
    assert (collected.files, collected.size, collected.left_out) == (2, 264, ())
    assert digest(source) == digest(target)


def test_links_are_neither_followed_nor_copied(source, target, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("key")
    (source / "file").symlink_to(secret / "key")
    (source / "folder").symlink_to(secret)
    (source / "nowhere").symlink_to("nowhere")

    collected = collect(source, target)

    assert names(target) == {"app.py", "inner", "inner/data.bin"}
    assert collected.left_out == tuple(
        f"{name} is a symbolic link, and was left out" for name in ("file", "folder", "nowhere")
    )


def test_pipes_are_left_out_and_never_waited_for(source, target):
    os.mkfifo(source / "pipe")

    assert collect(source, target).left_out == ("pipe is a pipe, and was left out",)


def test_what_belongs_to_tools_is_left_out(source, target):
    for name in (".git/hooks", ".kata", "node_modules", "inner/__pycache__", ".venv/bin"):
        (source / name).mkdir(parents=True)
        (source / name / "file").write_text("x")

    collect(source, target)

    assert names(target) == {"app.py", "inner", "inner/data.bin"}


def test_of_the_mode_only_execution_is_kept(source, target):
    (source / "app.py").chmod(0o6777)
    (source / "inner/data.bin").chmod(0o666)

    collect(source, target)

    assert (target / "app.py").stat().st_mode & 0o7777 == 0o755
    assert (target / "inner/data.bin").stat().st_mode & 0o7777 == 0o644


ODD = (b"new\nline", b"latin-\xe9", "\u202etxt.py".encode(), b"\x1b[31mred", b"-rf", b"x" * 255)


@pytest.mark.parametrize("name", ODD)
def test_odd_names_survive(source, target, name):
    (source / os.fsdecode(name)).write_bytes(b"odd")

    collect(source, target)

    assert (target / os.fsdecode(name)).read_bytes() == b"odd"
    assert digest(source) == digest(target)


def refusal(source, target):
    with pytest.raises(WorkspaceError) as caught:
        collect(source, target)
    return f"{caught.value.what} {caught.value.where}"


def test_one_file_too_large_is_refused_before_it_is_read(source, target):
    with (source / "sparse").open("wb") as file:
        file.truncate(1024**4)

    assert "more than 50 MB" in refusal(source, target)


def test_files_that_are_too_large_together_are_refused(source, target, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_BYTES", 263)

    assert "too big" in refusal(source, target)


@pytest.mark.parametrize(("limit", "said"), [("MOST_FILES", "1 files"), ("MOST_ENTRIES", "1 entries")])
def test_too_many_of_anything_is_refused(source, target, monkeypatch, limit, said):
    monkeypatch.setattr(collecting, limit, 1)

    assert said in refusal(source, target)


def test_folders_in_folders_have_an_end(source, target):
    inner = source
    for _ in range(60):
        inner /= "d"
        inner.mkdir()
    (inner / "file").touch()

    assert "40 deep" in refusal(source, target)


def test_an_empty_folder_is_refused(tmp_path, target):
    (tmp_path / "empty/inner").mkdir(parents=True)

    assert "empty" in refusal(tmp_path / "empty", target)


def test_what_may_not_be_read_is_refused_by_name(source, target, root, tmp_path):
    for folder in (*tmp_path.parents, tmp_path, source, target):
        if folder.owner() == "root" and folder != folder.parent and str(folder).startswith("/tmp/pytest"):
            folder.chmod(0o755)
    target.chmod(0o777)
    (source / "inner/data.bin").chmod(0)
    command = [sys.executable, "-c", CANNOT_READ, str(source), str(target)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert told == f"it cannot be read: no permission {source}/inner/data.bin\n"


def test_a_copy_is_erased_also_when_its_folders_were_locked(tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o700)
    with staged() as folder:
        (folder / "locked/inner").mkdir(parents=True)
        (folder / "locked/inner/file").touch()
        (folder / "link").symlink_to(outside)
        (folder / "locked/inner").chmod(0)
        (folder / "locked").chmod(0)
    assert not folder.exists()
    assert outside.exists()
    erase(folder)  # once more does no harm
