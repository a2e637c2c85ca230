"""Orders whose totals must be calculated, ids in whatever form, and twenty clients at once."""

import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

PRICES = {"margherita": 895, "ramen": 1295, "gyoza": 435, "mochi": 535, "tea": 205}
CLIENTS, ROUNDS = 20, 3  # together more than a page of orders
MANY_ITEMS = 60
LONGEST_WAIT = 15  # seconds for one of twenty at once on a busy machine; how fast they come is no rule
NO_ORDER = [400, 404, 422]  # there is none, or this is no id at all
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
    feast = random_order(fake, MANY_ITEMS)
    expect(order(client, **feast), status=201, json=confirmation(feast))


def test_an_unknown_order_is_not_found(client, fake, expect):
    answer = order(client, fake.word(), [{"dish": "tea", "quantity": 1}])
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    taken = answer.json()["id"]
    expect(client.get(f"/orders/{another_id(taken, fake)}"), status=404)
    answer = client.get("/orders")
    expect(answer, status=200, json={"each": {"id": {"present": True}}})
    all_taken = {str(each["id"]) for each in answer.json()}
    # What careless programs take for the last order, for this one, or for any.
    for strange in ("0", "-1", f"{taken}x", f"{taken} OR 1=1", f"{taken}' OR '1'='1", "%"):
        if strange not in all_taken:
            expect(client.get(f"/orders/{quote(strange, safe='')}"), status=NO_ORDER)


def test_twenty_orders_at_once(client, server, fake, expect):
    answer = client.get("/orders")
    expect(answer, status=200, json={"type": "array"})
    before = len(answer.json())
    orders = [random_order(fake) | {"customer": f"{fake.word()} {number}"} for number in range(CLIENTS * ROUNDS)]
    ids = []
    for first in range(0, len(orders), CLIENTS):
        new_ones = orders[first : first + CLIENTS]
        answers = at_once([lambda new=new: order(client, **new) for new in new_ones])
        for new, answer in zip(new_ones, answers, strict=True):
            expect(answer, status=201, json=confirmation(new))
        ids += [answer.json().get("id") for answer in answers]
    assert len(set(ids)) == len(orders), f"{len(orders)} orders have {len(orders)} different ids, not {len(set(ids))}"

    server.restart()
    confirmed = [{"id": order_id, **confirmation(new)} for order_id, new in zip(ids, orders, strict=True)]
    answer = client.get("/orders")
    expect(answer, status=200, json={"length": before + len(confirmed), "distinct": "$.id", "contains": confirmed})
    for one in confirmed[:: ROUNDS * 2]:
        expect(client.get(f"/orders/{one['id']}"), status=200, json=one)


def order(client, customer, items):
    return client.post("/orders", json={"customer": customer, "items": items}, timeout=LONGEST_WAIT)


def random_order(fake, length=None):
    """Return a valid order of so many items, or of a few."""
    length = length or fake.int(1, 5)
    items = [{"dish": fake.choice(sorted(PRICES)), "quantity": fake.int(1, 99)} for _ in range(length)]
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
