"""From looks to steps and arrows."""

from dataclasses import replace

from runner.evidence import Cause, Exchange, ExchangeKind, Failure, Outcome, Request, Response
from runner.model import Status, Visibility
from runner.tracing.flow import arrows_of, steps_of
from runner.tracing.observing import Look
from runner.tracing.records import Lane
from runner.tracing.snapshots import PlainFile, Snapshot


def look(exchange, size=0, log=""):
    files = {"notes.txt": PlainFile(size, 0, b"x" * size)} if size else {}
    return Look("check", exchange, Snapshot(files=files), log)


def http(status=200, client=0, start=0.0):
    return Exchange(
        ExchangeKind.HTTP, "", request=Request("POST", "/notes", ()), response=Response(status, "", ()),
        started_ms=start, ended_ms=start + 1, client=client,
    )  # fmt: skip


def outcome(*exchanges):
    return Outcome("check", "A title", "R1", 1, Visibility.SHOWN, Status.PASSED, exchanges=exchanges)


def test_a_change_belongs_to_the_exchange_before_the_look():
    steps = steps_of([look(0), look(1), look(2, size=5)], 2)

    assert [(step.exchanges, len(step.files)) for step in steps] == [((0,), 0), ((1,), 1)]


def test_exchanges_without_a_look_between_them_share_a_step():
    assert [step.exchanges for step in steps_of([look(0), look(3)], 3)] == [(0, 1, 2)]


def test_forgotten_rounds_of_waiting_leave_no_step():
    looks = [look(0), look(1), look(2), look(1), look(2, size=5)]

    assert [(step.exchanges, len(step.files)) for step in steps_of(looks, 2)] == [((0,), 0), ((1,), 1)]


def test_what_was_printed_between_two_looks_at_one_place_is_kept():
    steps = steps_of([look(0, log="start\n"), look(1, log="a\n"), look(1, log="b\n")], 1)

    assert steps[0].log == "a\nb\n"


def test_an_exchange_that_nobody_looked_at_says_so():
    steps = steps_of([look(0), look(1)], 2)

    assert steps[1].not_recorded


def test_a_failed_look_says_so_in_the_database_lane():
    broken = Look("check", 1, Snapshot(not_recorded="database is locked"))

    arrows = arrows_of(outcome(http()), steps_of([look(0), broken], 1))

    assert [(arrow.words, arrow.details) for arrow in arrows if arrow.target is Lane.DATABASE] == [
        ("not recorded", ("database is locked",))
    ]


def test_access_lines_are_not_taken_for_words_of_the_program():
    log = (
        '127.0.0.1 - - [01/Jan/2026 00:00:00] "POST /notes HTTP/1.1" 200 -\n'
        'INFO:     127.0.0.1:5000 - "POST /notes HTTP/1.1" 200 OK\n'
        "saving milk\n"
    )

    arrows = arrows_of(outcome(http()), steps_of([look(0), look(1, log=log)], 1))

    assert [arrow.words for arrow in arrows if arrow.origin is Lane.HANDLER] == ["saving milk"]


def test_without_data_there_is_no_database_lane():
    arrows = arrows_of(outcome(http()), steps_of([look(0), look(1)], 1))

    assert {arrow.target for arrow in arrows} == {Lane.CLIENT, Lane.SERVER}


def test_clients_at_once_are_told_one_after_the_other():
    arrows = arrows_of(outcome(http(client=1), http(client=0)), steps_of([look(0), look(2)], 2))

    assert [arrow.client for arrow in arrows] == [0, 0, 1, 1]


def test_colours_and_what_servers_say_of_connections_are_left_out():
    log = (
        "[22461] [Thu Nov 26 12:56:38 2026] 127.0.0.1:43998 Accepted\n"
        "[22461] [Thu Nov 26 12:56:38 2026] 127.0.0.1:43998 [200]: GET /notes\n"
        '127.0.0.1 - - "\x1b[35m\x1b[1mPOST /notes HTTP/1.1\x1b[0m" 500 -\n'
        "\x1b[33mmine\x1b[0m\n"
    )
    arrows = arrows_of(outcome(http()), steps_of([look(0), look(1, log=log)], 1))

    assert [arrow.words for arrow in arrows if arrow.target is Lane.HANDLER] == ["mine"]


def test_the_byte_that_is_named_is_in_sight():
    raw = Exchange(ExchangeKind.RAW, "raw a", sent=b"x", received=b"a" * 500 + b"WRONG" + b"a" * 500)
    failure = Failure(Cause.MISMATCH, "the line differs at byte 501", "byte 501", exchange=0)
    arrows = arrows_of(replace(outcome(raw), failure=failure), steps_of([look(0), look(1)], 1))

    assert arrows[-1].details[0].startswith("…" + "a" * 40 + "WRONG")
