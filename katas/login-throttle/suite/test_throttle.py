"""What needs to look at an answer before it knows what to send, or to wait for as long as the server says."""

from __future__ import annotations

import time
from typing import Any

WRONG = 5
LOCK = 2  # LOCK_SECONDS of the check
MARGIN = 0.3  # clocks are read in whole seconds here and there


def test_every_spelling_counts(client: Any, fake: Any, expect: Any) -> None:
    account = join(client, fake, expect)
    email = account["email"]
    spellings = [email.upper(), email.title(), email.capitalize(), f" {email}", f"{email} ", f"\t{email}", f"{email}\n"]
    # Who looks the account up with LIKE finds it under these too.
    spellings += [f"_{email[1:]}", email.replace("@", "_"), f"%{email[1:]}"]
    same = [each for each in spellings if log_in(client, {**account, "email": each}).status_code == 200]
    expect(log_in(client, account), status=200)  # and the count is zero again
    if not same:
        return  # at this server every spelling is an account of its own

    for number in range(WRONG):
        spelling = same[number % len(same)]
        expect(log_in(client, {"email": spelling, "password": fake.password()}), status=401)
    for spelling in (email, *same):
        expect(log_in(client, {**account, "email": spelling}), status=429)


def test_the_lock_ends_when_it_says(client: Any, server: Any, fake: Any, expect: Any) -> None:
    before, account, other = (join(client, fake, expect) for _ in range(3))
    stranger = {"email": fake.email(), "password": fake.password()}
    guess(client, fake, expect, before)
    server.restart("kill")  # whatever lifts a lock must outlive this
    for each in (other, stranger, account):
        guess(client, fake, expect, each)
    locked = log_in(client, account)
    expect(locked, status=429, headers={"Retry-After": {"matches": f"^[1-{LOCK}]$"}})
    seconds = int(locked.headers["Retry-After"])
    opens = time.monotonic() + seconds + MARGIN

    time.sleep(seconds / 2)
    # Too early, and prolongs nothing. (On a slow machine the lock may be over by now.)
    expect(log_in(client, {**account, "password": fake.password()}), status=[429, 401])
    time.sleep(max(0.0, opens - time.monotonic()))

    expect(log_in(client, account), status=200, json={"token": {"type": "string"}})
    for _ in range(WRONG - 1):
        expect(log_in(client, {**account, "password": fake.password()}), status=401)
    expect(log_in(client, account), status=200)
    for each in (other, stranger):  # here no right password has set the count back
        guess(client, fake, expect, each)
        expect(log_in(client, {**each, "password": fake.password()}), status=429)
    expect(log_in(client, before), status=200)


def guess(client: Any, fake: Any, expect: Any, account: dict[str, str]) -> None:
    """Send as many wrong passwords as lock an e-mail."""
    for _ in range(WRONG):
        expect(log_in(client, {**account, "password": fake.password()}), status=401)


def join(client: Any, fake: Any, expect: Any) -> dict[str, str]:
    account = {"email": fake.email(), "password": fake.password()}
    expect(client.post("/register", json=account), status=201)
    return account


def log_in(client: Any, account: dict[str, str]) -> Any:
    return client.post("/login", json=account)
