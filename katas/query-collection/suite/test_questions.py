"""Random products in a category of their own, and questions whose answers follow from them."""

import re
from urllib.parse import urlencode, urljoin, urlsplit

USUAL_LIMIT = 10
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*!#$%&+.^`|~-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)')
LETTERS = [one + other for one in "abcdef" for other in "abcdefghij"]  # make every name another one
REL = re.compile(r'(?:^|;)\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', re.IGNORECASE)


def test_filters(client, fake, expect):
    shop = Shop(client, fake, expect, prices=[10, 9, 100, 9, 1, 2.5])
    shop.finds(range(6))
    shop.finds([1, 3], price=9)
    shop.finds([0], price=10)
    shop.finds([0, 2], price=[100, 10])
    shop.finds([5], price=2.5)
    shop.finds([3], price=9, name=shop.products[3]["name"])
    shop.finds([], price=9, name=shop.products[0]["name"])
    shop.finds([], name=shop.products[0]["name"][:-1])
    shop.finds([2], id=shop.products[2]["id"])
    other = Shop(client, fake, expect, prices=[9])
    expect(client.get("/products", params={"category": [shop.category, other.category], "price": 9}),
           status=200, json=[shop.products[1], shop.products[3], other.products[0]])  # fmt: skip


def test_sorts(client, fake, expect):
    prices = [100, 9, 10, 2.5, 1000, fake.int(11, 99), 0, fake.int(101, 999)]
    shop = Shop(client, fake, expect, prices)
    upwards = sorted(range(len(prices)), key=lambda at: prices[at])
    shop.finds(upwards, _sort="price")
    shop.finds(upwards, _sort="price", _order="asc")
    shop.finds(upwards[::-1], _sort="price", _order="desc")
    by_name = sorted(range(len(prices)), key=lambda at: shop.products[at]["name"])
    shop.finds(by_name, _sort="name")
    shop.finds(by_name[::-1], _sort="name", _order="desc")
    ids = [product["id"] for product in shop.products]
    if all(isinstance(one, int) for one in ids):  # how texts with digits are sorted is free
        by_id = sorted(range(len(ids)), key=lambda at: ids[at])
        shop.finds(by_id, _sort="id")
        shop.finds(by_id[::-1], _sort="id", _order="desc")
    shops = sorted((Shop(client, fake, expect, [9]) for _ in range(3)), key=lambda each: each.category)
    for order, sequence in (("asc", shops), ("desc", shops[::-1])):
        question = {"category": [each.category for each in shops], "_sort": "category", "_order": order}
        expect(client.get("/products", params=question), status=200, json=[each.products[0] for each in sequence])


def test_equal_ones_stay_in_sequence(client, fake, expect):
    prices = [fake.choice([5, 9, 10]) for _ in range(20)]
    shop = Shop(client, fake, expect, [9, 5, 9, *prices])
    everything = range(len(shop.products))
    shop.finds(sorted(everything, key=lambda at: shop.products[at]["price"]), _sort="price")
    shop.finds(sorted(everything, key=lambda at: -shop.products[at]["price"]), _sort="price", _order="desc")


def test_pages(client, fake, expect):
    many = fake.int(21, 29)
    # No two prices are alike: how equal ones follow one another is another rule's.
    shop = Shop(client, fake, expect, [fake.int(1, 99) * 100 + at for at in range(many)])
    for limit in (7, 10):
        for page in range(1, -(-many // limit) + 1):
            shop.finds(list(range(many))[(page - 1) * limit : page * limit], _page=page, _limit=limit)
    shop.finds(range(10), _page=1)
    shop.finds(range(10, 20), _page=2)
    shop.finds(range(2), _limit=2)
    shop.finds(range(1, 2), _page=2, _limit=1)
    dearest = sorted(range(many), key=lambda at: -shop.products[at]["price"])
    shop.finds(dearest[5:10], _sort="price", _order="desc", _page=2, _limit=5)


def test_total_counts_what_matches(client, fake, expect):
    prices = [fake.choice([3, 30]) for _ in range(fake.int(14, 19))] + [3, 30]
    shop = Shop(client, fake, expect, prices)
    for question in ({"_page": 1, "_limit": 4}, {"_page": 2, "_limit": 4}, {"_limit": 3}, {"_page": 1}):
        shop.counts(len(prices), **question)
        shop.counts(prices.count(30), price=30, **question)
    shop.counts(1, q=shop.products[4]["name"], _page=1, _limit=5)


def test_links_lead_through_all_pages(client, fake, expect):
    many = fake.int(11, 12)
    category = f"{fake.word()} & {fake.word()}={fake.hex()}"  # must be encoded in a link
    shop = Shop(client, fake, expect, [fake.int(1, 5) for _ in range(many)] + [77], category=category)
    for limit in (4, 6, None):  # three pages, two, and two of the usual size
        links_lead_through(client, expect, shop, many, limit)


def links_lead_through(client, expect, shop, many, limit):
    dearest = sorted(range(many), key=lambda at: -shop.products[at]["price"])
    size, limited = (limit, {"_limit": limit}) if limit else (USUAL_LIMIT, {})
    pages = [dearest[at : at + size] for at in range(0, many, size)]
    price = sorted({product["price"] for product in shop.products[:many]})
    answer = shop.finds(pages[0], price=price, _sort="price", _order="desc", _page=1, **limited)
    for number, page in enumerate(pages, 1):
        links = links_of(answer)
        wanted = {"first", "last"} | ({"prev"} if number > 1 else set()) | ({"next"} if number < len(pages) else set())
        named = set(links) & {"first", "last", "prev", "next"}
        assert named == wanted, f"page {number} of {len(pages)} links {names(wanted)}; yours links {names(named)}"
        for name, target in (("first", pages[0]), ("last", pages[-1])):
            expect(client.get(links[name]), status=200, json=shop.at(target))
        if number > 1:
            expect(client.get(links["prev"]), status=200, json=shop.at(pages[number - 2]))
        if number < len(pages):
            answer = client.get(links["next"])
            expect(answer, status=200, json=shop.at(pages[number]), headers={"x-total-count": str(many)})


def test_links_keep_the_search(client, fake, expect):
    # A hyphen stands in no category: only the names are found.
    texts = [f"cup-{LETTERS[at]}" if at % 2 else f"pot-{LETTERS[at]}" for at in range(10)]
    shop = Shop(client, fake, expect, [9] * len(texts), names=texts)
    answer = shop.finds([1, 3], q="cup-", _page=1, _limit=2)
    expect(client.get(links_of(answer)["next"]), status=200, json=shop.at([5, 7]), headers={"x-total-count": "5"})
    expect(client.get(links_of(answer)["last"]), status=200, json=shop.at([9]), headers={"x-total-count": "5"})


def test_empty_values(client, fake, expect):
    shop = Shop(client, fake, expect, prices=[9, 10])
    shop.finds([], name="")
    shop.finds([], name="", price=9)
    shop.finds([1], name=["", shop.products[1]["name"]])


def test_search(client, fake, expect):
    word = fake.word()
    texts = [f"{word} cup", f"BIG{word.upper()}S", "tea pot", f"50% {word}", "a_b c*d", "x.y (z) [q]"]
    shop = Shop(client, fake, expect, [5, 9, 5, 9, 5, 2], names=texts)
    shop.finds([0, 1, 3], q=word)
    shop.finds([0, 1, 3], q=word.upper())
    shop.finds([1, 3], q=word, price=9)
    shop.finds([3], q="0% ")
    shop.finds([4], q="a_B")
    shop.finds([4], q="c*d")
    shop.finds([5], q="[Q]")
    for pattern in ("t.a p", "te%pot", "te_", ".*", f"{word}$", f"{word}|tea", "a_b%"):
        shop.finds([], q=pattern)
    shop.finds(range(6), q=shop.category.upper())
    shop.finds([3, 1], q=word, price=9, _sort="name")
    shop.finds([3], q=word, _page=2, _limit=2)


class Shop:
    """Products in a category that nobody else has."""

    def __init__(self, client, fake, expect, prices, names=None, category=None):
        self.client, self.expect = client, expect
        self.category = category or f"{fake.word()}{fake.hex()}"
        self.products = []
        names = names or [f"{fake.word()}{fake.choice('abcxyz')}{LETTERS[at]}" for at in range(len(prices))]
        for name, price in zip(names, prices, strict=True):
            product = {"name": name, "category": self.category, "price": price}
            answer = client.post("/products", json=product)
            expect(answer, status=201, json=product)
            self.products.append({"id": answer.json().get("id"), **product})

    def at(self, places):
        return [self.products[place] for place in places]

    def ask(self, **question):
        return self.client.get("/products?" + urlencode({"category": self.category, **question}, doseq=True))

    def finds(self, places, **question):
        """Expect exactly the products at these places, in this sequence."""
        answer = self.ask(**question)
        self.expect(answer, status=200, json=self.at(places))
        return answer

    def counts(self, total, **question):
        self.expect(self.ask(**question), status=200, headers={"x-total-count": str(total)})


def links_of(answer):
    """Return path and query of each address in the header Link, by the names of its rel."""
    header = answer.headers.get("link", "")
    assert header, "an answer with _page has a header Link when there are more pages, and this one has none"
    found = {}
    for target, parameters in LINK.findall(header):
        rel = REL.search(parameters)
        parts = urlsplit(urljoin("http://localhost/products", target))
        for name in ((rel[1] or rel[2]).lower().split() if rel else ()):
            found[name] = f"{parts.path}?{parts.query}"
    return found


def names(relations):
    return ", ".join(sorted(relations)) or "nothing"
