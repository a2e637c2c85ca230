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
    address = f"http://localhost/{fake.word()}/{fake.hex()}"
    code = str(code_of(client, expect, address))
    other, status = another(code, fake)
    expect(client.get(f"/api/shorturl/{other}"), status=status)
    for strange in ("constructor", "__proto__", f"{fake.word()}-{fake.hex()}", "-1"):
        expect(client.get(f"/api/shorturl/{strange}"), status="4xx")
    if code != "0":
        # Who counts from 0 has given out this code before, for another address.
        answer = client.get("/api/shorturl/0")
        given_out = answer.status_code in REDIRECTS and answer.headers.get("location") != address
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


def another(code, fake):
    """Return a code of the same form that was never given out, and the status that is right for it."""
    if UUID.fullmatch(code):
        return fake.uuid(), 404
    if code.isdigit() and len(code) < 10:
        return str(fake.int(900_000_000, 999_999_999)), 404
    # A counter has given out many of its short codes already. A longer one is new, but perhaps no code of this program at all.
    short = len(code) < SHORT
    form = (code * 2 * SHORT)[: 2 * SHORT] if short else code
    drawn = "".join(fake.choice(next((signs for signs in ALIKE if sign in signs), sign)) for sign in form)
    return drawn, "4xx" if short else 404
