"""Heads of a size that must be served, and of one that must not."""

SERVED = 8000
REFUSED = 70_000


def test_heads_have_an_end(client, raw, server, fake, expect):
    begin = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\nX-Long: "
    end = "\r\n\r\n"

    connection = raw()
    connection.send((begin + "a" * (SERVED - len(begin + end)) + end).encode())
    expect(connection.receive_response(), status=200)
    connection.close()

    many_lines = "".join(f"X-{number}: {fake.word()}\r\n" for number in range(REFUSED // 15))
    for head in (begin + "a" * REFUSED + end, begin + "a" * REFUSED, begin + "a\r\n" + many_lines):
        connection = raw()
        connection.send(head.encode())
        said = connection.receive_until_close(deadline=4)  # a server that goes on waiting fails here
        status = said.split(b" ", 2)[1:2]
        message = "a head of more than 65,536 bytes is refused with 431 or 400, or the connection is closed"
        assert not said or status in ([b"431"], [b"400"]), f"{message}; the server says {said[:60]!r}"
        connection.close()
        expect(client.get("/"), status=200)
