"""Fifty clients in the same moment: each must get a number and a greeting of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 50


def test_fifty_at_once_get_fifty_numbers(client, fake, expect):
    before = greeted(client, expect, fake.word())
    names = [f"{fake.word()}-{number}" for number in range(CLIENTS)]
    barrier = threading.Barrier(CLIENTS)

    def greet(name):
        barrier.wait()
        return greeted(client, expect, name)

    with ThreadPoolExecutor(CLIENTS) as pool:
        ids = list(pool.map(greet, names))
    doubled = {number for number in ids if ids.count(number) > 1}
    assert not doubled, f"fifty different ids, but {len(doubled)} of them came more than once (such as {min(doubled)})"
    wanted = set(range(before + 1, before + 1 + CLIENTS))
    assert set(ids) == wanted, f"the ids {before + 1} to {before + CLIENTS}, but {min(wanted - set(ids))} was left out"
    after = greeted(client, expect, fake.word())
    assert after == before + CLIENTS + 1, f"the next id is {before + CLIENTS + 1}, not {after}"


def greeted(client, expect, name):
    """Return the number of a greeting that is right."""
    answer = client.get("/greeting", params={"name": name}, timeout=10)
    expect(answer, status=200, json={"id": {"type": "integer"}, "content": f"Hello, {name}!"})
    return answer.json()["id"]
