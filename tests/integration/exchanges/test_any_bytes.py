"""Any bytes on the wire end in an answer or in a fault, for the client and for raw connections."""

from __future__ import annotations

import socket
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from runner.exchanges.answers import AnswerReader, Bounds
from runner.exchanges.connection import Connection
from runner.exchanges.deadlines import Deadline
from runner.exchanges.faults import Fault

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\nSet-Cookie: a=b\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"
PIECES = st.sampled_from(
    [b"\r\n", b"\n", b"\0", b"\xff", b": ", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 204 x\r\n\r\n"]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return an answer with a piece cut out and another put in."""
    whole = draw(st.sampled_from([WHOLE, CHUNKED, WHOLE.replace(b"Transfer-Encoding: x\r\n", b"")]))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 6)))
    return whole[:start] + draw(PIECES | st.binary(max_size=5)) + whole[end:]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(damaged() | st.binary(max_size=80), st.sampled_from(["GET", "HEAD"]))
def test_any_answer_is_read_or_refused_with_a_word(content: bytes, method: str) -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(content)
    theirs.close()
    ours.setblocking(False)
    connection = Connection(ours, 0)
    reader = AnswerReader(connection, Bounds(Deadline.after(5)))
    with suppress(Fault):
        response = reader.read(method)
        assert 200 <= response.status <= 999
        reader.refuse_surplus(method, response.status)
    connection.close()
