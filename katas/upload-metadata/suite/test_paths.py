"""Uploads under names that are paths: nothing may be written there."""

import secrets
import tempfile
from pathlib import Path


def test_no_file_is_written_where_the_name_leads(client, server, fake, expect):
    data = Path(server.data)
    for name, place in places(data, fake):
        answer = client.post("/api/fileanalyse", files={"upfile": (name, fake.bytes(16), "text/plain")})
        expect(answer, status={"not": "5xx"})
        written = place.exists()
        if written:
            place.unlink()
        assert not written, f"nothing is written to the path {name!r} that the sender named, but a file appeared there"


def places(data, fake):
    """Yield names that are paths, and where each of them leads."""
    # Not drawn from the seed: everybody on this machine has that folder, also a run of the same seed beside this one.
    outside = Path(tempfile.gettempdir()) / f"kata-{secrets.token_hex(8)}"
    yield str(outside), outside
    above = f"kata-{fake.hex()}"
    yield f"../{above}", data.parent / above
    yield f"x/../../{above}", data.parent / above
