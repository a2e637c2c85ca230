"""What needs to look into a token, or to search the data folder for it."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

SECRET = "a-secret-for-trying-things-out-only"  # the default of kata.yaml
HOUR = 3600
TOLERANCE = 60


def test_the_access_token_is_short_lived(client: Any, fake: Any, expect: Any) -> None:
    session = log_in(client, fake, expect)
    refreshed = client.post("/api/refresh", headers=bearer(session["refresh_token"]))
    expect(refreshed, status=200, json={"token": {"type": "string"}})
    for token in (session["token"], refreshed.json()["token"]):
        claims = claims_of(token)
        left = claims["exp"] - time.time()
        assert 0 < left <= HOUR + TOLERANCE, f"exp is {left:+.0f} seconds from now, expected 1 to {HOUR}"

        now = int(time.time())
        for end in (now - 600, now - 24 * HOUR):
            old = sign(token, {**claims, "iat": end - HOUR, "exp": end}, SECRET)
            expect(chirp(client, fake, old), status=401)
        longer = {**claims, "exp": now + 30 * 24 * HOUR}
        expect(chirp(client, fake, sign(token, longer, "another-secret-that-is-long-enough!")), status=401)
        expect(chirp(client, fake, sign(token, longer, "")), status=401)


def test_the_access_token_is_signed_under_the_secret(client: Any, fake: Any, expect: Any) -> None:
    session = log_in(client, fake, expect)
    refreshed = client.post("/api/refresh", headers=bearer(session["refresh_token"]))
    expect(refreshed, status=200, json={"token": {"type": "string"}})
    for token in (session["token"], refreshed.json()["token"]):
        header = read_part(token, 0)
        assert header.get("alg") == "HS256", f"alg in the header of the access token is {header.get('alg')!r}, expected 'HS256'"
        signed, _, signature = token.rpartition(".")
        assert signature == signature_of(signed, SECRET), (
            "the signature of the access token is not the HMAC-SHA256 of `header.payload` under JWT_SECRET, in base64url without `=`"
        )


def test_no_file_holds_a_refresh_token(client: Any, server: Any, fake: Any, expect: Any) -> None:
    session = log_in(client, fake, expect)
    refreshed = client.post("/api/refresh", headers=bearer(session["refresh_token"]))
    expect(refreshed, status=200, json={"refresh_token": {"type": "string"}})
    revoked = log_in(client, fake, expect)["refresh_token"]
    expect(client.post("/api/revoke", headers=bearer(revoked)), status=[200, 204])
    for token in (session["refresh_token"], refreshed.json()["refresh_token"], revoked):
        for name, needle in disguises(token):
            found = server.data_search(needle)
            assert not found, f"the file {found[0]} in KATA_DATA holds a refresh token{name}"


def disguises(token: str) -> Iterator[tuple[str, bytes]]:
    """Yield the token and ways to write it that anyone can read back."""
    raw = token.encode()
    yield "", raw
    yield " in hexadecimal", raw.hex().encode()
    yield " in base64", base64.b64encode(raw).rstrip(b"=")[:-2]
    for decode in (bytes.fromhex, lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))):
        try:
            plain = decode(token)
        except ValueError:
            continue
        if len(plain) >= 16:
            yield " as the bytes that it stands for", plain


def log_in(client: Any, fake: Any, expect: Any) -> dict[str, str]:
    account = {"email": fake.email(), "password": fake.password()}
    expect(client.post("/api/users", json=account), status=201)
    answer = client.post("/api/login", json=account)
    expect(answer, status=200, json={"token": {"type": "string"}, "refresh_token": {"type": "string"}})
    return dict(answer.json())


def chirp(client: Any, fake: Any, token: str) -> Any:
    return client.post("/api/chirps", json={"body": fake.sentence()}, headers=bearer(token))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def claims_of(token: str) -> dict[str, Any]:
    """Return the payload of a JWT."""
    claims = read_part(token, 1)
    exp = claims.get("exp")
    assert isinstance(exp, int | float), f"exp in the access token is {exp!r}, expected a number"
    return claims


def read_part(token: str, position: int) -> dict[str, Any]:
    """Return the header (0) or the payload (1) of a JWT."""
    parts = token.split(".")
    assert len(parts) == 3, f"the access token has {len(parts)} parts, expected the 3 of a JWT"
    part = parts[position]
    try:
        fields = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        fields = None
    name = ("header", "payload")[position]
    assert isinstance(fields, dict), f"the {name} of the access token is not a JSON object in base64url"
    return fields


def sign(token: str, claims: dict[str, Any], secret: str) -> str:
    """Return the token with another payload, signed with this secret."""
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    text = f"{token.split('.')[0]}.{payload}"
    return f"{text}.{signature_of(text, secret)}"


def signature_of(text: str, secret: str) -> str:
    digest = hmac.digest(secret.encode(), text.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
