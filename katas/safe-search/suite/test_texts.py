"""Texts of the Big List of Naughty Strings (see naughty-strings.LICENSE.txt): kept as they are, and found again."""

import json
import re
import unicodedata
from pathlib import Path

NAUGHTY = [text for text in json.loads(Path(__file__).with_name("naughty-strings.json").read_text("utf-8")) if text.strip()]
TEXTS = 30


def test_naughty_texts_are_kept_and_found(client, fake, expect):
    common, all_shown = fake.hex(), []
    for text in some(fake):
        word = fake.hex()
        # Between words, so that a framework that trims what it is given still keeps the text.
        book = {"title": f"{word} {text} {common}", "author": f"a {text} b"}
        answer = client.post("/books", json=book)
        as_it_is = {field: value.replace("${", "$${") for field, value in book.items()}  # for the matchers, ${ begins a name
        expect(answer, status=201, json=as_it_is)
        shown = {"id": answer.json().get("id"), **as_it_is}
        # A search for a control character may be refused (R7); such a text is found by the word before it.
        is_searched = not holds(text, "Cc")
        question = f"{word} {text}" if is_searched else word
        expect(client.get("/search", params={"q": question}), status=200, json=[shown])
        all_shown.append(shown)
    expect(client.get("/search", params={"q": common}), status=200, json=all_shown)


def some(fake):
    """Yield texts: of the kinds that break most programs some each time, as a draw from all would often leave them out."""
    kinds = (
        [text for text in NAUGHTY if holds(text, "Cf")],  # signs that nobody sees
        [text for text in NAUGHTY if max(text) > "\uffff"],
        [text for text in NAUGHTY if text != " ".join(text.split())],  # blanks that some programs tidy up
        [text for text in NAUGHTY if text.count("'") % 2],  # ends a text too early
        [text for text in NAUGHTY if re.search("<[^>]*>", text)],
    )
    always = [text for text in NAUGHTY if holds(text, "Cc")]  # control signs
    always += [max(NAUGHTY, key=len), *(fake.choice(kind) for kind in kinds)]
    yield from always
    for _ in range(TEXTS - len(always)):
        yield fake.choice(NAUGHTY)


def holds(text, category):
    """Say whether a text has a sign of this Unicode category."""
    return any(unicodedata.category(sign) == category for sign in text)
