"""The steps other than `request` and `raw`: many at once, the process, around, behind."""

from __future__ import annotations

import json
import socket
import threading
import time

import pytest

from runner.errors import LaunchError, SuiteError
from runner.evidence import Cause, ExchangeKind
from runner.exchanges.faults import Mismatch
from runner.exchanges.play import play
from runner.model import Sharing
from runner.ports import Ending


def failed(scene):
    with pytest.raises(Mismatch) as raised:
        play(scene)
    return raised.value.failure


@pytest.fixture
def counting(read_request, answer):
    """Make a server that gives 201 to the first so many, then 409; each answer holds its turn."""

    def make(winners: int):
        lock, turns = threading.Lock(), []

        def talk(connection: socket.socket) -> None:
            _, body = read_request(connection)
            with lock:
                turns.append(body)
                turn = len(turns)
            status = "201 Created" if turn <= winners else "409 Conflict"
            connection.sendall(answer(status, json.dumps({"turn": turn, "sent": body.decode()}).encode()))

        return talk

    return make


TWENTY = {"together": {"clients": 20, "request": "POST /seats", "json": {"client": "${i}"}}}
ONE_WINS = {"counts": [{"of": {"status": 201}, "exactly": 1}, {"of": {"status": 409}, "exactly": 19}]}


def test_twenty_at_once_have_one_winner(scene_of, counting) -> None:
    step = {**TWENTY, "expect": {**ONE_WINS, "distinct": "$.turn"}, "capture": {"sent": "$.sent"}}
    scene = scene_of(counting(1), step)
    play(scene)
    assert sorted(exchange.client for exchange in scene.exchanges) == list(range(20))
    assert set(scene.values.get("sent")) == {json.dumps({"client": number}) for number in range(20)}


def test_a_lost_race_is_told_in_counts(scene_of, counting) -> None:
    scene = scene_of(counting(2), {**TWENTY, "expect": ONE_WINS})
    failure = failed(scene)
    assert failure.summary == "20 answers: 2 x 201, 18 x 409; expected exactly 1 x 201 Created"
    shown = scene.exchanges[failure.exchange].response
    assert shown is not None
    assert shown.status == 201


def test_all_requests_are_released_at_one_moment(scene_of, serve, read_request, answer) -> None:
    gathered = threading.Barrier(12)

    def talk(connection: socket.socket) -> None:
        read_request(connection)
        gathered.wait(5)
        connection.sendall(answer())

    play(scene_of(serve(talk), {"together": {"clients": 12, "request": "GET /"}}))


def test_a_short_backlog_loses_nobody(scene_of, serve, answering, answer) -> None:
    start = time.monotonic()
    play(scene_of(serve(answering(answer()), backlog=1), {"together": {"clients": 50, "request": "GET /"}}))
    assert time.monotonic() - start < 4


def test_different_requests_are_dealt_in_turn(scene_of, counting) -> None:
    requests = [{"request": "POST /a", "text": "a${i}"}, {"request": "PUT /b", "text": "b${i}"}]
    scene = scene_of(counting(9), {"together": {"clients": 5, "requests": requests}, "capture": {"sent": "$.sent"}})
    play(scene)
    assert scene.values.get("sent") == ["a0", "b1", "a2", "b3", "a4"]


def test_a_server_that_dies_under_load_is_a_crash(scene_of, answering) -> None:
    scene = scene_of(answering(b""), {**TWENTY, "expect": ONE_WINS})
    scene.control.ending = Ending(-11)
    failure = failed(scene)
    assert failure.cause is Cause.CRASHED
    assert "was ended by signal 11 during 20 requests at once, POST /seats" in failure.summary


def test_process_steps_reach_the_supervisor_in_order(scene_of, answering, answer) -> None:
    scene = scene_of(
        answering(answer()),
        {"restart": "kill"},
        {"restart": "terminate"},
        {"kill": True},
        {"start": True},
        {"start_with": {"env": {"MODE": "x-${port}", "HOME": None}}},
        {"second": "b"},
        {"request": "GET /", "to": "b"},
        {"stop": "b"},
        {"second": {"name": "c", "env": {"A": "1"}}},
        {"terminate": {"within": 2, "code": 0}},
    )
    play(scene)
    environment = {"MODE": f"x-{scene.control.port}", "HOME": None}
    assert scene.control.asked[1:] == [
        "restart kill None",
        "restart terminate None",
        "kill",
        "start None",
        f"restart kill {environment}",
        "second b None",
        "stop b",
        "second c {'A': '1'}",
        "terminate 2",
    ]
    assert [exchange.kind for exchange in scene.exchanges].count(ExchangeKind.EVENT) == 9


def test_a_check_asks_for_its_kind_of_server_and_environment(scene_of, answering) -> None:
    scene = scene_of(answering(), server=Sharing.FRESH, data=Sharing.SHARED, env=(("A", "${env:SECRET}"),))
    assert scene.control.asked == ["acquire fresh shared {'A': 'hush'}"]


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending(None), "the server did not end within 2 s of SIGTERM"),
        (Ending(-15), "after SIGTERM the server was ended by signal 15, expected exit code 0"),
    ],
)
def test_a_server_must_end_as_terminate_says(scene_of, answering, ending: Ending, words: str) -> None:
    scene = scene_of(answering(), {"terminate": {"within": 2, "code": 0}})
    scene.control.terminated = ending
    assert failed(scene).summary == words


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending(None), "the program was still running, expected an exit code other than 0 within 3 s"),
        (Ending(0), "the program ended with exit code 0, expected an exit code other than 0 within 3 s"),
        (Ending(1, log="KeyError: 'PORT'"), 'expected text with "SECRET" in it'),
    ],
)
def test_a_program_must_refuse_as_the_step_says(scene_of, answering, ending: Ending, words: str) -> None:
    step = {"refuses_to_start": {"env": {"SECRET": None}, "within": 3, "log": {"contains": "SECRET"}}}
    scene = scene_of(answering(), step)
    scene.control.terminated = ending
    failure = failed(scene)
    assert words in failure.summary
    assert failure.log == ending.log


def test_a_program_that_refuses_with_the_right_words_passes(scene_of, answering) -> None:
    scene = scene_of(answering(), {"refuses_to_start": {"env": {"A": "1"}, "log": {"contains": "SECRET"}}})
    scene.control.terminated = Ending(2, log="SECRET is missing")
    play(scene)


def test_a_server_that_does_not_come_back_is_the_learners_failure(scene_of, answering) -> None:
    scene = scene_of(answering(), {"restart": "kill"})

    def restart(by, env=None):
        raise LaunchError("it ended with code 1", fix="look at line 3", log_tail="ValueError")

    scene.control.restart = restart
    failure = failed(scene)
    assert failure.cause is Cause.CRASHED
    assert failure.summary == "restart after kill -9: the server did not become ready: it ended with code 1"
    assert (failure.log, failure.hint, failure.exchange) == ("ValueError", "look at line 3", 0)


def test_time_that_a_start_needs_is_not_the_checks(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer()), {"restart": "kill"}, {"request": "GET /"}, deadline=0.3)
    slow = scene.control.restart

    def restart(by, env=None):
        time.sleep(0.4)
        return slow(by, env)

    scene.control.restart = restart
    play(scene)


def test_the_checks_deadline_bounds_all_steps_together(scene_of, answering) -> None:
    steps = [{"pause": 0.2}] * 10
    start = time.monotonic()
    failure = failed(scene_of(answering(), *steps, deadline=0.3))
    assert time.monotonic() - start < 1
    assert failure.cause is Cause.TIMEOUT
    assert failure.summary == "the check took longer than its 0.3 s"


def test_a_request_may_not_outlast_the_check(scene_of) -> None:
    def talk(connection: socket.socket) -> None:
        while connection.recv(100):
            pass

    start = time.monotonic()
    assert failed(scene_of(talk, {"request": "GET /"}, deadline=0.3)).cause is Cause.TIMEOUT
    assert time.monotonic() - start < 1


def test_waiting_ends_when_the_steps_hold_and_keeps_the_last_round_alone(scene_of, read_request, answer) -> None:
    seen = []

    def talk(connection: socket.socket) -> None:
        read_request(connection)
        seen.append(1)
        connection.sendall(answer("200 OK", b"done" if len(seen) > 3 else b"working"))

    steps = [{"request": "GET /job", "expect": {"text": "done"}}]
    scene = scene_of(talk, {"wait_until": {"within": 5, "steps": steps}})
    play(scene)
    assert len(seen) == 4
    assert len(scene.exchanges) == 1


def test_waiting_in_vain_says_for_how_long(scene_of, answering, answer) -> None:
    steps = [{"request": "GET /job", "expect": {"text": "done"}}]
    scene = scene_of(answering(answer("200 OK", b"working")), {"wait_until": {"within": 0.2, "steps": steps}})
    failure = failed(scene)
    assert failure.summary == 'the body is "working", expected "done" (still so after 0.2 s)'
    assert failure.exchange == 0
    assert len(scene.exchanges) == 1


def test_waiting_stops_at_once_when_the_server_ended(scene_of, answering) -> None:
    scene = scene_of(answering(b""), {"wait_until": {"within": 9, "steps": [{"request": "GET /"}]}})
    scene.control.ending = Ending(1)
    start = time.monotonic()
    assert failed(scene).cause is Cause.CRASHED
    assert time.monotonic() - start < 2


def test_steps_repeat_for_each_value(scene_of, counting) -> None:
    scene = scene_of(
        counting(0),
        {"set": {"names": ["a", {"b": 1}], "same": "${word}"}},
        {
            "repeat": {
                "over": "${names}",
                "as": "name",
                "steps": [{"request": "POST /${i}", "json": "${name}", "capture": {"last": "$.sent"}}],
            }
        },
        {"repeat": {"times": 2, "steps": [{"request": "POST /${word:${i}}"}]}},
    )
    play(scene)
    labels = [exchange.label for exchange in scene.exchanges]
    assert labels[:2] == ["POST /0", "POST /1"]
    assert labels[2] != labels[3]
    assert scene.values.get("last") == '{"b": 1}'


def test_data_is_searched_by_the_supervisor(scene_of, answering) -> None:
    scene = scene_of(answering(), {"data_lacks": "${password}"}, {"data_holds": {"base64": "AP8="}})
    failure = failed(scene)
    assert failure.summary == "no file in KATA_DATA holds the bytes AP8= (base64)"
    assert scene.control.asked[-1] == "search b'\\x00\\xff'"


def test_a_password_on_disk_is_found_by_its_file(scene_of, answering) -> None:
    scene = scene_of(answering(), {"data_lacks": "secret"})
    scene.control.files = ("users.db",)
    assert failed(scene).summary == 'the file users.db in KATA_DATA holds "secret", which may not be there'


def test_rows_are_matched_and_captured(scene_of, answering) -> None:
    query = {"query": "select * from t", "expect": [[{"type": "integer"}, "x"]], "capture": {"id": "$[0][0]"}}
    scene = scene_of(answering(), {"sql": query}, {"sql": {"query": "select 1", "expect": {"length": 2}}})
    scene.control.rows = [[7, "x"]]
    assert failed(scene).summary == "the length of rows is 1, expected 2"
    assert scene.values.get("id") == 7


def test_a_query_that_cannot_be_asked_says_why(scene_of, answering) -> None:
    failure = failed(scene_of(answering(), {"sql": {"query": "bad"}}))
    assert failure.summary == "the query failed: no such table: bad"
    assert failure.where == "sql"


def test_open_files_are_counted_and_compared(scene_of, answering) -> None:
    scene = scene_of(
        answering(),
        {"open_files": {"capture": {"before": {"value": True}}}},
        {"open_files": {"expect": {"max": "${before - 1}"}}},
    )
    assert failed(scene).summary == "the number of open files is the number 7, expected a number of at most 6"


def test_the_log_of_this_check_is_matched_and_may_come_a_moment_late(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer()), {"request": "GET /"}, {"log": {"contains": "ready"}})
    threading.Timer(0.2, lambda: setattr(scene.control, "printed", "now ready")).start()
    play(scene)


def test_what_the_log_may_not_hold_is_shown(scene_of, answering) -> None:
    scene = scene_of(answering(), {"log": {"excludes": "hush"}}, deadline=2)
    scene.control.printed = "secret is hush"
    failure = failed(scene)
    assert failure.summary == 'the log holds "hush", which may not be there'
    assert failure.where == "log"


def test_a_step_without_an_action_is_the_suites_mistake(scene_of, answering) -> None:
    with pytest.raises(SuiteError, match="without an action"):
        play(scene_of(answering(), {"reqest": "GET /"}))
