import shutil
import sys

import pytest

from runner.authoring.check import check_pack

TRACKS = frozenset({"python", "flask", "node"})

FILES = {
    "katas.yaml": "format: 1\nstages: [{id: wire, title: The wire, katas: [greet]}]\n",
    "katas/greet/kata.yaml": (
        "format: 1\ntitle: Greet\nteaches: Answering.\nrules:\n  R1: It greets, says `hello`.\n  R2: It says goodbye.\n"
        "hints: [Look at the path., Look at the method., Read the rules.]\nenv: {SECRET: s}\n"
    ),
    "katas/greet/README.md": (
        "# Greet\n\n## Rules\n\n**R1** It greets,\nsays `hello`.\n\n"
        "**R2** It says goodbye.\n\n    curl -i http://127.0.0.1:$PORT/\n"
    ),
    "katas/greet/stub/python/app.py": "# TODO\n",
    "katas/greet/suite/checks.yaml": (
        "format: 1\nchecks:\n"
        "  - id: greets\n    rule: R1\n    title: It greets\n    why: Because.\n    hints: [Look at the path.]\n"
        "    steps: [{request: GET /, expect: {text: hello, json: {answer: farewell}}}]\n"
        "  - id: leaves\n    rule: R2\n    title: It leaves\n    why: Because.\n"
        "    steps: [{request: 'GET /${env:SECRET}'}]\n"
    ),
    "solutions/greet/flask/app.py": "right\n",
    "solutions/greet/flask/NOTES.md": "Short.\n",
    **{
        f"katas/greet/wrong/{name}/{file}": text
        for name in ("one", "two", "three", "four")
        for file, text in {
            "app.py": f"wrong {name}\n",
            "wrong.yaml": "format: 1\nbase: flask\ncaught_by: [greets]\nmisconception: M.\nhint: H?\n",
        }.items()
    },
}


@pytest.fixture
def pack(tmp_path):
    """Make a pack of one kata without a mistake."""
    for name, text in FILES.items():
        write(tmp_path / name, text)
    return tmp_path


def write(file, text):
    """Write a file and the folders that it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def mistakes_of(pack):
    """Return what is wrong with a pack, as (file, line, message, fix)."""
    return [
        (mistake.file.removeprefix(f"{pack}/"), mistake.line, mistake.message, mistake.fix)
        for mistake in check_pack(pack, TRACKS)
    ]


def test_a_pack_without_a_mistake_has_none(pack):
    assert mistakes_of(pack) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "message", "fix"),
    [
        ("suite/checks.yaml", "rule: R2", "rule: R3", 10, "the kata has no rule R3", "R1 to R2"),
        ("suite/checks.yaml", "rule: R2", "rule: R1", 6, "no check proves R2", "rule: R2"),
        ("suite/checks.yaml", "title: It leaves", "title: it  greets", 11, "title is taken on line 5", "what differs"),
        ("suite/checks.yaml", "env:SECRET", "env:SECRT", 13, "no variable SECRT", "Did you mean 'SECRET'?"),
        ("suite/checks.yaml", "[Look at the path.]", "[Say Farewell.]", 7, "gives away 'farewell'", "where to look"),
        ("suite/checks.yaml", "checks:", "cheks:", 2, "unknown key 'cheks'", "'checks'"),
        ("kata.yaml", "Read the rules.", "Say farewell.", 7, "gives away 'farewell'", "where to look"),
        ("README.md", "**R2** It says goodbye.", "**R2** It leaves.", 8, "R2 differs", 'Here "leaves.", there "says'),
        ("README.md", "**R2** It", "R2 It", 1, "does not hold the rule R2", "**R2**"),
        ("README.md", "goodbye.", "goodbye.\n\n**R3** More.", 10, "kata.yaml has no rule R3", "remove"),
        ("README.md", "goodbye.", "goodbye.\n\n**R2** More.", 10, "R2 stands here a second time", "one of the two"),
        ("README.md", "goodbye.", "goodbye.\nFor example so.", 8, "R2 differs", 'Here "For example'),
        ("README.md", "curl", "wget", 1, "no curl line", "curl -i"),
        ("stub/python/app.py", "TODO", "", 1, "holds no TODO", "TODO"),
        ("wrong/one/wrong.yaml", "[greets]", "[greet]", 3, "no check has the id 'greet'", "'greets'"),
        ("wrong/one/wrong.yaml", "[greets]", "[greets, greets]", 3, "named twice", "one of them"),
        ("wrong/one/wrong.yaml", "[greets]", "[starts, greets]", 3, "`starts` stands beside", "alone"),
        ("wrong/one/app.py", "wrong one", "right", 1, "the same as in the solution", "`change:`"),
    ],
)
def test_a_mistake_in_a_kata_is_placed(name, old, new, line, message, fix, pack):  # noqa: PLR0917
    file = pack / "katas" / "greet" / name
    assert old in file.read_text()
    write(file, file.read_text().replace(old, new))

    found = [mistake for mistake in mistakes_of(pack) if message in mistake[2]]

    assert [place for _, place, *_ in found] == [line]
    assert fix in found[0][3]


CHANGE = "change:\n  - file: app.py\n    from: right\n    to: wrong\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "fix"),
    [
        ("app.py", "ap.py", 7, "the solution has no file 'ap.py'", "Did you mean 'app.py'?"),
        ("app.py", "../fastapi/app.py", 7, "no file '../fastapi/app.py'", "There are: app.py."),
        ("from: right", "from: left", 8, "this text is not in app.py", "as they stand there"),
        ("from: right", "from: r", 8, "this text stands 2 times in app.py", "occur once"),
        ("to: wrong", "to: right", 8, "this changes nothing", "Copy"),
        ("    to: wrong\n", "", 7, "`to` is missing", "`to:`"),
        ("from:", "form:", 8, "unknown key 'form'", "'from'"),
    ],
)
def test_a_change_that_cannot_be_made_is_placed(old, new, line, message, fix, pack):  # noqa: PLR0917
    folder = pack / "katas" / "greet" / "wrong" / "one"
    (folder / "app.py").unlink()
    write(pack / "solutions" / "greet" / "flask" / "app.py", "right r\n")
    write(folder / "wrong.yaml", (folder / "wrong.yaml").read_text() + CHANGE.replace(old, new))

    assert [(place, message in found, fix in mended) for _, place, found, mended in mistakes_of(pack)] == [
        (line, True, True)
    ]


def test_a_change_stands_for_a_file(pack):
    folder = pack / "katas" / "greet" / "wrong" / "one"
    (folder / "app.py").unlink()
    write(folder / "wrong.yaml", (folder / "wrong.yaml").read_text() + CHANGE)

    assert mistakes_of(pack) == []


def test_a_wrong_solution_may_be_caught_by_its_start(pack):
    file = pack / "katas" / "greet" / "wrong" / "one" / "wrong.yaml"
    write(file, file.read_text().replace("[greets]", "[starts]"))

    assert mistakes_of(pack) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("katas/greet/notes.txt", "notes.txt does not belong here"),
        ("katas/greet/suite/notes.txt", "notes.txt does not belong here"),
        ("katas/greet/wrong/notes.txt", "notes.txt does not belong here"),
        ("solutions/greet/notes.txt", "notes.txt does not belong here"),
        ("solutions/notes.txt", "notes.txt does not belong here"),
        ("katas/other/kata.yaml", "this folder belongs to no kata"),
        ("solutions/other/python/app.py", "this folder belongs to no kata"),
        ("katas/greet/stub/pyton/app.py", "there is no track 'pyton'"),
        ("solutions/greet/rust/main.rs", "there is no track 'rust'"),
    ],
)
def test_what_belongs_nowhere_is_named(name, message, pack):
    write(pack / name, "TODO")

    assert any(message in found for _, _, found, _ in mistakes_of(pack))


@pytest.mark.parametrize("name", ["katas/greet/suite/test_more.py", "katas/greet/stub/node/app.js", "katas/.DS_Store"])
def test_what_belongs_there_is_fine(name, pack):
    write(pack / name, "TODO")

    assert mistakes_of(pack) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("katas/greet/README.md", "the file is missing"),
        ("katas/greet/kata.yaml", "the file is missing"),
        ("katas/greet/suite/checks.yaml", "the file is missing"),
        ("katas/greet/wrong/one/app.py", "this wrong solution changes nothing"),
        ("katas/greet/wrong/one", "greet has 3 wrong solutions, and needs at least 4"),
        ("solutions/greet/flask/NOTES.md", "this solution has no notes"),
        ("solutions/greet/flask/app.py", "this solution is empty"),
        ("solutions/greet", "there is no solution"),
        ("katas/greet/stub/python/app.py", "this stub is empty"),
        ("katas.yaml", "the file is missing"),
    ],
)
def test_what_is_missing_is_named(name, message, pack):
    gone = pack / name
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()

    assert message in [found for _, _, found, _ in mistakes_of(pack)]


def test_a_link_out_of_the_kata_is_named(pack):
    (pack / "katas" / "greet" / "stub" / "python" / "secret").symlink_to("/etc/hostname")

    assert [found for _, _, found, _ in mistakes_of(pack)] == ["this link leads out of the kata"]


def test_links_in_a_circle_do_no_harm(pack):
    for name in ("katas/greet/stub/python/a", "katas/greet/suite/test_a.py", "katas/greet/wrong/one/a", "katas/x"):
        (pack / name).symlink_to(pack / name)

    assert [found for _, _, found, _ in mistakes_of(pack)] == ["x does not belong here"]


def test_a_readme_that_is_not_utf8_is_named(pack):
    (pack / "katas" / "greet" / "README.md").write_bytes(b"\xff")

    assert [found for _, _, found, _ in mistakes_of(pack)] == ["the README is not UTF-8"]


def test_a_suite_without_points_is_named(pack):
    file = pack / "katas" / "greet" / "suite" / "checks.yaml"
    write(file, file.read_text().replace("why: Because.", "why: Because.\n    points: 0"))

    assert [found for _, _, found, _ in mistakes_of(pack)] == ["no check of this suite earns a point"]


def test_what_could_be_failed_with_all_points_is_named_unless_it_takes_others_along(pack):
    file = pack / "katas" / "greet" / "suite" / "checks.yaml"
    more = "  - id: {0}\n    rule: R2\n    title: It {0}\n    why: Because.\n    points: {1}\n    depends_on: [{2}]\n"
    more += "    steps: [{{request: GET /}}]\n"
    write(file, file.read_text() + more.format("waves", 0, "greets") + more.format("turns", 0, "waves"))

    assert [(line, found) for _, line, found, _ in mistakes_of(pack)] == [
        (18, "a program that fails this check alone keeps every point"),
        (25, "a program that fails this check alone keeps every point"),
    ]

    write(file, file.read_text() + more.format("goes", 1, "turns"))
    assert mistakes_of(pack) == []


def test_an_id_that_is_a_list_is_a_mistake_also_where_a_check_has_no_points(pack):
    file = pack / "katas" / "greet" / "suite" / "checks.yaml"
    write(file, file.read_text().replace("id: leaves", "id: [leaves]\n    points: 0"))

    assert {line for _, line, _, _ in mistakes_of(pack)} == {9, 10}


@pytest.mark.skipif(sys.platform != "linux", reason="a file that root cannot read either")
def test_a_file_that_cannot_be_read_is_a_mistake_beside_the_others(pack):
    write(pack / "katas" / "greet" / "README.md", "# Greet\n")
    before = mistakes_of(pack)
    (pack / "katas" / "greet" / "suite" / "data.json").symlink_to("/proc/self/mem")

    found = mistakes_of(pack)
    assert set(before) < set(found)
    assert ("katas/greet", 1, "the file cannot be read: Input/output error", "Mend its rights.") in found


def test_two_katas_with_one_title_are_named(pack):
    shutil.copytree(pack / "katas" / "greet", pack / "katas" / "again")
    shutil.copytree(pack / "solutions" / "greet", pack / "solutions" / "again")
    write(pack / "katas.yaml", FILES["katas.yaml"].replace("[greet]", "[greet, again]"))

    assert [(file, found) for file, _, found, _ in mistakes_of(pack)] == [
        ("katas/again/kata.yaml", "greet has the same title")
    ]
