"""The named text formats of the matcher `format:`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/?#]+\S*")
INTEGER = re.compile(r"-?\d+")
HTTP_DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST = 2000
MICROSECONDS = 6


def _is_date_time(text: str) -> bool:
    if not DATE_TIME.fullmatch(text):
        return False
    fraction = re.search(r"\.(\d+)", text)
    if fraction:  # Python 3.11 reads at most six digits of a second's fraction
        text = text.replace(fraction[0], f".{fraction[1][:MICROSECONDS].ljust(MICROSECONDS, '0')}")
    return _reads(datetime.fromisoformat, text.upper())


def _is_date(text: str) -> bool:
    return DATE.fullmatch(text) is not None and _reads(date.fromisoformat, text)


def _is_http_date(text: str) -> bool:
    found = HTTP_DATE.fullmatch(text)
    if found is None or found[3] not in MONTHS:
        return False
    month = MONTHS.index(found[3]) + 1
    day, year, hour, minute, second = (int(found[group]) for group in (2, 4, 5, 6, 7))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return DAYS[moment.weekday()] == found[1]


def _is_json(text: str) -> bool:
    return _reads(json.loads, text)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, RecursionError):
        return False
    return True


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: len(text) <= LONGEST and pattern.fullmatch(text) is not None


FORMATS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "iso_date": ("expecting.format.date-time", _is_date_time),
    "date": ("expecting.format.date", _is_date),
    "uuid": ("expecting.format.uuid", _whole(UUID)),
    "email": ("expecting.format.email", _whole(EMAIL)),
    "url": ("expecting.format.url", _whole(URL)),
    "http_date": ("expecting.format.http-date", _is_http_date),
    "integer": ("expecting.format.integer", _whole(INTEGER)),
    "json": ("expecting.format.json", _is_json),
}
