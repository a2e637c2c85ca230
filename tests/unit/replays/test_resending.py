"""What is sent again, byte for byte."""

from runner.evidence import Exchange, ExchangeKind, Request
from runner.exchanges.client import Manner, headers_of
from runner.exchanges.deadlines import Deadline
from runner.replays.groups import groups_of
from runner.replays.resending import call_again


def test_headers_are_sent_again_as_they_were():
    headers = (("Host", "x"), ("User-Agent", "a"), ("Connection", "close"), ("X-Two", "1"), ("X-Two", "2"))

    again = headers_of(call_again(Request("GET", "/../a", headers)), Manner(Deadline.after(1), 80))

    assert again == headers


def test_a_length_that_was_wrong_stays_wrong():
    call = call_again(Request("POST", "/", (("Host", "x"), ("Content-Length", "99")), b"abc", 3))

    assert ("Content-Length", "99") in headers_of(call, Manner(Deadline.after(1), 80))


def test_exchanges_that_overlap_are_one_group():
    times = [(0, 5), (6, 9), (6.1, 9.5), (6.2, 9.6), (10, 12)]

    exchanges = [Exchange(ExchangeKind.HTTP, "", started_ms=start, ended_ms=end) for start, end in times]

    assert groups_of(exchanges) == ((0,), (1, 2, 3), (4,))


def test_clients_at_once_are_one_group_even_when_one_came_late():
    clients = [(0, 0, 5), (2, 0.1, 6), (1, 7, 8), (0, 9, 10)]

    exchanges = [
        Exchange(ExchangeKind.HTTP, "", client=client, started_ms=start, ended_ms=end) for client, start, end in clients
    ]

    assert groups_of(exchanges) == ((0, 1, 2), (3,))
