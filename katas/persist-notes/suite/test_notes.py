"""What needs a large text, or several clients that go on writing while the server is killed."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

LARGE = 1_000_000
SMALL = 12_000  # more than a program's buffers hold
ROUNDS = 4
WRITERS = 12
NOTES_OF_A_WRITER = 4
ENOUGH = 12  # so many are confirmed when the kill comes
PATIENCE = 5.0
LOOK_SECONDS = 0.001
LONGEST_NOTE = 0.5


def test_a_large_note_comes_back_whole(client, fake, expect):
    text = large_foreign_text(fake)
    note_id = confirmed_note(client, expect, text)
    expect(client.get(f"/notes/{note_id}"), status=200, json={"text": text})


def test_a_kill_in_mid_write_loses_nothing_confirmed(client, server, fake, expect):
    log = Log(fake)
    log.sent.update(listed(client, expect).values())
    log.add_large_note(client, expect)
    for number in range(ROUNDS):
        before = len(log.confirmed)
        write_until_killed(client, server, expect, log, (number + 0.5) / ROUNDS)
        server.start()
        notes = listed(client, expect)
        missing = [(note_id, text) for note_id, text in log.confirmed[:before] if notes.get(note_id) != text]
        for note_id, text in [*missing, *log.confirmed[before:]]:
            expect(client.get(f"/notes/{note_id}"), status=200, json={"text": text})
        strange = set(notes.values()) - log.sent
        assert not strange, f"the list shows a note with a text that nobody sent: {min(strange)[:60]!r}"


def confirmed_note(client, expect, text):
    answer = client.post("/notes", json={"text": text})
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}, "text": text})
    return answer.json()["id"]


def large_text(fake):
    words = " ".join(fake.word() for _ in range(1000)) + " "
    return (words * (LARGE // len(words) + 1))[: LARGE - 1] + "."  # spaces at the end are the matter of another check


def large_foreign_text(fake):
    """Return a text of letters of three bytes: where it is cut into pieces, some letter is nearly always cut too."""
    letters = "".join(fake.choice("東京都港区") for _ in range(1000))
    return (letters * (LARGE // 3 // len(letters) + 1))[: LARGE // 3] + "."


def listed(client, expect):
    """Return the texts of all notes by their ids."""
    answer = client.get("/notes")
    expect(answer, status=200, json={"each": {"id": {"type": ["integer", "string"]}, "text": {"type": "string"}}})
    return {note["id"]: note["text"] for note in answer.json()}


class Log:
    """What was sent, and what of it was confirmed."""

    def __init__(self, fake):
        self.large = large_text(fake)
        self.filling = (fake.sentence() * SMALL)[:SMALL]
        self.sent = set()
        self.confirmed = []  # pairs of id and text

    def add_large_note(self, client, expect):
        """Make one note that is at stake in every write of a program that always writes them all."""
        self.sent.add(self.large)
        self.confirmed.append((confirmed_note(client, expect, self.large), self.large))

    def new_text(self, writer, number):
        text = f"{writer}/{number}/{len(self.sent)} {self.filling}"
        self.sent.add(text)
        return text


def write_until_killed(client, server, expect, log, part):
    """Let several clients write without a pause, and kill the server at that part of the time that one note takes."""
    before, begun = len(log.confirmed), time.monotonic()
    enough, killed = threading.Event(), threading.Event()

    def write(writer):
        try:
            for number in range(NOTES_OF_A_WRITER):
                text = log.new_text(writer, number)
                log.confirmed.append((confirmed_note(client, expect, text), text))
                if len(log.confirmed) >= before + ENOUGH:
                    enough.set()
        except httpx.TransportError:
            return  # killed before it could answer: this note was not confirmed
        except Exception:
            if not killed.is_set():
                raise
            # Half an answer, as of a server that sends head and body one after the other: not confirmed either.
        finally:
            enough.set()

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, writer) for writer in range(WRITERS)]
        enough.wait(PATIENCE)
        # One that saves one note after the other has just answered and hardly begun to write the next: do not strike yet.
        one_note = min(LONGEST_NOTE, (time.monotonic() - begun) / max(1, len(log.confirmed) - before))
        await_rewriting(server.data, (1 + part) * one_note)
        killed.set()
        server.kill()
    for writer in writers:
        writer.result()  # raises what a writer has to complain about


def await_rewriting(folder, seconds):
    """Return in the moment in which a file is shorter than it was (somebody writes it anew), or after so long."""
    deadline, seen = time.monotonic() + seconds, {}
    while time.monotonic() < deadline:
        sizes = dict(sizes_in(folder))
        if any(size < seen.get(path, 0) for path, size in sizes.items()):
            return
        seen = sizes
        time.sleep(LOOK_SECONDS)


def sizes_in(folder):
    for path, _, names in os.walk(folder):  # passes over folders that are gone or closed to us
        for name in names:
            try:
                yield f"{path}/{name}", os.lstat(f"{path}/{name}").st_size
            except OSError:
                continue  # gone since its folder was read
