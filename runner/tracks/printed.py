"""What a program printed as a person reads it: without colours, stamps, banners and what servers say of connections."""

from __future__ import annotations

import re

from runner.sanitise import without_colours

# What frameworks print when they start tells nothing about a request.
_BANNER = re.compile(
    r"^[-=*_ ]+$|Press CTRL\+C|^ \* (Serving|Debug|Running|Debugger)|This is a development server"
    r"|^INFO: +(Uvicorn running|Started|Waiting for application|Application startup)"
    r"|^\[ERROR\] *($|->|\[Help|To see the full stack|Re-run Maven|For more information)"
    r"|^(Django version|Starting development server|Quit the server)|^Node\.js v\d+"
)
# What `php -S` puts before each line, and what it says of connections.
_PREFIX = re.compile(r"^\[\d+\] \[\w{3} \w{3} +\d+ [\d:]+ \d{4}\] ")
_CONNECTION = re.compile(r"^[\d.]+:\d+ (Accepted|Closing)$")


def told_lines(log: str) -> list[str]:
    """Return the lines of a log that may tell something, plain."""
    plain = (_PREFIX.sub("", line.rstrip().expandtabs(4)) for line in without_colours(log).splitlines())
    return [line for line in plain if line.strip() and not _BANNER.search(line) and not _CONNECTION.match(line)]
