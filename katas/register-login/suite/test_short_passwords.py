"""Register with the shortest passwords that the rules allow."""

from __future__ import annotations

import string
from typing import Any

CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыьэюя"  # each letter is two bytes in UTF-8
EMOJI = "🐘🌍🔑🎈🍀🦊🐙🚲🎷🌵"  # each is four bytes
CONTROLS = "\t\n\r\x01\x1b\x7f"


def test_eight_bytes_are_enough(client: Any, fake: Any, expect: Any) -> None:
    # Digits alone, blanks alone and a word that everybody knows: the rules make no demands on what a password is made of.
    for letters, length in ((string.ascii_lowercase, 8), (CYRILLIC, 6), (CYRILLIC, 4), (EMOJI, 2), (string.digits, 8), (" ", 8)):
        taken(client, fake, expect, "".join(fake.choice(letters) for _ in range(length)))
    for password in ("password", CONTROLS + fake.word()):
        taken(client, fake, expect, password)


def taken(client: Any, fake: Any, expect: Any, password: str) -> None:
    """Register with this password and log in."""
    account = {"email": fake.email(), "password": password}
    expect(client.post("/register", json=account), status=201)
    expect(client.post("/login", json=account), status=200)
