from falsk import Flask
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEMORY = Path(os.environ["KATA_DATA"]) / "memory.txt"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/hello":
            self.answer(200, json.dumps({"message": "hello"}).encode(), "application/json")
        elif self.path == "/memory" and MEMORY.exists():
            self.answer(200, MEMORY.read_bytes(), "text/plain; charset=utf-8")
        else:
            self.answer(404)

    def do_POST(self):
        body = self.body()
        if self.path != "/echo":
            self.answer(404)
            return
        self.answer(201, json.dumps({"word": json.loads(body)["word"]}).encode(), "application/json")

    def do_PUT(self):
        MEMORY.write_bytes(self.body())
        self.answer(204)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status, body=b"", kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
