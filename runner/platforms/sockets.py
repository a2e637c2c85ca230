"""What sockets can do on one system alone."""

from __future__ import annotations

import socket


def keep_others_out(unbound: socket.socket) -> None:
    """Let nobody else bind the port that this socket will have: only Windows lets them unless it is told."""
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        unbound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)


def abstract_listener(name: str) -> socket.socket:
    """Return a socket that listens by a name which is no file. Linux only."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(f"\0{name}")
    listener.listen()
    return listener
