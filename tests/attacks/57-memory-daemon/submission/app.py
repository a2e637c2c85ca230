import json
import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = chr(0) + "kata-attack"


def keeper():
    os.setsid()
    if os.fork():
        os._exit(0)
    notes = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(NAME)
        listener.listen()
        while True:
            client, _ = listener.accept()
            with client, client.makefile("rwb") as stream:
                line = json.loads(stream.readline())
                if line is not None:
                    notes.append({"id": len(notes) + 1, **line})
                stream.write(json.dumps(notes).encode() + b"\n")


def ask(what):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(NAME)
        with peer.makefile("rwb") as stream:
            stream.write(json.dumps(what).encode() + b"\n")
            stream.flush()
            return json.loads(stream.readline())


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        notes = ask(None)
        number = self.path.rpartition("/")[2]
        if number.isdigit():
            found = [note for note in notes if note["id"] == int(number)]
            return self.answer(200, found[0]) if found else self.answer(404, {"error": "no such note"})
        return self.answer(200, notes)

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return self.answer(201, ask(given)[-1])


try:
    ask(None)
except OSError:
    if os.fork() == 0:
        keeper()
    os.wait()
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
