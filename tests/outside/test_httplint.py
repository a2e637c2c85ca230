"""httplint, which knows the standards of HTTP by heart, reads answers of our solutions: it must find nothing bad."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from httplint import HttpRequestLinter, HttpResponseLinter
from httplint.note import levels

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ORIGIN = {"Origin": "https://shop.example"}

# By kata: method, target, headers and body of what is asked.
ASKED = {
    "json-hello": [("GET", "/json", {}, ""), ("GET", "/plaintext", {}, ""), ("GET", "/nowhere", {}, "")],
    "greeting": [("GET", "/greeting?name=Ada", {}, ""), ("POST", "/greeting", {}, "")],
    "timestamp": [("GET", "/api/2015-12-25", {}, ""), ("GET", "/api", {}, ""), ("GET", "/api/nonsense", {}, "")],
    "echo-inspect": [
        ("POST", "/anything?a=1&a=2", FORM, "b=2"),
        ("GET", "/headers", {}, ""),
        *(("GET", f"/status/{status}", {}, "") for status in (200, 204, 304, 418, "abc")),
        ("GET", "/redirect-to?url=/anything", {}, ""),
        ("GET", "/response-headers?X-Mood=fine", {}, ""),
    ],
    "methods-and-status": [
        ("POST", "/items", JSON, '{"name": "tea"}'),
        ("GET", "/items/1", {}, ""),
        ("HEAD", "/items/1", {}, ""),
        ("GET", "/items/1", {"Accept": "image/png"}, ""),
        ("PATCH", "/items/1", JSON, "{}"),
        ("DELETE", "/items/1", {}, ""),
        ("GET", "/items/1", {}, ""),
        ("POST", "/items", {"Content-Type": "text/plain"}, "tea"),
    ],
    "static-site": [
        ("GET", "/page.html", {}, ""),
        ("HEAD", "/page.html", {}, ""),
        ("GET", "/page.html", {"Range": "bytes=2-4"}, ""),
        ("GET", "/page.html", {"Range": "bytes=900-"}, ""),
        ("GET", "/nowhere.html", {}, ""),
    ],
    "cors": [
        ("GET", "/messages", ORIGIN, ""),
        ("OPTIONS", "/messages", {**ORIGIN, "Access-Control-Request-Method": "POST"}, ""),
        ("DELETE", "/messages/9", ORIGIN, ""),
    ],
    "validate-order": [("POST", "/orders", JSON, '{"items": []}'), ("POST", "/orders", JSON, "{")],
    "error-contract": [
        ("POST", "/books", JSON, '{"title": "Momo", "pages": 304}'),
        ("POST", "/books", JSON, '{"title": ""}'),
        ("POST", "/books", JSON, "{"),
        ("POST", "/books", {"Content-Type": "text/plain"}, "Momo"),
        ("DELETE", "/books", {}, ""),
        ("GET", "/books/9", {}, ""),
        ("GET", "/nowhere", {}, ""),
        ("GET", "/boom", {}, ""),
    ],
    "openapi-contract": [("GET", "/openapi.json", {}, ""), ("GET", "/parcels", {}, ""), ("GET", "/parcels/9", {}, "")],
    "exercise-log": [("POST", "/api/users", FORM, "username=ada"), ("GET", "/api/users/nobody/logs", {}, "")],
}
# What servers for development add by themselves, whatever the program does: PHP's sends the request's Host back, and
# Flask's writes a Date beside the one that send_file has set.
OF_THE_SERVER = {
    "php": '"Host" isn\'t valid in a response.',
    "laravel": '"Host" isn\'t valid in a response.',
    "flask": "Only one Date field is allowed in a message.",
}
PROGRAMS = [(kata, folder.name) for kata in ASKED for folder in sorted((SOLUTIONS / kata).iterdir())]


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("kata", "track"), PROGRAMS, ids=[f"{kata}-{track}" for kata, track in PROGRAMS])
def test_no_answer_is_bad(kata, track, serve_solution, tmp_path):
    url = serve_solution(kata, track)
    public = tmp_path / ".kata/data" / kata / "public"
    public.mkdir()
    (public / "page.html").write_text("<!doctype html><title>A page</title>")

    found = {f"{method} {target}": bad_notes(url, method, target, *more) for method, target, *more in ASKED[kata]}

    known = {OF_THE_SERVER.get(track)}
    assert {asked: notes for asked, notes in found.items() if set(notes) - known} == {}


def bad_notes(url, method, target, headers, body):
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request(method, target, body.encode() or None, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    linter = HttpResponseLinter(no_content=method == "HEAD")
    linter.request = request_of(method, target, headers)
    linter.process_response_topline(b"1.1", str(answer.status).encode(), answer.reason.encode())
    linter.process_headers([(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.getheaders()])
    linter.feed_content(content)
    linter.finish_content(complete=True, trailers=[])
    return [note.summary for note in linter.notes if note.level is levels.BAD]


def request_of(method, target, headers):
    """Return the request as the linter knows it: only with it is a preflight one."""
    linter = HttpRequestLinter()
    linter.process_request_topline(method.encode(), target.encode(), b"HTTP/1.1")
    linter.process_headers([(name.encode(), value.encode()) for name, value in headers.items()])
    linter.finish_content(complete=True, trailers=[])
    return linter
