import json
import shutil

import pytest

from runner.catalog import find_kata, load_syllabus, load_wrong_solutions, solution_tracks, stub_tracks
from runner.errors import PackError, UsageError
from runner.model import Limits, Rule

KATAS = """format: 1
stages:
  - id: wire
    title: The wire
    katas: [tcp-lines, tcp-more]
  - id: apis
    title: APIs
    katas: [todo]
"""
KATA = """format: 1
title: The title of {slug}
teaches: An idea.
requires: {requires}
rules:
  R1: It answers.
  R2: >-
    It answers
    again.
hints: [a, b, c]
limits: {{start: 3}}
env: {{SECRET: s}}
"""


@pytest.fixture
def pack(tmp_path):
    """Make a pack of three katas."""
    (tmp_path / "katas.yaml").write_text(KATAS)
    for slug, requires in (("tcp-lines", "[]"), ("tcp-more", "[tcp-lines]"), ("todo", "[]")):
        folder = tmp_path / "katas" / slug
        folder.mkdir(parents=True)
        (folder / "kata.yaml").write_text(KATA.format(slug=slug, requires=requires))
        (tmp_path / "solutions" / slug / "flask").mkdir(parents=True)
    return tmp_path


def mistakes_of(pack):
    """Return what is wrong with a pack, as (file, line, column, message, fix)."""
    with pytest.raises(PackError) as error:
        load_syllabus(pack)
    return [
        (mistake.file.removeprefix(f"{pack}/"), mistake.line, mistake.column, mistake.message, mistake.fix)
        for mistake in error.value.mistakes
    ]


def change(file, old, new):
    """Replace a text that must be in a file."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_syllabus_holds_its_katas_in_order(pack):
    syllabus = load_syllabus(pack)

    assert [(stage.id, stage.katas) for stage in syllabus.stages] == [
        ("wire", ("tcp-lines", "tcp-more")),
        ("apis", ("todo",)),
    ]
    assert [kata.slug for kata in syllabus.katas] == ["tcp-lines", "tcp-more", "todo"]


def test_a_kata_holds_what_its_file_says(pack):
    kata = load_syllabus(pack).katas[1]

    assert (kata.title, kata.stage, kata.requires, kata.hints) == (
        "The title of tcp-more",
        "wire",
        ("tcp-lines",),
        ("a", "b", "c"),
    )
    assert kata.rules == (Rule("R1", "It answers."), Rule("R2", "It answers again."))
    assert (kata.limits, kata.env) == (Limits(start=3), (("SECRET", "s"),))
    assert (kata.folder, kata.solutions) == (pack / "katas" / "tcp-more", pack / "solutions" / "tcp-more")


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        ("todo", "tod", (8, 13), "there is no folder katas/tod", "Did you mean 'todo'?"),
        ("todo", "tcp-lines", (8, 13), "listed twice", "Keep one"),
        ("todo", "../todo", (8, 13), "'../todo' is no name", "a-z, 0-9 and dashes: todo"),
        ("todo", "/etc", (8, 13), "'/etc' is no name", "etc"),
        ("todo", "To_do", (8, 13), "'To_do' is no name", "to-do"),
        ("[todo]", "[]", (8, 12), "must not be empty", "Write something"),
        ("id: apis", "id: wire", (6, 9), "'wire' is taken", "another id"),
        ("title: APIs", "titel: APIs", (7, 5), "unknown key 'titel'", "Did you mean 'title'?"),
        ("format: 1", "format: 2", (1, 9), "this is format 2", "Update kata"),
    ],
)
def test_a_mistake_in_katas_yaml_is_placed(old, new, place, message, fix, pack):  # noqa: PLR0917
    change(pack / "katas.yaml", old, new)

    ((file, line, column, found, mend),) = mistakes_of(pack)

    assert (file, line, column) == ("katas.yaml", *place)
    assert message in found
    assert fix in mend


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        (
            "requires: [tcp-lines]",
            "requires: [tcp-line]",
            (4, 12),
            "does not stand before it",
            "Did you mean 'tcp-lines'?",
        ),
        ("requires: [tcp-lines]", "requires: [todo]", (4, 12), "requires 'todo'", "before this one"),
        ("requires: [tcp-lines]", "requires: [tcp-more]", (4, 12), "cannot require itself", ""),
        ("  R2:", "  R3:", (6, 3), "the rules are R1, R3, and must be R1 to R2 in order", "without gaps"),
        ("hints: [a, b, c]", "hints: [a, b]", (10, 8), "at least 3 hints, and here are 2", "gentle first"),
        ("hints: [a, b, c]", "hints: [a, b, '']", (10, 15), "this is empty", "sentence"),
        ("title: The title", "title:\nsubtitle: The title", (2, 7), "`title` is empty", "its value"),
        ("limits: {start: 3}", "limits: {start: 61}", (11, 17), "at most 60", ""),
        ("limits: {start: 3}", "services: [redis]", (11, 11), "no services yet", "[]"),
        ("env: {SECRET: s}", "env: {PORT: s}", (12, 7), "PORT is given by kata", "Remove"),
        ("env: {SECRET: s}", "env: {A: 1}", (12, 10), "must be text", "quotes"),
        ("env: {SECRET: s}", "env: {A=B: s}", (12, 7), "name of a variable", "letters"),
        ("format: 1", "format: 9", (1, 9), "this kata knows up to 1", "pip install --upgrade"),
    ],
)
def test_a_mistake_in_kata_yaml_is_placed(old, new, place, message, fix, pack):  # noqa: PLR0917
    change(pack / "katas" / "tcp-more" / "kata.yaml", old, new)

    file, line, column, found, mend = mistakes_of(pack)[0]

    assert (file, line, column) == ("katas/tcp-more/kata.yaml", *place)
    assert message in found
    assert fix in mend


def test_mistakes_of_all_files_come_at_once(pack):
    change(pack / "katas.yaml", "title: APIs", "title: 3")
    for slug in ("tcp-lines", "todo"):
        change(pack / "katas" / slug / "kata.yaml", "teaches: An idea.", "teches: An idea.")

    assert [(file, line) for file, line, *_ in mistakes_of(pack)] == [
        ("katas.yaml", 7),
        ("katas/tcp-lines/kata.yaml", 3),
        ("katas/todo/kata.yaml", 3),
    ]


@pytest.mark.parametrize("part", ["katas/todo", "solutions/todo"])
def test_a_link_out_of_the_pack_is_refused(pack, part, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "todo"
    shutil.move(pack / part, outside)
    (pack / part).symlink_to(outside)

    ((_, line, _, message, _),) = mistakes_of(pack)
    assert (line, "leads outside of the pack" in message) == (8, True)


def test_a_missing_katas_yaml_is_told(tmp_path):
    assert mistakes_of(tmp_path)[0][:4] == ("katas.yaml", 1, 1, "the file is missing")


def index_of(cache):
    """Return the index file of a cache folder."""
    (file,) = cache.iterdir()
    return file


def test_the_index_gives_the_same_syllabus(pack, tmp_path):
    first = load_syllabus(pack, tmp_path / "cache")
    kept = json.loads(index_of(tmp_path / "cache").read_text())
    kept["value"]["katas"][2]["title"] = "Seen"
    index_of(tmp_path / "cache").write_text(json.dumps(kept))

    second = load_syllabus(pack, tmp_path / "cache")

    assert (second.stages, second.katas[:2]) == (first.stages, first.katas[:2])
    assert second.katas[2].title == "Seen"


def test_the_index_keeps_all_that_is_known_of_the_bundled_katas(root, tmp_path):
    assert [load_syllabus(root, tmp_path / "cache") for _ in range(2)] == [load_syllabus(root)] * 2


@pytest.mark.parametrize("file", ["katas.yaml", "katas/todo/kata.yaml"])
def test_a_changed_file_is_read_anew(pack, tmp_path, file):
    load_syllabus(pack, tmp_path / "cache")
    change(pack / file, "title: ", "title: New ")

    syllabus = load_syllabus(pack, tmp_path / "cache")

    assert "New" in syllabus.katas[2].title + syllabus.stages[1].title


def test_a_file_that_vanished_is_noticed(pack, tmp_path):
    load_syllabus(pack, tmp_path / "cache")
    (pack / "katas" / "todo" / "kata.yaml").unlink()

    with pytest.raises(PackError):
        load_syllabus(pack, tmp_path / "cache")


@pytest.mark.parametrize("content", ["", "{}", '{"value": 3}', "null"])
def test_a_corrupt_index_is_built_anew(pack, tmp_path, content):
    first = load_syllabus(pack, tmp_path / "cache")
    index_of(tmp_path / "cache").write_text(content)

    assert load_syllabus(pack, tmp_path / "cache") == first


@pytest.mark.parametrize("value", [{"stamps": {}}, {"stamps": {"": [0]}}, {"stamps": 3}, [], "x"])
def test_an_index_of_another_shape_is_built_anew(pack, tmp_path, value):
    first = load_syllabus(pack, tmp_path / "cache")
    file = index_of(tmp_path / "cache")
    file.write_text(json.dumps({**json.loads(file.read_text()), "value": value}))

    assert load_syllabus(pack, tmp_path / "cache") == first


@pytest.mark.parametrize(
    ("name", "slug"), [("todo", "todo"), ("to", "todo"), ("tcp-l", "tcp-lines"), ("2", "tcp-more")]
)
def test_a_kata_is_found_by_name_beginning_or_number(pack, name, slug):
    assert find_kata(load_syllabus(pack), name).slug == slug


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        ("tcp", "the beginning of 2 katas: tcp-lines, tcp-more", "Write more"),
        ("tood", "no kata called 'tood'", "Did you mean 'todo'?"),
        ("99", "no kata called '99'", "kata list"),
        ("", "no kata called ''", "kata list"),
        ("²", "no kata called", "kata list"),
        ("x" * 5000, "no kata called", "kata list"),
    ],
)
def test_a_name_that_fits_no_kata_is_explained(pack, name, what, fix):
    with pytest.raises(UsageError) as error:
        find_kata(load_syllabus(pack), name)

    assert what in error.value.what
    assert fix in error.value.fix


def plant(pack, text, name="forgets"):
    """Add a wrong solution to the kata `todo` and return the kata."""
    folder = pack / "katas" / "todo" / "wrong" / name
    folder.mkdir(parents=True)
    (folder / "wrong.yaml").write_text(text)
    return load_syllabus(pack).katas[2]


WRONG = "format: 1\nbase: flask\ncaught_by: [keeps]\nmisconception: M.\nhint: H?\n"


def test_a_wrong_solution_is_read(pack):
    (wrong,) = load_wrong_solutions(plant(pack, WRONG))

    assert (wrong.name, wrong.base, wrong.caught_by, wrong.misconception, wrong.hint) == (
        "forgets",
        "flask",
        ("keeps",),
        "M.",
        "H?",
    )
    assert wrong.folder == pack / "katas" / "todo" / "wrong" / "forgets"


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        ("base: flask", "base: flsk", (2, 7), "no solution 'flsk'", "Did you mean 'flask'?"),
        ("caught_by: [keeps]", "caught_by: []", (3, 12), "must not be empty", ""),
        ("caught_by", "cought_by", (3, 1), "unknown key 'cought_by'", "'caught_by'"),
        ("hint: H?", "hint:", (5, 6), "`hint` is empty", "Write its value"),
    ],
)
def test_a_mistake_in_wrong_yaml_is_placed(old, new, place, message, fix, pack):  # noqa: PLR0917
    kata = plant(pack, WRONG.replace(old, new))

    with pytest.raises(PackError) as error:
        load_wrong_solutions(kata)

    (mistake,) = error.value.mistakes
    assert (mistake.line, mistake.column) == place
    assert message in mistake.message
    assert fix in mistake.fix


def test_a_wrong_solution_without_its_file_is_a_mistake(pack):
    kata = plant(pack, WRONG)
    (kata.folder / "wrong" / "empty").mkdir()

    with pytest.raises(PackError) as error:
        load_wrong_solutions(kata)
    assert error.value.mistakes[0].message == "the file is missing"


def test_tracks_are_the_folders_that_count(pack):
    kata = load_syllabus(pack).katas[0]
    for name in ("node", "__pycache__", ".git"):
        (kata.solutions / name).mkdir()
    (kata.solutions / "notes.txt").write_text("")

    assert (solution_tracks(kata), stub_tracks(kata)) == (("flask", "node"), ())
