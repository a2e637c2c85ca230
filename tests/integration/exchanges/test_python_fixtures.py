"""What Python checks are given: the httpx client, raw connections, the server, `expect`."""

from __future__ import annotations

import gzip
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from runner.errors import SuiteError
from runner.evidence import Cause, ExchangeKind
from runner.exchanges import httpx_client
from runner.exchanges.faults import Mismatch


def test_the_client_records_what_it_sends_and_gets(scene_of, answering, answer) -> None:
    reply = answer("201 Created", b'{"id": 1}', "Content-Type: application/json", "Set-Cookie: a=b")
    scene = scene_of(answering(reply))
    response = scene.client().post("/items", json={"n": 1}, headers={"X-A": "1"})
    assert (response.status_code, response.json(), response.cookies["a"]) == (201, {"id": 1}, "b")
    (exchange,) = scene.exchanges
    assert exchange.request is not None
    assert (exchange.label, exchange.request.body) == ("POST /items", b'{"n":1}')
    assert dict(exchange.request.headers)["Connection"] == "close"
    scene.expect(response, status=201, json={"id": {"type": "integer"}}, cookies={"a": {"value": "b"}})


def test_expect_fails_with_the_card_of_that_exchange(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer("200 OK", b"[]")))
    client = scene.client()
    first, _ = client.get("/1"), client.get("/2")
    with pytest.raises(Mismatch) as raised:
        scene.expect(first, status=404)
    assert raised.value.failure.exchange == 0
    with pytest.raises(Mismatch) as raised:
        scene.expect(scene.exchanges[1], json={"length": 1})
    assert raised.value.failure.exchange == 1
    with pytest.raises(SuiteError):
        scene.expect("an answer")


def test_no_answer_is_a_mismatch_and_a_transport_error(scene_of, answering) -> None:
    scene = scene_of(answering(b""))
    with pytest.raises(Mismatch) as raised:
        scene.client().get("/")
    assert isinstance(raised.value, httpx.TransportError)
    assert raised.value.failure.summary == "GET /: the server closed the connection before it answered"


def test_the_clients_timeout_is_a_total_deadline(scene_of) -> None:
    def talk(connection: socket.socket) -> None:
        while connection.recv(100):
            pass

    with pytest.raises(Mismatch) as raised:
        scene_of(talk).client().get("/", timeout=0.2)
    assert raised.value.failure.cause is Cause.TIMEOUT


def test_one_of_many_requests_at_once_has_more_time(scene_of, answer, monkeypatch) -> None:
    monkeypatch.setattr(httpx_client, "DEADLINE", 0.2)
    alone_gave_up = threading.Event()

    def talk(connection: socket.socket) -> None:
        target = connection.recv(1000).split()[1]
        if target == b"/many" and alone_gave_up.wait(10):
            connection.sendall(answer("200 OK", b"late"))
        connection.recv(100)

    client = scene_of(talk).client()
    with ThreadPoolExecutor(1) as pool:
        many = pool.submit(client.get, "/many")
        with pytest.raises(Mismatch) as raised:
            client.get("/alone")
        alone_gave_up.set()
        assert many.result(10).text == "late"
    assert raised.value.failure.cause is Cause.TIMEOUT


def test_requests_at_once_share_the_log_since_the_test_itself_last_sent_one(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer("200 OK", b"[]")))
    client = scene.client()
    client.get("/alone")
    scene.control.printed = "printed since then\n"
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(client.get, "/many").result(10)
    for response, log in [(late, "printed since then\n"), (client.get("/alone"), "")]:
        with pytest.raises(Mismatch) as raised:
            scene.expect(response, status=404)
        assert raised.value.failure.log == log


def test_the_client_leaves_the_server_under_test_for_nobody(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer("302 Found", b"", "Location: http://example.com/")))
    for url in ("http://example.com/", "http://127.0.0.1:1/", f"https://127.0.0.1:{scene.server.port}/"):
        with pytest.raises(Mismatch, match="does not lead to your server"):
            scene.client().get(url)
    assert scene.client().get("/").status_code == 302
    with pytest.raises(Mismatch, match="does not lead to your server"):
        scene.client().get("/", follow_redirects=True)


def test_the_client_follows_the_server_to_its_new_port(scene_of, serve, answering, answer) -> None:
    scene = scene_of(answering(answer("200 OK", b"old")))
    client = scene.client()
    scene.control.port = serve(answering(answer("200 OK", b"new"))).port
    assert client.get("/").text == "old"
    assert scene.server.restart().port == scene.control.port
    assert client.get("/").text == "new"
    assert dict(scene.exchanges[-1].request.headers)["Host"] == f"127.0.0.1:{scene.control.port}"


def test_a_compressed_answer_is_inflated_once(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer("200 OK", gzip.compress(b"hello"), "Content-Encoding: gzip")))
    assert scene.client().get("/").text == "hello"


def test_a_streamed_body_goes_in_chunks(scene_of, answer) -> None:
    received = bytearray()

    def talk(connection: socket.socket) -> None:
        while not received.endswith(b"0\r\n\r\n"):
            received.extend(connection.recv(65536))
        connection.sendall(answer())

    scene_of(talk).client().post("/", content=iter([b"hel", b"lo"]))
    assert b"ransfer-Encoding: chunked" in received
    assert received.endswith(b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")


def test_a_raw_connection_talks_and_is_recorded(scene_of) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"hello\n" + connection.recv(100) + b"rest")

    scene = scene_of(talk)
    connection = scene.raw()
    connection.send(b"abc")
    assert connection.receive_line() == b"hello"
    assert connection.receive(3) == b"abc"
    connection.half_close()
    assert connection.receive_until_close() == b"rest"
    connection.close()
    assert [exchange.kind for exchange in scene.exchanges] == [ExchangeKind.RAW] * 5
    with pytest.raises(Mismatch) as raised:
        connection.receive(1)
    assert "connection: receive 1 bytes: the server closed the connection" in raised.value.failure.summary


def test_a_raw_answer_can_be_expected(scene_of, answering, answer) -> None:
    scene = scene_of(answering(answer("200 OK", b"[1]")))
    connection = scene.raw()
    connection.send(b"GET / HTTP/1.1\r\n\r\n")
    scene.expect(connection.receive_response(), status=200, json=[1])


def test_the_server_can_be_acted_on_and_looked_into(scene_of, answering) -> None:
    scene = scene_of(answering())
    server = scene.server
    server.restart(by="terminate", env={"A": "1"})
    server.kill()
    server.start()
    assert server.second("b").base_url == f"http://127.0.0.1:{scene.control.port}"
    assert server.terminate(within=2).code == 0
    scene.control.printed, scene.control.rows = "a line", [[1]]
    assert (server.data, server.log(), server.open_files(), server.sql("select 1")) == ("/data", "a line", 7, [[1]])
    assert scene.control.asked[1:] == [
        "restart terminate {'A': '1'}",
        "kill",
        "start None",
        "second b None",
        "terminate 2",
    ]


def test_fake_data_is_the_same_for_a_seed(scene_of, answering) -> None:
    one, other = scene_of(answering()), scene_of(answering())
    assert one.fake.word() == other.fake.word()
    assert one.fake.seed == 7
