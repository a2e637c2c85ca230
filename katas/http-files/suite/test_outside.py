"""Names that lead out of the folder: each is refused, and no file appears beside the folder."""

from pathlib import Path


def test_no_name_leads_out_of_the_folder(client, raw, server, fake, expect):
    outside = Path(server.data).resolve().parent
    name = f"out-{fake.hex()}"
    for target in targets(name, outside):
        connection = raw()
        connection.send(request(target, server.port, fake.uuid().encode()))
        expect(connection.receive_response(), status="4xx")
        connection.close()
    for folder in (outside, *outside.parents[:2]):
        found = [file.name for file in folder.glob(f"*{name}*")]
        assert not found, f"{found[0]} was written outside of KATA_DATA"
    path = f"/files/{fake.hex()}"
    expect(client.post(path, content=name.encode()), status=201)
    expect(client.get(path), status=200, text=name)


def targets(name, outside):
    yield f"/files/../{name}"
    yield f"/files/../../{name}"
    yield f"/files/..%2f{name}"
    yield f"/files/%2e%2e/{name}"
    yield f"/files/%2E%2E%2F%2e%2e%2f{name}"
    yield f"/files/{name}/../../{name}"
    yield f"/files/{outside}/{name}"  # begins with two slashes
    yield f"/files/{str(outside).replace('/', '%2F')}%2F{name}"
    yield f"/files/{name}/inside"
    yield f"/files/{name}%2Finside"
    yield f"/files/{name}%00.txt"
    yield "/files/.."
    yield "/files/%2e"
    yield "/files/"


def request(target, port, body):
    head = (
        f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
