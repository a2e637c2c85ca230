"""A server's output is read in bounded pieces, whatever is in it."""

import pytest

from runner.server.log import cut, read_on, read_since, size_of, tail_of


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "main.log"
    path.write_bytes(b"first\nsecond \xff\n")
    return path


def test_what_came_after_a_point(log):
    assert read_since(log, 6) == "second \ufffd\n"


@pytest.mark.parametrize("since", [-5, 0])
def test_from_the_beginning(log, since):
    assert read_since(log, since).startswith("first")


def test_beyond_the_end_is_nothing(log):
    assert read_since(log, 10**9) == ""


def test_who_reads_on_gets_everything_once(log):
    text, seen = read_on(log, 0)
    with log.open("ab") as file:
        file.write(b"third\n")

    assert (text, *read_on(log, seen)) == ("first\nsecond \ufffd\n", "third\n", 21)
    assert read_on(log, 21) == ("", 21)


def test_very_much_is_cut_in_the_middle_and_says_so(log):
    log.write_bytes(b"a" * 50 + b"b" * 50)
    assert read_since(log, 0, most=10) == "aaaaa\n[kata: 90 bytes left out]\nbbbbb"


def test_the_tail_begins_no_earlier_than_its_program(log):
    assert tail_of(log, since=6, most=100) == "second \ufffd\n"
    assert tail_of(log, most=2) == "\ufffd\n"


@pytest.mark.parametrize(("limit", "left"), [(100, 15), (15, 15), (9, 6), (6, 6), (3, 3), (0, 0)])
def test_a_log_is_cut_where_a_line_ends(log, limit, left):
    cut(log, limit)
    assert size_of(log) == left


def test_a_log_that_is_not_there_is_empty(tmp_path):
    missing = tmp_path / "none.log"
    cut(missing, 0)
    assert (size_of(missing), read_since(missing, 0), tail_of(missing)) == (0, "", "")
