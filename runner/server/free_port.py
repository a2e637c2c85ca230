"""Choose a free port for every start, and no port again before thousands of others."""

from __future__ import annotations

import random
import socket
import threading

from runner.errors import MachineError
from runner.platforms.sockets import keep_others_out
from runner.words import say

# Below the ports that systems give to clients, so that no connection of a check takes it away before the server binds.
PORT_RANGE = range(20000, 32000)
_TRIES = 500


class PortChooser:
    """Remembers what it gave; one for the whole process, so that parallel runs never collide."""

    def __init__(self, ports: range = PORT_RANGE) -> None:
        self._ports = ports
        self._given: dict[int, None] = {}  # in the order in which they were given
        self._turn = threading.Lock()
        self._random = random.SystemRandom()

    def choose(self) -> int:
        """Return a port that nobody uses and that was not given lately."""
        with self._turn:
            if len(self._given) > len(self._ports) // 2:
                # A very long session: the oldest was some thousand starts ago.
                del self._given[next(iter(self._given))]
            for _ in range(_TRIES):
                port = self._random.choice(self._ports)
                if port not in self._given and _is_free(port):
                    self._given[port] = None
                    return port
        msg = say("server.no-free-port.what", first=self._ports.start, last=self._ports.stop - 1)
        raise MachineError(msg, fix=say("server.no-free-port.fix"))


def _is_free(port: int) -> bool:
    # All addresses at once: a program that listens on any of them is in the way. Nothing is ever connected to it.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        keep_others_out(probe)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


PORTS = PortChooser()
