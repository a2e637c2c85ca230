"""Read and change rows of a table."""

import os
import random
import sqlite3
from contextlib import closing, contextmanager

from flask import Flask, request

app = Flask(__name__)

DATABASE = os.path.join(os.environ["KATA_DATA"], "world.db")
WORLDS = range(1, 10_001)  # their ids, and their numbers too
MOST = 500


@contextmanager
def database():
    """Open the database for a while; what was changed is committed at the end, or undone if there was an error."""
    with closing(sqlite3.connect(DATABASE, timeout=30)) as connection, connection:
        yield connection


def fill_if_empty():
    with database() as db:
        db.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
        db.execute("CREATE TABLE IF NOT EXISTS world (id INTEGER PRIMARY KEY, random_number INTEGER NOT NULL)")
        if not db.execute("SELECT 1 FROM world").fetchone():
            rows = ((world_id, random_number()) for world_id in WORLDS)
            db.executemany("INSERT INTO world (id, random_number) VALUES (?, ?)", rows)


def random_number():
    return random.choice(WORLDS)


def random_ids(count):
    return random.sample(WORLDS, count)


def how_many():
    """Return how many worlds are wanted, whatever the client has written."""
    try:
        wanted = int(request.args.get("queries", ""))
    except ValueError:
        return 1
    return min(max(wanted, 1), MOST)


def read(db, world_id):
    (number,) = db.execute("SELECT random_number FROM world WHERE id = ?", (world_id,)).fetchone()
    return {"id": world_id, "randomNumber": number}


@app.get("/db")
def one_world():
    with database() as db:
        return read(db, *random_ids(1))


@app.get("/queries")
def many_worlds():
    with database() as db:
        return [read(db, world_id) for world_id in random_ids(how_many())]


@app.get("/updates")
def changed_worlds():
    worlds = [{"id": world_id, "randomNumber": random_number()} for world_id in random_ids(how_many())]
    with database() as db:
        db.executemany("UPDATE world SET random_number = :randomNumber WHERE id = :id", worlds)
    return worlds  # only here, after the commit, may we say that they have changed


if __name__ == "__main__":
    fill_if_empty()
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
