"""Which listening addresses a client of 127.0.0.1 reaches, and by what name a program is known."""

import pytest

from runner.platforms.kinds import ListenSocket, called


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::", "::ffff:127.0.0.1"])
def test_reachable(address):
    assert ListenSocket(address, 80, 1).is_reachable


@pytest.mark.parametrize("address", ["::1", "127.0.0.2", "192.168.0.7", "fe80::1"])
def test_not_reachable(address):
    assert not ListenSocket(address, 80, 1).is_reachable


def test_every_ipv6_address_alone_is_not_reachable():
    assert not ListenSocket("::", 80, 1, ipv6_only=True).is_reachable


NAMES = {
    "python3 -m http.server 5000 --bind 127.0.0.1": "python3 -m http.server",
    "/usr/bin/python3.12 -u app.py --debug": "python3.12 -u app.py",
    "python -c code": "python -c",
    "node --watch app.js": "node --watch app.js",
    "java -jar server.jar": "java -jar server.jar",
    "php -S 127.0.0.1:5000 index.php": "php -S 127.0.0.1:5000",
    "/opt/my_server --token secret": "my_server --token",
    "nginx": "nginx",
    "python3": "python3",
    "": "",
}


@pytest.mark.parametrize(("command", "name"), NAMES.items())
def test_a_program_is_called_by_what_it_runs(command, name):
    assert called(command.split()) == name
