"""What many cookies, held side by side, say about how they are made."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import time
from collections.abc import Iterator
from typing import Any

LOGINS = 20
# Twenty values can show no more than log2(20) = 4.3 bits a place: 22 random letters of base64 show about 90, 32 hexadecimal
# digits about 110. What is only a counter, a clock or a version 1 UUID stays far below.
FEWEST_BITS = 64
MILLISECOND = 1_000_000  # in nanoseconds
MOST_MOMENTS = 2000
JOINTS = ("", ":", "-", "_", ".", "|")


def test_a_wrong_password_logs_nobody_in(client: Any, fake: Any, expect: Any) -> None:
    account = join(client, fake, expect)
    attempts = [
        {**account, "password": fake.password()},
        {**account, "email": fake.email()},
        {"email": fake.email(), "password": fake.password()},
    ]
    for attempt in attempts:
        client.cookies.clear()
        answer = client.post("/login", json=attempt)
        expect(answer, status=401)
        value = session_of(answer)
        if value:  # some frameworks give a visitor a session, too; it must be nobody's
            expect(who(client, value), status=401)


def test_ids_are_random(client: Any, fake: Any, expect: Any) -> None:
    account = join(client, fake, expect)
    values = [log_in(client, account, expect) for _ in range(LOGINS)]

    assert len(set(values)) == LOGINS, f"{LOGINS} logins gave only {len(set(values))} different cookies"
    bits = int(sum(math.log2(len(set(place))) for place in zip(*values, strict=False)))
    assert bits >= FEWEST_BITS, (
        f"{LOGINS} cookies differ too little: what changes in them shows {bits} bits, and random ones show {FEWEST_BITS} at least"
    )
    for value in values:
        expect(who(client, value), status=200, json={"email": account["email"]})


def test_no_id_can_be_made_from_what_is_known(client: Any, fake: Any, expect: Any) -> None:
    victim = join(client, fake, expect)
    began = time.time_ns() // MILLISECOND
    value = log_in(client, victim, expect)
    ended = time.time_ns() // MILLISECOND
    expect(who(client, value), status=200)

    names = {victim["email"], *shown(client, value)}
    for text in (*public_texts(client, value, victim["email"]), *times(began, ended, names)):
        for guess in disguises(text):
            assert guess != value, f"the cookie of {victim['email']} can be made from {text!r}, which is no secret"
    for part in open_parts(value):
        assert victim["password"] not in part, "the cookie holds the password"


def test_altered_ids_are_refused(client: Any, fake: Any, expect: Any) -> None:
    account = join(client, fake, expect)
    value = log_in(client, account, expect)
    middle = len(value) // 2
    other = "B" if value[middle] == "A" else "A"
    altered = {
        value[1:],
        value[:-1],
        value[:middle] + value[middle + 1 :],
        value[:middle] + other + value[middle + 1 :],
        value.swapcase(),
    }
    for each in altered - {value}:  # digits have no capitals
        expect(who(client, each), status=401)
    expect(who(client, value), status=200, json={"email": account["email"]})


def test_a_login_changes_the_id(client: Any, fake: Any, expect: Any) -> None:
    account = join(client, fake, expect)
    client.cookies.clear()
    visit = client.get("/me")
    expect(visit, status=401)
    given = session_of(visit) or session_of(client.post("/login", json={**account, "password": fake.password()}))

    if given:  # this server gives its visitors ids
        new = log_in(client, account, expect, brought=given)
        assert new != given, "the login left the visitor the session id from before"
        expect(who(client, given), status=401)

    first = log_in(client, account, expect)
    second = log_in(client, account, expect, brought=first)
    assert second != first, "a login that brought an older session's id got the same id again"
    expect(who(client, second), status=200, json={"email": account["email"]})

    expect(client.post("/logout", headers={"Cookie": f"session={second}"}), status=[200, 204])
    third = log_in(client, account, expect, brought=second)
    assert third != second, "a login that brought the id of an ended session got that id again"


def join(client: Any, fake: Any, expect: Any) -> dict[str, str]:
    account = {"email": fake.email(), "password": fake.password()}
    expect(client.post("/register", json=account), status=201)
    return account


def log_in(client: Any, account: dict[str, str], expect: Any, brought: str = "") -> str:
    client.cookies.clear()
    headers = {"Cookie": f"session={brought}"} if brought else {}
    answer = client.post("/login", json=account, headers=headers)
    expect(answer, status=200, cookies={"session": {"value": {"length": {"min": 1}}}})
    client.cookies.clear()
    return session_of(answer)


def who(client: Any, value: str) -> Any:
    client.cookies.clear()
    return client.get("/me", headers={"Cookie": f"session={value}"})


def session_of(answer: Any) -> str:
    """Return the value of the session cookie that an answer sets, or an empty text."""
    found = ""
    for header in answer.headers.get_list("set-cookie"):
        name, _, value = header.partition(";")[0].partition("=")
        if name.strip() == "session":
            found = value.strip().strip('"')
    return found


def public_texts(client: Any, value: str, email: str) -> Iterator[str]:
    """Yield what others may know of a user: the e-mail, and whatever `/me` shows."""
    yield from (email, email.partition("@")[0], "session", f"session-{email}", f"user-{email}", f"user:{email}", f"email:{email}")
    for number in range(50):
        yield str(number)
    yield json.dumps({"email": email})
    for field in shown(client, value):
        yield from (field, f"user-{field}", f"{field}:{email}")


def shown(client: Any, value: str) -> list[str]:
    """Return what `/me` tells of a user."""
    fields = who(client, value).json()
    return [str(field) for field in fields.values() if isinstance(field, str | int)] if isinstance(fields, dict) else []


def times(began: int, ended: int, names: set[str]) -> Iterator[str]:
    """Yield the moments of a login in seconds and milliseconds: alone, and joined to what is known of the user."""
    seconds = range(began // 1000, ended // 1000 + 1)
    # The id is made at the end of a login, after the hash of the password.
    milliseconds = range(max(began, ended - MOST_MOMENTS), ended + 1)
    for moment in (*seconds, *milliseconds):
        yield str(moment)
        for name in names:
            for joint in JOINTS:
                yield from (f"{name}{joint}{moment}", f"{moment}{joint}{name}")


def disguises(text: str) -> Iterator[str]:
    """Yield ways to write a text that look like a random id."""
    raw = text.encode()
    if text.isascii() and text.isprintable() and " " not in text:
        yield text
    yield raw.hex()
    for encoded in (base64.b64encode(raw), base64.urlsafe_b64encode(raw)):
        yield encoded.decode()
        yield encoded.decode().rstrip("=")
    for name in ("md5", "sha1", "sha256", "sha512"):
        yield hashlib.new(name, raw).hexdigest()
        yield base64.urlsafe_b64encode(hashlib.new(name, raw).digest()).decode().rstrip("=")


def open_parts(value: str) -> Iterator[str]:
    """Yield what anyone can read of a cookie: it, and each of its parts out of base64."""
    yield value
    for part in value.split("."):
        try:
            yield base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        except ValueError:
            continue
