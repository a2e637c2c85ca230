import pytest

from runner.authoring.todos import todos_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# TODO(kata): say why", [(1, "say why")]),
        ("a\n<!-- TODO(kata): say why -->\n", [(2, "say why")]),
        ("/* TODO(kata): say why */", [(1, "say why")]),
        ("x: 1  # TODO(kata): one\ny: 2  # TODO(kata): two", [(1, "one"), (2, "two")]),
        ("# TODO: the learner's", []),
        ("TODO(kata) without a colon", []),
    ],
)
def test_what_is_to_do_is_found_with_its_line(text, found):
    assert list(todos_in(text)) == found
