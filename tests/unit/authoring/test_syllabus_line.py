import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.authoring.syllabus_line import with_kata
from runner.errors import UsageError
from runner.marked_yaml import parse_yaml

HEAD = "# ours\nformat: 1\nstages:\n  - id: wire\n    title: The wire # a remark\n"
TAIL = "  - id: last\n    title: Last\n    katas: [z]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    katas: [a, b]  # two\n", "    katas: [a, b, new]  # two\n"),
        ("    katas: [a, b,]\n", "    katas: [a, b, new,]\n"),
        ("    katas: [a,\n            b]\n", "    katas: [a,\n            b,\n            new]\n"),
        ("    katas:\n      - a\n      - b  # two\n", "    katas:\n      - a\n      - b  # two\n      - new\n"),
        ("    katas:\n    - a\n", "    katas:\n    - a\n    - new\n"),
        ("    katas:\n      -   'a'\n", "    katas:\n      -   'a'\n      - new\n"),
    ],
)
def test_only_the_list_of_the_stage_changes(before, after):
    assert with_kata(HEAD + before + TAIL, "wire", "new") == HEAD + after + TAIL


def test_the_last_line_may_have_no_end():
    text = HEAD + "    katas:\n      - a"

    assert with_kata(text, "wire", "new") == text + "\n      - new\n"


def test_windows_line_ends_stay():
    text = (HEAD + "    katas:\n      - a\n" + TAIL).replace("\n", "\r\n")

    assert with_kata(text, "wire", "new") == text.replace("- a\r\n", "- a\r\n      - new\r\n")


def test_flow_style_throughout():
    text = "{format: 1, stages: [{id: wire, title: t, katas: [a]}]}\n"

    assert with_kata(text, "wire", "new") == text.replace("[a]", "[a, new]")


@pytest.mark.parametrize("slug", ["12", "1e5", "null", "true", "0x1"])
def test_a_name_that_yaml_takes_for_something_else_is_quoted(slug):
    assert f'[z, "{slug}"]' in with_kata(HEAD + "    katas: [a]\n" + TAIL, "last", slug)


def test_shared_lists_are_refused():
    text = HEAD + "    katas: &both [a]\n" + TAIL.replace("[z]", "*both")

    with pytest.raises(UsageError) as caught:
        with_kata(text, "last", "new")

    assert "katas: [..., new]" in caught.value.fix


@given(st.lists(st.sampled_from(["a", "b2", "c-d"]), min_size=1, unique=True), st.sampled_from(["block", "flow"]))
def test_what_a_reader_sees_is_one_kata_more(slugs, style):
    listed = "[" + ", ".join(slugs) + "]\n" if style == "flow" else "\n" + "".join(f"    - {one}\n" for one in slugs)
    before = parse_yaml((HEAD + f"    katas: {listed}" + TAIL).encode(), "x").value
    after = parse_yaml(with_kata(HEAD + f"    katas: {listed}" + TAIL, "wire", "new").encode(), "x").value

    assert after["stages"][0]["katas"] == [*before["stages"][0]["katas"], "new"]
    assert after["stages"][1:] == before["stages"][1:]
