"""Moments drawn at random, in every form that the README lists."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
TOLERANCE = 20_000  # milliseconds between the server's clock and ours
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def test_dates_of_all_times(client, fake, expect):
    moments = [day(FIRST), day(LAST), day(drawn(fake, 1, 99)), day(drawn(fake, 100, 999))]
    moments += [EPOCH, *(day(drawn(fake, 1000, 9999)) for _ in range(8))]
    for moment in moments:
        ask(client, expect, moment.date().isoformat(), {"unix": unix(moment)})


def test_dates_with_times(client, fake, expect):
    moments = [inexact(fake), *(drawn(fake, year, year + 30) for year in (1, 1200, 1969, 1999, 2024, 2038, 9000))]
    for moment in moments:
        ask(client, expect, iso(moment), {"unix": unix(moment)})
        whole = moment.replace(microsecond=0)
        ask(client, expect, whole.isoformat()[:19] + "Z", {"unix": unix(whole)})


def test_numbers_of_all_times(client, fake, expect):
    ask(client, expect, "1451001600000", {"unix": 1451001600000, "utc": "Fri, 25 Dec 2015 00:00:00 GMT"})
    ask(client, expect, "1451001600", {"unix": 1451001600, "utc": "Sat, 17 Jan 1970 19:03:21 GMT"})
    numbers = [fake.int(10_000, 99_999), unix(LAST), unix(inexact(fake)), unix(inexact(fake))]
    numbers += [unix(drawn(fake, 1971, 9999)) for _ in range(8)]
    for number in numbers:
        ask(client, expect, str(number), {"unix": number})


def test_negative_numbers(client, fake, expect):
    numbers = [-86_400_000, -1 - fake.int(10_000, 99_999), unix(FIRST), *(unix(drawn(fake, 1, 1968)) for _ in range(8))]
    for number in numbers:
        ask(client, expect, str(number), {"unix": number})


def test_text_forms(client, fake, expect):
    years = (1000, 1931, 1999, 2011, 9000)
    for month in range(1, 13):  # all of them: a table of names may have one mistake
        year = years[month % len(years)]
        moment = drawn(fake, year, year + 60).replace(month=month, day=fake.int(1, 28), microsecond=0)
        for text, meant in text_forms(moment):
            ask(client, expect, text, {"unix": unix(meant)})


def test_the_form_of_utc(client, fake, expect):
    for month in range(1, 13):
        moment = datetime(fake.int(1000, 9999), month, fake.int(1, 9), tzinfo=UTC)
        ask(client, expect, moment.date().isoformat(), {"utc": utc(moment)})
    first = drawn(fake, 1971, 2037)
    for later in range(7):  # from whatever day it is, once through the week
        moment = (first + timedelta(days=later)).replace(hour=fake.int(0, 9), minute=fake.int(0, 9), second=fake.int(0, 9))
        ask(client, expect, iso(moment), {"utc": utc(moment)})


def test_utc_and_unix_are_one_moment(client, fake, expect):
    for first, last in ((1000, 1899), (1900, 1968), (1971, 2037), (2038, 9999)):
        for _ in range(2):
            # Never on the full second: before 1970 the seconds of a moment are not its milliseconds, cut towards 0.
            moment = drawn(fake, first, last).replace(microsecond=fake.int(1, 999) * 1000)
            for text in (str(unix(moment)), iso(moment)):
                ask(client, expect, text, {"unix": unix(moment), "utc": utc(moment)})


def test_years_in_utc(client, fake, expect):
    for moment in (drawn(fake, 1, 8), drawn(fake, 10, 99), drawn(fake, 100, 999)):
        two_digits = day(moment).replace(day=fake.int(10, 28))
        ask(client, expect, two_digits.date().isoformat(), {"utc": utc(two_digits)})


def test_now(client, expect):
    before = time.time_ns() // 1_000_000
    answer = client.get("/api")
    after = time.time_ns() // 1_000_000
    expect(answer, status=200, json={"unix": {"type": "number"}, "utc": {"type": "string"}})
    said = answer.json()
    near = before - TOLERANCE <= said["unix"] <= after + TOLERANCE
    assert near, f"unix is the current time, about {after}, but it is {said['unix']}"
    same = utc(EPOCH + int(said["unix"]) * MILLISECOND)
    assert said["utc"] == same, f"utc says the same as unix ({same}), but it is {said['utc']}"


def test_another_time_zone(client, fake, expect):
    for year in (1000, 1980, 2015):
        moment = drawn(fake, year, year + 20).replace(microsecond=0, day=fake.int(10, 28))
        texts = [(iso(moment), moment), (moment.date().isoformat(), day(moment)), *text_forms(moment)]
        if year >= EPOCH.year:
            texts.append((str(unix(moment)), moment))
        for text, meant in texts:
            ask(client, expect, text, {"unix": unix(meant), "utc": utc(meant)})
    test_now(client, expect)


def ask(client, expect, text, fields):
    expect(client.get("/api/" + quote(text, safe=",:")), status=200, json=fields)


def drawn(fake, first_year, last_year):
    """Return a random moment in these years, to the millisecond."""
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    days = (datetime(last_year, 12, 31, tzinfo=UTC) - start).days
    time_of_day = fake.int(0, 86_399_999) * MILLISECOND
    return start + timedelta(days=fake.int(0, days)) + time_of_day


def inexact(fake):
    """Return a moment whose milliseconds get lost when they become seconds with a fraction and are counted back."""
    moment = drawn(fake, 1971, 2037)
    while int(unix(moment) / 1000 * 1000) == unix(moment):
        moment = drawn(fake, 1971, 2037)
    return moment


def day(moment):
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def unix(moment):
    return (moment - EPOCH) // MILLISECOND


def iso(moment):
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def utc(moment):
    month = MONTHS[moment.month - 1][:3]
    return f"{DAYS[moment.weekday()]}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} GMT"


def text_forms(moment):
    """Return the three text forms of a moment, each with what it means."""
    month = MONTHS[moment.month - 1]
    return (
        (f"{moment.day:02} {month} {moment.year:04}, GMT", day(moment)),
        (f"{month} {moment.day:02}, {moment.year:04} {moment:%H:%M:%S} GMT", moment),
        (utc(moment), moment),
    )
