"""What needs ids of the right kind, many clients at once, or a kill at the wrong moment."""

from __future__ import annotations

import itertools
import json
import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

CLIENTS = 20
ROUNDS_OF_SPENDING = 4  # a busy machine may serve one client after the other, and then nobody is too late
TRANSFERS_OF_A_CLIENT = 10
TRANSFERS_OF_A_PAYER = 3
# So few transfers, lost in one direction, never add up to those lost in the other: 32 times 31 is the first sum of both.
THERE, BACK = 31, 32
OPENERS = 5  # clients who open accounts meanwhile
ACCOUNTS_OF_AN_OPENER = 6
LONGEST_WAIT = 20.0  # for one answer: much is going on
BUSY = 503
PAUSE_WHEN_BUSY = 0.05
ROUNDS = 2
SENDERS = 6
ENOUGH = 15  # so many are confirmed when the kill comes
LONGEST_STORM = 10.0
MOST = 60  # so many a sender sends when no kill comes
SHORT = 8  # so few signs may be another account's, whatever they are
NO_ACCOUNT = [400, 404, 422]  # there is none, or this is no id at all


def test_an_unknown_account_is_not_found(client: Any, fake: Any, expect: Any) -> None:
    known = open_account(client, expect, 100)
    for strange in (like(known, fake), beyond(known)):
        expect(client.get(f"/accounts/{strange}"), status=404)
    for strange in no_ids(known):
        expect(client.get(f"/accounts/{quote(strange, safe='')}"), status=NO_ACCOUNT)


def test_a_transfer_with_an_unknown_account_changes_nothing(client: Any, fake: Any, expect: Any) -> None:
    known = open_account(client, expect, 10_000)
    unknown = like(known, fake)

    expect(send(client, known, unknown, 2500), status=404)
    expect(send(client, unknown, known, 2500), status=404)
    expect(send(client, known, beyond(known), 2500), status=NO_ACCOUNT)
    expect(send(client, beyond(known), known, 2500), status=NO_ACCOUNT)
    expect(client.get(f"/accounts/{unknown}"), status=404)
    expect(client.get(f"/accounts/{known}"), status=200, json={"balance": 10_000})

    other = open_account(client, expect, 50)
    # What a program may take for an account that is there: `true` for 1, and one and a half for 1.
    for strange in (*no_ids(known), True, known + 0.5 if isinstance(known, int) else f"{known}.5"):
        expect(send(client, other, strange, 50), status="4xx")
        expect(send(client, strange, other, 50), status="4xx")
    expect(client.get(f"/accounts/{known}"), status=200, json={"balance": 10_000})
    expect(client.get(f"/accounts/{other}"), status=200, json={"balance": 50})

    other = open_account(client, expect, 0)
    expect(send(client, known, other, 10_000), status=201)  # and nothing is still locked
    expect(client.get(f"/accounts/{other}"), status=200, json={"balance": 10_000})


def test_a_circle_in_two_spellings_moves_nothing(client: Any, expect: Any) -> None:
    known = open_account(client, expect, 1000)
    expect(send(client, known, known, 400), status=[400, 422])
    if isinstance(known, int):  # an account that does not exist, or the same one once more
        expect(send(client, known, str(known), 400), status="4xx")
        expect(send(client, str(known), known, 400), status="4xx")
    expect(client.get(f"/accounts/{known}"), status=200, json={"balance": 1000})


def test_amounts_beyond_reason_are_refused(client: Any, expect: Any) -> None:
    ada, bob = (open_account(client, expect, 5000) for _ in range(2))
    for amount in (2**53, 2**63 - 1, 2**63, 2**64 + 1, 10**30):
        expect(send(client, ada, bob, amount), status="4xx")
    # A number in JSON, and more than a number of most languages can be.
    body = json.dumps({"from": ada, "to": bob, "amount": 0})[:-2] + "1e400}"
    expect(client.post("/transfers", content=body, headers={"Content-Type": "application/json"}), status="4xx")
    for account in (ada, bob):
        expect(client.get(f"/accounts/{account}"), status=200, json={"balance": 5000})


def test_many_transfers_at_once_keep_the_sum(client: Any, fake: Any, expect: Any) -> None:
    accounts = [open_account(client, expect, 1000) for _ in range(5)]
    books = Books({account: 1000 for account in accounts})

    def work(number: int) -> None:
        draw = random.Random(fake.seed * 1000 + number)
        for _ in range(TRANSFERS_OF_A_CLIENT):
            source, target = draw.sample(accounts, 2)
            amount = draw.randint(1, 400)
            answer = until_served(client, source, target, amount)
            expect(answer, status=[201, 409])
            if answer.status_code == 201:
                books.confirm((source, target, amount))

    opened: list[tuple[Any, int]] = []

    def open_some(number: int) -> None:
        for balance in range(number, number + ACCOUNTS_OF_AN_OPENER):
            answer = until_open(client, balance)
            expect(answer, status=201, json={"id": {"type": ["integer", "string"]}, "balance": balance})
            opened.append((answer.json()["id"], balance))

    works = [lambda number=number: work(number) for number in range(CLIENTS)]
    openers = [lambda number=number: open_some(number) for number in range(OPENERS)]
    all_at_once([*works, *openers])

    ids = {*accounts, *(account for account, _ in opened)}
    wanted_ids = len(accounts) + OPENERS * ACCOUNTS_OF_AN_OPENER
    assert len(ids) == wanted_ids, f"{wanted_ids} accounts have been opened, with {len(ids)} different ids"
    for account, balance in opened:
        expect(client.get(f"/accounts/{account}"), status=200, json={"balance": balance})
    found = balances(client, expect, accounts)
    assert sum(found.values()) == 5000, f"the balances add up to {sum(found.values())} cents now, and to 5000 before"
    wanted = books.after(())
    assert found == wanted, f"the transfers that were answered with 201 lead to {wanted}, and the balances are {found}"


def test_nobody_spends_twice(client: Any, expect: Any) -> None:
    targets = [open_account(client, expect, 0) for _ in range(CLIENTS)]
    for number in range(ROUNDS_OF_SPENDING):
        source = open_account(client, expect, 100)
        served = spent_at_once(client, expect, source, targets)

        found = balances(client, expect, [source, *targets])
        before = 100 * (number + 1)
        assert found[source] >= 0, f"the account that held 100 holds {found[source]} now, below 0"
        assert sum(found.values()) == before, (
            f"the balances add up to {sum(found.values())} cents now, and to {before} before"
        )
        assert served == 10, f"{served} of {CLIENTS} transfers of 10 out of 100 were answered with 201, expected 10"
        assert found[source] == 0, f"the account that held 100 holds {found[source]} after ten transfers of 10"


def spent_at_once(client: Any, expect: Any, source: Any, targets: list[Any]) -> int:
    """Transfer 10 to each target at the same time; return how many transfers were answered with 201."""
    statuses: list[int] = []

    def spend(target: Any) -> None:
        answer = until_served(client, source, target, 10)
        expect(answer, status=[201, 409])
        statuses.append(answer.status_code)

    all_at_once([lambda target=target: spend(target) for target in targets])
    return statuses.count(201)


def test_both_directions_at_once(client: Any, expect: Any) -> None:
    ada, bob = (open_account(client, expect, 1000) for _ in range(2))

    def go(number: int) -> None:
        source, target, amount = (ada, bob, THERE) if number % 2 else (bob, ada, BACK)
        for _ in range(TRANSFERS_OF_A_PAYER):
            expect(until_served(client, source, target, amount), status=201)

    all_at_once([lambda number=number: go(number) for number in range(CLIENTS)])

    moved = CLIENTS // 2 * TRANSFERS_OF_A_PAYER * (BACK - THERE)  # from bob to ada
    expect(client.get(f"/accounts/{ada}"), status=200, json={"balance": 1000 + moved})
    expect(client.get(f"/accounts/{bob}"), status=200, json={"balance": 1000 - moved})


def test_a_kill_in_the_middle_leaves_nothing_half_done(client: Any, server: Any, fake: Any, expect: Any) -> None:
    for number in range(ROUNDS):
        accounts = [open_account(client, expect, 10_000) for _ in range(4)]
        books = Books({account: 10_000 for account in accounts})
        unanswered = transfer_until_killed(client, server, books, random.Random(fake.seed * 1000 + number))
        server.start()

        found = balances(client, expect, accounts)
        assert sum(found.values()) == 40_000, (
            f"after a kill in the middle of transfers the balances add up to {sum(found.values())} cents, and to 40000 before"
        )
        assert any(found == books.after(some) for some in subsets(unanswered)), (
            f"the transfers that were answered with 201 lead to {books.after(())}, and {len(unanswered)} more were not answered; "
            f"whichever of these have happened, they do not lead to the balances {found}"
        )


Transfer = tuple[Any, Any, int]


@dataclass
class Books:
    """What was there, and what was confirmed since."""

    opened: dict[Any, int]
    confirmed: list[Transfer] = field(default_factory=list)

    def confirm(self, transfer: Transfer) -> None:
        self.confirmed.append(transfer)

    def after(self, more: tuple[Transfer, ...]) -> dict[Any, int]:
        """Return the balances that follow when these have happened, too."""
        found = dict(self.opened)
        for source, target, amount in (*self.confirmed, *more):
            found[source] -= amount
            found[target] += amount
        return found


def transfer_until_killed(client: Any, server: Any, books: Books, draw: random.Random) -> list[Transfer]:
    """Let several clients transfer without a pause, kill the server while they do, and return what was not answered."""
    unanswered: list[Transfer] = []
    enough = threading.Event()
    plans = [[(*draw.sample(list(books.opened), 2), draw.randint(1, 50)) for _ in range(MOST)] for _ in range(SENDERS)]

    def work(plan: list[Transfer]) -> None:
        for transfer in plan:
            try:
                answer = send(client, *transfer)
            except httpx.TransportError:
                unanswered.append(transfer)
                return
            finally:
                if len(books.confirmed) >= ENOUGH:
                    enough.set()
            if answer.status_code == 201:
                books.confirm(transfer)
            assert answer.status_code in (201, 409, BUSY), f"a transfer is answered with status {answer.status_code}"

    with ThreadPoolExecutor(SENDERS) as pool:
        begun = time.monotonic()
        senders = [pool.submit(work, plan) for plan in plans]
        enough.wait(LONGEST_STORM)
        # A program that serves one after the other has just answered and begun nothing yet: strike anywhere between two answers.
        time.sleep(draw.random() * (time.monotonic() - begun) / max(1, len(books.confirmed)))
        server.kill()
    for sender in senders:
        sender.result()  # raises what a sender has to complain about
    return unanswered


def subsets(transfers: list[Transfer]) -> Any:
    return itertools.chain.from_iterable(itertools.combinations(transfers, size) for size in range(len(transfers) + 1))


def open_account(client: Any, expect: Any, balance: int) -> Any:
    answer = client.post("/accounts", json={"balance": balance})
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    return answer.json()["id"]


def send(client: Any, source: Any, target: Any, amount: int) -> Any:
    return client.post("/transfers", json={"from": source, "to": target, "amount": amount}, timeout=LONGEST_WAIT)


def until_served(client: Any, source: Any, target: Any, amount: int) -> Any:
    """Send a transfer, again and again while the server says that it is too busy."""
    return until_not_busy(lambda: send(client, source, target, amount))


def until_open(client: Any, balance: int) -> Any:
    """Open an account, again and again while the server says that it is too busy."""
    return until_not_busy(lambda: client.post("/accounts", json={"balance": balance}, timeout=LONGEST_WAIT))


def until_not_busy(send_once: Callable[[], Any]) -> Any:
    give_up = time.monotonic() + LONGEST_WAIT
    while True:
        answer = send_once()
        if answer.status_code != BUSY or time.monotonic() > give_up:
            return answer
        time.sleep(PAUSE_WHEN_BUSY)


def all_at_once(works: list[Callable[[], None]]) -> None:
    """Run these in threads that begin at the same moment; raise what the first of them raises."""
    barrier = threading.Barrier(len(works))

    def begin(work: Callable[[], None]) -> None:
        barrier.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for ended in [pool.submit(begin, work) for work in works]:
            ended.result()


def balances(client: Any, expect: Any, accounts: list[Any]) -> dict[Any, int]:
    found = {}
    for account in accounts:
        answer = client.get(f"/accounts/{account}")
        expect(answer, status=200, json={"balance": {"type": "integer"}})
        found[account] = answer.json()["balance"]
    return found


def like(known: Any, fake: Any) -> Any:
    """Return an id of the same kind that no account has: whoever counts has not come so far."""
    if isinstance(known, int):
        return known + 1_000_000
    if known.isdigit():
        return str(int(known) + 1_000_000)
    if len(known) < SHORT:
        return f"{known}{fake.int(100_000, 999_999)}"
    end = re.search("[A-Za-z0-9]{0,6}$", known)[0]  # type: ignore[index]
    counted = re.sub("[0-8]", "9", end)
    return known[: len(known) - len(end)] + (counted if counted != end else "f" * len(end))


def no_ids(known: Any) -> tuple[str, str, str]:
    """Return texts that are no account, and that careless programs take for this one or for all."""
    return f"{known}x", f"{known} OR 1=1", f"{known}' OR '1'='1"


def beyond(known: Any) -> Any:
    """Return an id of the same kind that is larger than any number of a database."""
    return 10**30 if isinstance(known, int) else known + "0" * 30
