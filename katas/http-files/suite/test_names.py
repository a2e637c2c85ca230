"""Names that are near to a kept one: in other letters, or of files that the program made for itself."""

from pathlib import Path
from urllib.parse import quote

ANNOUNCED = 5000


def test_near_names_are_unknown(client, raw, server, fake, expect):
    data = Path(server.data)
    whole, half = fake.hex(), fake.hex()
    expect(client.post(f"/files/{whole}", content=fake.bytes(100)), status=201)
    break_off(raw, f"/files/{half}", server.port, fake.bytes(1000))
    # No other client has sent anything yet (data: fresh): what else is in the folder is the program's own.
    for made in sorted(names_in(data) - {whole, half}):
        expect(client.get(f"/files/{quote(made, safe='')}"), status="4xx")

    if tells_letters_apart(data):
        word = fake.word()
        contents = {f"{word}.jpg": fake.sentence(), f"{word.title()}.JPG": fake.sentence()}
        for name, text in contents.items():
            expect(client.post(f"/files/{name}", content=text.encode()), status=201)
        for name, text in contents.items():
            expect(client.get(f"/files/{name}"), status=200, text=text)
        expect(client.get(f"/files/{word.upper()}.jpg"), status=404)


def break_off(raw, path, port, beginning):
    """Send the beginning of a body, say that there is no more, and wait until the server has understood."""
    connection = raw()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {ANNOUNCED}\r\n\r\n"
    connection.send(head.encode() + beginning)
    connection.half_close()
    connection.receive_until_close(deadline=3)
    connection.close()


def names_in(folder):
    return {file.name for file in folder.rglob("*") if file.is_file()}


def tells_letters_apart(folder):
    """Some file systems do not: there the folder itself is found in other letters too."""
    return not folder.with_name(folder.name.swapcase()).exists()
