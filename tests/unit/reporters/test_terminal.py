"""The report in a terminal."""

import math
import re
import shlex
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.evidence import Exchange, ExchangeKind
from runner.model import Status
from runner.reporters.terminal import Style, render, render_outcome
from runner.sanitise import columns
from tests.unit.reporters.samples import BIG, FAILED, FOLDER, HOSTILE, ORDER, PASSED, SAMPLES, answered, failed, report

PLAIN = Style()
COLOR = re.compile(r"\x1b\[\d+m")


def card(text):
    """Return the lines of the card: what stands before the empty line."""
    return text.split("\n\n")[0].splitlines()


@pytest.mark.parametrize("name", SAMPLES)
def test_looks_as_it_was_recorded(name, golden):
    golden(f"{name}.txt", render(SAMPLES[name], PLAIN) + "\n")


@pytest.mark.parametrize("name", ["wrong_status", "several_fail", "hidden", "crash", "raw_bytes", "passed"])
def test_looks_as_it_was_recorded_with_everything(name, golden):
    golden(f"{name}.verbose.txt", render(SAMPLES[name], Style(verbose=True)) + "\n")


def test_looks_as_it_was_recorded_in_ascii(golden):
    golden("unicode.ascii.txt", render(SAMPLES["unicode"], Style(ascii=True)) + "\n")


def test_looks_as_it_was_recorded_in_a_narrow_terminal(golden):
    golden("wrong_status.narrow.txt", render(SAMPLES["wrong_status"], Style(width=60)) + "\n")


def test_looks_as_it_was_recorded_in_colour(golden):
    golden("wrong_status.colour.txt", render(SAMPLES["wrong_status"], Style(color=True)) + "\n")


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("title", ["Search, sort and leaf through a collection", "Say hello"])
def test_a_pass_is_told_whole_however_long_the_title_is(title, width):
    whole = report(*(replace(PASSED, check=f"c{number}", points=2) for number in range(14)), title=title)
    told = " ".join(render(whole, Style(width=width)).split())
    assert told.startswith(f"✓ {title}: all 14 checks pass, 28 of 28 points. Well done! Next:")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_card_has_at_most_twelve_lines(name):
    assert len(card(render(SAMPLES[name], PLAIN))) <= 12


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_terminal(name, width):
    lines = render(SAMPLES[name], Style(width=width)).splitlines()
    assert max(columns(line) for line in lines) <= width


@pytest.mark.parametrize("name", SAMPLES)
def test_colour_adds_nothing_but_colour(name):
    assert COLOR.sub("", render(SAMPLES[name], Style(color=True))) == render(SAMPLES[name], PLAIN)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("verbose", [False, True])
def test_ascii_is_ascii(name, verbose):
    assert render(SAMPLES[name], Style(ascii=True, verbose=verbose)).isascii()


@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_that_a_program_sent_reaches_the_terminal_unescaped(verbose):
    shown = render(SAMPLES["hostile"], Style(verbose=verbose))
    assert not set(shown) & set("\x1b\r\x07\u202e\x00")
    assert r"\x1b[2J" in shown


def test_the_curl_line_pastes_as_one_command():
    lines = render(SAMPLES["wrong_status"], PLAIN).splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("  Again: "))
    pasted = "\n".join(lines[start : start + 2]).removeprefix("  Again: ").replace("\\\n   ", "")
    assert pasted.replace("  ", " ") == ORDER.as_curl()


def test_a_long_curl_line_is_not_cut_but_said_to_be_elsewhere():
    shown = render(SAMPLES["long_request"], PLAIN)
    assert "curl -i" not in shown
    assert "Again: the command has no room here: kata test -v" in shown


LONG_ORDER = replace(
    ORDER, request=replace(ORDER.request, body=b'{"word": "vovibukil", "nested": {"list": [1, 2, 3]}}')
)


@pytest.mark.parametrize(
    ("log", "is_kept"), [("GET / 200 -\n" * 3, False), ('  File "app.py", line 3, in create\nKeyError: 1\n', True)]
)
def test_a_command_of_three_lines_is_shown_and_a_log_that_names_a_place_stays(log, is_kept):
    outcome = failed(LONG_ORDER, log=log)
    shown = render(report(outcome, failed()), PLAIN)
    assert ("curl -i" in shown) or is_kept
    assert not is_kept or "app.py:3" in shown
    assert len(shown.split("\n\n")[0].splitlines()) <= 12


def test_raw_bytes_can_be_sent_again_from_a_shell():
    exchange = Exchange(ExchangeKind.RAW, "echo", sent=b"50% it's\\\r\n", received=b"")
    line = next(line for line in render(report(failed(exchange)), PLAIN).splitlines() if "printf" in line)
    command = line.removeprefix("  Again: ").split(" | nc")[0]
    assert shlex.split(command) == ["printf", r"50%% it's\\\r\n"]


def test_colours_and_banners_of_a_framework_are_left_out_of_the_log():
    log = " * Running on http://127.0.0.1:1\n\x1b[33mPress CTRL+C to quit\x1b[0m\n\x1b[35mGET / 500\x1b[0m\n"
    shown = render(report(failed(log=log)), PLAIN)
    assert [line for line in shown.splitlines() if "(server log)" in line] == ["  (server log) GET / 500"]


def test_a_long_body_says_how_much_of_it_is_shown():
    assert re.search(rf"\(\d+ of {len(BIG):,} bytes shown\)", render(SAMPLES["big_json"], PLAIN))


def test_the_field_that_differs_is_in_sight_in_a_long_body():
    assert '"total": 12' in render(SAMPLES["big_json"], PLAIN)


def test_the_caret_stands_under_the_wrong_byte():
    lines = render(SAMPLES["raw_bytes"], PLAIN).splitlines()
    received = next(index for index, line in enumerate(lines) if line.startswith("  received"))
    assert lines[received][lines[received + 1].index("^") :] == r"O\r\n"


def test_the_caret_follows_a_byte_far_away():
    lines = render(SAMPLES["raw_far_byte"], PLAIN).splitlines()
    caret = next(line for line in lines if line.strip() == "^")
    received = next(line for line in lines if line.startswith("  received"))
    assert received[caret.index("^") :].startswith(r"\xff")


def test_a_hidden_check_tells_its_title_alone():
    shown = render(SAMPLES["hidden"], PLAIN) + render(SAMPLES["hidden"], Style(verbose=True))
    assert "An order with no items is refused" in shown
    assert "POST" not in shown
    assert "422" not in shown


def test_a_check_that_may_be_shown_goes_before_a_hidden_one():
    assert "POST /orders" in render(SAMPLES["hidden_and_shown"], PLAIN)


def test_an_error_of_ours_is_said_to_be_ours():
    assert "our fault, not yours" in render(SAMPLES["errored"], PLAIN)
    assert "our fault, not yours" in render(SAMPLES["trouble"], PLAIN)


def test_a_traceback_is_told_by_its_error_and_the_own_line():
    assert "(server log) app.py:12 in create: KeyError: 'items'" in render(SAMPLES["internal_error"], PLAIN)


def test_the_kind_is_named_when_a_text_looks_like_a_number():
    assert 'got "7"  (text)' in render(SAMPLES["wrong_json"], PLAIN)


def test_a_failure_without_parts_shows_its_sentence():
    assert "Sum is the same before and after." in render(SAMPLES["no_exchange"], PLAIN)


def test_everything_shows_every_exchange_and_the_headers_of_the_failing_one():
    outcome = replace(FAILED, exchanges=(ORDER, answered(b"[]")))
    shown = render(report(outcome), Style(verbose=True))
    assert shown.count("->") == 2
    assert "< Content-Type: application/json" in shown


def test_thousands_of_exchanges_are_counted_not_printed():
    outcome = replace(FAILED, exchanges=(answered(b"[]"),) * 500)
    shown = render(report(outcome), Style(verbose=True))
    assert "480 earlier exchanges left out" in shown
    assert shown.count("GET /orders/7") == 20


@pytest.mark.parametrize(("status", "sign"), [(Status.PASSED, "✓"), (Status.FAILED, "✗"), (Status.ERRORED, "!")])
def test_a_check_that_ends_is_one_line(status, sign):
    line = render_outcome(replace(PASSED, status=status, title=HOSTILE), PLAIN)
    assert line.startswith(sign)
    assert len(line.splitlines()) == 1


def test_a_race_shows_who_overlapped_whom():
    lines = render(SAMPLES["race"], PLAIN).splitlines()
    bars = [line for line in lines if "|" in line and "=" in line]
    assert [line.split("|")[0].strip() for line in bars] == ["client 3", "client 7", "client 8", "7 more"]
    assert bars[3].endswith("7 x 409")
    assert {line.index("|") for line in bars} == {bars[0].index("|")}
    assert len({line.rindex("|") for line in bars}) == 1


def test_one_request_after_the_other_is_no_race():
    assert "|" not in render(SAMPLES["after_a_restart"], PLAIN)


def test_a_launch_card_marks_the_spot_and_says_the_error_once():
    lines = render(SAMPLES["launch_syntax"], PLAIN).splitlines()
    place = next(line for line in lines if "Where:" in line)
    caret = next(line for line in lines if line.strip() == "^")
    assert place[caret.index("^") :].startswith("(1,")
    assert "\n".join(lines).count("never closed") == 1


def test_own_places_are_links_where_the_terminal_has_them():
    linked = render(SAMPLES["internal_error"], Style(color=True, links=True))
    assert f"\x1b]8;;file://{FOLDER}/app.py\x1b\\app.py:12\x1b]8;;\x1b\\" in linked
    assert "\x1b]8" not in render(SAMPLES["internal_error"], Style(color=True))


@pytest.mark.parametrize("name", SAMPLES)
def test_links_add_nothing_that_is_seen(name):
    linked = render(SAMPLES[name], Style(links=True))
    assert re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", linked) == render(SAMPLES[name], PLAIN)


def test_what_doctor_says_stands_once_with_its_remedy():
    shown = render(SAMPLES["explained_silence"], PLAIN)
    assert shown.count("no answer within 5 seconds") == 1
    assert "  Your program took the request and sent nothing back.\n  Fix: Follow" in shown


def most_lines(width):
    """Twelve of eighty columns, or as much text where lines are shorter."""
    return math.ceil(12 * 80 / min(width, 80))


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=1, max_size=60), st.integers(40, 120))
def test_any_times_fit_the_card(spans, width):
    clients = tuple(replace(ORDER, client=n, started_ms=a, ended_ms=b) for n, (a, b) in enumerate(spans))
    lines = card(render(report(replace(FAILED, exchanges=clients)), Style(width=width)))
    assert len(lines) <= most_lines(width)
    assert max(map(columns, lines)) <= width


@given(st.text(), st.binary(), st.integers(40, 120))
def test_any_text_fits_the_card(text, body, width):
    exchange = replace(answered(body), fault=text)
    shown = failed(exchange, summary=text, expected=text, actual=text[1:], log=text, why=text)
    lines = card(render(report(shown), Style(width=width)))
    assert len(lines) <= most_lines(width)
    assert max(map(columns, lines)) <= width


@given(st.binary(), st.binary(), st.integers(0, 300))
def test_any_bytes_fit_the_card(sent, received, place):
    exchange = Exchange(ExchangeKind.RAW, "echo", sent=sent, received=received)
    lines = card(render(report(failed(exchange, where=f"byte {place}")), PLAIN))
    assert len(lines) <= 12
    assert max(map(columns, lines)) <= 80


def caret_at(received, where, **style):
    """Return the received bytes as a card shows them, from the caret on."""
    exchange = Exchange(ExchangeKind.RAW, "echo", sent=b"", received=received)
    lines = render(report(failed(exchange, where=where)), Style(**style)).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("  received"))
    return lines[at][lines[at + 1].index("^") :] if lines[at + 1].strip() == "^" else lines[at]


def test_the_caret_stands_under_the_whole_character_whose_second_byte_is_wrong():
    assert caret_at("5 hé\u0379!\n".encode(), "byte 5") == r"é\xcd\xb9!\n"
    assert caret_at("5 hé\u0379!\n".encode(), "byte 7") == r"\xcd\xb9!\n"


def test_of_more_bytes_than_were_kept_the_last_ones_are_shown():
    assert caret_at(b"a" * 1000 + b"the end", "byte 20000").endswith("the end")


def test_of_a_status_the_whole_code_is_marked():
    shown = report(replace(FAILED, failure=replace(FAILED.failure, expected="204 No Content")))
    lines = render(shown, Style(verbose=True))  # a tight card gives the marks up for a command
    came, mark = next(pair for pair in pairwise(lines.splitlines()) if pair[1].strip(" ~") == "" and "~" in pair[1])
    assert came[mark.index("~") : mark.rindex("~") + 1] == "201"


def test_a_sentence_that_does_not_fit_is_cut_with_an_ellipsis():
    long = " ".join(["words"] * 40)
    outcome = failed(
        answered(b"x" * 900), summary=long, why=long, hint=long, log="one\ntwo\n", expected="a", actual="b"
    )
    for width in (40, 60, 80):
        lines = card(render(report(outcome), Style(width=width)))
        assert [line for line in lines if line.endswith("words")] == [
            line for line, after in pairwise(lines) if line.endswith("words") and after.strip().startswith("words")
        ]


def test_a_narrow_terminal_gets_more_lines_and_not_less_text():
    shown = " ".join(render(SAMPLES["wrong_json"], Style(width=40)).split())
    assert "Why: The API is the gatekeeper. Bad data must not reach the database." in shown
    assert "0 of 2 points" in shown


def test_where_keys_are_pressed_the_card_names_keys():
    shown = render(SAMPLES["wrong_status"], Style(keys=True))
    assert "Next: save the file  ·  stuck? press h" in shown
    assert "Next: kata test" not in shown
    assert "Next: n " in render(SAMPLES["passed"], Style(keys=True))
