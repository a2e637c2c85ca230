"""Ids that nobody has, and ids that a client would like to have, in whatever form this server's ids are."""

import re
import string
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SIGN = r"(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})"
ID = re.compile(SIGN + r"+(?=[^A-Za-z0-9]*$)")  # a url may end in a slash, and a text in Base64 in an equals sign
ALIKE = ("0123456789", "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)


def test_an_unknown_todo_is_not_found(client, fake, expect):
    client.delete("/")
    titles = [f"{fake.sentence()} {number}" for number in range(2)]
    urls = [new_todo(client, expect, title=title) for title in titles]
    for target in elsewhere([path_of(url) for url in urls], fake):
        expect(client.get(target), status=404)
        expect(client.patch(target, json={"title": fake.sentence()}), status=404)
        expect(client.delete(target), status=404)
        expect(client.get(target), status=404)
    there = [{"url": url, "title": title} for url, title in zip(urls, titles, strict=True)]
    expect(client.get("/"), status=200, json={"unordered": there})


def test_an_id_of_the_client_moves_no_todo(client, fake, expect):
    client.delete("/")
    titles = [f"{fake.sentence()} {number}" for number in range(2)]
    urls = [new_todo(client, expect, title=title) for title in titles]
    wanted = id_of(path_of(urls[0]))
    wanted = int(wanted) if wanted.isdigit() else wanted
    answer = client.post("/", json={"title": fake.sentence(), "id": wanted})
    expect(answer, one_of=[{"status": "2xx", "json": {"url": {"not": {"one_of": urls}}}}, {"status": "4xx"}])
    answer = client.patch(path_of(urls[1]), json={"id": wanted})
    expect(answer, one_of=[{"status": "2xx", "json": {"url": urls[1]}}, {"status": "4xx"}])
    there = [{"url": urls[0], "title": titles[0]}, {"url": urls[1]}]
    expect(client.get("/"), status=200, json={"contains": there, "distinct": "$.url"})
    expect(client.get(path_of(urls[0])), status=200, json={"title": titles[0]})


def new_todo(client, expect, **fields):
    answer = client.post("/", json=fields)
    expect(answer, status="2xx", json={"url": {"type": "string"}})
    return answer.json()["url"]


def path_of(url):
    parts = urlsplit(url)
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")


def id_of(path):
    found = ID.search(path)
    assert found, f"the url of a todo ends with its id, and {path} does not"
    return found[0]


def elsewhere(paths, fake):
    """Return paths with ids that no todo has now: a far one, and of numbers also nought and the next one."""
    yield somewhere_else(paths[-1], fake)
    newest = id_of(paths[-1])
    if newest.isdigit() and str(int(newest)) == newest:
        near = [with_id(paths[-1], str(number)) for number in (0, int(newest) + 1)]
        yield from (path for path in near if path not in paths)


def somewhere_else(path, fake):
    """Return the path with another id of the same form in its last place: a number, a UUID, or signs of the same kinds."""
    found = id_of(path)
    if UUID.fullmatch(found):
        return with_id(path, fake.uuid())
    if found.isdigit() and len(found) < 10:
        return with_id(path, str(fake.int(900_000_000, 999_999_999)))
    if found.isdigit():  # the first sign stays: a long number that grew could be one that no program can hold
        return with_id(path, found[0] + "".join(another(sign, fake) for sign in found[1:]))
    signs = re.findall(SIGN, found)
    long_enough = (signs * 8)[: max(8, len(signs))]  # of few signs, the same id might be drawn
    return with_id(path, "".join(another(sign, fake) for sign in long_enough))


def with_id(path, other):
    return ID.sub(lambda _: other, path, count=1)


def another(sign, fake):
    alike = next((signs for signs in ALIKE if sign in signs), None)
    return fake.choice(alike) if alike else sign
