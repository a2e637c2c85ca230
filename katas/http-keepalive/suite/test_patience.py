"""A client that asks again and again, for longer than it may be silent."""

import time

IDLE_SECONDS = 1  # as in checks.yaml
SURELY_TOO_EARLY = 0.9  # seconds after its last word at which no client may be sent away
PAUSE = 0.2  # seconds between two questions
QUESTIONS = 6  # the last one is asked after more than IDLE_SECONDS
LONGEST = 30  # seconds of trying


def test_every_question_starts_the_clock_anew(raw, server, fake, expect):
    end = time.monotonic() + LONGEST
    while not asks_on(raw, server.port, fake, expect) and time.monotonic() < end:
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
