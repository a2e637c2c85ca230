"""Send what nobody asked for, in every shape, and look whether it had an effect."""

from __future__ import annotations

from typing import Any

Fields = dict[str, Any]

SERVERS_OWN: Fields = {"role": "admin", "balance": 1_000_000}
OTHER_SPELLINGS: Fields = {
    **{name: "admin" for name in ("Role", "ROLE", "roles", "userRole", "user_role", "accountRole", "role ", " role")},
    **{name: True for name in ("admin", "is_admin", "isAdmin", "IsAdmin", "superuser", "is_staff", "isStaff", "verified")},
    **{name: 1_000_000 for name in ("Balance", "BALANCE", "accountBalance", "account_balance", "credit", "balance_cents")},
}
HASHES = ("hash", "password_hash", "passwordHash", "pwHash", "pw_hash", "passwd", "hashed_password", "hashedPassword")
SALTS = ("salt", "password_salt", "passwordSalt")


class Person:
    """An account with a session, and what it should look like."""

    def __init__(self, client: Any, fake: Any, expect: Any) -> None:
        self._client, self._expect = client, expect
        self.credentials = {"email": fake.email(), "password": fake.password()}
        self.name = fake.word()
        made = client.post("/register", json={**self.credentials, "name": self.name})
        expect(made, status=201, json={"id": {"type": ["integer", "string"]}})
        self.id = made.json()["id"]
        self.session = self.log_in()

    @property
    def shown(self) -> Fields:
        return {"id": self.id, "email": self.credentials["email"], "name": self.name, "role": "user", "balance": 0}

    def log_in(self) -> str:
        self._client.cookies.clear()
        answer = self._client.post("/login", json=self.credentials)
        self._expect(answer, status=200, cookies={"session": {"value": {"length": {"min": 1}}}})
        session = answer.cookies["session"]
        self._client.cookies.clear()
        return str(session)

    def send(self, method: str, target: str, **more: Any) -> Any:
        headers = {"Cookie": f"session={self.session}", **more.pop("headers", {})}
        return self._client.request(method, target, headers=headers, **more)

    def change(self, body: Any, **more: Any) -> None:
        """Send a change that must be ignored or refused."""
        answer = self.send("PATCH", "/me", json=body, **more) if body is not None else self.send("PATCH", "/me", **more)
        self.expect_harmless(answer)

    def rename(self, name: str, extra: Fields) -> None:
        """Send a new name along with fields that nobody may send: the name is taken, or all of it is refused."""
        answer = self.send("PATCH", "/me", json={**extra, "name": name})
        if answer.status_code == 200:
            self.name = name
        self.expect_harmless(answer)
        self.expect_as_before()

    def expect_harmless(self, answer: Any) -> None:
        if answer.status_code == 200:
            self._expect(answer, status=200, json=self.shown)
        else:
            self._expect(answer, status="4xx")

    def expect_as_before(self) -> None:
        self._expect(self.send("GET", "/me"), status=200, json=self.shown)
        self._expect(self.send("GET", f"/users/{self.id}"), status=200, json={"id": self.id, "name": self.name})
        self.session = self.log_in()
        self._expect(self.send("GET", "/me"), status=200, json=self.shown)


def test_an_unknown_user_is_not_found(client: Any, fake: Any, expect: Any) -> None:
    ada = Person(client, fake, expect)
    expect(ada.send("GET", f"/users/{like(ada.id)}"), status=404)
    # The answer is 404; but some frameworks refuse what cannot be an id of theirs before a route sees it.
    for nobody in (fake.hex(), "9" * 30):
        expect(ada.send("GET", f"/users/{nobody}"), status="4xx")


def test_a_registration_takes_three_fields(client: Any, fake: Any, expect: Any) -> None:
    ada = Person(client, fake, expect)
    extra: list[Fields] = [
        SERVERS_OWN,
        {"role": "admin"},
        {"balance": 1_000_000},
        OTHER_SPELLINGS,
        {"id": ada.id, "_id": ada.id, "user_id": ada.id, "userId": ada.id},
        {"user": SERVERS_OWN, "account": SERVERS_OWN, "$set": SERVERS_OWN, "__proto__": SERVERS_OWN},
        {name: "00" for name in (*HASHES, *SALTS)},
    ]
    for more in extra:
        account = {"email": fake.email(), "password": fake.password(), "name": f"{fake.word()} {fake.hex()}"}
        made = client.post("/register", json={**more, **account})
        if made.status_code != 201:
            expect(made, status="4xx")
            expect(ada.send("GET", "/users"), status=200, json={"excludes": {"name": account["name"]}})
            expect(client.post("/register", json=account), status=201)  # nobody has this e-mail yet
            continue
        expected = {"email": account["email"], "name": account["name"], "role": "user", "balance": 0}
        expect(made, status=201, json={**expected, "id": {"not": ada.id}})
        client.cookies.clear()
        session = client.post("/login", json={"email": account["email"], "password": account["password"]})
        expect(session, status=200)
        client.cookies.clear()
        headers = {"Cookie": f"session={session.cookies.get('session', '')}"}
        expect(client.get("/me", headers=headers), status=200, json={**expected, "id": made.json()["id"]})
    ada.expect_as_before()


def test_a_change_leaves_role_balance_and_id(client: Any, fake: Any, expect: Any) -> None:
    ada, bob = Person(client, fake, expect), Person(client, fake, expect)
    for body in (SERVERS_OWN, {"role": "admin"}, {"balance": 1_000_000}, {"id": bob.id}, {"id": like(ada.id)}):
        ada.rename(fake.word(), body)
        ada.change(body)
        ada.expect_as_before()
    for name in ("id", "user_id", "account_id", "owner"):
        ada.change({name: bob.id, "email": ada.credentials["email"], "name": ada.name})
        bob.expect_as_before()
    ada.change({"name": ada.name}, params={"id": bob.id, "user_id": bob.id})
    ada.expect_as_before()
    bob.expect_as_before()


def test_a_change_leaves_hidden_fields(client: Any, fake: Any, expect: Any) -> None:
    ada = Person(client, fake, expect)
    names = ("_id", "ID", "Id", "userId", "accountId", "created_at", "createdAt", "session", "token", "constructor")
    for extra in (OTHER_SPELLINGS, {name: "00" for name in (*HASHES, *SALTS)}, {name: "x" for name in names}):
        ada.change({**extra, "name": ada.name})
        ada.expect_as_before()
        for name, value in extra.items():
            ada.change({name: value})
        ada.expect_as_before()
    for name in HASHES:
        ada.change({name: None, "name": ada.name})
    ada.expect_as_before()


def test_other_shapes_have_no_effect(client: Any, fake: Any, expect: Any) -> None:
    ada, bob = Person(client, fake, expect), Person(client, fake, expect)
    holders = ("user", "account", "me", "data", "attributes", "profile", "$set", "fields", "__proto__", "constructor", "prototype")
    for holder in holders:
        ada.change({holder: SERVERS_OWN})
        ada.change({holder: SERVERS_OWN, "name": ada.name})
    ada.change({"constructor": {"prototype": {"role": "admin", "balance": 1_000_000}}, "name": ada.name})
    ada.change({"user[role]": "admin", "user.role": "admin", "role[]": "admin", "/role": "admin", "['role']": "admin"})
    ada.change({"name": ada.name, "role": {"$set": "admin"}, "balance": {"$inc": 5}, "fields": ["role", "balance"]})
    operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in SERVERS_OWN.items()]
    for body in ([SERVERS_OWN], operations, [["role", "admin"]], "role=admin", 7, True):
        expect(ada.send("PATCH", "/me", json=body), status="4xx")
    for text in ("null", "{", '{"role": "admin"'):
        answer = ada.send("PATCH", "/me", content=text, headers={"Content-Type": "application/json"})
        expect(answer, status="4xx")
    ada.expect_as_before()

    ada.change(None, data={"role": "admin", "balance": "1000000"})
    ada.change({"name": ada.name}, params={"role": "admin", "balance": "1000000"})
    ada.change({"name": ada.name}, headers={"X-Role": "admin"})
    ada.expect_as_before()
    bob.expect_as_before()  # what was put into a prototype would be found in everybody
    Person(client, fake, expect).expect_as_before()


def like(known: Any) -> Any:
    """Return an id of the same kind that no account has."""
    if isinstance(known, int):
        return known + 1_000_000
    return str(int(known) + 1_000_000) if known.isdigit() else known[:-6] + ("000000" if known[-6:] != "000000" else "111111")
