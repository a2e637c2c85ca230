"""Try to get in as somebody else with a token that the server never gave out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any


def test_no_token_can_be_made_from_what_is_known(client: Any, fake: Any, expect: Any) -> None:
    def join() -> tuple[str, str, str]:
        account = {"email": fake.email(), "password": fake.password()}
        made = client.post("/register", json=account)
        expect(made, status=201)
        session = client.post("/login", json=account)
        expect(session, status=200)
        return str(made.json()["id"]), account["email"], session.json()["token"]

    victim_id, victim_email, _ = join()
    own_id, own_email, own_token = join()

    for token in [*guesses(victim_id, victim_email), *altered(own_token, {own_id: victim_id, own_email: victim_email})]:
        expect(client.get("/me", headers={"Authorization": f"Bearer {token}"}), status=401)


def guesses(user_id: str, email: str) -> Iterator[str]:
    """Yield the tokens that a careless program might give this user."""
    known = [
        user_id,
        email,
        f"user-{user_id}",
        f"token-{user_id}",
        f"{user_id}:{email}",
        json.dumps({"id": user_id, "email": email}),
    ]
    for text in known:
        if text.isascii() and " " not in text:
            yield text
        yield text.encode().hex()
        yield from (hashlib.new(name, text.encode()).hexdigest() for name in ("md5", "sha1", "sha256", "sha512"))
        yield base64.b64encode(text.encode()).decode()
        yield base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def altered(token: str, swaps: dict[str, str]) -> Iterator[str]:
    """Yield a token of one's own with a letter more, and with the other user's name wherever it holds one's own."""
    yield f"x{token}"
    parts = token.split(".")
    for position, part in enumerate(parts):
        for mine, other in swaps.items():
            changed = swapped(part, mine, other)
            if changed != part:
                yield ".".join([*parts[:position], changed, *parts[position + 1 :]])


def swapped(part: str, mine: str, other: str) -> str:
    """Return the part with one text in place of the other, written openly or in base64."""
    if len(mine) > 3 and mine in part:  # a short number may stand in a random text by chance
        return part.replace(mine, other)
    try:
        inside = base64.urlsafe_b64decode(part.replace("+", "-").replace("/", "_") + "=" * (-len(part) % 4)).decode()
    except ValueError:
        return part
    if not inside.isprintable() or mine not in inside:
        return part
    changed = base64.urlsafe_b64encode(inside.replace(mine, other).encode()).decode()
    return changed if len(part) % 4 == 0 else changed.rstrip("=")  # with padding, if the token is written so
