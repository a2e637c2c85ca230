"""Short codes for web addresses, kept in a file with one address a line."""

import os
import re
import threading
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request

app = Flask(__name__)

CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7f]")


class Codes:
    """The code of an address is the number of its line. The file only ever grows."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        path.touch()
        # A kill in the middle of a write leaves half a line. Its code was never given out, so it goes.
        lines, end, _half = path.read_bytes().rpartition(b"\n")
        os.truncate(path, len(lines + end))
        self.addresses = [line.decode() for line in (lines + end).splitlines()]

    def add(self, address):
        with self.lock, self.path.open("ab") as file:  # one at a time, or two addresses would get one code
            file.write(f"{address}\n".encode())
            file.flush()
            os.fsync(file.fileno())
            self.addresses.append(address)
            return len(self.addresses)

    def find(self, code):
        """Return the address of a code, or None."""
        return self.addresses[code - 1] if 1 <= code <= len(self.addresses) else None


codes = Codes(Path(os.environ["KATA_DATA"], "addresses.txt"))


@app.post("/api/shorturl")
def shorten():
    address = request.form.get("url", "")
    if not is_web_address(address):
        return {"error": "invalid url"}
    return {"original_url": address, "short_url": codes.add(address)}


@app.get("/api/shorturl/<int:code>")
def follow(code):
    return redirect(codes.find(code) or abort(404))


def is_web_address(text):
    if CONTROL_OR_SPACE.search(text):  # urlsplit drops line ends in silence, so look before it does
        return False
    try:
        parts = urlsplit(text)
    except ValueError:  # such as http://[::1
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
