"""Files that are laid into KATA_DATA/public and asked for, and others beside it that must stay unseen."""

import os
import time
from pathlib import Path
from urllib.parse import quote

TYPES = {
    "html": ("text/html",),
    "css": ("text/css",),
    "js": ("text/javascript", "application/javascript"),
    "json": ("application/json",),
    "txt": ("text/plain",),
    "png": ("image/png",),
    "svg": ("image/svg+xml",),
}
LARGE = 300_000


def test_files_are_served(client, server, fake, expect):
    texts = (fake.sentence().encode(), fake.unicode().encode(), b"line\r\nline\n\n")
    for content in (*texts, bytes(range(256)), fake.bytes(LARGE), b""):
        name = lay(server, f"{fake.word()}.bin", content)
        expect_bytes(client.get(f"/{name}"), expect, content)


def test_paths_are_decoded_once(client, server, fake, expect):
    word = fake.word()
    names = (f"Größe {word}.txt", f"{word} 100%41.txt", f"{word}+b.txt", f"{word}?#.txt")
    for path in (f"{word}/deep/er/{word}.txt", f"{word}/a b.txt", f"{word}/deep/index.html", *names):
        content = fake.sentence().encode()
        lay(server, path, content)
        expect_bytes(client.get("/" + quote(path)), expect, content)
        expect_bytes(client.get("/" + quote(path) + f"?v={fake.int(1, 99)}"), expect, content)


def test_the_index_of_a_folder(client, server, fake, expect):
    word = fake.word()
    for path in ("", f"{word}/", f"{word}/{fake.word()}/"):
        page = f"<!doctype html><p>{fake.sentence()}</p>".encode()
        lay(server, f"{path}index.html", page)
        answer = client.get(f"/{path}")
        expect_bytes(answer, expect, page)
        expect(answer, media_type="text/html")


def test_the_index_is_a_file_like_any_other(client, server, fake, expect):
    for path in ("", f"{fake.word()}/"):
        file = Path(server.data) / "public" / path / "index.html"
        if not file.exists():  # who keeps files in memory has a check of their own to fail
            lay(server, f"{path}index.html", f"<!doctype html><p>{fake.sentence()}</p>".encode(), age=100)
        answer = client.get(f"/{path}")
        expect_bytes(answer, expect, file.read_bytes())
        for question in questions(answer, expect):
            expect(client.get(f"/{path}", headers=question), status=304, body="empty")
        expect_part(client, expect, path, answer.content, "2-4", 2, 4)
        expect(client.head(f"/{path}"), status=200, body="empty", media_type="text/html")


def test_types(client, server, fake, expect):
    for ending, types in TYPES.items():
        name = lay(server, f"{fake.word()}.{ending}", fake.sentence().encode())
        answer = client.get(f"/{name}")
        expect(answer, status=200, headers={"Content-Type": {"matches": f"(?i)^({'|'.join(map(escaped, types))})\\s*(;|$)"}})


def test_missing_files(client, server, fake, expect):
    name = lay(server, f"{fake.word()}.txt", fake.sentence().encode())
    for path in (f"{fake.word()}.html", f"{fake.word()}/{fake.word()}.txt", f"{name}/{fake.word()}", f"{name}/", f"{fake.hex()}"):
        expect(client.get(f"/{path}"), status=404)
    expect(client.get(f"/{name}"), status=200)


def test_head(client, server, fake, expect):
    for ending in ("html", "png"):
        name = lay(server, f"{fake.word()}.{ending}", fake.bytes(100))
        shown = client.get(f"/{name}")
        wanted = {"Content-Type": shown.headers.get("Content-Type", "")}
        expect(client.head(f"/{name}"), status=200, body="empty", headers=wanted)
        for question in validators(shown):  # whether GET says 304 here is another check's business
            as_get = client.get(f"/{name}", headers=question).status_code
            expect(client.head(f"/{name}", headers=question), status=as_get, body="empty")
    expect(client.head(f"/{fake.word()}.html"), status=404, body="empty")


def test_unchanged_files(client, server, fake, expect):
    content = fake.sentence().encode()
    name = lay(server, f"{fake.word()}.txt", content, age=100)
    for question in questions(client.get(f"/{name}"), expect):
        expect(client.get(f"/{name}", headers=question), status=304, body="empty")
    other = {"If-None-Match": f'"{fake.hex()}"'}
    if "If-None-Match" in questions(client.get(f"/{name}"), expect)[0]:
        expect_bytes(client.get(f"/{name}", headers=other), expect, content)


def test_changed_files(client, server, fake, expect):
    name = lay(server, f"{fake.word()}.txt", f"old {fake.hex()}".encode(), age=100)
    asked = questions(client.get(f"/{name}"), expect)
    for question in asked:
        expect(client.get(f"/{name}", headers=question), status=304)
    new = f"new {fake.hex()}".encode()
    lay(server, name, new, age=50)
    for question in asked:
        expect_bytes(client.get(f"/{name}", headers=question), expect, new)
    for question in questions(client.get(f"/{name}"), expect):
        assert question not in asked, f"a changed file has another tag or date, but it is still {question}"
        expect(client.get(f"/{name}", headers=question), status=304)


def test_ranges(client, server, fake, expect):
    content = fake.bytes(fake.int(50, 90))
    name = lay(server, f"{fake.word()}.bin", content)
    first = fake.int(1, 20)
    for begin, end in ((0, 4), (0, 0), (first, first + fake.int(1, 20)), (7, 7), (0, len(content) - 1)):
        expect_part(client, expect, name, content, f"{begin}-{end}", begin, end)


def test_open_ranges(client, server, fake, expect):
    content = fake.bytes(fake.int(50, 90))
    last = len(content) - 1
    name = lay(server, f"{fake.word()}.bin", content)
    expect_part(client, expect, name, content, "5-", 5, last)
    expect_part(client, expect, name, content, f"{last}-", last, last)
    expect_part(client, expect, name, content, "-3", last - 2, last)
    expect_part(client, expect, name, content, f"10-{last + fake.int(1, 5000)}", 10, last)
    # Some frameworks refuse to give more last bytes than there are; what comes must not be cut or broken off.
    answer = client.get(f"/{name}", headers={"Range": f"bytes=-{last + fake.int(2, 5000)}"})
    expect(answer, status=[200, 206, 416])
    if answer.status_code != 416:
        assert answer.content == content, difference(answer.content, content)


def test_ranges_behind_the_end(client, server, fake, expect):
    content = fake.bytes(fake.int(50, 90))
    size = len(content)
    name = lay(server, f"{fake.word()}.bin", content)
    for asked in (f"{size}-", f"{size}-{size + 9}", f"{size + fake.int(1, 5000)}-"):
        answer = client.get(f"/{name}", headers={"Range": f"bytes={asked}"})
        expect(answer, status=416, headers={"Content-Range": f"bytes */{size}"})
    expect_bytes(client.get(f"/{name}"), expect, content)


def test_paths_that_lead_outside(raw, server, fake, expect):
    secret, name = fake.hex(), f"{fake.word()}.txt"
    data = Path(server.data)
    (data / name).write_text(secret)
    folder = fake.word()
    lay(server, f"{folder}/{fake.word()}.txt", b"harmless")
    for target in ways_up(data, folder, name):
        answer = ask(raw, server, target)
        expect(answer, status={"not": "5xx"}, lacks=secret)
    absolute = str(data / name)
    for written in (quote(absolute), quote(absolute, safe="")):
        expect(ask(raw, server, f"/{written}"), status={"not": "5xx"}, lacks=secret)


def test_a_folder_with_a_similar_name(raw, server, fake, expect):
    secret, name = fake.hex(), f"{fake.word()}.txt"
    evil = Path(server.data) / "public-evil"
    evil.mkdir(exist_ok=True)
    (evil / name).write_text(secret)
    for up in ("/../", "/%2e%2e/", "/..%2f", "/%2e%2e%2f"):
        expect(ask(raw, server, f"{up}public-evil/{name}"), status={"not": "5xx"}, lacks=secret)


def test_odd_paths(raw, server, fake, expect):
    name = lay(server, f"{fake.word()}.txt", b"harmless")
    for target in (f"/{name}%00", f"/%00{name}", f"/{name}%00.png", "/" + "a" * 3000, f"/{'a/' * 200}b"):
        expect(ask(raw, server, target), status={"not": "5xx"})
    expect(ask(raw, server, f"/{name}"), status=200, text="harmless")


def test_links_that_lead_outside(client, server, fake, expect):
    secret, name = fake.hex(), f"{fake.word()}.txt"
    data = Path(server.data)
    outside = data / fake.word()
    outside.mkdir()
    (outside / name).write_text(secret)
    link, folder_link = fake.word(), fake.word()
    lay(server, f"{fake.word()}.txt", b"harmless")
    (data / "public" / link).symlink_to(outside / name)
    (data / "public" / folder_link).symlink_to(outside, target_is_directory=True)
    page = Path(lay(server, f"{fake.word()}/{fake.word()}.txt", b"harmless")).parent
    (data / "public" / page / "index.html").symlink_to(outside / name)
    for path in (link, f"{folder_link}/{name}", f"{page}/index.html", f"{page}/"):
        expect(client.get(f"/{path}"), status="4xx", lacks=secret)
        expect(client.head(f"/{path}"), status="4xx")


def test_dotfiles(client, raw, server, fake, expect):
    secret, word = fake.hex(), fake.word()
    for path in (f".{word}", f".{word}-folder/config", f"{word}/.{word}.txt", f"{word}/.{word}-folder/config"):
        lay(server, path, secret.encode())
        for written in (path, path.replace(".", "%2e", 1)):
            expect(ask(raw, server, f"/{written}"), status="4xx", lacks=secret)
        expect(client.head(f"/{path}"), status="4xx")


def lay(server, path, content, age=0):
    """Put a file into the public folder, changed so many seconds ago, and return its path."""
    file = Path(server.data) / "public" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if age:
        changed = time.time() - age
        os.utime(file, (changed, changed))
    return path


def ask(raw, server, target):
    """Send a target exactly as it is written; a client library would tidy it up."""
    connection = raw()
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n"
    connection.send(head.encode())
    answer = connection.receive_response()
    connection.close()
    return answer


def ways_up(data, folder, name):
    """Return the ways in which one may try to say "one folder up, please"."""
    ups = ("/../", "/%2e%2e/", "/%2E%2E/", "/..%2f", "/%2e%2e%2f", "/%2e./", "/..%5c", "/..\\", "//../")
    twice = ("/%252e%252e%252f", "/%252e%252e/", "/....//")
    deep = (f"/{folder}/../../", f"/{folder}/%2e%2e/%2e%2e/", f"/{folder}%2f..%2f..%2f", "/./../", "/x/../../")
    return [f"{up}{name}" for up in (*ups, *twice, *deep)] + [f"/../{data.name}/{name}", f"/../../{data.name}/{name}"]


def questions(answer, expect):
    """Return the headers with which a client asks whether what it has is still good."""
    expect(answer, status=200)
    asked = validators(answer)
    assert asked, "the answer to a GET of a file has an ETag or a Last-Modified, and here is neither"
    return asked


def validators(answer):
    """Return the same, and nothing when the answer has neither a tag nor a date."""
    sent_back = {"If-None-Match": answer.headers.get("ETag"), "If-Modified-Since": answer.headers.get("Last-Modified")}
    return [{name: value} for name, value in sent_back.items() if value]


def expect_bytes(answer, expect, content):
    expect(answer, status=200)
    assert answer.content == content, difference(answer.content, content)


def expect_part(client, expect, name, content, asked, first, last):
    answer = client.get(f"/{name}", headers={"Range": f"bytes={asked}"})
    expect(answer, status=206, headers={"Content-Range": f"bytes {first}-{last}/{len(content)}"})
    wanted = content[first : last + 1]
    assert answer.content == wanted, f"bytes={asked}: " + difference(answer.content, wanted)


def difference(got, wanted):
    at = next((place for place, pair in enumerate(zip(got, wanted, strict=False)) if pair[0] != pair[1]), min(len(got), len(wanted)))
    return f"the body is the {len(wanted)} bytes of the file, but there are {len(got)}, and from byte {at} on they differ"


def escaped(media_type):
    return media_type.replace("+", r"\+")
