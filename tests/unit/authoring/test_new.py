import json
from pathlib import Path

import pytest

from runner.authoring.check import check_pack
from runner.authoring.check_words import later_words, word_mistakes
from runner.authoring.new import Order, plan_kata, write_plan
from runner.authoring.template import TEMPLATES, find_template
from runner.authoring.todos import todos_of
from runner.catalog import load_syllabus
from runner.catalog_files import survey_pack
from runner.errors import MachineError, PackError, UsageError
from runner.marked_yaml import parse_yaml, read_yaml
from runner.tracks.registry import TRACKS

SYLLABUS = (
    "# mine\nformat: 1\nstages:\n  - {id: requests, title: A, katas: [hello]}\n  - {id: b, title: B, katas: [c]}\n"
)


def order(slug="hello", template="endpoint", tracks=("flask",), stage=""):
    return Order(slug, find_template(template), tuple(TRACKS[name] for name in tracks), stage)


def make(pack, slug="hello", **wishes):
    """Plan and write a kata."""
    plan = plan_kata(pack, order(slug, **wishes))
    write_plan(plan)
    return plan


def everything(pack):
    return {str(path.relative_to(pack)): path.read_bytes() for path in pack.rglob("*") if path.is_file()}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_kata_has_no_mistake_in_any_of_its_languages(template, tmp_path):
    make(tmp_path, template=template, tracks=find_template(template).tracks)

    assert check_pack(tmp_path, frozenset(TRACKS)) == ()


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_language_alone_has_every_wrong_solution(template, tmp_path):
    for track in find_template(template).tracks:
        make(tmp_path / track, template=template, tracks=(track,))

        assert check_pack(tmp_path / track, frozenset(TRACKS)) == ()


def test_the_templates_use_no_word_before_its_stage(tmp_path, root):
    stages = parse_yaml((root / "katas.yaml").read_bytes(), "katas.yaml").value["stages"]
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text(f"format: 1\nstages: {json.dumps(stages)}\n")
    for template in TEMPLATES:
        make(tmp_path, f"new-{template}", template=template, tracks=find_template(template).tracks[:1])

    syllabus = read_yaml(tmp_path / "katas.yaml")
    katas = [kata for kata in survey_pack(tmp_path).katas if kata.slug.startswith("new-")]
    assert {kata.stage for kata in katas} == {stage["id"] for stage in stages}
    words = later_words(syllabus)
    assert [mistake.message for kata in katas for mistake in word_mistakes(kata, words[kata.stage])] == []


def test_a_new_kata_says_what_is_to_do(tmp_path):
    make(tmp_path)
    (kata,) = load_syllabus(tmp_path).katas
    todos = todos_of(kata)

    assert (todos[0].file, todos[0].line) == ("katas/hello/README.md", 3)
    assert todos[0].text == "say in two or three sentences why a real system needs this"
    assert {todo.file.rpartition("/")[2] for todo in todos} == {"README.md", "kata.yaml", "checks.yaml", "NOTES.md"}


def test_every_yaml_file_names_a_schema_that_is_there(tmp_path):
    make(tmp_path)
    files = sorted(tmp_path.rglob("*.yaml"))
    named = [file.parent / file.read_text().splitlines()[0].partition("$schema=")[2] for file in files]

    assert len(files) == 8
    assert all(schema.is_file() for schema in named)


def test_the_editor_is_told_where_the_schemas_are(tmp_path):
    make(tmp_path)
    wired = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]

    assert {name.removeprefix("./") for name in wired} == {
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "schema").iterdir()
    }


def test_a_second_kata_is_added_and_the_rest_stays(tmp_path):
    make(tmp_path)
    (tmp_path / "katas.yaml").write_text((tmp_path / "katas.yaml").read_text() + "# the end\n")
    before = everything(tmp_path)
    make(tmp_path, "second", template="crud")
    after = everything(tmp_path)

    assert after.pop("katas.yaml") == before.pop("katas.yaml").replace(b"[hello]", b"[hello, second]")
    assert {path: after[path] for path in before} == before


def test_the_template_knows_its_stage(tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text(SYLLABUS)

    assert plan_kata(tmp_path, order("new")).stage == "requests"
    assert plan_kata(tmp_path, order("new", "auth")).stage == "b"
    assert plan_kata(tmp_path, order("new", stage="b")).stage == "b"


def test_a_kata_that_is_listed_already_keeps_its_place(tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text(SYLLABUS)
    make(tmp_path, "hello", stage="b")

    assert (tmp_path / "katas.yaml").read_text() == SYLLABUS


@pytest.mark.parametrize(
    ("slug", "wishes", "what", "fix"),
    [
        ("Foo Bar", {}, "'Foo Bar' is no name", "foo-bar"),
        ("../up", {}, "'../up' is no name", "up"),
        ("a/b", {}, "'a/b' is no name", "a-b"),
        ("", {}, "'' is no name", "my-kata"),
        ("x" * 61, {}, "is no name", "a-z"),
        ("con", {}, "on Windows", "con-kata"),
        ("new", {"stage": "requets"}, "no stage 'requets'", "'requests'"),
    ],
)
def test_a_bad_wish_is_refused(slug, wishes, what, fix, tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text(SYLLABUS)
    with pytest.raises(UsageError) as caught:
        plan_kata(tmp_path, order(slug, **wishes))

    assert what in caught.value.what
    assert fix in caught.value.fix


@pytest.mark.parametrize("part", ["katas/hello", "solutions/hello"])
def test_nothing_is_written_over(part, tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text(SYLLABUS)
    (tmp_path / part).mkdir(parents=True)

    with pytest.raises(UsageError, match=f"{part} is there already"):
        plan_kata(tmp_path, order())


def test_somebody_elses_katas_yaml_is_not_touched(tmp_path):
    (tmp_path / "katas.yaml").write_text("- karate\n")

    with pytest.raises(UsageError, match=r"katas\.yaml is there already"):
        plan_kata(tmp_path, order())


def test_a_pack_with_mistakes_is_mended_first(tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text("format: 1\nstages: []\n")

    with pytest.raises(PackError) as caught:
        plan_kata(tmp_path, order())

    assert [mistake.line for mistake in caught.value.mistakes] == [2]


def test_a_newer_pack_is_refused(tmp_path):
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas.yaml").write_text("format: 2\nstages: []\n")

    with pytest.raises(PackError) as caught:
        plan_kata(tmp_path, order())

    assert "Update kata" in caught.value.mistakes[0].fix


def test_a_link_out_of_the_pack_is_refused(tmp_path):
    pack = tmp_path / "pack"
    (tmp_path / "elsewhere").mkdir()
    pack.mkdir()
    (pack / "katas.yaml").write_text(SYLLABUS)
    (pack / "katas").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="katas leads outside"):
        plan_kata(pack, order("new"))


def test_what_was_begun_is_taken_back_when_it_fails(tmp_path):
    make(tmp_path)
    plan = plan_kata(tmp_path, order("second"))
    (tmp_path / "solutions" / "second").mkdir()
    before = everything(tmp_path)

    with pytest.raises(MachineError, match="could not be written"):
        write_plan(plan)

    assert everything(tmp_path) == before
    assert sorted(path.name for path in (tmp_path / "katas").iterdir()) == ["hello"]


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "pack").write_text("")

    with pytest.raises(MachineError) as caught:
        write_plan(plan_kata(Path(tmp_path, "pack"), order()))

    assert str(tmp_path) in caught.value.where
