"""Texts of exactly the longest length pass; one character more does not."""

import itertools

LONGEST = {"customer": 100, "note": 200, "items[0].sku": 40}


def order(fake, more=None, end=""):
    """Return an order whose texts have their longest lengths, one of them with something more at its end."""
    letter = fake.choice("abcdefghijklmnopqrstuvwxyz")
    texts = {field: letter * longest + (end if field == more else "") for field, longest in LONGEST.items()}
    item = {"sku": texts["items[0].sku"], "quantity": fake.int(1, 999)}
    return {"customer": texts["customer"], "note": texts["note"], "items": [item]}


def test_texts_end_where_the_table_says(client, fake, expect):
    """All texts at their limit are fine; each one beyond it is named, and only that one."""
    expect(client.post("/orders", json=order(fake)), status=200, json={"valid": True})

    for field, end in itertools.product(LONGEST, ("x", " ")):  # a blank is a character too
        answer = client.post("/orders", json=order(fake, field, end))
        expect(answer, status=422, json={"errors": [{"field": field, "code": "too_long"}]})
