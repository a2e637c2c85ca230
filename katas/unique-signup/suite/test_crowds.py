"""Twenty clients in the same moment: with one e-mail, with one username, and with one each."""

import threading
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 20
ROUNDS = 3


def test_one_of_twenty_gets_in(client, fake, expect):
    for _ in range(ROUNDS):
        email = new_email(fake)
        sign_ups = [{"email": written(email, number), "username": new_name(fake)} for number in range(CLIENTS)]
        let_one_in(client, expect, sign_ups, "email", email)
    for _ in range(ROUNDS):
        username = new_name(fake)
        sign_ups = [{"email": new_email(fake), "username": username} for _ in range(CLIENTS)]
        let_one_in(client, expect, sign_ups, "username", username)


def let_one_in(client, expect, sign_ups, field, value):
    """Send sign-ups that are alike in one field, and expect one account."""
    answers = at_once(client, sign_ups)
    for answer in answers:
        expect(answer, status=[201, 409])
    made = [answer for answer in answers if answer.status_code == 201]
    assert len(made) == 1, f"of {CLIENTS} sign-ups with one {field} 1 gets 201, not {len(made)}"
    listed = client.get("/accounts")
    expect(listed, status=200, json={"each": {"type": "object"}})
    accounts = [account for account in listed.json() if str(account.get(field)).strip().lower() == value]
    assert len(accounts) == 1, f"one {field} has 1 account, not {len(accounts)}"
    expect(made[0], json={"email": accounts[0].get("email"), "username": accounts[0].get("username")})


def test_twenty_different_ones_all_get_in(client, fake, expect):
    before = len(client.get("/accounts").json())
    sign_ups = [{"email": new_email(fake), "username": new_name(fake)} for _ in range(CLIENTS)]
    answers = at_once(client, sign_ups)
    for sign_up, answer in zip(sign_ups, answers, strict=True):
        expect(answer, status=201, json=sign_up)
    for sign_up, answer in zip(sign_ups, answers, strict=True):
        expect(client.get(f"/accounts/{answer.json().get('id')}"), status=200, json=sign_up)
    expect(client.get("/accounts"), status=200, json={"length": before + CLIENTS, "distinct": "$.id"})


def new_email(fake):
    return f"abc-{fake.hex()}@{fake.word()}.example"


def new_name(fake):
    return f"u{fake.hex()}"


def written(email, number):
    """Return the e-mail as one of several people would write it."""
    return (email, email.upper(), f" {email}", f"{email.title()} ")[number % 4]


def at_once(client, sign_ups):
    """Send all sign-ups in the same moment and return the answers."""
    barrier = threading.Barrier(len(sign_ups))

    def sign_up(body):
        barrier.wait()
        return client.post("/accounts", json=body)

    with ThreadPoolExecutor(len(sign_ups)) as pool:
        return list(pool.map(sign_up, sign_ups))
