"""Folders as version 1 left them, what the program shows of them, and starts that go another way."""

import json
import random
import shutil
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

MANY = 2000
SOME = 500
PATIENCE = 10
ROUNDS = 3
LOOK, HOLD, LONGEST_HOLD = 0.002, 0.5, 1.0
DELAYS = (0.0, 0.02, 0.06, 0.2)  # seconds from the first change of the data to the kill


def test_old_contacts_are_shown_in_the_new_shape(client, server, fake, expect):
    start_on_version_1(server, [])  # an address book in which nobody stands
    shows_only(client, expect, [])
    old = Old(fake)
    start_on_version_1(server, old.all)
    answer = client.get("/contacts")
    expect(answer, status=200, json={"length": len(old.all), "distinct": "$.id"})
    shows(client, expect, old.plain)
    for contact in old.plain:
        expect(client.get(f"/contacts/{contact['id']}"), status=200, json=new(contact))
    expect(client.get("/contacts/1"), status=404)


# The next three look at the folder that the first one has laid out.


def test_names_are_cut_at_the_last_space(client, fake, expect):
    shows(client, expect, Old(fake).names)


def test_phones_become_a_list(client, fake, expect):
    shows(client, expect, Old(fake).phones)


def test_two_thousand_contacts_arrive(client, fake, expect):
    shows(client, expect, Old(fake).all[-MANY:])


def test_life_goes_on_after_the_migration(client, server, fake, expect):
    # Neither "the next after the last", nor "one more than there are", nor "begin at 1" may be taken for a free id.
    old = [{"id": number, "name": f"{fake.word()} {fake.word()}", "phone": "1"} for number in (9, 1, 2, 7, 8, 3)]
    folder = start_on_version_1(server, old, line_end="")
    is_of_version_2(folder)
    made_now = [made(client, fake, expect) for _ in range(5)]
    shows_only(client, expect, old, made_now)
    expect(client.delete("/contacts/7"), status=204)
    expect(client.get("/contacts/7"), status=404)
    shows_only(client, expect, [contact for contact in old if contact["id"] != 7], made_now)


def test_later_starts_change_nothing(client, server, fake, expect):
    is_of_version_2(Path(server.data))  # a new folder, and no longer new when the program starts again
    first = made(client, fake, expect)
    server.restart()
    shows_only(client, expect, [], [first])
    expect(client.delete(f"/contacts/{first['id']}"), status=204)
    server.restart()
    shows_only(client, expect, [])
    # Neither "begin at 1" nor "one more than there are" may be taken for a free id after a restart.
    old = [{"id": number, "name": f"{fake.word()} {fake.word()}", "phone": f"{number},2"} for number in (4, 2, 1)]
    folder = start_on_version_1(server, old)
    expect(client.delete("/contacts/2"), status=204)
    made_now = [made(client, fake, expect)]
    server.restart()
    shows_only(client, expect, [old[0], old[2]], made_now)
    expect(client.get("/contacts/2"), status=404)
    made_now.append(made(client, fake, expect))
    shows_only(client, expect, [old[0], old[2]], made_now)
    is_of_version_2(folder)


def test_unknown_versions_are_refused_and_left_alone(server, fake):
    server.kill()
    # Neither an order of numbers, nor one of texts, nor the first digit, nor what stands before a point may decide.
    for version in ("0", f"1{fake.int(0, 9)}", f"2{fake.int(0, 9)}", f"{fake.int(1, 2)}.{fake.int(1, 9)}"):
        folder = emptied(server)
        (folder / "version").write_text(f"{version}\n", "utf-8")
        contact = {"id": 7, "name": f"{fake.word()} {fake.word()}", "phone": "1,2"}  # as if of version 1: it invites
        (folder / "contacts.jsonl").write_text(f"{json.dumps(contact)}\n", "utf-8")
        (folder / f"{fake.word()}.data").write_bytes(fake.bytes(100))
        before = contents(folder)
        server.refuses_to_start({}, within=PATIENCE, log={"contains": version}, data="shared")
        after = contents(folder)
        other = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        assert not other, f"data of version {version} is left as it is, and {', '.join(other)} is not as it was"


def test_two_starts_at_once_migrate_once(client, server, fake, expect):
    old = some_contacts(fake)
    for _ in range(ROUNDS):
        folder = lay_out_version_1(server, old)
        with opened_together(folder / "version"):
            other = server.start_twice("B")
        shows_only(client, expect, old)
        shows_only(client, expect, old, base_url=other.base_url)
        server.stop("B")
    server.restart()
    shows_only(client, expect, old)


def test_a_killed_migration_is_finished_by_the_next_start(client, server, fake, expect):
    old = some_contacts(fake)
    lay_out_version_1(server, old)
    for delay in DELAYS:
        server.break_off_start(delay)
    server.start()
    shows_only(client, expect, old)
    expect(client.delete(f"/contacts/{old[0]['id']}"), status=204)
    shows_only(client, expect, old[1:])


class Old:
    """The contacts of version 1 in a run: the same for all checks, and others in the next run."""

    def __init__(self, fake):
        draw = random.Random(fake.seed)

        def word():
            return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=8)).title()

        one, other = f"555 {draw.randint(1, 999)}", f"+49-{draw.randint(1, 999)}"
        names = ["Plato", "Ludwig van Beethoven", "X Æ", "María de los Ángeles Félix", "O'Neil", word(), f"A. B. {word()}"]
        phones = ["", " ", ",", f" {one} ", f"{one},{other}", f"{other} , {one}", f",{one},, {other},", f"{one}, {one}"]
        unusual = [f'Ünï🍜 "{word()}"', f"it's {word()}\\n", "ქართული 漢字", f"Zoë {word()};--", f"<b>{word()}</b> &{word()}"]
        self.plain = self._contacts(2, [(f"{word()} {word()}", f"555-{number}") for number in range(5)])
        self.names = self._contacts(100, [(name, one) for name in names])
        self.phones = self._contacts(200, [(f"{word()} {word()}", phone) for phone in phones])
        # What some functions take for the end of a line, or for a space.
        unusual += [f"{word()}\u2028{word()}\u0085{word()} {word()}", f"{word()}\u00a0{word()} {word()}"]
        many = [*unusual, *(f"{word()} {word()}" for _ in range(MANY - len(unusual)))]
        self.all = [*self.plain, *self.names, *self.phones, *self._contacts(1000, [(name, one) for name in many])]

    @staticmethod
    def _contacts(first, pairs):
        return [{"id": first + at * 2, "name": name, "phone": phone} for at, (name, phone) in enumerate(pairs)]


def start_on_version_1(server, old, line_end="\n"):
    """Start the program on a folder of version 1, and return the folder."""
    folder = lay_out_version_1(server, old, line_end)
    server.start()
    return folder


def lay_out_version_1(server, old, line_end="\n"):
    """End the program, lay out its folder as version 1 left it, and return the folder."""
    server.kill()
    folder = emptied(server)
    (folder / "contacts.jsonl").write_text("".join(f"{line(*each)}\n" for each in enumerate(old)), "utf-8")
    (folder / "version").write_text(f"1{line_end}", "utf-8")
    return folder


def line(at, contact):
    """Return the contact in JSON: with or without spaces, and its fields in another sequence each time."""
    fields = [*contact.items()]
    return json.dumps(dict(fields[at % 3 :] + fields[: at % 3]), ensure_ascii=False, separators=(", ", ": ") if at % 2 else (",", ":"))


def is_of_version_2(folder):
    """Expect that the file `version` says what lies in this folder now."""
    file = folder / "version"
    version = file.read_text("utf-8").strip() if file.exists() else ""
    assert version == "2", f"when the program is ready the file version holds 2, not {version[:20]!r}"


@contextmanager
def opened_together(path):
    """Hold back the first copy that opens this file until the second is there too, as a slow disk may do.

    Both then go on in the same moment, however far apart they were started. Where a system cannot do that (only Linux
    can), it is left to chance and the number of rounds.
    """
    file = path.open("rb")
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # ignored; the usual signal would end this process
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except (AttributeError, OSError):
        file.close()
        yield
        return
    is_over = threading.Event()

    def let_go():
        began = time.monotonic()
        while fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_WRLCK and not is_over.wait(LOOK):
            pass
        # Nothing tells when the second one waits; on a busy machine it is as far behind as the first was slow.
        is_over.wait(min((time.monotonic() - began) * HOLD, LONGEST_HOLD))
        file.close()

    thread = threading.Thread(target=let_go)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def some_contacts(fake):
    return [{"id": at, "name": f"{fake.word()} {fake.word()}{at}", "phone": f"{at},2"} for at in range(1, SOME + 1)]


def emptied(server):
    folder = Path(server.data)
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def new(contact):
    """Return a contact of version 1 as version 2 shows it."""
    first, _, last = contact["name"].rpartition(" ")
    phones = [phone.strip() for phone in contact["phone"].split(",") if phone.strip()]
    return {"id": contact["id"], "first_name": first or last, "last_name": last if first else "", "phones": phones}


def made(client, fake, expect):
    """Make a new contact and return it."""
    contact = {"first_name": fake.word(), "last_name": fake.word(), "phones": [fake.hex()]}
    answer = client.post("/contacts", json=contact)
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}, **contact})
    return {"id": answer.json()["id"], **contact}


def shows_only(client, expect, old, others=(), base_url=""):
    """Expect these old contacts and these others in the list, in any order, and no more."""
    answer = client.get(f"{base_url}/contacts")
    expect(answer, status=200, json={"length": len(old) + len(others), "distinct": "$.id"})
    holds(answer, [*map(new, old), *others])


def shows(client, expect, old):
    """Expect these old contacts in the list, among others."""
    answer = client.get("/contacts")
    expect(answer, status=200, json={"each": {"id": {"present": True}}})
    holds(answer, map(new, old))


def holds(answer, contacts):
    by_id = {json.dumps(contact["id"]): contact for contact in answer.json()}
    for contact in contacts:
        shown = by_id.get(json.dumps(contact["id"]))
        assert shown is not None, f"the list has the contact with the id {contact['id']}"
        for field, value in contact.items():
            there = shown.get(field)
            assert there == value, f"the {field} of contact {contact['id']} is {value!r}, and not {there!r}"
