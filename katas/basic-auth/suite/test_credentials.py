"""Credentials of random users: base64 must be made of them, which checks.yaml cannot do."""

import base64
from urllib.parse import quote


def test_the_right_credentials_are_let_in(client, fake, expect):
    for user, password in ((fake.word(), fake.hex()), (f"{fake.word()}.{fake.word()}@example.com", fake.password())):
        answer = knock(client, user, password, basic(user, password))
        expect_welcome(answer, user, expect)


def test_the_path_is_percent_encoded(client, fake, expect):
    word, other, user = fake.word(), fake.word(), fake.word()
    written = (
        (f"{word}+{other}", f"{word}+{other}"),
        (f"{word}+{other}", f"{word}%2B{other}"),
        (f"{word} {other}", f"{word}%20{other}"),
        (f"{word}?#&={other}", f"{word}%3F%23%26%3D{other}"),
        (f"%41{word}", f"%2541{word}"),
        (f"{word}%", f"{word}%25"),
    )
    for password, encoded in written:
        answer = client.get(f"/basic-auth/{user}/{encoded}", headers={"Authorization": basic(user, password)})
        expect_welcome(answer, user, expect)
    name = f"{word}+{other}%20"
    expect_welcome(knock(client, name, word, basic(name, word)), name, expect)


def test_other_credentials_are_kept_out(client, fake, expect):
    user, password, other = fake.word(), f"{fake.word()}Xy{fake.int()}", fake.word()
    pairs = (
        (user, other),
        (other, password),
        (password, user),
        (user, password[:-1]),
        (user, password + "1"),
        (user[:-1], password),
        (user + "a", password),
        (user, password.lower()),
        (user.upper(), password),
        (user, password + " "),
        (user, " " + password),
        (user, password + ":" + password),
        (user, ""),
        ("", password),
    )
    for given_user, given_password in pairs:
        answer = knock(client, user, password, basic(given_user, given_password))
        expect_refusal(answer, expect, challenge='^(?i:basic) +(.*, *)?(?i:realm) *= *"')
    expect_welcome(knock(client, user, password, basic(user, password)), user, expect)


def test_passwords_hold_colons(client, fake, expect):
    user = fake.word()
    for password in (
        f"{fake.word()}:{fake.word()}:{fake.int()}",
        f":{fake.word()}",
        f"{fake.word()}:",
        f"{fake.word()}::",
    ):
        expect_welcome(knock(client, user, password, basic(user, password)), user, expect)
        as_it_is = client.get(f"/basic-auth/{user}/{password}", headers={"Authorization": basic(user, password)})
        expect_welcome(as_it_is, user, expect)
        almost = password.replace(":", "", 1)
        expect(knock(client, user, password, basic(user, almost)), status={"not": "2xx"})
    # The same text behind the scheme, and yet another name: the one in the path ends after a colon.
    name, password = f"{user}:{fake.word()}", fake.word()
    expect(knock(client, name, password, basic(name, password)), status={"not": "2xx"})


def test_names_and_passwords_are_utf_8(client, fake, expect):
    for user, password in ((f"zoë-{fake.word()}", fake.unicode()), (fake.unicode(), fake.hex())):
        expect_welcome(knock(client, user, password, basic(user, password)), user, expect)
        expect(knock(client, user, password, basic(user, password + "é")), status={"not": "2xx"})


def test_other_bytes_open_nothing(client, fake, expect):
    user, password = f"zoë-{fake.word()}", fake.hex()
    name, secret = user.encode(), password.encode()
    # Whoever skips these bytes, or takes them for letters of another encoding, is left with the right text.
    for given in (
        b"\xff" + name + b":" + secret,
        name[:-1] + b"\xfe" + name[-1:] + b":" + secret,
        name + b":" + secret + b"\xff",
        name + b":" + secret + b"\xc3",
        user.encode("latin-1") + b":" + secret,
    ):
        # Which refusal it is, says the check of nonsense.
        expect(knock(client, user, password, "Basic " + base64.b64encode(given).decode()), status={"not": "2xx"})
    expect_welcome(knock(client, user, password, basic(user, password)), user, expect)


def test_schemes(client, fake, expect):
    user, password = fake.word(), fake.hex()
    right = basic(user, password).removeprefix("Basic ")
    for scheme in ("basic", "BASIC", "bAsIc"):
        expect_welcome(knock(client, user, password, f"{scheme} {right}"), user, expect)
    for scheme in ("Bearer", "Digest", "Basics", "XBasic", fake.word()):
        expect_refusal(knock(client, user, password, f"{scheme} {right}"), expect)
    expect_refusal(knock(client, user, password, right), expect)


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def knock(client, user, password, authorization):
    path = f"/basic-auth/{quote(user, safe='')}/{quote(password, safe='')}"
    return client.get(path, headers={"Authorization": authorization})


def expect_welcome(answer, user, expect):
    expect(answer, status=200, media_type="application/json", json={"authenticated": True, "user": user})


def expect_refusal(answer, expect, challenge="^(?i:basic) "):
    expect(answer, status=401, headers={"WWW-Authenticate": {"matches": challenge}})
