"""Orders with one mistake and with many: each must be named, once, and nothing else."""

GOOD = {"dish": "tea", "quantity": 1}
CUSTOMERS = (
    ("", "empty"), ("a" * 101, "too_long"), *((value, "type") for value in (None, 7, ["Ada"], 0, False, [], {})),
)  # fmt: skip
ITEMS = (([], "empty"), *((value, "type") for value in (None, "tea", {"dish": "tea", "quantity": 1}, "", 0, False, {})))
QUANTITIES = (
    *((value, "range") for value in (0, -3, 100, 2**32 + 5)),
    *((value, "type") for value in ("2", True, 2.5, None, [1], "", False, {})),
)
# Written exactly as on the menu: no other case, no spaces, no piece of a name, and nothing that a query takes for one.
DISHES = (
    *((value, "type") for value in (None, 7, ["tea"], {}, 0, False)),
    *((value, "not_on_menu") for value in ("", "constructor", "Ramen", "tea ", " tea", "te", "t%", "t_a")),
)


def test_every_mistake_is_named(client, fake, expect):
    def refuses(order, **errors):
        refused(expect, client.post("/orders", json=order), errors)

    for customer, code in CUSTOMERS:
        refuses({"customer": customer, "items": [GOOD]}, customer=code)
    for items, code in ITEMS:
        refuses({"customer": fake.word(), "items": items}, items=code)
    refuses({}, customer="required", items="required")
    for quantity, code in QUANTITIES:
        bad = {"dish": "ramen", "quantity": quantity}
        refuses({"customer": fake.word(), "items": [GOOD, bad]}, **{"items[1].quantity": code})
    for dish, code in (*DISHES, (f"{fake.word()}-{fake.int(1, 99)}", "not_on_menu")):
        bad = {"dish": dish, "quantity": 5}
        refuses({"customer": fake.word(), "items": [GOOD, GOOD, bad]}, **{"items[2].dish": code})
    for item in (None, ["tea", 1], "tea", True):
        refuses({"customer": fake.word(), "items": [GOOD, item]}, **{"items[1]": "type"})
    several = [{"dish": "ramen", "quantity": 1}, {}, 7, {"dish": "pizza", "quantity": 0}]
    refuses(
        {"customer": "", "items": several},
        **{
            "customer": "empty",
            "items[1].dish": "required",
            "items[1].quantity": "required",
            "items[2]": "type",
            "items[3].dish": "not_on_menu",
            "items[3].quantity": "range",
        },
    )
    longest = {"customer": "a" * 100, "items": [{"dish": "tea", "quantity": 99}]}
    expect(client.post("/orders", json=longest), status=201)


def refused(expect, answer, errors):
    """Expect a problem document with exactly these mistakes: code by field."""
    expect(answer, status=422, media_type="application/problem+json")
    listed = [{"field": field, "code": code} for field, code in errors.items()]
    expect(answer, json={"errors": {"unordered": listed}})
