"""Bodies of random bytes, in pieces and in one go."""

import time

SIZE = 5000
MEGABYTE = 1_000_000
PIECES = 24
BETWEEN = 0.01  # seconds between two pieces, so that they do not travel as one


def test_a_body_in_pieces_comes_back_whole(client, raw, server, fake, expect):
    blank_line = fake.int(1000, SIZE - 1000)
    body = fake.bytes(SIZE)
    body = body[:blank_line] + b"\r\n\r\nGET / HTTP/1.1\r\n\r\n" + bytes(range(256)) + body[blank_line:] + b"\r\n\r\n"
    path = f"/files/{fake.hex()}"
    # On both sides of the real header stand others, whose names only end like it.
    decoy = f"Content-Length: {len(body) + 1000}\r\n"
    request = head_of(path, server.port, len(body), before=f"X-{decoy}", behind=f"Old-{decoy}") + body

    connection = raw()
    for piece in cut(request, fake):
        connection.send(piece)
        time.sleep(BETWEEN)
    expect(connection.receive_response(), status=201)
    connection.close()

    expect_content(client.get(path), body, expect)


def test_a_megabyte_comes_back_whole(client, fake, expect):
    body = fake.bytes(MEGABYTE)
    path = f"/files/{fake.hex()}"
    expect(client.post(path, content=body), status=201)
    expect_content(client.get(path), body, expect)


def head_of(path, port, size, before, behind):
    lines = f"Host: 127.0.0.1:{port}\r\n{before}Content-Length: {size}\r\n{behind}"
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode()


def cut(content, fake):
    """Cut at random places, one of them inside the head."""
    places = sorted({fake.int(5, 60), *(fake.int(61, len(content) - 1) for _ in range(PIECES))})
    return [content[start:end] for start, end in zip([0, *places], [*places, len(content)], strict=True)]


def expect_content(answer, body, expect):
    expect(answer, status=200)
    came = answer.content
    assert len(came) == len(body), f"{len(came):,} of {len(body):,} bytes come back"
    place = next((at for at, (one, other) in enumerate(zip(came, body, strict=True)) if one != other), None)
    assert place is None, f"byte {place:,} is another one than was sent"
