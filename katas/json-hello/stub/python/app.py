"""Say hello in JSON and in plain text."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        """Answer a GET request; the path that was asked for is in self.path."""
        # TODO: answer GET /json and GET /plaintext. README.md holds the rules; begin with R1.
        self.answer(501, "text/plain", b"not written yet")

    def answer(self, status, content_type, body):
        """Send a whole answer; the body is bytes."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # so many clients may wait to be accepted; by itself Python allows 5


if __name__ == "__main__":
    Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
