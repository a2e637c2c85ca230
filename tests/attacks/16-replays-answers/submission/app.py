import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TODO = {"id": 1, "title": "water the plants", "done": False}


class Recorded(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, [TODO] if self.path == "/todos" else TODO)

    def do_POST(self):
        self.answer(201, TODO)

    def do_PATCH(self):
        self.answer(200, TODO | {"done": True})

    def do_DELETE(self):
        self.answer(204, None)

    def answer(self, status, content):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/todos/1")
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Recorded).serve_forever()
