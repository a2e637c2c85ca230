import shutil
from dataclasses import replace

import pytest

from runner.authoring.check import check_pack
from runner.catalog import find_kata, load_syllabus
from runner.catalog_borrowing import borrowing_mistakes
from runner.catalog_merging import namespaced, with_borrowed
from runner.marked_yaml import parse_yaml
from runner.model import Borrowing, Stage, Syllabus

STAGES = "stages:\n  - id: a\n    title: A\n    katas: [{}]\n"


@pytest.fixture
def pack(root, tmp_path):
    shutil.copytree(root / "tests/packs/tiny", tmp_path / "pack", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "pack"


def write(pack, katas, more=""):
    (pack / "katas.yaml").write_text(f"format: 1\n{more}" + STAGES.format(katas))


def mistakes(pack):
    found = check_pack(pack, frozenset({"python", "flask", "fastapi", "node"}))
    return [(one.line, one.message) for one in found if one.file.endswith("katas.yaml")]


def slugs(syllabus):
    return [kata.slug for kata in syllabus.katas]


def test_listed_takes_only_what_a_stage_lists_in_its_order(pack, tmp_path):
    write(pack, "bundled/todo-api, hello, bundled/tcp-lines", "uses: listed\n")

    for _ in ("fresh", "from the index"):
        syllabus = load_syllabus(pack, tmp_path / "cache")
        assert slugs(syllabus) == ["todo-api", "hello", "tcp-lines"]
        assert {kata.stage for kata in syllabus.katas} == {"a"}


def test_bundled_takes_the_rest_after_its_own_but_not_what_is_hidden(pack, root):
    write(pack, "hello, bundled/todo-api", "uses: bundled\nhide: [tcp-lines]\n")
    rest = [slug for slug in slugs(load_syllabus(root)) if slug not in {"todo-api", "tcp-lines"}]

    assert slugs(load_syllabus(pack)) == ["hello", "todo-api", *rest]


def test_points_are_those_of_the_pack(pack, tmp_path):
    write(pack, "bundled/json-hello, hello", "uses: listed\npoints: {json-hello: {greets-in-json: 3}}\n")

    for _ in ("fresh", "from the index"):
        assert load_syllabus(pack, tmp_path / "cache").katas[0].points == (("greets-in-json", 3),)


WRONG = [
    ("hello, bundled/todo-api", "", (5, "this needs `uses`")),
    ("hello", "hide: [todo-api]\n", (2, "this needs `uses`")),
    ("hello, bundled/todo-ap", "uses: listed\n", (6, "kata came with no kata 'todo-ap'")),
    ("hello", "uses: bundled\nhide: [nothing]\n", (3, "kata came with no kata 'nothing'")),
    ("hello, bundled/todo-api", "uses: listed\nhide: [todo-api]\n", (3, "'todo-api' is listed in a stage and hidden")),
    ("hello", "uses: bundled\npoints: {json-hello: {nope: 3}}\n", (3, "json-hello has no check 'nope'")),
    ("hello", "uses: bundled\npoints: {nope: {nope: 3}}\n", (3, "kata came with no kata 'nope'")),
]


@pytest.mark.parametrize(("katas", "more", "expected"), WRONG)
def test_a_mistake_in_what_is_taken_is_named_with_its_line(pack, katas, more, expected):
    write(pack, katas, more)

    assert expected in mistakes(pack)


@pytest.mark.parametrize(
    "more", ["uses: all\n", "uses: listed\nhide: todo-api\n", "uses: listed\npoints: {json-hello: 3}\n"]
)
def test_a_wrong_shape_is_one_mistake(pack, more):
    write(pack, "hello", more)

    assert len(mistakes(pack)) == 1


def test_the_bundled_katas_cannot_take_themselves(root):
    document = parse_yaml(b"format: 1\nuses: listed\n", "katas.yaml")

    assert [one.message for one in borrowing_mistakes(document, root)] == ["these are the bundled katas themselves"]


def test_an_installed_pack_has_its_name_before_everything(root):
    tiny = load_syllabus(root / "tests/packs/tiny")
    syllabus = namespaced(tiny, "mine")

    assert (slugs(syllabus), syllabus.katas[0].name) == (["mine--hello"], "mine/hello")
    assert (syllabus.stages[0].katas, syllabus.katas[0].stage) == (("mine--hello",), syllabus.stages[0].id)
    assert find_kata(syllabus, "mine/hello") is find_kata(syllabus, "mine--hello")


def test_one_that_is_gone_after_an_upgrade_is_left_out(root):
    bundled = load_syllabus(root)
    own = Syllabus((Stage("a", "A", ("bundled/gone", "bundled/todo-api")),), (), Borrowing(rest=False))

    assert slugs(with_borrowed(own, bundled)) == ["todo-api"]
    assert with_borrowed(replace(own, borrowing=None), bundled).katas == ()
