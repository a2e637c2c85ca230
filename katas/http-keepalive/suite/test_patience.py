"""Clients that are never silent for long, and stay for longer than a silent one may."""

import time

IDLE_SECONDS = 1  # as in checks.yaml
SURELY_TOO_EARLY = 0.9  # seconds after its last word at which no client may be sent away
PAUSE = 0.2  # seconds between two questions, or two pieces of one
QUESTIONS = 6  # the last one is asked after more than IDLE_SECONDS
PIECES = 11  # the last one comes two seconds after the first
LONGEST = 15  # seconds of trying, for each of the two clients


def test_every_byte_starts_the_clock_anew(raw, server, fake, expect):
    for was_answered in (asks_on, asks_slowly):
        end = time.monotonic() + LONGEST
        while not was_answered(raw, server.port, fake, expect) and time.monotonic() < end:
            pass
    # On a machine so busy that we were late in every try, nothing can be said against the server.


def asks_on(raw, port, fake, expect):
    """Return whether all was answered; no answer is the server's fault unless we ourselves were silent for too long."""
    spoke = time.monotonic()
    connection = raw()
    try:
        for _ in range(QUESTIONS):
            time.sleep(PAUSE)
            word = fake.word()
            spoke_before, spoke = spoke, time.monotonic()
            try:
                connection.send(f"GET /echo/{word} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                expect(connection.receive_response(deadline=IDLE_SECONDS), status=200, text=word)
            except AssertionError:
                # The server may have heard nothing after the question before this one.
                if time.monotonic() - spoke_before < SURELY_TOO_EARLY:
                    raise
                return False
    finally:
        connection.close()
    return True


def asks_slowly(raw, port, fake, expect):
    """Send one request in pieces, for longer than IDLE_SECONDS; return whether it was answered, as above."""
    text = fake.uuid()
    head = f"POST /echo HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(text)}\r\n\r\n"
    request = (head + text).encode()
    size = -(-len(request) // PIECES)  # rounded up
    silences = []
    spoke = time.monotonic()
    connection = raw()
    try:
        for start in range(0, len(request), size):
            time.sleep(PAUSE)
            connection.send(request[start : start + size])
            silences.append(time.monotonic() - spoke)
            spoke = time.monotonic()
        expect(connection.receive_response(deadline=IDLE_SECONDS), status=200, text=text)
    except AssertionError:
        if max([*silences, time.monotonic() - spoke]) < SURELY_TOO_EARLY:
            raise
        return False
    finally:
        connection.close()
    return True
