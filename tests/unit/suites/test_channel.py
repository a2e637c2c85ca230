import io
import os
import signal
import threading
import time

import pytest

from runner.errors import LaunchError, SuiteError
from runner.suites.channel import Channel, decode, encode, error_from, error_to


def test_a_line_with_the_nonce_is_read():
    assert decode(encode({"kind": "ended"}, "n1"), "n1") == {"nonce": "n1", "kind": "ended"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"3 passed\n",
        b"[1]\n",
        b'{"kind": "outcome"}\n',
        b'{"nonce": "other", "kind": "outcome"}\n',
        b"[" * 100_000,
    ],
)
def test_a_line_without_the_nonce_is_nothing(line):
    assert decode(line, "n1") is None


def test_an_answer_comes_back():
    outgoing = io.BytesIO()
    channel = Channel(io.BytesIO(encode({"result": {"port": 5}}, "n1")), outgoing, "n1")

    assert channel.ask("restart", by="kill") == {"port": 5}
    sent = decode(outgoing.getvalue(), "n1")
    assert sent == {"nonce": "n1", "kind": "ask", "verb": "restart", "arguments": {"by": "kill"}}


def test_an_alarm_waits_until_the_answer_is_there():
    heard, told = os.pipe()
    rang = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append("alarm"))
    late = threading.Timer(0.3, lambda: os.write(told, encode({"result": 1}, "n1")))
    try:
        with os.fdopen(heard, "rb") as incoming:
            late.start()
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            answer = Channel(incoming, io.BytesIO(), "n1").ask("start")
            rang_meanwhile = list(rang)
            deadline = time.monotonic() + 5
            while not rang and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        late.join()
        os.close(told)

    assert (answer, rang_meanwhile, rang) == (1, [], ["alarm"])


def test_a_supervisor_that_went_away_is_an_error_of_the_suite():
    channel = Channel(io.BytesIO(b""), io.BytesIO(), "n1")

    with pytest.raises(SuiteError, match="went away"):
        channel.ask("kill")


def test_a_launch_error_keeps_its_parts_across_the_channel():
    error = LaunchError("it ended", where="app.py:3", fix="mend it", cause="exited", log_tail="boom")

    back = error_from(error_to(error))

    assert isinstance(back, LaunchError)
    assert (back.what, back.where, back.fix, back.cause, back.log_tail) == (
        "it ended",
        "app.py:3",
        "mend it",
        "exited",
        "boom",
    )


@pytest.mark.parametrize(("error", "kind"), [(ValueError("no file"), ValueError), (OSError("gone"), SuiteError)])
def test_other_errors_keep_their_kind(error, kind):
    assert isinstance(error_from(error_to(error)), kind)
