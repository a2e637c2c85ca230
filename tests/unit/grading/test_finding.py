import pytest

from runner.grading.finding import entries_of

SLUGS = ("hello", "todo-api", "notes")


@pytest.fixture
def lay(tmp_path):
    def make(*files):
        for name in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path

    return make


def found(*paths, **options):
    return [
        (entry.student, entry.kata, entry.problem.partition(",")[0]) for entry in entries_of(paths, SLUGS, **options)
    ]


def test_a_folder_named_like_a_kata_is_that_kata(lay):
    assert found(lay("anna/hello/app.py") / "anna/hello") == [("anna", "hello", "")]


def test_a_workspace_is_all_katas_in_it(lay):
    folder = lay("anna/hello/app.py", "anna/notes/app.py", "anna/other/app.py", "anna/workspace.yaml")

    assert found(folder / "anna") == [("anna", "hello", ""), ("anna", "notes", "")]
    assert found(folder / "anna", only="notes") == [("anna", "notes", "")]


def test_a_repository_named_like_a_kata_may_hold_it(lay):
    entries = entries_of([lay("anna/hello/hello/app.py") / "anna/hello"], SLUGS)

    assert [entry.folder.parts[-3:] for entry in entries] == [("anna", "hello", "hello")]


@pytest.mark.parametrize("inside", ["my-katas/hello", "submission-main/hello", "submission-main/my-katas/hello"])
def test_a_kata_is_found_where_it_is_often_put(lay, inside):
    assert found(lay(f"anna/{inside}/app.py") / "anna") == [("anna", "hello", "")]


def test_each_child_is_a_student(lay):
    folder = lay("class/anna/hello/app.py", "class/ben/app.py", "class/.git/hello/app.py", "class/roster.csv")

    assert found(folder / "class", each=True) == [
        ("anna", "hello", ""),
        ("ben", "", "no folder in it is named like a kata"),
    ]
    assert found(folder / "class", each=True, only="hello") == [("anna", "hello", ""), ("ben", "hello", "")]


def test_two_of_one_name_are_told_apart(lay):
    folder = lay("monday/anna/hello/app.py", "tuesday/anna/hello/app.py", "tuesday/ben/hello/app.py")

    assert [student for student, _, _ in found(folder / "monday", folder / "tuesday", each=True)] == [
        "monday/anna",
        "tuesday/anna",
        "ben",
    ]


def test_names_that_look_alike_once_escaped_are_told_apart(lay):
    folder = lay("class/a\x1b/hello/app.py", "class/a\\x1b/hello/app.py")
    students = [student for student, _, _ in found(folder / "class", each=True)]

    assert len(set(students)) == 2


def test_one_folder_that_is_named_twice_counts_once(lay):
    folder = lay("anna/hello/app.py")

    assert len(found(folder / "anna", folder / "anna/hello", folder / "anna/../anna")) == 1


def test_a_near_miss_is_named(lay):
    (entry,) = entries_of([lay("anna/todo_api/app.py") / "anna"], SLUGS)

    assert (entry.problem, entry.fix) == (
        "no folder in it is named like a kata",
        "Is todo_api meant to be todo-api? Rename it.",
    )
