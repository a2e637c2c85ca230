"""Which listening addresses a client of 127.0.0.1 reaches."""

import pytest

from runner.platforms.kinds import ListenSocket


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::", "::ffff:127.0.0.1"])
def test_reachable(address):
    assert ListenSocket(address, 80, 1).is_reachable


@pytest.mark.parametrize("address", ["::1", "127.0.0.2", "192.168.0.7", "fe80::1"])
def test_not_reachable(address):
    assert not ListenSocket(address, 80, 1).is_reachable


def test_every_ipv6_address_alone_is_not_reachable():
    assert not ListenSocket("::", 80, 1, ipv6_only=True).is_reachable
