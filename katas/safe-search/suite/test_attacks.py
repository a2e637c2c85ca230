"""Searches that are pieces of SQL: all of them must be texts like any other."""

# What follows the word that a title really holds. None of these stands in any title.
ATTACKS = (
    "' OR 1=1--",
    "' OR 1=1 #",
    "' OR '1'='1",
    "%' OR '1'='1",
    "%' OR 1=1 --",
    "' OR hidden=1 --",
    '" OR 1=1--',
    '" OR "1"="1',
    "') OR 1=1--",
    "') OR ('1'='1",
    "%') OR 1=1 --",
    "')) OR 1=1--",
    "\\' OR 1=1 --",
    "' OR 1=1 /*",
    "' UNION SELECT id, title, author FROM books WHERE hidden--",
    "%' UNION SELECT id, title, author FROM books --",
    "' UNION SELECT 1, 2, 3 --",
    "' UNION SELECT 1, sql, 3 FROM sqlite_master --",
    "' AND 1=2 UNION ALL SELECT NULL, NULL, NULL --",
    "'; DROP TABLE books; --",
    "'; DELETE FROM books; --",
    "'; UPDATE books SET hidden = 0; --",
    "%'; DROP TABLE books; --",
    "'",
    "''",
    '"',
    "\\",
    "\\'",
    "`",
    ";",
    "--",
    "/*",
    ")",
    "[",
    "$1",
    ":1",
    "?",
    # Not `%s` alone: to a LIKE that is "an s somewhere", which is R5's to find and a matter of the titles drawn.
    "%s;",
    "%(x)s",
    "{0}",
    "${1}",
)


def test_sql_is_only_text(client, fake, expect):
    word = fake.hex()
    Shelf(client, fake, expect, word)
    for attack in ATTACKS:
        expect(search(client, word + attack), status=200, json=[])
    titles = [f"{word} O'Brien", f'{word} "quoted"', f"{word}; --x", f"{word} \\ back\\slash", f"{word} (a) [b] 'c'"]
    books = [new_book(client, expect, title, fake.word()) for title in titles]
    for book in books:
        expect(search(client, book["title"]), status=200, json=[book])
        expect(search(client, book["title"][5:]), status=200, json=[book])
    attack = fake.choice(ATTACKS[:20])
    book = new_book(client, expect, word + attack, fake.word())
    expect(search(client, word + attack), status=200, json=[book])


def test_wildcards_are_only_signs(client, fake, expect):
    word, other = fake.hex(), fake.hex()
    titles = [f"{word} 100% {other}", f"{word} 100 {other}", f"{word}_{other}", f"{word}x{other}", f"{word}*{other}", f"{word}%{other}"]
    books = [new_book(client, expect, title, fake.word()) for title in titles]
    for question, places in (
        (f"{word} 100%", [0]),
        (f"{word} 100% {other}", [0]),
        (f"{word}%{other}", [5]),
        (f"{word}_{other}", [2]),
        (f"{word}*{other}", [4]),
        (f"{word}_100", []),
        (f"{word}%", [5]),
        (f"{word}_", [2]),
        (f"%{word}", []),
        (f"{word}\\%", []),
        (f"{word}\\_{other}", []),
        (f"{word}!%{other}", []),
        (f"{word}.{other}", []),
        (f"{word}.*", []),
        (f"{word}?{other}", []),
        (f"{word}[x]{other}", []),
    ):
        expect(search(client, question), status=200, json=[books[at] for at in places])
    for sign in "%_*":
        expect(search(client, sign), status=200, json={"each": {"title": {"contains": sign}}})


def test_attacks_change_nothing(client, fake, expect):
    word = fake.hex()
    shelf = Shelf(client, fake, expect, word)
    for attack in ATTACKS:
        answer = search(client, fake.choice(["", "%", "1", "a"]) + attack)
        expect(answer, status={"not": "5xx"}, lacks=[shelf.secret])
    for attack in ("title; DROP TABLE books; --", "title; UPDATE books SET hidden = 0; --", "1; DELETE FROM books"):
        expect(search(client, word, sort=attack), status={"not": "5xx"}, lacks=[shelf.secret])
        expect(search(client, word, order=attack), status={"not": "5xx"}, lacks=[shelf.secret])
    expect(search(client, word), status=200, json=shelf.books)
    book = new_book(client, expect, f"{word} after", fake.word())
    expect(search(client, word), status=200, json=[*shelf.books, book])


def test_stored_texts_are_only_texts(client, fake, expect):
    word = fake.hex()
    secret = f"{word} secret"
    expect(client.post("/books", json={"title": secret, "author": word, "hidden": True}), status=201)
    honest = [new_book(client, expect, f"{word} {fake.word()}", f"Flann O'{word}") for _ in range(2)]
    new_book(client, expect, f"{word} {fake.word()}", f"Flann O'{word}s")
    new_book(client, expect, f"{word} {fake.word()}", f"flann O{word}")
    new_book(client, expect, f"{word} {fake.word()}", f"FLANN O'{word}")
    expect(same_author(client, honest[0]), status=200, json={"unordered": honest})
    some = [fake.choice(ATTACKS) for _ in range(12)]
    attacks = (*ATTACKS[:4], *some, "%", "_", "' OR hidden --", f"' OR author = '{word}' --", f"{word}' --")
    for number, attack in enumerate(attacks):
        book = new_book(client, expect, f"{word} {fake.word()}", f"{number}x{word}{attack}")
        expect(same_author(client, book), status=200, json=[book], lacks=[secret])
    # Were an author put into a LIKE, this one would find the next.
    pattern = new_book(client, expect, f"{word} {fake.word()}", f"{word}_%")
    new_book(client, expect, f"{word} {fake.word()}", f"{word}xyz")
    expect(same_author(client, pattern), status=200, json=[pattern])


class Shelf:
    """Two books with this word in their titles that everybody may see, and one that nobody may."""

    def __init__(self, client, fake, expect, word):
        self.books = [new_book(client, expect, f"{word} {fake.word()} {number}", fake.word()) for number in range(2)]
        self.secret = f"secret{fake.hex()}"
        answer = client.post("/books", json={"title": f"{word} {self.secret}", "author": fake.word(), "hidden": True})
        expect(answer, status=201)


def new_book(client, expect, title, author):
    """Keep a book, and return what a search must show of it."""
    answer = client.post("/books", json={"title": title, "author": author})
    book = {"title": as_it_is(title), "author": as_it_is(author)}
    expect(answer, status=201, json={"id": {"type": ["integer", "string"]}, **book})
    return {"id": answer.json()["id"], **book}


def as_it_is(text):
    """Return what the matchers take for this very text: for them, `${` begins a name."""
    return text.replace("${", "$${")


def search(client, text, **more):
    return client.get("/search", params={"q": text, **more})


def same_author(client, book):
    return client.get(f"/books/{book['id']}/same-author")
