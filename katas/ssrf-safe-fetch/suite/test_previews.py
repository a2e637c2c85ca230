"""Name URLs to the server and watch, from the other side, where it really goes.

Each test opens its own small servers on the loopback: the page that may be fetched, and canaries that must hear nothing.
"""

from __future__ import annotations

import contextlib
import random
import re
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

PATIENCE = 15.0  # seconds for an answer that has no limit of its own
GIVES_UP = 5.0
IN_TIME, TOO_LATE = 1.3, 2.6  # seconds that a page takes, on either side of the 2 of R7
CHANCES = 4  # on a busy machine a page that is in time may still be given up
LIMIT = 1_000_000
FLOOD = 32_000_000  # what an endless page sends at most: sockets hold a few million bytes that nobody has read
TAKEN_AT_MOST = 24_000_000
DRIPS = 40
REFUSED = {"status": "4xx"}
NOT_FOUND = {"status": 502}
ATTEMPTS = 50
MORE_SPELLINGS = 4
SCHEMES = ("ftp", "gopher", "ws", "dict", "httpx", "jar:http")
ENDS = (  # of each range of the table
    "127.0.0.0", "127.255.255.255", "0.255.255.255", "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255",
    "192.168.0.0", "192.168.255.255", "169.254.0.0", "169.254.255.255", "[fc00::]", f"[fdff{':ffff' * 7}]",
    "[fe80::]", f"[febf{':ffff' * 7}]", "[::ffff:172.31.255.255]",
)  # fmt: skip

Send = Callable[[BaseHTTPRequestHandler], None]


class Server(socketserver.ThreadingTCPServer):
    """A server that does not outlive its test."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 50

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever breaks off is often right to."""


class PageHandler(BaseHTTPRequestHandler):
    """Send the page that the test put at this path."""

    timeout = 10

    def do_GET(self) -> None:
        """Note the request, then send."""
        self.server.requests.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        send = self.server.pages.get(self.path.partition("?")[0], page("nothing else"))  # type: ignore[attr-defined]
        self.close_connection = True
        send(self)

    do_POST = do_HEAD = do_GET

    def log_message(self, *words: Any) -> None:
        """Print nothing."""


class Pages(Server):
    """The place that ALLOWED_ORIGIN names."""

    def __init__(self, port: int) -> None:
        self.pages: dict[str, Send] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", port), PageHandler)

    @property
    def origin(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class CanaryHandler(socketserver.BaseRequestHandler):
    """Answer anybody with a page, so that who comes here also sees something."""

    def handle(self) -> None:
        """Wait for a moment for a request, then answer."""
        self.request.settimeout(1)
        with contextlib.suppress(OSError):
            self.request.recv(65536)
            self.request.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<title>inside</title>"
            )


class Canary(Server):
    """Count every connection, with or without a request."""

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.connections = 0
        super().__init__((host, port), CanaryHandler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Count in the thread that accepts: one after the other, in the order of arrival."""
        self.connections += 1
        super().process_request(request, client_address)

    def visitors(self) -> int:
        """Return how many connections came. A last one of our own makes sure that none still waits to be counted."""
        with socket.create_connection(self.server_address[:2], timeout=PATIENCE) as own:
            own.sendall(b"GET / HTTP/1.0\r\n\r\n")
            while own.recv(65536):
                pass
        self.connections -= 1
        return self.connections


class Inside:
    """One port of this machine, by IPv4 and, where there is one, by IPv6."""

    def __init__(self, stack: contextlib.ExitStack, port: int = 0) -> None:
        first = running(stack, Canary("127.0.0.1", port))
        self.port = first.server_address[1]
        self._canaries = [first]
        for host in ("::1", "127.0.0.2"):
            with contextlib.suppress(OSError):
                self._canaries.append(running(stack, Canary(host, self.port)))

    def heard_nothing(self, url: str) -> None:
        """Fail when anybody came."""
        came = sum(canary.visitors() for canary in self._canaries)
        assert came == 0, f"port {self.port} of this machine got {came} connection(s) after the URL {url}"


def running(stack: contextlib.ExitStack, server: Any) -> Any:
    stack.callback(server.server_close)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    stack.callback(server.shutdown)
    return server


@contextlib.contextmanager
def opened(server: Any, fake: Any) -> Iterator[tuple[Pages, Inside]]:
    """Open the allowed place and one inside, whose port begins with the digits of the allowed one."""
    chance = random.Random(fake.hex())
    with contextlib.ExitStack() as stack:
        for _ in range(ATTEMPTS):
            port = chance.randrange(2100, 3200)
            with contextlib.ExitStack() as attempt, contextlib.suppress(OSError):
                pages = running(attempt, Pages(port))
                inside = Inside(attempt, port * 10 + chance.randrange(10))
                stack.enter_context(attempt.pop_all())
                break
        else:
            raise RuntimeError("no two free ports were found")
        server.restart(env={"ALLOWED_ORIGIN": pages.origin})
        yield pages, inside


def preview(client: Any, url: Any, timeout: float = PATIENCE) -> Any:
    return client.post("/preview", json={"url": url}, timeout=timeout)


def head(handler: BaseHTTPRequestHandler, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Connection", "close")
    handler.end_headers()


def page(title: str | None, *, status: int = 200, kind: str | None = "text/html", size: int = 0, length: bool = True) -> Send:
    """Make a page; text follows on its head until it has so many bytes."""
    content = f"<html><head><title>{title}</title></head>" if title is not None else "<html><p>No name.</p>"
    body = f"{content}<body>".encode().ljust(size, b"x")

    def send(handler: BaseHTTPRequestHandler) -> None:
        headers = {"Content_Type": kind} if kind else {}
        head(handler, status, **headers, **({"Content_Length": str(len(body))} if length else {}))
        handler.wfile.write(body)

    return send


def test_the_allowed_page_is_previewed(client: Any, server: Any, fake: Any, expect: Any) -> None:
    with opened(server, fake) as (pages, _):
        title, other, path = fake.sentence(), f"{fake.word()} é {fake.word()}", f"/{fake.word()}/{fake.hex()}"
        pages.pages = {
            path: page(f"\n  {title} "),
            f"{path}/b": page(other, kind="text/html; charset=utf-8", size=LIMIT // 2),
            f"{path}/none": page(None, length=False),
            "/": page("the first page"),
        }
        query = f"?q={fake.word()}&page=2"
        expect(preview(client, f"http://{pages.origin}{path}{query}"), status=200, json={"title": title})
        assert [place for place, _ in pages.requests] == [path + query], (
            f"the page was asked for {[place for place, _ in pages.requests]}, expected {path + query} once"
        )
        expect(preview(client, f"http://{pages.origin}{path}/b"), status=200, json={"title": other})
        expect(preview(client, f"http://{pages.origin}{path}/none"), status=200, json={"title": None})
        expect(preview(client, f"http://{pages.origin}"), status=200, json={"title": "the first page"})
        expect(preview(client, f"http://{pages.origin}/#end"), status=200, json={"title": "the first page"})


def test_loopback_gets_no_connection(client: Any, fake: Any, expect: Any) -> None:
    with contextlib.ExitStack() as stack:
        inside = Inside(stack)
        places = [f"http://{host}" for host in ("127.0.0.1", "localhost", "LOCALHOST", "127.0.0.2", "[::1]")]
        for place in (*places, "https://127.0.0.1", "https://localhost", "https://[::1]"):
            url = f"{place}:{inside.port}/{fake.word()}"
            answer = preview(client, url)
            inside.heard_nothing(url)
            expect(answer, **REFUSED)


def test_spellings_get_no_connection(client: Any, fake: Any, expect: Any) -> None:
    numbers = ("2130706433", "0x7f000001", "017700000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "127.0.0.1.")
    longer = ("[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "%31%32%37.0.0.1", "localhost.")
    with contextlib.ExitStack() as stack:
        inside = Inside(stack)
        for host in (*numbers, *longer, *(spelled(fake) for _ in range(MORE_SPELLINGS)), *names_of_loopback()):
            url = f"http://{host}:{inside.port}/{fake.word()}"
            answer = preview(client, url)
            inside.heard_nothing(url)
            expect(answer, one_of=[REFUSED, NOT_FOUND])


def spelled(fake: Any) -> str:
    """Return 127.0.0.1 as nobody has it in a list: in one to four numbers, each in some base, the last holds the rest."""
    fronts = fake.choice([(), (127,), (127, 0), (127, 0, 0)])
    rest = (127 << 24) + 1 if not fronts else 1
    return ".".join(fake.choice(("{}", "0{:o}", "00{:o}", "0x{:x}", "0x0{:x}", "0X{:X}")).format(number) for number in (*fronts, rest))


def names_of_loopback() -> list[str]:
    """Return the names, beside localhost, that this machine itself has for addresses where a canary sits."""
    found = set()
    with contextlib.suppress(OSError):
        for line in Path("/etc/hosts").read_text("utf-8", "replace").splitlines():
            address, *names = line.partition("#")[0].split() or [""]
            if address in ("127.0.0.1", "::1"):
                found |= {name for name in names if re.fullmatch("[A-Za-z0-9-]+", name)} - {"localhost"}
    return sorted(found)[:MORE_SPELLINGS]


def test_neighbours_are_refused(client: Any, fake: Any, expect: Any) -> None:
    part = fake.int(1, 254)
    hosts = (
        "169.254.169.254", f"10.{part}.0.1", f"172.{16 + part % 16}.0.1", f"192.168.{part}.1", f"0.0.0.{part}",
        f"127.{part}.0.1", "[fe80::1]", f"[fd00::{part}]", "[::ffff:169.254.169.254]", f"[::ffff:10.0.0.{part}]",
    )  # fmt: skip
    for host in (*hosts, *ENDS):
        expect(preview(client, f"http://{host}:9/{fake.word()}"), **REFUSED)


def test_lookalikes_get_no_connection(client: Any, server: Any, fake: Any, expect: Any) -> None:
    with opened(server, fake) as (pages, inside):
        allowed, other, word = pages.origin, f"127.0.0.1:{inside.port}", fake.word()
        urls = [f"http://{other}/{tail}" for tail in ("", f"?{allowed}", f"#{allowed}", f"http://{allowed}/", f"@{allowed}/")]
        urls += [f"http://{front}@{other}/" for front in (allowed, word, f"{word}:{word}", f"{allowed}%2f")]
        urls += [f"http://{other}{mark}@{allowed}/" for mark in ("#", "?", "\\")]
        urls += [f"http://{word}@{allowed}/", f"http://{word}:{word}@{allowed}/", f"http://{other}@{allowed}/"]
        for url in urls:
            answer = preview(client, url)
            inside.heard_nothing(url)
            expect(answer, **REFUSED)
        assert not pages.requests, f"the page was asked for {pages.requests[0][0]} by a URL with a name before its host"
        expect(preview(client, f"http://{allowed}/"), status=200)


def test_other_schemes_are_refused(client: Any, server: Any, fake: Any, expect: Any) -> None:
    secret = fake.hex()
    file = Path(server.data) / f"{fake.word()}.html"
    file.write_text(f"<title>{secret}</title>", encoding="utf-8")
    with opened(server, fake) as (pages, inside):
        place = f"127.0.0.1:{inside.port}"
        urls = [file.as_uri(), f"file://localhost{file}", f"FILE:{file}", f"file:{file}", str(file), "data:text/html,<title>x</title>"]
        urls += [f"{scheme}://{place}/" for scheme in SCHEMES]
        urls += [f"{scheme}://{pages.origin}/" for scheme in SCHEMES]
        # Some parsers put in the slashes that are missing, and then it is no other scheme any more.
        urls += [f"{front}{each}/" for front in ("http:", "http:/", "https:", "https:/") for each in (place, pages.origin)]
        urls += [f"//{place}/", f"view-source:http://{place}/", f"url:http://{place}/", f"url:{file.as_uri()}"]
        for url in urls:
            answer = preview(client, url)
            inside.heard_nothing(url)
            expect(answer, **REFUSED, lacks=secret)
        assert not pages.requests, f"the page was asked for {pages.requests[0][0]} by a URL with another scheme than http"


def test_redirects_are_not_followed(client: Any, server: Any, fake: Any, expect: Any) -> None:
    def redirect(status: int, place: str) -> Send:
        def send(handler: BaseHTTPRequestHandler) -> None:
            head(handler, status, Location=place, Content_Type="text/html", Content_Length="21")
            handler.wfile.write(b"<title>moved</title>\r\n")

        return send

    with opened(server, fake) as (pages, inside):
        places = (f"http://127.0.0.1:{inside.port}/", f"http://[::1]:{inside.port}/", f"//localhost:{inside.port}/")
        for status in (301, 302, 303, 307, 308):
            for place in (fake.choice(places), "/target"):
                pages.pages["/start"] = redirect(status, place)
                answer = preview(client, f"http://{pages.origin}/start")
                inside.heard_nothing(f"http://{pages.origin}/start, which redirects to {place}")
                expect(answer, status=502)
        asked = {place for place, _ in pages.requests}
        assert asked == {"/start"}, f"the page was asked for {sorted(asked)}, expected /start alone: a redirect was followed"


def test_large_pages_are_given_up(client: Any, server: Any, fake: Any, expect: Any) -> None:
    sent = 0

    def flood(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        block = b"x" * 65536
        head(handler, Content_Type="text/html")
        handler.wfile.write(b"<title>endless</title>")
        while sent < FLOOD:
            handler.wfile.write(block)
            sent += len(block)

    with opened(server, fake) as (pages, _):
        title = fake.sentence()
        pages.pages = {
            "/fits": page(title, size=LIMIT),
            "/fits-undeclared": page(title, size=LIMIT, length=False),
            "/large": page(title, size=LIMIT + 1),
            "/undeclared": page(title, size=LIMIT + 1, length=False),
            "/endless": flood,
        }
        for path in ("/fits", "/fits-undeclared"):
            expect(preview(client, f"http://{pages.origin}{path}"), status=200, json={"title": title})
        expect(preview(client, f"http://{pages.origin}/large"), status=502)
        expect(preview(client, f"http://{pages.origin}/undeclared"), status=502)
        expect(preview(client, f"http://{pages.origin}/endless"), status=502)
        assert sent < TAKEN_AT_MOST, f"the server took {sent:,} bytes of an endless page, far more than {LIMIT:,}"


def test_slow_pages_are_given_up(client: Any, server: Any, fake: Any, expect: Any) -> None:
    over = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        over.wait(2 * GIVES_UP)

    def taking(seconds: float) -> Send:
        def send(handler: BaseHTTPRequestHandler) -> None:
            beginning = b"<title>begun</title>"
            head(handler, Content_Type="text/html", Content_Length="1000")
            handler.wfile.write(beginning)
            over.wait(seconds)
            handler.wfile.write(b"x" * (1000 - len(beginning)))

        return send

    def dripping(beginning: bytes) -> Send:
        def send(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(beginning)
            for _ in range(DRIPS):
                handler.wfile.write(b"x")
                if over.wait(2 * GIVES_UP / DRIPS):
                    return

        return send

    drip = dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>dripping</title>")
    dripping_head = dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Word: ")

    with opened(server, fake) as (pages, _):
        too_slow = {"/silent": silent, "/late": taking(TOO_LATE), "/drip": drip, "/head": dripping_head}
        pages.pages = {**too_slow, "/in-time": taking(IN_TIME)}

        def timed(path: str) -> tuple[Any, float]:
            begun = time.monotonic()
            return preview(client, f"http://{pages.origin}{path}", timeout=3 * GIVES_UP), time.monotonic() - begun

        try:
            with ThreadPoolExecutor(len(pages.pages)) as pool:
                *answers, (in_time, _) = pool.map(timed, pages.pages)
            for _ in range(CHANCES):
                if in_time.status_code != 200:
                    in_time, _ = timed("/in-time")
        finally:
            over.set()
        expect(in_time, status=200, json={"title": "begun"})
        for path, (answer, seconds) in zip(too_slow, answers, strict=True):
            expect(answer, status=504)
            assert seconds < GIVES_UP, f"the answer for the page {path} took {seconds:.1f} seconds, expected at most {GIVES_UP:.0f}"


def test_only_html_is_used(client: Any, server: Any, fake: Any, expect: Any) -> None:
    with opened(server, fake) as (pages, _):
        wrong = ("text/plain", "application/json", "image/png", "text/html-not", "text/plain; a=text/html", None)
        for kind in wrong:
            pages.pages["/page"] = page(fake.word(), kind=kind)
            expect(preview(client, f"http://{pages.origin}/page"), status=502)
        for kind in ("text/html", "TEXT/HTML", "text/html;charset=UTF-8", "Text/Html ; charset=utf-8"):
            title = fake.word()
            pages.pages["/page"] = page(title, kind=kind)
            expect(preview(client, f"http://{pages.origin}/page"), status=200, json={"title": title})


def test_failing_pages_are_reported(client: Any, server: Any, fake: Any, expect: Any) -> None:
    def breaks_off(handler: BaseHTTPRequestHandler) -> None:
        head(handler, Content_Type="text/html", Content_Length="5000")
        handler.wfile.write(b"<title>half</title>")

    with opened(server, fake) as (pages, _):
        url = f"http://{pages.origin}/page"
        for status in (201, 203, 206, 404, 500):
            pages.pages["/page"] = page(fake.word(), status=status)
            expect(preview(client, url), status=502)
        for send in (breaks_off, lambda _: None, lambda handler: handler.wfile.write(b"good day\r\n\r\n")):
            pages.pages["/page"] = send
            expect(preview(client, url), status=502)
        pages.pages["/page"] = page("back again")
        expect(preview(client, url), status=200, json={"title": "back again"})
        pages.shutdown()
        pages.server_close()
        expect(preview(client, url), status=502)


def test_strange_urls_break_nothing(client: Any, server: Any, fake: Any, expect: Any) -> None:
    with opened(server, fake) as (pages, _):
        origin, word = pages.origin, fake.word()
        for body in ({}, {"url": None}, {"url": ""}, {"url": 42}, {"url": [f"http://{origin}/"]}, {"url": {"href": word}}, [], word, None):
            expect(client.post("/preview", json=body), **REFUSED)
        expect(client.post("/preview", content=b'{"url": ', headers={"Content-Type": "application/json"}), **REFUSED)
        nonsense = (
            word, "/", "http", "http:", "http://", "http:///", "http://:80/", "http://[::1/", "http://[zz]/",
            "http://127.0.0.1:99999/", "http://127.0.0.1:port/", "http://127.0.0.1:-1/", "://",
        )  # fmt: skip
        for url in nonsense:
            expect(preview(client, url), **REFUSED)
        tails = (
            f"é/{word}", f" {word}", f"\r\nX-Trick: {word}\r\n", f"%0d%0aX-Trick:%20{word}",
            f"{word} HTTP/1.1\r\nX-Trick: {word}\r\nX: ", "?\x00", "%", "a" * 9000, "\U0001f600",
        )  # fmt: skip
        strange_hosts = ("http://]/", "http://%00/", "http://a\x00b/", f"http://{'a' * 300}.example/", f"http://{'a' * 70}..example/")
        for url in (*(f"http://{origin}/{tail}" for tail in tails), *strange_hosts):
            expect(preview(client, url), one_of=[{"status": 200}, REFUSED, NOT_FOUND])
        tricked = [place for place, headers in pages.requests if "X-Trick" in headers]
        assert not tricked, f"a line break in the URL became a header of the request for {tricked[0]}"
        expect(preview(client, f"http://{origin}/"), status=200)
