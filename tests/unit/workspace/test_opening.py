"""Opening and resetting a kata: nothing that the learner wrote is ever touched."""

from dataclasses import replace
from pathlib import Path

import pytest

from runner.errors import PackError, WorkspaceError
from runner.model import Track
from runner.workspace import current_kata, open_kata, reset_kata, stub_for
from runner.workspace.finding import Workspace

PYTHON = Track("python", "Python", "app.py", ("python", "app.py"))
FLASK = Track("flask", "Flask", "app.py", ("python", "app.py"), base="python")
NODE = Track("node", "Node", "app.js", ("node", "app.js"))


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FRAMEWORKS = frozenset({"flask", "express"})


def test_stub_and_readme_are_copied(workspace, kata, stub):
    opened = open_kata(workspace, kata, stub, "app.py")
    assert sorted(tree(opened.folder)) == ["README.md", "app.py", "data/seed.txt", "start.sh"]
    assert [path.name for path in opened.created] == ["README.md", "app.py", "start.sh", "seed.txt"]
    assert opened.entry == workspace.root / "todo-api" / "app.py"
    assert current_kata(workspace) == "todo-api"


def test_a_start_script_stays_executable(workspace, kata, stub):
    folder = open_kata(workspace, kata, stub).folder
    assert (folder / "start.sh").stat().st_mode & 0o777 == 0o755
    assert (folder / "app.py").stat().st_mode & 0o777 == 0o644


def test_a_file_of_the_learner_stays_and_is_told(workspace, kata, stub):
    folder = workspace.root / "todo-api"
    folder.mkdir()
    (folder / "app.py").write_text("mine")
    opened = open_kata(workspace, kata, stub)
    assert (folder / "app.py").read_text() == "mine"
    assert opened.kept == (folder / "app.py",)
    assert folder / "start.sh" in opened.created


def test_opening_again_lays_only_what_is_missing(workspace, kata, stub):
    (open_kata(workspace, kata, stub).folder / "start.sh").unlink()
    again = open_kata(workspace, kata, stub)
    assert ([path.name for path in again.created], again.kept) == (["start.sh"], ())


def test_a_dangling_link_is_something_of_the_learner_too(workspace, kata, stub):
    folder = workspace.root / "todo-api"
    folder.mkdir()
    (folder / "app.py").symlink_to("/nowhere/else")
    assert open_kata(workspace, kata, stub).kept == (folder / "app.py",)
    assert not Path("/nowhere/else").exists()


@pytest.mark.parametrize("place", ["todo-api", "todo-api/data"])
def test_a_file_in_the_place_of_a_folder_is_told(workspace, kata, stub, place):
    (workspace.root / place).parent.mkdir(exist_ok=True)
    (workspace.root / place).write_text("mine")
    with pytest.raises(WorkspaceError, match="something else is in its place"):
        open_kata(workspace, kata, stub)
    assert (workspace.root / place).read_text() == "mine"


def test_no_half_files_are_left(workspace, kata, stub):
    open_kata(workspace, kata, stub)
    assert not list(workspace.root.rglob("*.part"))


@pytest.mark.parametrize("slug", ["../x", "/etc", "a/b", "", ".kata", "A"])
def test_a_slug_cannot_lead_elsewhere(workspace, kata, stub, slug):
    with pytest.raises(PackError, match="no name for a kata"):
        open_kata(workspace, replace(kata, slug=slug), stub)


def test_a_reset_moves_the_work_and_lays_the_stub_anew(workspace, kata, stub):
    folder = open_kata(workspace, kata, stub).folder
    (folder / "app.py").write_text("mine")
    (folder / "more").mkdir()
    (folder / "more" / "notes.txt").write_text("mine, too")
    reset = reset_kata(workspace, kata, stub, "app.py")
    assert reset.trash.parent == workspace.root / ".kata" / "trash"
    assert reset.trash.name.startswith("todo-api-")
    assert {name: text for name, text in tree(reset.trash).items() if b"mine" in text} == {
        "app.py": b"mine",
        "more/notes.txt": b"mine, too",
    }
    assert (folder / "app.py").read_text() == "TODO = 1\n"
    assert reset.opened.kept == ()


def test_two_resets_in_one_second_keep_both(workspace, kata, stub):
    first = reset_kata(workspace, kata, stub)
    second, third = (reset_kata(workspace, kata, stub) for _ in range(2))
    assert first.trash is None
    assert second.trash != third.trash
    assert tree(second.trash) == tree(third.trash)


def test_a_reset_leaves_the_folder_itself_and_what_is_slow_to_get_back(workspace, kata, stub):
    folder = open_kata(workspace, kata, stub).folder
    (folder / "node_modules").mkdir()
    before = folder.stat().st_ino
    reset = reset_kata(workspace, kata, stub)
    assert folder.stat().st_ino == before
    assert (folder / "node_modules").is_dir()
    assert not (reset.trash / "node_modules").exists()


def test_a_reset_that_cannot_move_everything_moves_nothing(workspace, kata, stub):
    folder = open_kata(workspace, kata, stub).folder
    before = tree(folder)
    workspace.trash.write_text("in the way")
    with pytest.raises(WorkspaceError, match="nothing was reset"):
        reset_kata(workspace, kata, stub)
    assert tree(folder) == before


def test_a_reset_that_cannot_lay_the_stub_puts_the_work_back(workspace, kata, stub):
    open_kata(workspace, kata, stub)
    folder = workspace.folder_of(kata.slug)
    (folder / "app.py").write_text("mine")
    (folder / "more").mkdir()
    (folder / "more" / "own.txt").write_text("mine too")
    before = tree(folder)
    (stub / "zzz").mkdir()
    (stub / "zzz" / "not-to-be-had.txt").symlink_to("nowhere")
    with pytest.raises(WorkspaceError):
        reset_kata(workspace, kata, stub)
    assert tree(folder) == before


def test_a_kata_that_stands_alone_keeps_its_history_through_a_reset(tmp_path, kata, stub):
    alone = Workspace(tmp_path / "todo-api", alone="todo-api")
    (alone.state).mkdir(parents=True)
    alone.history.write_text("{}\n")
    (alone.root / "app.py").write_text("mine")
    reset = reset_kata(alone, kata, stub)
    assert (reset.trash / "app.py").read_text() == "mine"
    assert alone.history.read_text() == "{}\n"


def no_stub(_name):
    return None


def test_the_katas_stub_for_the_track_comes_first(kata, stub):
    (kata.folder / "stub" / "flask").mkdir()
    assert stub_for(kata, FLASK, no_stub, FRAMEWORKS) == kata.folder / "stub" / "flask"


def test_the_stub_of_the_base_track_serves_too(kata, stub):
    assert stub_for(kata, FLASK, no_stub, FRAMEWORKS) == stub


def test_the_tracks_own_stub_comes_last(kata, tmp_path):
    assert stub_for(kata, NODE, lambda name: tmp_path if name == "node" else None, FRAMEWORKS) == tmp_path


def test_a_kata_of_plain_sockets_is_opened_with_the_tracks_stub_for_them(kata, tmp_path):
    of_sockets = replace(kata, sockets=True)

    (tmp_path / "node-sockets").mkdir()
    folders = {"node-sockets": tmp_path / "node-sockets", "node": tmp_path}
    assert stub_for(of_sockets, NODE, folders.get, FRAMEWORKS) == tmp_path / "node-sockets"
    assert stub_for(kata, NODE, folders.get, FRAMEWORKS) == tmp_path


def test_no_stub_at_all_is_the_packs_fault(kata):
    with pytest.raises(PackError, match="no stub for node"):
        stub_for(kata, NODE, no_stub, FRAMEWORKS)


def test_a_kata_for_frameworks_is_opened_with_the_frameworks_own_stub(kata, tmp_path):
    express = Track(slug="express", title="Express", entry="app.js", run=("node", "app.js"), base="node")
    for name in ("node", "flask"):
        (kata.folder / "stub" / name).mkdir(parents=True)

    def own(name):
        return tmp_path if name == "express" else None

    assert stub_for(kata, express, own, frozenset()) == kata.folder / "stub" / "node"
    assert stub_for(kata, express, own, FRAMEWORKS) == tmp_path
