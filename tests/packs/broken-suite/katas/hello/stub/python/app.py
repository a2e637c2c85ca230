import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        # TODO: look at self.path and answer what the rules say.
        self.send_response(501)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PUT = do_GET


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
