"""A port that speaks TLS is told from one that does not."""

import socket
import ssl
import threading
from contextlib import suppress

import pytest

from runner.server.tls_probe import speaks_tls


def encrypted(connection):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ADH:@SECLEVEL=0")  # needs no certificate
    with suppress(OSError):
        context.wrap_socket(connection, server_side=True)


def plain(connection):
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def closing(connection):
    connection.close()


def mute(connection):
    while connection.recv(1000):
        pass


@pytest.mark.parametrize(("talk", "expected"), [(encrypted, True), (plain, False), (closing, False), (mute, False)])
def test_a_port_is_asked_in_tls(talk, expected):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                talk(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        assert speaks_tls(server.getsockname()[1]) is expected
        thread.join(5)


def test_a_port_where_nobody_listens_speaks_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert speaks_tls(port) is False
