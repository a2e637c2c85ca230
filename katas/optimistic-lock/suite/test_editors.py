"""Writers in quick succession, and twenty of them in the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 20
ROUNDS = 3
WRITES = 6


def test_every_write_has_a_tag_of_its_own(client, fake, expect):
    path, tag = new_document(client, expect, f"{fake.sentence()} 0")
    other, other_tag = new_document(client, expect, fake.sentence())
    seen = [tag]
    for number in range(1, WRITES):
        # As long as the texts before: a mark made of the length would not differ.
        answer = write(client, path, seen[-1], f"{fake.word()[:3]} {number}")
        expect(answer, status=200, headers={"etag": {"type": "string"}})
        seen.append(answer.headers["etag"])
        expect(write(client, path, seen[-2], fake.word()), status=412)
        expect(client.get(path), status=200, headers={"etag": seen[-1]})
    assert len(set(seen)) == len(seen), f"{len(seen)} versions have {len(seen)} different tags, and yours have {len(set(seen))}"
    expect(client.get(other), status=200, headers={"etag": other_tag})
    expect(write(client, other, other_tag, fake.sentence()), status=200)
    expect(client.get(path), status=200, headers={"etag": seen[-1]})


def test_one_of_twenty_writes(client, fake, expect):
    path, tag = new_document(client, expect, fake.sentence())
    for _ in range(ROUNDS):
        texts = [f"{fake.sentence()} {number}" for number in range(CLIENTS)]
        answers = at_once([lambda text=text, tag=tag: write(client, path, tag, text) for text in texts])
        for answer in answers:
            expect(answer, status=[200, 412])
        written = [text for text, answer in zip(texts, answers, strict=True) if answer.status_code == 200]
        assert len(written) == 1, f"of {CLIENTS} writers with one version 1 gets 200, not {len(written)}"
        answer = client.get(path)
        expect(answer, status=200, json={"text": written[0]})
        tag = answer.headers["etag"]


def new_document(client, expect, text):
    """Make a document; return its path and its tag."""
    answer = client.post("/documents", json={"text": text})
    expect(answer, status=201, headers={"etag": {"type": "string"}}, json={"id": {"type": ["integer", "string"]}})
    return f"/documents/{answer.json()['id']}", answer.headers["etag"]


def write(client, path, tag, text):
    return client.put(path, json={"text": text}, headers={"If-Match": tag})


def at_once(calls):
    """Make all calls in the same moment, and return what they return."""
    barrier = threading.Barrier(len(calls))

    def wait_and(call):
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(wait_and, calls))
