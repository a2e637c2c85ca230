"""Look at the bytes that a registration leaves in KATA_DATA."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = 4096

# No hash worth the name is shorter (MD5 has 16 bytes), and shorter runs of bytes are shared by chance.
RUN = 16
# A run that is text or padding which other registrations leave as well holds a piece of theirs; a hash does not.
PIECE = 6
FEWEST_DIFFERENT_BYTES = 6
# How often to look again before saying that a program is wrong. A right one is nearly always cleared at the first look.
SECOND_LOOKS = 2
# By how much two accounts with one password must leave less that is new than two with different ones: of a hash that
# stands there twice, the second is not new. A right program leaves equally much, but for what chance makes of it.
FEWER_BY_HASH = 8
FEWER_BY_SHARE = 0.75

Folder = dict[str, bytes]


def test_no_file_holds_the_password_in_disguise(client: Any, server: Any, fake: Any, expect: Any) -> None:
    account = {"email": fake.email(), "password": fake.hex() + fake.word()}
    expect(client.post("/register", json=account), status=201)
    expect(client.post("/login", json=account), status=200)

    files = read_folder(Path(server.data))

    for name, needle in disguises(account["password"]):
        holders = [path for path, content in files.items() if needle in content]
        assert not holders, f"the file {holders[0]} in KATA_DATA holds the password {name}"


def test_equal_passwords_are_stored_as_different_bytes(client: Any, server: Any, fake: Any, expect: Any) -> None:
    """Register two e-mails in copies of one data folder, now both with one password, now with two others.

    Ids, times and counters are alike in all copies or differ in all. So the runs of bytes that every registration with the
    first password leaves, and none with the others, are made from the password and nothing random. And a salt that both
    accounts of one copy share (made when the program starts) makes of their one password one hash.
    """
    emails = fake.email(), fake.email()
    same, other, third = (fake.password() for _ in range(3))
    expect(client.post("/register", json={"email": fake.email(), "password": fake.password()}), status=201)
    server.kill()
    original = read_folder(Path(server.data))

    def register(*passwords: str) -> bytes:
        write_folder(Path(server.data), original)
        server.start()
        for email, password in zip(emails, passwords, strict=True):
            expect(client.post("/register", json={"email": email, "password": password}), status=201)
        server.kill()
        return news(original, read_folder(Path(server.data)))

    # The other passwords come in between, so that what changes with time cannot look like what changes with the password.
    alike, apart = register(same, same), register(other, third)
    suspects = without_known(set(runs(alike)), apart)
    one_salt = is_less_new(alike, apart)
    suspects &= set(runs(register(same, same)))
    for _ in range(SECOND_LOOKS if suspects or one_salt else 0):
        alike, apart = register(same, same), register(other, third)
        suspects = without_known(suspects, apart) & set(runs(alike))
        one_salt = one_salt and is_less_new(alike, apart)

    assert not suspects, (
        "the salt is missing or not random: the same e-mail and password, registered in copies of one data folder, "
        f"leave {readable(min(suspects))} in KATA_DATA every time"
    )
    assert not one_salt, "two accounts with the same password, registered one after the other, have the same salt and hash"


def is_less_new(alike: bytes, apart: bytes) -> bool:
    """Say whether two accounts with one password leave less than two with different ones, by a hash or more."""
    in_alike = len(without_known(set(runs(alike)), apart))
    in_apart = len(without_known(set(runs(apart)), alike))
    return in_apart - in_alike >= FEWER_BY_HASH and in_alike <= FEWER_BY_SHARE * in_apart


def disguises(password: str) -> Iterator[tuple[str, bytes]]:
    """Yield ways to write a password that look different and that anyone can read back."""
    raw = password.encode()
    yield "backwards", raw[::-1]
    yield "in hexadecimal", raw.hex().encode()
    yield "in hexadecimal", raw.hex().upper().encode()
    yield "in UTF-16", password.encode("utf-16-le")
    for before in range(3):  # base64 looks different when 1 or 2 bytes stand before (such as an e-mail and a colon)
        encoded = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
        yield "in base64", encoded[4 if before else 0 : -2]


def read_folder(folder: Path) -> Folder:
    """Return the content of every file, by path relative to the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write_folder(folder: Path, files: Folder) -> None:
    """Make the folder hold exactly these files (empty folders may stay)."""
    for path in folder.rglob("*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def news(before: Folder, after: Folder) -> bytes:
    """Return the pages of all files that are new or changed, so that a large store is quick to compare."""
    return b"\0".join(changed_pages(before.get(name, b""), content) for name, content in after.items())


def changed_pages(before: bytes, after: bytes) -> bytes:
    pages = ((before[start : start + PAGE], after[start : start + PAGE]) for start in range(0, len(after), PAGE))
    return b"".join(b"\0" if new == old else new for old, new in pages)


def runs(content: bytes) -> Iterator[bytes]:
    """Yield every run of bytes that is long and mixed enough to be (a part of) a hash."""
    for start in range(len(content) - RUN + 1):
        run = content[start : start + RUN]
        if len(set(run)) >= FEWEST_DIFFERENT_BYTES:
            yield run


def without_known(suspects: set[bytes], content: bytes) -> set[bytes]:
    """Return the runs of which no piece occurs in this content."""
    known = {content[start : start + PIECE] for start in range(len(content) - PIECE + 1)}
    return {run for run in suspects if known.isdisjoint(run[start : start + PIECE] for start in range(RUN - PIECE + 1))}


def readable(run: bytes) -> str:
    """Return the run as text when it is printable, else in hexadecimal."""
    return f"`{run.decode()}`" if run.isascii() and run.decode().isprintable() else f"the bytes {run.hex()}"
