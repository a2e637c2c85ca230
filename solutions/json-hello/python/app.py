"""Say hello in JSON and in plain text, with the standard library alone."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def do_GET(self):
        match self.path.partition("?")[0]:
            case "/json":
                self.send(200, "application/json", json.dumps({"message": "Hello, World!"}))
            case "/plaintext":
                self.send(200, "text/plain; charset=utf-8", "Hello, World!")
            case _:
                self.send(404, "text/plain; charset=utf-8", "There is nothing at this path.\n")

    def send(self, status, content_type, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))  # bytes, not letters
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """One thread answers one client."""

    request_queue_size = 128  # so many may wait at the door; the default of 5 turns a crowd away


if __name__ == "__main__":
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
