import json
import os
import secrets
import sqlite3
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FILE = Path(os.environ["KATA_DATA"]) / "notes.db"


def query(statement, *values):
    with sqlite3.connect(FILE) as connection:
        rows = connection.execute(statement, values).fetchall()
    connection.close()
    return rows


query("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)")
query("CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, name TEXT)")
query("CREATE TABLE IF NOT EXISTS seats (id INTEGER PRIMARY KEY)")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/me":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            rows = query("SELECT name FROM tokens WHERE token = ?", token)
            self.answer(200, {"name": rows[0][0]}) if rows else self.answer(401)
            return
        rows = query("SELECT id, text FROM notes WHERE id = ?", self.path.rpartition("/")[2])
        self.answer(200, {"id": rows[0][0], "text": rows[0][1]}) if rows else self.answer(404)

    def do_POST(self):
        sent = self.sent()
        if self.path == "/notes":
            print("storing", sent["text"])
            [(number,)] = query("INSERT INTO notes (text) VALUES (?) RETURNING id", sent["text"])
            self.answer(201, {"id": number, "text": sent["text"]})
        elif self.path == "/login":
            token = secrets.token_hex(16)
            query("INSERT INTO tokens VALUES (?, ?)", token, sent["name"])
            self.answer(200, {"token": token})
        elif self.path == "/seats":
            try:
                query("INSERT INTO seats VALUES (1)")
                self.answer(201)
            except sqlite3.IntegrityError:
                self.answer(409)
        else:
            self.answer(404)

    def do_PUT(self):
        number, text = int(self.path.rpartition("/")[2]), self.sent()["text"]
        query("UPDATE notes SET text = ? WHERE id = ?", text, number)
        self.answer(200, {"id": number, "text": text})

    def do_DELETE(self):
        query("DELETE FROM notes WHERE id = ?", self.path.rpartition("/")[2])
        self.answer(204)

    def sent(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")

    def answer(self, status, content=None):
        body = json.dumps(content).encode() if content is not None else b""
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
