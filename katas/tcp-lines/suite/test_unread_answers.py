"""A client that sends for a while before it reads: a connection of our own, since that of the suite always reads."""

import os
import select
import socket
import time

LINES = 300
LENGTH = 20_000  # with the lines above 6 MB: more than systems keep for a connection of which nobody reads
SMALL = 64 * 1024  # what our own system shall keep for us unread; the less it is, the sooner the server notices
STOPPED = 0.5  # seconds after which a server that takes nothing more waits for us to read
PATIENCE = 5  # seconds without a byte after which no more will come
PIECE = 64 * 1024


def test_answers_wait_for_their_reader(server, fake):
    lines = [fake.hex().encode() * (LENGTH // 32) for _ in range(LINES)]
    answers = b"".join(b"%d %s\n" % (len(line), line) for line in lines)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)  # counts only before connecting
        client.settimeout(PATIENCE)
        failed = client.connect_ex(("127.0.0.1", server.port))
        assert not failed, f"the server takes a client within {PATIENCE} s, but this one: {os.strerror(failed)}"
        client.setblocking(False)
        left = sent_unread(client, memoryview(b"".join(line + b"\n" for line in lines)))
        came, end = received(client, left, answers)
    whole = came // (len(answers) // LINES)
    assert came == len(answers), f"{LINES} lines of {LENGTH} bytes get {LINES} answers, but after {whole} of them {end}"


def sent_unread(client, content):
    """Send and read nothing, until the server takes no more; return what is left to be sent."""
    moved = time.monotonic()
    while (wait := moved + STOPPED - time.monotonic()) > 0:
        if not content:
            time.sleep(wait)  # our system has it all; the server may still be taking it from there
        elif select.select([], [client], [], wait)[1]:
            content = content[put(client, content) :]
            moved = time.monotonic()
    return content


def received(client, content, wanted):
    """Send what is left and read all the while; return how many bytes came as wanted, and what ended it."""
    came = 0
    while came < len(wanted):
        readable, writable, _ = select.select([client], [client] if content else [], [], PATIENCE)
        if writable:
            content = content[put(client, content) :]
        if readable:
            try:
                piece = client.recv(PIECE)
            except OSError:
                return came, "the server broke the connection off"
            if not piece:
                return came, "the server closed the connection"
            if piece != wanted[came : came + len(piece)]:
                return came, "other bytes came"
            came += len(piece)
        elif not writable:
            return came, f"nothing came for {PATIENCE} s"
    return came, ""


def put(client, content):
    """Return how many bytes the system took; of one that is closed, all: there is nobody to send the rest to."""
    try:
        return client.send(content[:PIECE])
    except BlockingIOError:
        return 0
    except OSError:
        return len(content)
