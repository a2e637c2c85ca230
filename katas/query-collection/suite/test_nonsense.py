"""Parameters that mean nothing, and a page without end."""

MOST = 50
MANY = 55


def test_nonsense_is_refused_or_ignored(client, fake, expect):
    category = fake.word() + fake.hex()
    products = [made(client, expect, category, price) for price in (9, 10, 1, 7, 8, 3, 2, 5, 6, 4, 11, 12)]
    by_price = sorted(products, key=lambda product: product["price"])
    for page in ("0", "-1", "-3", "abc", "1.5", "", "two", "1e1", "NaN", "2x", "2.5"):
        refuses_or_gives(client, expect, products[:5], category=category, _page=page, _limit="5")
    for limit in ("0", "-1", "-5", "abc", "", "NaN", "5x", "2.5"):
        refuses_or_gives(client, expect, products[:10], category=category, _page="1", _limit=limit)
        # Without _page either all of them, or the usual ten.
        refuses_or_gives(client, expect, {"one_of": [products, products[:10]]}, category=category, _limit=limit)
    for order in ("sideways", "DESCENDING", "1", "desc;"):
        refuses_or_gives(client, expect, by_price, category=category, _sort="price", _order=order)
    for field in (fake.word() + "x", "__proto__", "constructor", "price;", "price desc", "1", "'", "$where"):
        refuses_or_gives(client, expect, products, category=category, _sort=field)
    refuses_or_gives(client, expect, [], category=category, price="abc")
    for huge in ("9" * 30, "1" + "0" * 29):
        expect(client.get("/products", params={"category": category, "_page": huge, "_limit": 5}), status={"not": "5xx"})
        expect(client.get("/products", params={"category": category, "_page": 1, "_limit": huge}), status={"not": "5xx"})
    expect(client.get("/products", params={"category": category}), status=200, json=products)


def test_a_page_has_an_end(client, fake, expect):
    category = fake.word() + fake.hex()
    products = [made(client, expect, category, price) for price in range(MANY)]
    for limit in (MOST + 1, MANY, 1_000_000):
        for question in ({"_page": 1, "_limit": limit}, {"_limit": limit}):
            refuses_or_gives(client, expect, products[:MOST], category=category, **question)
        refuses_or_gives(client, expect, products[MOST:], category=category, _page=2, _limit=limit)
    answer = client.get("/products", params={"category": category, "_page": 1, "_limit": MOST})
    expect(answer, status=200, json=products[:MOST], headers={"x-total-count": str(MANY)})


def made(client, expect, category, price):
    product = {"name": f"cup {price}", "category": category, "price": price}
    answer = client.post("/products", json=product)
    expect(answer, status=201, json=product)
    return {"id": answer.json().get("id"), **product}


def refuses_or_gives(client, expect, products, **question):
    """Expect a status from 400 to 499, or exactly these products."""
    answer = client.get("/products", params=question)
    if not 400 <= answer.status_code <= 499:
        expect(answer, status=200, json=products)
