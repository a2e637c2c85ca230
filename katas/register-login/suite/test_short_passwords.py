"""Register with the shortest passwords that the rules allow."""

from __future__ import annotations

import string
from typing import Any

CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыьэюя"  # each letter is two bytes in UTF-8


def test_eight_bytes_are_enough(client: Any, fake: Any, expect: Any) -> None:
    for letters, length in ((string.ascii_lowercase, 8), (CYRILLIC, 6)):
        password = "".join(fake.choice(letters) for _ in range(length))
        account = {"email": fake.email(), "password": password}
        expect(client.post("/register", json=account), status=201)
        expect(client.post("/login", json=account), status=200)
        expect(client.post("/login", json={**account, "password": password[:-1] + "x1"}), status=401)
