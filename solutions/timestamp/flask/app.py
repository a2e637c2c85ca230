"""Turn the ways in which people write a moment into one number, and back."""

import os
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from flask import Flask

app = Flask(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
FORMS = [
    "%Y-%m-%d",  # 2015-12-25
    "%Y-%m-%dT%H:%M:%SZ",  # 2015-12-25T18:30:05Z
    "%Y-%m-%dT%H:%M:%S.%fZ",  # 2015-12-25T18:30:05.250Z
    "%d %B %Y, GMT",  # 05 October 2011, GMT
    "%B %d, %Y %H:%M:%S GMT",  # October 05, 2011 14:48:00 GMT
    "%a, %d %b %Y %H:%M:%S GMT",  # Wed, 05 Oct 2011 14:48:00 GMT
]


@app.get("/api")
def now():
    return described(datetime.now(UTC))


@app.get("/api/<text>")
def at(text):
    try:
        return described(moment_of(text))
    except (ValueError, OverflowError):  # no date, and a number beyond the years that Python knows
        return {"error": "Invalid Date"}, 400


def moment_of(text):
    if re.fullmatch("-?[0-9]+", text):
        return EPOCH + int(text) * MILLISECOND
    for form in FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue  # perhaps another form fits
    raise ValueError(text)


def described(moment):
    """Say a moment in both ways: whole milliseconds (// does not round through a float), and as HTTP writes dates."""
    return {"unix": (moment - EPOCH) // MILLISECOND, "utc": format_datetime(moment, usegmt=True)}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
