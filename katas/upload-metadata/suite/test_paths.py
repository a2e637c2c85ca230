"""Uploads under names that lead somewhere: nothing may be written there."""

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
        assert not written, f"nothing is written where the sender's name {name!r} leads, but a file appeared there"


def places(data, fake):
    """Yield names of files, and where each of them leads."""
    # Not drawn from the seed: everybody on this machine has that folder, also a run of the same seed beside this one.
    outside = Path(tempfile.gettempdir()) / f"kata-{secrets.token_hex(8)}"
    yield str(outside), outside
    # In the right folder, but not under a name of the program's own.
    plain, last = f"kata-{fake.hex()}", f"kata-{fake.hex()}"
    yield plain, data / plain
    yield f"../../{last}", data / last
    above = f"kata-{fake.hex()}"
    yield f"../{above}", data.parent / above
    yield f"x/../../{above}", data.parent / above
