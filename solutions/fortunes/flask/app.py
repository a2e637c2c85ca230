"""Show other people's words on a page."""

import os
import re
import sqlite3
from contextlib import closing, contextmanager

from flask import Flask, abort, render_template_string, request

app = Flask(__name__)

DATABASE = os.path.join(os.environ["KATA_DATA"], "fortunes.db")
TEXT = re.compile(r"[^\ud800-\udfff]*")  # what UTF-8 can hold: JSON can spell half an emoji, UTF-8 cannot
ADDITIONAL = (0, "Additional fortune added at request time.")

# Flask escapes what stands in {{ }} here: the messages are text on the page, whatever they hold.
PAGE = """<!DOCTYPE html>
<html>
<head><title>Fortunes</title></head>
<body>
<table>
<tr><th>id</th><th>message</th></tr>
{% for id, message in fortunes %}<tr><td>{{ id }}</td><td>{{ message }}</td></tr>
{% endfor %}</table>
</body>
</html>
"""


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    with closing(sqlite3.connect(DATABASE, timeout=30)) as connection, connection:
        yield connection


@app.post("/fortunes")
def add_fortune():
    message = message_of(request.get_json())
    with database() as db:
        db.execute("INSERT INTO fortune (message) VALUES (?)", (message,))
    return {"message": message}, 201  # only here, after the commit, may we say that it is saved


def message_of(sent):
    """Return the message of a body, or refuse the body."""
    message = sent.get("message") if isinstance(sent, dict) else None
    return message if isinstance(message, str) and TEXT.fullmatch(message) else abort(422, "a fortune needs a message")


@app.get("/fortunes")
def show_fortunes():
    with database() as db:
        saved = db.execute("SELECT id, message FROM fortune").fetchall()
    fortunes = sorted([ADDITIONAL, *saved], key=lambda fortune: fortune[1])
    return render_template_string(PAGE, fortunes=fortunes)


if __name__ == "__main__":
    with database() as db:
        db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
        db.execute("CREATE TABLE IF NOT EXISTS fortune (id INTEGER PRIMARY KEY, message TEXT NOT NULL)")
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
