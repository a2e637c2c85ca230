"""Whether a port speaks TLS: asked only after a plain request found no answer there."""

from __future__ import annotations

import contextlib
import socket

_SECONDS = 0.5
_HANDSHAKE, _ALERT = 0x16, 0x15
_MAJOR_VERSION = 3


def speaks_tls(port: int) -> bool:
    """Tell whether a server on 127.0.0.1 answers the first message of TLS in TLS."""
    try:
        with socket.create_connection(("127.0.0.1", port), _SECONDS) as peer:
            peer.settimeout(_SECONDS)
            peer.sendall(_hello())
            answer = peer.recv(2)
    except OSError:
        return False
    return len(answer) == len(b"..") and answer[0] in (_HANDSHAKE, _ALERT) and answer[1] == _MAJOR_VERSION


def _hello() -> bytes:
    import ssl  # 20 ms that only this question needs

    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(incoming, outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()
