"""Texts of the Big List of Naughty Strings (see naughty-strings.LICENSE.txt): kept as they are, and found again."""

import json
import unicodedata
from pathlib import Path

NAUGHTY = [text for text in json.loads(Path(__file__).with_name("naughty-strings.json").read_text("utf-8")) if text.strip()]
TEXTS = 30


def test_naughty_texts_are_kept_and_found(client, fake, expect):
    common, all_shown = fake.hex(), []
    for _ in range(TEXTS):
        text, word = fake.choice(NAUGHTY), fake.hex()
        # Between words, so that a framework that trims what it is given still keeps the text.
        book = {"title": f"{word} {text} {common}", "author": f"a {text} b"}
        answer = client.post("/books", json=book)
        as_it_is = {field: value.replace("${", "$${") for field, value in book.items()}  # for the matchers, ${ begins a name
        expect(answer, status=201, json=as_it_is)
        shown = {"id": answer.json().get("id"), **as_it_is}
        # A search for a control character may be refused (R7); such a text is found by the word before it.
        is_searched = not any(unicodedata.category(sign) == "Cc" for sign in text)
        question = f"{word} {text}" if is_searched else word
        expect(client.get("/search", params={"q": question}), status=200, json=[shown])
        all_shown.append(shown)
    expect(client.get("/search", params={"q": common}), status=200, json=all_shown)
