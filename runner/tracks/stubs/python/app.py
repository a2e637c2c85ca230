"""A server on Python's standard library alone.

The flow of every request:

    client --request--> ThreadingHTTPServer --calls--> a do_... method --response--> client

One thread answers one request, so a slow one does not keep the others waiting.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers one request; the server makes a new Handler for each connection."""

    def do_GET(self):
        # 1. The request is in self.path, self.headers and, for its body, self.rfile.
        # 2. Decide what to answer.
        # TODO: look at self.path and give each path its own answer.
        # 3. Send the response.
        self.send_json(501, {"error": "not implemented yet"})

    # TODO: each method may get its own function; until then all do the same.
    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET

    def send_json(self, status, value):
        """Send a whole response: status line, headers, an empty line, the body."""
        body = json.dumps(value).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))  # counted in bytes
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Listens, and starts a thread for each client."""

    request_queue_size = 128  # so many may wait at the door; the usual five are too few when many come at once


if __name__ == "__main__":
    # The port is given by the environment, and it is another one in every run.
    port = int(os.environ["PORT"])
    # What must outlive a restart belongs into this folder.
    data_folder = os.environ.get("KATA_DATA", ".")
    Server(("127.0.0.1", port), Handler).serve_forever()
