"""Texts of exactly the longest length pass; one character more does not."""

LONGEST = {"customer": 100, "note": 200, "items[0].sku": 40}


def order(fake, lengths):
    """Return an order whose texts have these lengths."""
    letter = fake.choice("abcdefghijklmnopqrstuvwxyz")
    item = {"sku": letter * lengths["items[0].sku"], "quantity": fake.int(1, 999)}
    return {"customer": letter * lengths["customer"], "note": letter * lengths["note"], "items": [item]}


def test_texts_end_where_the_table_says(client, fake, expect):
    """All texts at their limit are fine; each one beyond it is named, and only that one."""
    expect(client.post("/orders", json=order(fake, LONGEST)), status=200, json={"valid": True})

    for field, longest in LONGEST.items():
        answer = client.post("/orders", json=order(fake, {**LONGEST, field: longest + 1}))
        expect(answer, status=422, json={"errors": [{"field": field, "code": "too_long"}]})
