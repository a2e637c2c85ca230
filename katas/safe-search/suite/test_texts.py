"""Texts of the Big List of Naughty Strings (see naughty-strings.LICENSE.txt): kept as they are, and found again."""

import json
from pathlib import Path

NAUGHTY = [text for text in json.loads(Path(__file__).with_name("naughty-strings.json").read_text("utf-8")) if text.strip()]
TEXTS = 30


def test_naughty_texts_are_kept_and_found(client, fake, expect):
    for _ in range(TEXTS):
        text, word = fake.choice(NAUGHTY), fake.hex()
        # Between words, so that a framework that trims what it is given still keeps the text.
        book = {"title": f"{word} {text} {word}", "author": f"a {text} b"}
        answer = client.post("/books", json=book)
        as_it_is = {field: value.replace("${", "$${") for field, value in book.items()}  # for the matchers, ${ begins a name
        expect(answer, status=201, json=as_it_is)
        shown = {"id": answer.json().get("id"), **as_it_is}
        expect(client.get("/search", params={"q": f"{word} {text}"}), status=200, json=[shown])
