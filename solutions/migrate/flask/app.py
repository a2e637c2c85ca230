"""Version 2 of the address book: it knows the data of version 1, and brings it along."""

import json
import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from flask import Flask, abort, request

app = Flask(__name__)

DATA = Path(os.environ["KATA_DATA"])
VERSION = "2"
LARGEST_ID = 2**63 - 1  # of SQLite


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    with closing(sqlite3.connect(DATA / "contacts.db", timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")  # one at a time, other programs included
        yield connection
        connection.execute("COMMIT")  # closed without it: as if nothing had been


# --- From version to version ---


def bring_up_to_date():
    version = version_of_data()
    if version not in (None, "1", VERSION):  # before anything is opened or made
        sys.exit(f"this data is of version {version}, and this program knows 1 and {VERSION}")
    with database() as db:
        # The mark of a finished migration lies in the database, and is written together with the contacts.
        # Whoever comes second, be it after a kill or at the same moment, finds both or neither.
        if db.execute("PRAGMA user_version").fetchone() == (0,):
            create_tables(db)
            if version == "1":
                db.executemany("INSERT INTO contacts VALUES (?, ?, ?, ?)", map(migrated, contacts_of_version_1()))
            db.execute(f"PRAGMA user_version = {VERSION}")
    if version != VERSION:
        write_version()


def version_of_data():
    try:
        return (DATA / "version").read_text("utf-8").strip()
    except FileNotFoundError:
        return None


def write_version():
    """Say what lies here now: in one step, so that nobody ever reads half a number."""
    beside = DATA / f"version.{uuid4()}"  # another copy writes one of its own, perhaps with the same process id
    beside.write_text(VERSION, "utf-8")
    beside.replace(DATA / "version")


def create_tables(db):
    db.execute(
        "CREATE TABLE contacts (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " first_name TEXT NOT NULL, last_name TEXT NOT NULL, phones TEXT NOT NULL)"
    )


def contacts_of_version_1():
    with (DATA / "contacts.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def migrated(old):
    """Return the row of a contact of version 1."""
    first_name, _, last_name = old["name"].rpartition(" ")
    if not first_name:  # a single word
        first_name, last_name = last_name, ""
    phones = [phone.strip() for phone in old["phone"].split(",")]
    return old["id"], first_name, last_name, json.dumps([phone for phone in phones if phone])


# --- The address book ---


@app.post("/contacts")
def make_contact():
    sent = request.get_json()
    row = (sent["first_name"], sent["last_name"], json.dumps(sent["phones"]))
    with database() as db:
        contact_id = db.execute("INSERT INTO contacts VALUES (NULL, ?, ?, ?)", row).lastrowid
    return shown((contact_id, *row)), 201


@app.get("/contacts")
def list_contacts():
    with database() as db:
        return [shown(row) for row in db.execute("SELECT * FROM contacts ORDER BY id")]


@app.get(f"/contacts/<int(max={LARGEST_ID}):contact_id>")
def read_contact(contact_id):
    with database() as db:
        row = db.execute("SELECT * FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return shown(row) if row else abort(404)


@app.delete(f"/contacts/<int(max={LARGEST_ID}):contact_id>")
def delete_contact(contact_id):
    with database() as db:
        deleted = db.execute("DELETE FROM contacts WHERE id = ?", (contact_id,)).rowcount
    return ("", 204) if deleted else abort(404)


def shown(row):
    contact_id, first_name, last_name, phones = row
    return {"id": contact_id, "first_name": first_name, "last_name": last_name, "phones": json.loads(phones)}


if __name__ == "__main__":
    bring_up_to_date()
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
