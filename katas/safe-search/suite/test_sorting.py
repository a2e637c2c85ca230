"""Sorting by the three fields, and by what is none of them."""

OTHERS = (
    "hidden",
    "titles",
    "title;",
    "title--",
    "title, author",
    "title desc",
    "1",
    "2",
    "rowid",
    "-title",
    "__class__",
    "constructor",
    "RANDOM()",
    "title; DROP TABLE books; --",
    "(SELECT title FROM books WHERE hidden)",
    "(CASE WHEN 1=1 THEN title ELSE author END)",
    "(CASE WHEN (SELECT count(*) FROM books WHERE hidden) > 0 THEN title ELSE author END)",
    "id, (SELECT 1)",
    "title COLLATE NOCASE",
    "nosuch",
    "'",
    '"title"',
    "`title`",
)


def test_sorts_by_the_three_fields(client, fake, expect):
    word, books = shelf(client, fake, expect)
    for field in ("title", "author"):
        upwards = sorted(books, key=lambda book, field=field: book[field])
        finds(client, expect, upwards, q=word, sort=field)
        finds(client, expect, upwards[::-1], q=word, sort=field, order="desc")
    finds(client, expect, books, q=word, sort="id")
    finds(client, expect, books[::-1], q=word, sort="id", order="desc")


def test_no_other_sort_does_anything(client, fake, expect):
    word, books = shelf(client, fake, expect)
    for sort in OTHERS:
        refuses_or_finds(client, expect, books, q=word, sort=sort)
    by_title = sorted(books, key=lambda book: book["title"])
    for order in ("sideways", "desc; DROP TABLE books", "desc--", "desc, author", ", author", "LIMIT 1", "'"):
        refuses_or_finds(client, expect, by_title, q=word, sort="title", order=order)
    finds(client, expect, books, q=word)


def shelf(client, fake, expect):
    """Keep some books whose titles and authors sort differently; return their common word and the books."""
    word = fake.hex()
    letters = "dbfaec"
    books = []
    for at, letter in enumerate(letters):
        book = {"title": f"{letter}{fake.word()} {word}", "author": f"{letters[(at * 5 + 2) % 6]}{fake.word()}"}
        answer = client.post("/books", json=book)
        expect(answer, status=201, json=book)
        books.append({"id": answer.json().get("id"), **book})
    return word, books


def finds(client, expect, books, **question):
    expect(client.get("/search", params=question), status=200, json=books)


def refuses_or_finds(client, expect, books, **question):
    """Expect a status from 400 to 499, or exactly these books."""
    answer = client.get("/search", params=question)
    if not 400 <= answer.status_code <= 499:
        expect(answer, status=200, json=books)
