"""Previews of pages that strangers name, without opening our own network to the strangers."""

import html
import ipaddress
import os
import re
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from flask import Flask, abort, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024

ALLOWED_ORIGIN = os.environ.get("ALLOWED_ORIGIN", "").lower()
PORTS = {"http": 80, "https": 443}
SIZE_LIMIT = 1_000_000
SECONDS = 2
TITLE = re.compile(r"<title[^<>]*>([^<]*)</title", re.IGNORECASE)


@app.post("/preview")
def preview():
    """Fetch the page and answer with its title."""
    body = request.get_json()  # what is no JSON gets a 4xx right here
    url = body.get("url") if isinstance(body, dict) else None
    scheme, host, port, target = taken_apart(url)
    deadline = time.monotonic() + SECONDS
    try:
        page = fetch(scheme, host, port, target, deadline)
    except (OSError, ValueError, HTTPException):
        page = None
    if time.monotonic() >= deadline:  # first: a page that was cut off by us can look like a whole one
        refuse(504, "the page took too long")
    if page is None:
        refuse(502, "the page could not be fetched")
    found = TITLE.search(page.decode(errors="replace"))
    return {"url": url, "title": html.unescape(found[1]).strip() if found else None}


def taken_apart(url):
    """Take the URL apart once. From here on only these parts are used, so nothing can read it in another way."""
    if not isinstance(url, str) or not re.fullmatch(r"[!-~]{1,2000}", url):
        refuse(422, "url must be a text of 1 to 2000 visible ASCII characters")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        refuse(422, "this is no URL")
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        refuse(422, "url must be http://host/... or https://host/...")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port, target


def address_of(host, port):
    """Find the address to connect to, or refuse. It is the address that is judged, whatever the host is called."""
    try:
        found = [place[0] for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except UnicodeError:
        refuse(422, "this is no host name")
    if f"{host}:{port}" != ALLOWED_ORIGIN and not all(map(is_public, found)):
        refuse(403, "this address is not public")
    return found[0]


def is_public(text):
    """Tell whether everybody on the internet could reach this address without us."""
    address = ipaddress.ip_address(text.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    tunnel = getattr(address, "sixtofour", None) or getattr(address, "teredo", None)
    return address.is_global and not address.is_multicast and not tunnel


def fetch(scheme, host, port, target, deadline):
    """Get one HTML page. Redirects are not followed: http.client never does."""
    # Connect to the address that was judged. To look the name up again would give it the chance to mean another one.
    plain = socket.create_connection((address_of(host, port), port), timeout=SECONDS)
    with until(deadline, plain):
        link = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
        with link:
            connection = HTTPConnection(host, port)
            connection.sock = link
            connection.request("GET", target, headers={"Accept": "text/html"})
            return read_page(connection.getresponse())


def read_page(response):
    """Read the body if it is a page, and no further than the limit."""
    if response.status != 200:
        raise ValueError(f"the page was answered with status {response.status}")
    if response.headers.get_content_type() != "text/html" or "Content-Type" not in response.headers:
        raise ValueError("there is no HTML at this URL")
    page = response.read(SIZE_LIMIT + 1)
    if len(page) > SIZE_LIMIT:
        raise ValueError("the page is too large")
    if response.length:  # what Content-Length promised and never came: `read` with a number does not complain
        raise ValueError("the page ended too early")
    return page


@contextmanager
def until(deadline, link):
    """Break the connection off at the deadline. A timeout of the socket would start anew with every byte."""
    with link.dup() as spare:
        timer = threading.Timer(deadline - time.monotonic(), spare.shutdown, [socket.SHUT_RDWR])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def refuse(status, reason):
    """Answer with this status."""
    abort(app.make_response(({"error": reason}, status)))


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8000")), threaded=True)
