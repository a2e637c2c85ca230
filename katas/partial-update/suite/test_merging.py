"""Pairs of old value and patch, ids that nobody has, and twenty clients at once."""

import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor

MERGE_PATCH = {"Content-Type": "application/merge-patch+json"}
CLIENTS = 20
SHORT = 6
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ALIKE = ("0123456789", "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)

# What was there, the patch, what is there then: the cases of RFC 7396, appendix A. None as a result: it is removed.
CASES = (
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    # and some that it leaves out
    ({"a": 0, "b": False, "c": ""}, {"a": False, "b": "", "c": 0}, {"a": False, "b": "", "c": 0}),
    ({"a": None, "b": {"c": None}}, {"b": {"d": [None, {"e": None}]}}, {"a": None, "b": {"c": None, "d": [None, {"e": None}]}}),
    ("text", {"a": {"b": 1}}, {"a": {"b": 1}}),
)


def test_merges_as_the_standard_says(client, fake, expect):
    for old, patch, new in CASES:
        kept = {fake.word(): fake.int(1, 99)}
        profile = {"name": fake.word(), "settings": {"value": old, "kept": kept}}
        path = new_profile(client, expect, profile)
        # Only in a patch null has a meaning of its own.
        expect(client.put(path, json=profile), status=200, json={"settings": {"equals": profile["settings"]}})
        answer = client.patch(path, json={"settings": {"value": patch}}, headers=MERGE_PATCH)
        settings = {"kept": kept} if new is None else {"kept": kept, "value": new}
        for each in (answer, client.get(path)):
            expect(each, status=200, json={"settings": {"equals": settings}})
    deep = nested(20, {"keep": 1, "go": 2})
    path = new_profile(client, expect, {"name": fake.word(), "settings": deep})
    answer = client.patch(path, json={"settings": nested(20, {"go": None})}, headers=MERGE_PATCH)
    expect(answer, status=200, json={"settings": {"equals": nested(20, {"keep": 1})}})


def test_unknown_profiles_are_not_found(client, fake, expect):
    path = new_profile(client, expect, {"name": fake.word()})
    other = "/profiles/" + another_id(path.rpartition("/")[2], fake)
    for _ in range(2):
        expect(client.get(other), status=404)
        expect(client.put(other, json={"name": fake.word()}), status=404)
        expect(client.patch(other, json={"name": fake.word()}, headers=MERGE_PATCH), status=404)
    expect(client.get(other), status=404)
    # Begins with an id that there is. No id of this program, perhaps, so 400 or 422 is fine too.
    longer = f"{path}{fake.word()}{fake.hex()}"
    expect(client.get(longer), status="4xx")
    expect(client.put(longer, json={"name": fake.word()}), status="4xx")
    expect(client.patch(longer, json={"name": fake.word()}, headers=MERGE_PATCH), status="4xx")


def test_twenty_patches_at_once(client, fake, expect):
    path = new_profile(client, expect, {"name": fake.word(), "settings": {"mail": {"daily": True}}})
    wanted = {"daily": True}
    for number in range(3):
        changes = {f"key-{number}-{client_number}": fake.int(1, 99) for client_number in range(CLIENTS)}
        wanted |= changes
        barrier = threading.Barrier(CLIENTS)

        def change(item, barrier=barrier):
            barrier.wait()
            return client.patch(path, json={"settings": {"mail": dict([item])}}, headers=MERGE_PATCH)

        with ThreadPoolExecutor(CLIENTS) as pool:
            for answer in pool.map(change, changes.items()):
                expect(answer, status=200)
        expect(client.get(path), status=200, json={"settings": {"equals": {"mail": wanted}}})


def new_profile(client, expect, profile):
    """Make a profile and return its path."""
    answer = client.post("/profiles", json=profile)
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}})
    return f"/profiles/{answer.json()['id']}"


def nested(depth, innermost):
    value = innermost
    for level in range(depth):
        value = {f"level{level}": value}
    return value


def another_id(text, fake):
    """Return an id of the same form that nobody has: a number, a UUID, or signs of the same kinds."""
    if UUID.fullmatch(text):
        return fake.uuid()
    if text.isdigit() and len(text) < 10:
        return str(fake.int(900_000_000, 999_999_999))
    # A counter has given out many of its short ids already. A longer one is new.
    form = (text * 2 * SHORT)[: 2 * SHORT] if len(text) < SHORT else text
    return "".join(fake.choice(next((signs for signs in ALIKE if sign in signs), sign)) for sign in form)
