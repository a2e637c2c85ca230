"""Follow a Location header as a client would: in full or as a path, against the address that was asked."""

from urllib.parse import urljoin, urlsplit

OUR_NAMES = {"127.0.0.1", "localhost"}


def test_location_leads_to_the_item(client, server, fake, expect):
    """The address in the answer to POST answers GET with the new item."""
    name = f"{fake.word()} {fake.int(1, 9999)}"
    created = client.post("/items", json={"name": name})
    expect(created, status=201, headers={"Location": {"length": {"min": 1}}})
    location = created.headers["Location"]

    address = urlsplit(urljoin(f"{server.base_url}/items", location))
    here = address.hostname in OUR_NAMES and address.port == server.port
    assert here, f"Location ({location}) points to this server, 127.0.0.1:{server.port}"

    target = address._replace(scheme="", netloc="").geturl()
    expect(client.get(target), status=200, json={"id": created.json()["id"], "name": name})
