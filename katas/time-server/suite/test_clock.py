"""What needs a clock of our own to compare with."""

from datetime import UTC, datetime

# As a name, for who looks it up, and as a rule, for machines on which no names are installed.
FAR_ZONES = ("Asia/Kathmandu", "KTM-5:45")


def test_the_line_says_what_time_it_is(raw):
    before = now()
    line = what_time(raw)
    after = now()
    assert before <= line <= after, f"the server says {line}, and it is {after} (UTC)"


def test_time_zones_change_nothing(raw, server):
    for zone in FAR_ZONES:
        server.restart(env={"TZ": zone})
        before = now()
        line = what_time(raw)
        after = now()
        assert before <= line <= after, f"with TZ={zone} the server says {line}, and it is {after} in UTC"


def what_time(raw):
    connection = raw()
    try:
        return connection.receive_line().decode("utf-8", "replace")
    finally:
        connection.close()


def now():
    """Return the time in the kata's form, in which later texts are greater."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
