"""Make tokens that should be accepted and tokens that should not, and see what the server makes of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

SECRET = "a-secret-for-trying-things-out-only"  # the default of kata.yaml
HOUR = 3600
TOLERANCE = 60
HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}

Fields = dict[str, Any]


def test_a_token_is_what_was_agreed(client: Any, fake: Any, expect: Any) -> None:
    account, token = log_in(client, fake, expect)
    now = time.time()
    parts = token.split(".")
    assert len(parts) == 3, f"the token has {len(parts)} parts, expected 3"
    header, claims = read_part(parts[0], "header"), read_part(parts[1], "payload")

    assert header.get("alg") == "HS256", f"alg in the header is {header.get('alg')!r}, expected 'HS256'"
    assert claims.get("iss") == "kata", f"iss in the payload is {claims.get('iss')!r}, expected 'kata'"
    # Some libraries write one audience as a list of one, which says the same.
    assert claims.get("aud") in ("kata-api", ["kata-api"]), f"aud in the payload is {claims.get('aud')!r}, expected 'kata-api'"
    assert isinstance(claims.get("sub"), str), f"sub in the payload is {claims.get('sub')!r}, expected a text"
    assert claims["sub"], "sub in the payload is an empty text, and names nobody"
    for name in ("iat", "exp"):
        assert is_number(claims.get(name)), f"{name} in the payload is {claims.get(name)!r}, expected a number"
    assert abs(claims["iat"] - now) <= TOLERANCE, f"iat is {claims['iat'] - now:+.0f} seconds from now, expected about 0"
    left = claims["exp"] - now
    assert 0 < left <= HOUR + TOLERANCE, f"exp is {left:+.0f} seconds from now, expected 1 to {HOUR}"
    assert parts[2] == signature(f"{parts[0]}.{parts[1]}", SECRET), (
        "the signature is not the HMAC-SHA256 of `header.payload` under JWT_SECRET, in base64url without `=`"
    )
    for secret in (account["password"], SECRET):
        assert secret not in json.dumps([header, claims]), "everybody can read the token, and it holds a secret"


def test_a_token_about_nobody_is_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims = claims_of(token)
    for nobody in (fake.uuid(), fake.email(), fake.word(), "999999999", "", "-1", {}, None):
        expect(ask(client, sign({**claims, "sub": nobody})), status=401)
    expect(ask(client, sign(without(claims, "sub"))), status=401)


def test_a_right_token_is_accepted(client: Any, fake: Any, expect: Any) -> None:
    account, token = log_in(client, fake, expect)
    claims = claims_of(token)
    now = int(time.time())
    right = [
        sign(claims),
        sign(dict(reversed(claims.items()))),
        sign(claims, {"alg": "HS256"}),
        sign(claims, {"typ": "JWT", "alg": "HS256", "kid": fake.word()}),
        sign({**claims, "exp": now + 50 * HOUR, "note": fake.unicode()}),
        sign({**claims, "iat": now - HOUR, "exp": now + HOUR}),
        sign({**claims, "nbf": now - HOUR}),
        sign({**claims, "aud": ["kata-api", fake.word()]}),
        sign({**claims, "aud": [fake.word(), "kata-api"]}),
    ]
    for each in right:
        expect(ask(client, each), status=200, json={"email": account["email"]})


def test_a_wrong_signature_is_refused(client: Any, fake: Any, expect: Any) -> None:
    account, token = log_in(client, fake, expect)
    victim, others = log_in(client, fake, expect)
    header, payload, good = token.split(".")
    theirs = others.split(".")[1]
    digest = hmac.digest(SECRET.encode(), f"{header}.{payload}".encode(), "sha256")
    wrong = [
        f"{header}.{theirs}.{good}",  # somebody else's payload under one's own signature
        f"{header}.{encode({**claims_of(token), 'exp': int(time.time()) + 9 * HOUR})}.{good}",
        f"{encode({'alg': 'HS256', 'typ': 'JWT', 'kid': fake.word()})}.{payload}.{good}",
        f"{header}.{payload}.{others.split('.')[2]}",
        f"{header}.{payload}.",
        f"{header}.{payload}.{good[:10]}",
        f"{header}.{payload}.{good[:-8]}",
        f"{header}.{payload}.{flipped(good)}",
        f"{header}.{payload}.{encode_bytes(bytes(32))}",
        f"{header}.{payload}.{encode_bytes(fake.bytes(32))}",
        f"{header}.{payload}.{encode_bytes(hashlib.sha256(f'{header}.{payload}'.encode()).digest())}",
        f"{header}.{payload}.{encode_bytes(digest[:16])}",
        f"{header}.{payload}.{encode_bytes(digest + b'x')}",
    ]
    for secret in ("", "secret", "changeme", "not-a-secret", fake.hex(), SECRET[:-1], SECRET + "x", SECRET.upper()):
        wrong.append(sign(claims_of(token), secret=secret))
    for each in wrong:
        expect(ask(client, each), status=401, lacks=[account["email"], victim["email"]])
    expect(ask(client, token), status=200, json={"email": account["email"]})


def test_none_is_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims, good = claims_of(token), token.split(".")[2]
    for name in ("none", "None", "NONE", "nOnE", "none ", ""):
        unsigned = f"{encode({'alg': name, 'typ': 'JWT'})}.{encode(claims)}"
        right = signature(unsigned, SECRET)
        empty = signature(unsigned, "")
        for end in (f".{good}", ".", "", f".{right}", f".{empty}", "." + encode_bytes(b"none")):
            expect(ask(client, unsigned + end), status=401)


def test_other_algorithms_are_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims = claims_of(token)
    for name in ("HS384", "HS512"):
        expect(ask(client, sign(claims, {"alg": name, "typ": "JWT"})), status=401)
    for name in ("RS256", "ES256", "PS256", "EdDSA", "HS1", "HS384", "HS512", "hs256", "HMAC", fake.word(), None):
        expect(ask(client, sign(claims, {"alg": name, "typ": "JWT"}, algorithm="HS256")), status=401)
    unsaid = ({"typ": "JWT"}, {}, {"typ": "JWT", "Alg": "HS256"})
    for header in unsaid:
        expect(ask(client, sign(claims, header, algorithm="HS256")), status=401)
    for name in ("RS256", "ES256"):
        forged = f"{encode({'alg': name, 'typ': 'JWT'})}.{encode(claims)}"
        expect(ask(client, f"{forged}.{encode_bytes(fake.bytes(256))}"), status=401)


def test_keys_in_the_header_are_ignored(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims, own = claims_of(token), fake.hex()
    headers = [
        ({"jwk": {"kty": "oct", "k": encode_bytes(own.encode()), "alg": "HS256"}}, own),
        ({"jku": "data:application/json," + json.dumps({"keys": [{"kty": "oct", "k": encode_bytes(own.encode())}]})}, own),
        ({"kid": own}, own),
        ({"kid": "/dev/null"}, ""),
        ({"kid": "../../../../../../dev/null"}, ""),
        ({"kid": f"' UNION SELECT '{own}"}, own),
        ({"key": own, "secret": own}, own),
    ]
    for more, secret in headers:
        expect(ask(client, sign(claims, {"alg": "HS256", "typ": "JWT", **more}, secret=secret)), status=401)


def test_an_ended_token_is_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims, now = claims_of(token), int(time.time())
    for end in (now - TOLERANCE - 30, now - HOUR, now - 400 * 24 * HOUR, 0, 1, -1):
        expect(ask(client, sign({**claims, "iat": min(end, now) - HOUR, "exp": end})), status=401)


def test_an_endless_token_is_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims = claims_of(token)
    expect(ask(client, sign(without(claims, "exp"))), status=401)
    for strange in (None, "never", ""):
        expect(ask(client, sign({**claims, "exp": strange})), status=401)


def test_a_token_of_the_future_is_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims, now = claims_of(token), int(time.time())
    for begin in (now + TOLERANCE + 60, now + HOUR, now + 400 * 24 * HOUR):
        expect(ask(client, sign({**claims, "nbf": begin, "exp": begin + HOUR})), status=401)
    for strange in ("tomorrow", "now"):
        expect(ask(client, sign({**claims, "nbf": strange})), status=401)


def test_times_are_numbers(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims, now = claims_of(token), int(time.time())
    for strange in (str(now + HOUR), f"{now + HOUR}.5", [now + HOUR]):  # right if it were a number
        expect(ask(client, sign({**claims, "exp": strange})), status=401)
    if ask(client, sign({**claims, "nbf": now + HOUR})).status_code != 401:
        return  # it never looks at nbf, which another check says
    for strange in (str(now - HOUR), [now - HOUR]):
        expect(ask(client, sign({**claims, "nbf": strange})), status=401)


def test_other_audiences_are_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims = claims_of(token)
    texts = (fake.word(), "kata", "kata-api2", "xkata-api", "kata-ap", "KATA-API", "")
    others = (*texts, [], ["kata"], [fake.word(), "kata-api2"], {}, {"kata-api": 1})
    for other in others:
        expect(ask(client, sign({**claims, "aud": other})), status=401)
    expect(ask(client, sign(without(claims, "aud"))), status=401)


def test_other_issuers_are_refused(client: Any, fake: Any, expect: Any) -> None:
    _, token = log_in(client, fake, expect)
    claims = claims_of(token)
    for other in (fake.word(), "kata-api", "kat", "xkata", "KATA", "", ["kata2"], ["kata"], {}):
        expect(ask(client, sign({**claims, "iss": other})), status=401)
    expect(ask(client, sign(without(claims, "iss"))), status=401)


def test_what_is_no_token_is_refused(client: Any, fake: Any, expect: Any) -> None:
    account, token = log_in(client, fake, expect)
    header, payload, good = token.split(".")
    strange = [
        *("a", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "....", "{}", "null", "e30.e30.e30", "%00.%00.%00"),
        *(header, f"{header}.{payload}", f"{token}.{good}", f"{token}.", f".{token}", f"{token}.{good}.{good}.{good}"),
        *(f".{payload}.{good}", f"{header}..{good}", f"!{header}.{payload}.{good}", f"{header}.{payload}.!{good}"),
        *signed_rubbish(payload),
    ]
    for each in strange:
        expect(ask(client, each), status=401)
    for each in ("a" * 10_000, f"{header}.{'a' * 10_000}.{good}", f"{header}.{payload}.{'a' * 10_000}", "." * 3000):
        expect(ask(client, each), status="4xx")
    expect(client.get("/me", headers={b"Authorization": "Bearer €uro.tök.én".encode()}), status="4xx")
    expect(ask(client, token), status=200, json={"email": account["email"]})


def test_the_secret_comes_from_the_environment(client: Any, server: Any, fake: Any, expect: Any) -> None:
    account, token = log_in(client, fake, expect)
    claims, other = claims_of(token), f"{fake.hex()}-é"

    server.restart(env={"JWT_SECRET": other})

    expect(client.post("/register", json=account), status=[201, 409])  # whether accounts outlive a restart is free
    new = token_of(client, account, expect)
    head, _, end = new.rpartition(".")
    assert end == signature(head, other), "the new token is not signed with the secret that JWT_SECRET holds now"
    expect(ask(client, new), status=200, json={"email": account["email"]})
    expect(ask(client, sign(claims_of(new), secret=other)), status=200, json={"email": account["email"]})
    for old in (token, sign(claims), sign(claims_of(new))):
        expect(ask(client, old), status=401)


def signed_rubbish(payload: str) -> Iterator[str]:
    """Yield what is signed with the right secret, and is no token all the same."""
    header = encode({"alg": "HS256", "typ": "JWT"})
    bodies = (b"", b"null", b"[]", b"42", b'"text"', b"{", b"\xff\xfe", b'["HS256"]')
    for body in bodies:
        for head, middle in ((header, encode_bytes(body)), (encode_bytes(body), payload)):
            yield f"{head}.{middle}.{signature(f'{head}.{middle}', SECRET)}"
    yield f"{payload}.{signature(payload, SECRET)}"
    yield f"{header}.{payload}.{payload}.{signature(f'{header}.{payload}.{payload}', SECRET)}"


def log_in(client: Any, fake: Any, expect: Any) -> tuple[Fields, str]:
    account = {"email": fake.email(), "password": fake.password()}
    expect(client.post("/register", json=account), status=201)
    return account, token_of(client, account, expect)


def token_of(client: Any, account: Fields, expect: Any) -> str:
    answer = client.post("/login", json=account)
    expect(answer, status=200, json={"token": {"matches": r"^[\w-]+\.[\w-]+\.[\w-]+$"}})
    return str(answer.json()["token"])


def ask(client: Any, token: str) -> Any:
    return client.get("/me", headers={"Authorization": f"Bearer {token}"})


def sign(claims: Fields, header: Fields | None = None, secret: str = SECRET, algorithm: str = "") -> str:
    """Make a token; it is signed as its header says, unless another algorithm is named."""
    header = {"alg": "HS256", "typ": "JWT"} if header is None else header
    text = f"{encode(header)}.{encode(claims)}"
    return f"{text}.{signature(text, secret, algorithm or header['alg'])}"


def signature(text: str, secret: str, algorithm: str = "HS256") -> str:
    return encode_bytes(hmac.digest(secret.encode(), text.encode(), HASHES[algorithm]))


def encode(fields: Fields) -> str:
    return encode_bytes(json.dumps(fields, separators=(",", ":")).encode())


def encode_bytes(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def claims_of(token: str) -> Fields:
    return read_part(token.split(".")[1], "payload")


def read_part(part: str, name: str) -> Fields:
    """Return a part of a token as an object."""
    try:
        fields = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        fields = None
    assert isinstance(fields, dict), f"the {name} of the token is not a JSON object in base64url: {part[:60]}"
    return fields


def without(claims: Fields, name: str) -> Fields:
    return {key: value for key, value in claims.items() if key != name}


def flipped(text: str) -> str:
    """Return the text with another first letter."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
