import os

import pytest

from runner.errors import PackError
from runner.marked_yaml import MAX_BYTES, MAX_DEPTH, Spot, parse_yaml, read_yaml


def value_of(text):
    """Return the data of a text that has no mistakes."""
    document = parse_yaml(text.encode(), "a.yaml")
    assert document.mistakes == ()
    return document.value


def mistakes_of(source):
    """Return every mistake of a text, as (line, column, message, fix)."""
    source = source if isinstance(source, bytes) else source.encode()
    try:
        found = parse_yaml(source, "a.yaml").mistakes
    except PackError as error:
        found = error.mistakes
    return [(mistake.line, mistake.column, mistake.message, mistake.fix) for mistake in found]


def the_mistake(source):
    """Return the only mistake of a text."""
    (found,) = mistakes_of(source)
    return found


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "12:30", "2026-11-22", "1_000", "0b1", "=", ".", "-"])
def test_words_that_older_yaml_converts_stay_text(word):
    assert value_of(f"a: {word if word != '-' else repr(word)}") == {"a": word}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("010", 10),
        ("0o17", 15),
        ("0x1f", 31),
        ("-3", -3),
        ("3.10", 3.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("'1'", "1"),
        ('"true"', "true"),
        ("|\n  x\n", "x\n"),
    ],
)
def test_plain_words_are_read_as_yaml_1_2_says(written, value):
    read = value_of(f"a: {written}")["a"]

    assert (read, type(read)) == (value, type(value))


def test_every_key_and_value_has_its_place():
    document = parse_yaml(b"a: 1\nlist:\n  - x: {y: 2}\n", "a.yaml")

    assert (document.place(("list", 0, "x", "y")).line, document.place(("list", 0, "x", "y")).column) == (3, 12)
    assert document.place(("list", 0, "x", "y"), Spot.KEY).column == 9
    assert document.place(("list",), Spot.KEY).line == 2


def test_a_path_that_is_not_there_gives_the_nearest_place():
    document = parse_yaml(b"a: 1\nlist:\n  - x: 1\n", "a.yaml")

    assert document.place(("list", 0, "gone", 3)).line == 3


def test_a_mistake_holds_its_source_line():
    mistake = parse_yaml("a: 1\nb: é 2\r\nc: 3\n".encode(), "a.yaml").mistake(("b",), "wrong", "mend it")

    assert (mistake.file, mistake.line, mistake.column, mistake.source) == ("a.yaml", 2, 4, "b: é 2")


def test_a_key_given_twice_is_refused_with_both_lines():
    assert the_mistake("a: 1\nb: 2\na: 3\n")[:3] == (3, 1, "the key 'a' is given twice, first on line 1")


def test_all_mistakes_that_can_be_mended_are_told_at_once():
    lines = [
        line for line, *_ in mistakes_of("a: 1\na: 2\n1: x\n<<: {b: 1}\nc: !!str 3\nd: .inf\ne: 1e999\n? [f]\n: 1\n")
    ]

    assert lines == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a: [1, 2\nb: 3\n", (1, 4), "not closed"),
        ("a: {b: ${x}}\n", (1, 8), "`${` is not quoted"),
        ("a:\n\t- b\n", (2, 1), "a tab"),
        ("a: |\n  x\n\ty\n", (3, 1), "a tab"),
        ("a: 'x\nb: 2\n", (1, 4), "never ends"),
        ("a: b: c\n", (1, 5), "a `:`"),
        ("a: @x\n", (1, 4), "`@`"),
        ('a: "\\d"\n', (1, 5), "escape"),
        ("a: - b\n", (1, 4), "a list cannot begin"),
        ("a: *x\n", (1, 4), "`*x`"),
        ("a: &x [*x]\n", (1, 8), "`*x`"),
        ("a: *\n", (1, 5), "no name follows"),
        ("a: 1\n---\nb: 1\n", (2, 1), "second document"),
        ("a: [a,,b]\n", (1, 7), "missing"),
        ("a: 'it's'\n", (1, 8), "does not fit"),
        ("- a\n", (1, 1), "a list"),
        ("just text\n", (1, 1), "a single text"),
        ("", (1, 1), "empty"),
        ("# nothing\n", (1, 1), "empty"),
        ("a: \x07\n", (1, 4), "U+0007"),
        ("a: " + "9" * 5000, (1, 4), "too many digits"),
    ],
)
def test_what_is_not_yaml_is_told_in_plain_words(text, place, word):
    line, column, message, _ = the_mistake(text)

    assert (line, column) == place
    assert word in message


def test_a_mistake_says_how_to_mend_it():
    assert '"${name}"' in the_mistake("a: {b: ${x}}\n")[3]
    assert "spaces" in the_mistake("a:\n\t- b\n")[3]


def test_bytes_that_are_not_utf8_are_placed():
    assert the_mistake(b"a: 1\nb: x\xff\n")[:3] == (2, 5, "the byte 0xff is not UTF-8")


@pytest.mark.parametrize("source", [b"\xef\xbb\xbfa: 1\n", "a: 1\n".encode("utf-16"), b"a: " + b"x" * MAX_BYTES])
def test_files_of_the_wrong_kind_are_refused(source):
    assert the_mistake(source)[:2] == (1, 1)


def test_depth_is_bounded():
    assert "nested" in the_mistake("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)[2]


@pytest.mark.parametrize("first", ["[1, 1, 1, 1, 1, 1, 1, 1, 1]", "x" * 500_000])
def test_a_few_lines_of_aliases_cannot_fill_the_memory(first):
    rows = [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    assert "50000 values" in the_mistake("\n".join([f"a: &a {first}", *rows]))[2]


def test_aliases_of_aliases_are_as_deep_as_they_are_written_out():
    rows = [f"{after}: &{after} {'[' * 20}*{before}{']' * 20}" for before, after in zip("abcd", "bcde", strict=True)]

    assert the_mistake("\n".join(["a: &a [1]", *rows]))[::2] == (4, "this is nested more than 60 levels deep")


def test_an_alias_gives_the_same_value():
    assert value_of("a: &x {b: [1]}\nc: *x\n") == {"a": {"b": [1]}, "c": {"b": [1]}}


def test_a_missing_file_is_a_mistake_of_that_file(tmp_path):
    with pytest.raises(PackError) as error:
        read_yaml(tmp_path / "gone.yaml")

    assert [(mistake.file, mistake.message) for mistake in error.value.mistakes] == [
        (str(tmp_path / "gone.yaml"), "the file is missing")
    ]


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "a.yaml")

    with pytest.raises(PackError) as error:
        read_yaml(tmp_path / "a.yaml")
    assert "not a file" in error.value.mistakes[0].message
