"""Ports are given once each."""

from runner.server.free_port import PORT_RANGE, PortChooser


def test_a_port_is_in_the_range_that_no_client_is_given():
    assert PortChooser().choose() in PORT_RANGE


def test_no_port_is_given_twice():
    chooser = PortChooser()
    given = [chooser.choose() for _ in range(50)]
    assert len(set(given)) == len(given)


def test_a_very_long_session_uses_ports_again():
    chooser = PortChooser(range(20000, 20040))
    assert len([chooser.choose() for _ in range(100)]) == 100
