"""An id that nobody has, in whatever form this server's ids are."""

import re
import string
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ID = re.compile(r"[A-Za-z0-9_-]+(?=/?$)")
ALIKE = ("0123456789", "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)


def test_an_unknown_todo_is_not_found(client, fake, expect):
    answer = client.post("/", json={"title": fake.sentence()})
    expect(answer, status="2xx", json={"url": {"type": "string"}})
    target = somewhere_else(path_of(answer.json()["url"]), fake)
    expect(client.get(target), status=404)
    expect(client.patch(target, json={"title": fake.sentence()}), status=404)
    expect(client.delete(target), status=404)
    expect(client.get(target), status=404)


def path_of(url):
    parts = urlsplit(url)
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")


def somewhere_else(path, fake):
    """Return the path with another id of the same form in its last place: a number, a UUID, or signs of the same kinds."""
    found = ID.search(path)
    assert found, f"the url of a todo ends with its id, and {path} does not"
    if UUID.fullmatch(found[0]):
        other = fake.uuid()
    elif found[0].isdigit() and len(found[0]) < 10:
        other = str(fake.int(900_000_000, 999_999_999))
    else:
        long_enough = (found[0] * 8)[: max(8, len(found[0]))]  # of few signs, the same id might be drawn
        other = "".join(another(sign, fake) for sign in long_enough)
    return path[: found.start()] + other + path[found.end() :]


def another(sign, fake):
    alike = next((signs for signs in ALIKE if sign in signs), sign)
    return fake.choice(alike)
