"""Read the page as a browser does, and hold its table against what was sent."""

from html.parser import HTMLParser

ADDITIONAL = ("0", "Additional fortune added at request time.")
LONGEST = 1000  # signs
PARTS = ("thead", "tbody", "tfoot")  # of a table


class Table(HTMLParser):
    """The rows of a page: of each cell its text, and the tags in it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.rows = []  # of (tag, text) of the cells
        self.within = []  # for each cell of the rows, the tags in it
        self._cell = None
        self._tags = []

    def handle_starttag(self, tag, attributes):
        if self._cell is not None and tag in ("td", "th", "tr", *PARTS):
            self._end_cell()  # HTML lets the end tags of cells, rows and parts of a table be left out
        if self._cell is not None:
            self._tags.append(tag)
        elif tag == "table":
            self.tables += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._cell = (tag, [])
            self._tags = []

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if self._cell is not None and tag in ("td", "th", "tr", "table", *PARTS):
            self._end_cell()

    def handle_data(self, data):
        if self._cell is not None:
            self._cell[1].append(data)

    def handle_comment(self, data):
        if self._cell is not None:
            self._tags.append("!--")

    def _end_cell(self):
        tag, texts = self._cell
        self.within.append(self._tags)
        self.rows[-1].append((tag, "".join(texts).strip()))
        self._cell = None


def test_the_page_shows_the_fortunes(client, fake, expect):
    messages = [fake.sentence() for _ in range(3)]
    post(client, expect, messages)
    answer = page(client, expect)
    charset = {"matches": '(?i)^text/html *; *charset="?utf-?8"?'}
    expect(answer, headers={"Content-Type": charset})
    header, *rows = rows_of(answer)
    assert header == [("th", "id"), ("th", "message")], (
        f"the first row has the th cells id and message; it has {header}"
    )
    assert all([tag for tag, _ in row] == ["td", "td"] for row in rows), "each row after the first has two td cells"
    shown = fortunes(answer)
    for message in messages:
        ids = [number for number, text in shown if text == message]
        assert len(ids) == 1, f"the message {message!r} stands once on the page; it stands there {len(ids)} times"
        assert ids[0].isascii() and ids[0].isdigit() and int(ids[0]) > 0, f"its id is a whole number; it is {ids[0]!r}"
    numbers = [number for number, _ in shown]
    assert len(set(numbers)) == len(numbers), "each fortune has an id of its own"


def test_one_fortune_is_added(client, expect):
    added = [row for row in fortunes(page(client, expect)) if row[1] == ADDITIONAL[1]]
    assert added == [ADDITIONAL], f"the page has one row {ADDITIONAL}; these came: {added}"


def test_the_additional_fortune_is_not_saved(client, expect):
    for _ in range(3):
        before = fortunes(page(client, expect))
        after = fortunes(page(client, expect))
        assert len(after) == len(before), f"the page had {len(before)} rows, and a moment later {len(after)}"


def test_rows_are_sorted_by_message(client, fake, expect):
    # Such as every usual order agrees about: digits, then small letters after the A of the additional fortune.
    words = [f"{fake.word()} {fake.word()}" for _ in range(6)]
    digits = [f"{fake.int(1000, 9999)} {fake.word()}" for _ in range(2)]
    messages = [words[0], digits[0], *words[1:], digits[1]]
    post(client, expect, messages)
    shown = [text for _, text in fortunes(page(client, expect)) if text in {*messages, ADDITIONAL[1]}]
    wanted = [*sorted(digits), ADDITIONAL[1], *sorted(words)]
    assert shown == wanted, f"the messages come in the order {wanted}; they came in the order {shown}"


def test_messages_are_text(client, fake, expect):
    word = fake.word()
    messages = [
        f'<script>alert("{word}")</script>',
        f"<b>{word}</b>",
        f'"><img src=x onerror=alert("{word}")>',
        f"</td></tr></table><h1>{word}</h1>",
        f"&lt;i&gt;{word}&lt;/i&gt;",
        f"{word} &amp; &quot;{word}&quot; &copy; &#39;",
        f"it's \"{word}\" & 'more'",
        f"<!-- {word} -->",
        f"1 < 2 > {word} <",
        f"$& $' $` $$ $1 {word} \\1 \\g<0> \\n",  # means something where a page is made by replacing
        f"${{{word}}} {{{{ 7 * 7 }}}} {{% {word} %}} <%= {word} %>",
        f"<i>{word} & {fake.sentence()}".ljust(LONGEST, "<"),
    ]
    post(client, expect, messages)
    answer = page(client, expect)
    expect(answer, lacks=[f"<b>{word}", f'<script>alert("{word}', f"<h1>{word}", f"<!-- {word}", "<img src=x onerror"])
    table = parsed(answer)
    # Tags that stand around every message, the additional one too, are the page's own.
    cells = message_cells(table)
    own = min(cells, key=len, default=[])
    strange = [tag for tags in cells if tags != own for tag in tags]
    assert not strange, f"a message became a part of the page: there is a <{strange[0]}> in a cell"
    shown = [text for _, text in fortunes(answer)]
    for message in messages:
        near = [text for text in shown if word in text]
        assert message in shown, f"the message {message!r} is shown as it was sent; these are shown: {near}"


def test_messages_in_all_languages(client, fake, expect):
    messages = [
        f"フォーチュン {fake.word()} クッキー",
        f"Über {fake.word()} – ça va?",
        fake.unicode(),
        f"{fake.word()} مرحبا 👩‍🍳",
    ]
    post(client, expect, messages)
    shown = [text for _, text in fortunes(page(client, expect))]
    for message in messages:
        assert message in shown, f"the message {message!r} is shown as it was sent"


def test_fortunes_survive_a_kill(client, server, fake, expect):
    assert fortunes(page(client, expect)) == [ADDITIONAL], "with an empty folder only the additional fortune is there"
    messages = [fake.sentence() for _ in range(3)]
    post(client, expect, messages)
    server.restart(by="kill")
    rows = fortunes(page(client, expect))
    lost = [message for message in messages if message not in {text for _, text in rows}]
    assert not lost, f"the message {lost[0]!r} was confirmed, and is gone after a kill"
    assert len(rows) == len(messages) + 1, f"{len(messages)} fortunes were saved; the page has {len(rows)} rows"


def post(client, expect, messages):
    for message in messages:
        expect(client.post("/fortunes", json={"message": message}), status=201)


def page(client, expect):
    answer = client.get("/fortunes")
    expect(answer, status=200, media_type="text/html")
    return answer


def parsed(answer):
    table = Table()
    table.feed(answer.content.decode("utf-8", "replace"))
    table.close()
    return table


def rows_of(answer):
    table = parsed(answer)
    assert table.tables == 1, f"the page has one table; it has {table.tables}"
    assert table.rows, "the table has rows"
    return table.rows


def fortunes(answer):
    """Return the ids and messages of the rows of the table."""
    return [(row[0][1], row[1][1]) for row in rows_of(answer)[1:] if len(row) == 2]


def message_cells(table):
    """Return for each fortune the tags that stand in the cell of its message."""
    found, end = [], 0
    for row in table.rows:
        end += len(row)
        if [tag for tag, _text in row] == ["td", "td"]:
            found.append(table.within[end - 1])
    return found
