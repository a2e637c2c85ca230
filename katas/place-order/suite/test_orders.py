"""Orders whose totals must be calculated, ids in whatever form, and twenty clients at once."""

import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor

PRICES = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}
CLIENTS = 20
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ALIKE = ("0123456789", "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)


def test_totals_are_exact(client, fake, expect):
    for dish, price in PRICES.items():
        for quantity in (1, 3, 7, fake.int(8, 99)):
            answer = order(client, fake.word(), [{"dish": dish, "quantity": quantity}])
            expect(answer, status=201, json={"total": price * quantity})
    for _ in range(10):
        new = random_order(fake)
        expect(order(client, **new), status=201, json={**confirmation(new)})


def test_an_unknown_order_is_not_found(client, fake, expect):
    answer = order(client, fake.word(), [{"dish": "tea", "quantity": 1}])
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    expect(client.get(f"/orders/{another_id(answer.json()['id'], fake)}"), status=404)


def test_twenty_orders_at_once(client, server, fake, expect):
    answer = client.get("/orders")
    expect(answer, status=200, json={"type": "array"})
    before = len(answer.json())
    orders = [random_order(fake) | {"customer": f"{fake.word()} {number}"} for number in range(CLIENTS)]
    answers = at_once([lambda new=new: order(client, **new) for new in orders])
    for new, answer in zip(orders, answers, strict=True):
        expect(answer, status=201, json=confirmation(new))
    ids = [answer.json().get("id") for answer in answers]
    assert len(set(ids)) == CLIENTS, f"{CLIENTS} orders have {CLIENTS} different ids, not {len(set(ids))}"

    server.restart()
    answer = client.get("/orders")
    expect(answer, status=200, json={"length": before + CLIENTS, "distinct": "$.id"})
    for new, order_id in zip(orders, ids, strict=True):
        expect(client.get(f"/orders/{order_id}"), status=200, json={"id": order_id, **confirmation(new)})


def order(client, customer, items):
    return client.post("/orders", json={"customer": customer, "items": items})


def random_order(fake):
    """Return a valid order of a few dishes."""
    items = [{"dish": fake.choice(sorted(PRICES)), "quantity": fake.int(1, 99)} for _ in range(fake.int(1, 5))]
    return {"customer": fake.word(), "items": items}


def confirmation(new):
    """Return what the confirmation of an order holds beside its id."""
    items = [{**item, "price": PRICES[item["dish"]]} for item in new["items"]]
    total = sum(item["price"] * item["quantity"] for item in items)
    return {"customer": new["customer"], "items": items, "total": total}


def another_id(taken, fake):
    """Return an id of the same form that no order has: a number, a UUID, or signs of the same kinds."""
    text = str(taken)
    if UUID.fullmatch(text):
        return fake.uuid()
    if text.isdigit() and len(text) < 10:
        return str(fake.int(900_000_000, 999_999_999))
    long_enough = (text * 8)[: max(8, len(text))]  # of few signs, the same id might be drawn
    return "".join(fake.choice(next((signs for signs in ALIKE if sign in signs), sign)) for sign in long_enough)


def at_once(calls):
    """Make all calls in the same moment, and return what they return."""
    barrier = threading.Barrier(len(calls))

    def wait_and(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(wait_and, calls))
