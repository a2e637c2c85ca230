"""The evidence of a check."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from runner.evidence import ExchangeKind, Request, Response
from runner.exchanges.recorder import BUDGET, MOST_EXCHANGES, SHOWN_BODY, SHOWN_LATER, Recorder, Wire


def recorded(recorder: Recorder, body: bytes = b"", label: str = "GET /") -> int:
    wire = Wire(port=1, request=Request("GET", "/", ()), response=Response(200, "OK", (), body, len(body)))
    return recorder.record(ExchangeKind.HTTP, label, wire, recorder.now())


def test_exchanges_keep_their_order_and_times() -> None:
    recorder = Recorder()
    assert [recorded(recorder, label=label) for label in "abc"] == [0, 1, 2]
    exchanges = recorder.exchanges()
    assert [exchange.label for exchange in exchanges] == ["a", "b", "c"]
    assert all(0 <= exchange.started_ms <= exchange.ended_ms for exchange in exchanges)


def test_a_long_body_is_cut_and_its_size_kept() -> None:
    recorder = Recorder()
    recorded(recorder, b"x" * 5_000_000)
    response = recorder.exchanges()[0].response
    assert response is not None
    assert (len(response.body), response.body_size) == (SHOWN_BODY, 5_000_000)


def test_all_bodies_together_are_bounded() -> None:
    recorder = Recorder()
    for _ in range(MOST_EXCHANGES + 50):
        recorded(recorder, b"x" * SHOWN_BODY)
    exchanges = recorder.exchanges()
    sizes = [len(exchange.response.body) for exchange in exchanges if exchange.response]
    assert len(exchanges) == MOST_EXCHANGES
    assert sum(sizes) < BUDGET + SHOWN_BODY + MOST_EXCHANGES * SHOWN_LATER


def test_rounds_that_came_to_nothing_are_forgotten() -> None:
    recorder = Recorder()
    recorded(recorder, label="kept")
    mark = recorder.mark()
    recorded(recorder, label="dropped")
    recorder.forget(mark)
    assert [exchange.label for exchange in recorder.exchanges()] == ["kept"]


def test_several_threads_may_record_at_once() -> None:
    recorder = Recorder()
    with ThreadPoolExecutor(8) as threads:
        indices = list(threads.map(lambda _: recorded(recorder), range(200)))
    assert sorted(indices) == list(range(200))
