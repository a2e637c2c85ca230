"""Bodies near and beyond the limit: 1,000,000 bytes must be read, one more and 2 MB must not."""

import httpx

LONG = 10_000  # items: about 400 kB
STEP = 79  # so far apart are the wrong ones among them
LONGEST = 1_000_000  # bytes
TOO_LONG = 2_000_000


def long_order(fake):
    """Return a valid order with very many items."""
    items = [{"sku": f"{fake.word()}-{number}", "quantity": 1 + number % 999} for number in range(LONG)]
    return {"customer": fake.word(), "items": items}


def post_padded(client, order, size, *, chunked=False):
    """Send an order as a body of so many bytes: JSON may end in as many spaces as it likes."""
    body = httpx.Response(200, json=order).content.ljust(size)
    # What comes from an iterator has no length that could be announced: httpx sends it in chunks.
    content = iter([body]) if chunked else body
    return client.post("/orders", content=content, headers={"Content-Type": "application/json"})


def is_refused(client, order, size=0, *, chunked=False):
    """Say whether a body of at least so many bytes gets a 413 (in chunks: any 4xx) or a closed connection."""
    try:
        answer = post_padded(client, order, size, chunked=chunked)
    except httpx.TransportError as error:
        if error.failure.cause == "timeout":  # still waiting is not refusing
            raise
        return True
    return answer.is_client_error if chunked else answer.status_code == 413


def test_long_orders_are_checked_and_larger_bodies_refused(client, fake, expect):
    """A long order passes, all of its mistakes are found, a larger body is refused and the server lives on."""
    order = long_order(fake)
    expect(client.post("/orders", json=order), status=200, json={"valid": True})

    wrong = range(fake.int(0, STEP - 1), LONG, STEP)
    for number in wrong:
        order["items"][number]["quantity"] = 0
    mistakes = [{"field": f"items[{number}].quantity", "code": "range"} for number in wrong]
    expect(client.post("/orders", json=order), status=422, json={"errors": {"unordered": mistakes}})

    order = {"customer": fake.word(), "items": [{"sku": fake.word(), "quantity": 1}]}
    expect(post_padded(client, order, LONGEST), status=200, json={"valid": True})
    for size in (LONGEST + 1, TOO_LONG):
        refused = is_refused(client, order, size)
        assert refused, f"a body of {size:,} bytes is refused with 413, or the connection is closed early"
    letters = fake.choice("éßñж") * (LONGEST * 6 // 10)  # fewer letters than that, and more bytes
    refused = is_refused(client, {**order, "customer": letters})
    assert refused, "a body of 1,200,000 bytes is refused, however many letters they are"
    refused = is_refused(client, order, TOO_LONG, chunked=True)
    assert refused, f"a body of {TOO_LONG:,} bytes is refused when it comes in chunks too"
    expect(client.post("/orders", json=order), status=200, json={"valid": True})
