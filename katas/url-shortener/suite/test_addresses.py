"""Addresses of many forms, codes that nobody has, line ends, and fifty clients at once."""

import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 50
LONGEST = 2000
SHORT = 6
REDIRECTS = [301, 302, 303, 307, 308]
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ALIKE = ("0123456789", string.ascii_lowercase, string.ascii_uppercase)


def test_web_addresses_are_accepted(client, fake, expect):
    longest = f"http://localhost/{fake.word()}/"
    bare = [f"{scheme}://{host}" for scheme in ("http", "https") for host in ("localhost", "127.0.0.1", "localhost:3000")]
    addresses = [
        *bare,
        f"https://127.0.0.1:{fake.int(1024, 9999)}/",
        f"http://localhost?{fake.word()}={fake.int(1, 99)}",
        f"http://localhost:8000/{fake.word()}/{fake.word()}?a={fake.int(1, 99)}&b=#{fake.word()}",
        longest + "a" * (LONGEST - len(longest)),
    ]
    for address in addresses:
        code = code_of(client, expect, address)
        answer = client.get(f"/api/shorturl/{code}")
        # An address without a path may gain its slash: http://localhost and http://localhost/ are the same.
        with_slash = re.sub(r"^(https?://[^/?#]+)(?=$|[?#])", r"\1/", address)
        expect(answer, status=REDIRECTS, headers={"location": {"one_of": [address, with_slash]}})


def test_unknown_codes_are_not_found(client, fake, expect):
    addresses = [f"http://localhost/{fake.word()}/{fake.hex()}" for _ in range(2)]
    codes = [str(code_of(client, expect, address)) for address in addresses]
    other, status = another(codes, fake)
    expect(client.get(f"/api/shorturl/{other}"), status=status)
    for strange in ("constructor", "__proto__", f"{fake.word()}-{fake.hex()}", "-1"):
        expect(client.get(f"/api/shorturl/{strange}"), status="4xx")
    if codes[0].isdigit():
        # A number with something behind it is not that number. (One sign behind it could be a code with letters.)
        for tail in (fake.word() + fake.hex(), ".5", f"-{fake.word()}"):
            expect(client.get(f"/api/shorturl/{codes[0]}{tail}"), status="4xx")
    if "0" not in codes:
        # Who counts from 0 has given out this code before, for another address.
        answer = client.get("/api/shorturl/0")
        given_out = answer.status_code in REDIRECTS and answer.headers.get("location") not in addresses
        if not given_out:
            expect(answer, status="4xx")


def test_a_line_end_makes_no_header(client, fake, expect):
    name, value = f"x-{fake.word()}{fake.int(10, 99)}", fake.hex()
    for end in ("\r\n", "\n", "\r"):
        address = f"http://localhost/{fake.word()}{end}{name}: {value}{end}{end}<h1>{value}</h1>"
        answer = client.post("/api/shorturl", data={"url": address})
        expect(answer, status={"not": "5xx"}, json={"type": "object"})
        code = answer.json().get("short_url")
        if code is not None:
            expect(client.get(f"/api/shorturl/{code}"), status={"not": "5xx"}, headers={name: {"absent": True}})


def test_fifty_clients_get_fifty_codes(client, fake, expect):
    addresses = [f"http://localhost/{fake.word()}?client={number}&v={fake.hex()}" for number in range(CLIENTS)]
    barrier = threading.Barrier(CLIENTS)

    def shorten(address):
        barrier.wait()
        return client.post("/api/shorturl", data={"url": address})

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(shorten, addresses))
    for address, answer in zip(addresses, answers, strict=True):
        expect(answer, status="2xx", json={"original_url": address, "short_url": {"type": ["integer", "string"]}})
    codes = [answer.json()["short_url"] for answer in answers]
    assert len(set(codes)) == CLIENTS, f"{CLIENTS} different addresses have {CLIENTS} different codes, not {len(set(codes))}"
    for address, code in zip(addresses, codes, strict=True):
        expect(client.get(f"/api/shorturl/{code}"), status=REDIRECTS, headers={"location": address})


def code_of(client, expect, address):
    answer = client.post("/api/shorturl", data={"url": address})
    expect(answer, status="2xx", json={"original_url": address, "short_url": {"type": ["integer", "string"]}})
    return answer.json()["short_url"]


def another(codes, fake):
    """Return a code that was never given out, and the status that is right for it: two codes show what all are like."""
    first, second = codes
    if UUID.fullmatch(first):
        return fake.uuid(), 404
    if counted(first) and counted(second) and int(second) == int(first) + 1:
        return str(fake.int(900_000_000, 999_999_999)), 404
    if len(first) < SHORT:
        # Many of the short codes are given out. A longer one is new, but perhaps no code of this program at all.
        form = (first * 2 * SHORT)[: 2 * SHORT]
        return "".join(fake.choice(kind(sign)) for sign in form), "4xx"
    # Which signs a program draws from, nobody can tell (0 to f, or no 0 and no l): so the signs of a code, turned round by one.
    turned = first[1:] + first[0]
    if turned in codes:  # all its signs are one
        return first + first, "4xx"
    # A number is perhaps too large, or begins with 0. A sign that is always the first is perhaps always the same, or a letter.
    free = first.isalnum() and not first.isdigit() and len(first) == len(second) and first[0] != second[0]
    return turned, 404 if free and kind(turned[0]) == kind(first[0]) else "4xx"


def counted(code):
    return code.isdigit() and str(int(code)) == code and len(code) < 10


def kind(sign):
    return next((signs for signs in ALIKE if sign in signs), sign)
