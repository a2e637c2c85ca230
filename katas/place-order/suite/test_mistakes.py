"""Orders with one mistake and with many: each must be named, once, and nothing else."""

GOOD = {"dish": "tea", "quantity": 1}
CUSTOMERS = (("", "empty"), (None, "type"), (7, "type"), (["Ada"], "type"), ("a" * 101, "too_long"))
ITEMS = (([], "empty"), (None, "type"), ("tea", "type"), ({"dish": "tea", "quantity": 1}, "type"))
QUANTITIES = ((0, "range"), (-3, "range"), (100, "range"), ("2", "type"), (True, "type"), (2.5, "type"), (None, "type"), ([1], "type"))
DISHES = ((None, "type"), (7, "type"), (["tea"], "type"), ({}, "type"), ("", "not_on_menu"), ("constructor", "not_on_menu"))


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
