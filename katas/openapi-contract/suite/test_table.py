"""What the tables of the README say, and input that nobody would send on purpose."""

import json

GOOD = {"to": "Ada", "grams": 900}
NESTED = 5_000
HUGE = 10**40

ODD_VALUES = (None, True, 0, -1, 1.5, HUGE, -HUGE, 1e300, "", " ", "900", "\u0000", "é" * 500, [], [[]], {}, {"a": None})
ODD_TEXTS = ("abc", "1e3", "1.5", "0x10", "", "-5", "0", "101", "9" * 40, "%00", "%F0%9F%8D%9C", "null", "1%202", "%E2%82", "[]")


def test_the_limits_of_the_table(client, fake, expect):
    taken = (
        {"to": fake.choice("abcdefgh"), "grams": fake.int(2, 29_999)},
        {"to": fake.choice("abcdefgh") * 80, "grams": 30_000, "fragile": True},
        {"to": fake.sentence(), "grams": 1, "fragile": False},
    )
    for parcel in taken:
        expect(client.post("/parcels", json=parcel), status=201, json={"fragile": False, **parcel})
    refused = [{**GOOD, "grams": grams} for grams in (0, -3, 30_001, "900", True, None, 2.5, [900])]
    refused += [{**GOOD, "to": to} for to in ("", "a" * 81, 7, None, True, ["Ada"], {})]
    refused += [{**GOOD, "fragile": fragile} for fragile in ("yes", 1, None, [])]
    refused += [{"to": "Ada"}, {"grams": 900}, {}, [GOOD], None, "Ada", 900]
    for parcel in refused:
        expect(post(client, parcel), status="4xx")
    for broken in (b'{"to": "Ada", "grams": 900', b"to=Ada&grams=900", b"{'to': 'Ada', 'grams': 900}"):
        expect(client.post("/parcels", content=broken, headers={"Content-Type": "application/json"}), status="4xx")
    for limit in ("0", "-1", "101", "abc", "1.5"):
        expect(client.get(f"/parcels?limit={limit}"), status="4xx")
    for limit in ("1", "100"):
        expect(client.get(f"/parcels?limit={limit}"), status=200)
    answer = client.post("/parcels", json=GOOD)
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    parcel = answer.json()["id"]
    longer = f"{parcel}{fake.word()}{fake.hex()}"  # begins with an id that there is, and is another text
    expect(client.get(f"/parcels/{longer}"), status="4xx")
    expect(client.delete(f"/parcels/{longer}"), status="4xx")
    expect(client.get(f"/parcels/{parcel}"), status=200)


def test_lists_have_an_end(client, fake, expect):
    known = [parcel["id"] for parcel in listed(client, expect, 100)]
    for _ in range(24 - len(known)):
        answer = client.post("/parcels", json={"to": fake.word(), "grams": fake.int(1, 30_000)})
        expect(answer, status=201)
    for limit in (1, fake.int(2, 23), 24):
        found = listed(client, expect, limit)
        assert len(found) == limit, f"with limit={limit} and more parcels there, the list has {limit} of them, not {len(found)}"
        ids = [str(parcel["id"]) for parcel in found]
        assert len(set(ids)) == len(ids), f"a list holds no parcel twice, and here is one: {ids}"
    expect(client.get("/parcels"), status=200, json={"length": 20})


def post(client, value):
    """Send any value as JSON; the client's own `json=None` would send nothing."""
    return client.post("/parcels", content=json.dumps(value), headers={"Content-Type": "application/json"})


def listed(client, expect, limit):
    answer = client.get(f"/parcels?limit={limit}")
    expect(answer, status=200, json={"type": "array", "length": {"max": limit}})
    return answer.json()


def test_no_input_breaks_it(client, fake, expect):
    for value in ODD_VALUES:
        expect(post(client, value), status={"not": "5xx"})
    for value in (None, True, HUGE, 1.5, "900", [], {}):
        for body in ({**GOOD, "to": value}, {**GOOD, "grams": value}, {**GOOD, "fragile": value, "id": value}):
            expect(post(client, body), status={"not": "5xx"})
    json_type = {"Content-Type": "application/json"}
    for body in (b"", b"{", b'"', b"[" * NESTED, b"[" * NESTED + b"]" * NESTED, b"\xff\xfe", fake.bytes(50)):
        expect(client.post("/parcels", content=body, headers=json_type), status={"not": "5xx"})
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", "nonsense"):
        answer = client.post("/parcels", content=b'{"to": "Ada", "grams": 900}', headers={"Content-Type": media_type})
        expect(answer, status={"not": "5xx"})
    for text in ODD_TEXTS:
        expect(client.get(f"/parcels?limit={text}"), status={"not": "5xx"})
        expect(client.get(f"/parcels/{text or '-'}"), status={"not": "5xx"})
        expect(client.delete(f"/parcels/x{text}"), status={"not": "5xx"})
    expect(client.get(f"/parcels?limit=abc&limit=3&{fake.word()}=%00"), status={"not": "5xx"})
    expect(client.post("/parcels", json=GOOD), status=201)
