"""Days drawn at random: questions from one to another, and today. And users that nobody has made."""

from datetime import UTC, date, datetime, timedelta

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def test_without_a_date_it_is_today(client, fake, expect):
    user = new_user(client, fake, expect)
    expect_today(client, expect, user, {})
    expect_today(client, expect, user, {"date": ""})


def test_limit(client, fake, expect):
    user = new_user(client, fake, expect)
    sent = {do(client, fake, expect, user, day) for day in drawn(fake, 5)}
    for limit in (1, 2, 4, 5, 9, 100):
        log = log_of(client, expect, user, f"?limit={limit}")
        assert len(log) == min(limit, 5), f"limit={limit} gives {min(limit, 5)} of 5 exercises, not {len(log)}"
        assert descriptions(log) <= sent, "a limited log holds only exercises of the user"
        assert len(descriptions(log)) == len(log), "a limited log holds no exercise twice"


def test_count(client, fake, expect):
    user = new_user(client, fake, expect)
    for day in drawn(fake, 5):
        do(client, fake, expect, user, day)
    for query in ("", "?limit=1", "?limit=3", "?limit=50"):
        expect(client.get(f"/api/users/{user}/logs{query}"), status="2xx", json={"count": 5})


def test_from_and_to(client, fake, expect):
    user = new_user(client, fake, expect)
    days = drawn(fake, 7)
    named = {day: do(client, fake, expect, user, day) for day in fake_order(fake, days)}
    first, last = days[2], days[4]
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    questions = {
        f"?from={first}&to={last}": days[2:5],
        f"?from={before}&to={after}": [day for day in days if before <= day <= after],
        f"?from={first}": days[2:],
        f"?to={last}": days[:5],
        f"?from={first}&to={first}": [first],
        f"?from={days[0] - timedelta(days=400)}&to={days[-1] + timedelta(days=400)}": days,
        f"?from={days[-1] + timedelta(days=1)}": [],
    }
    for query, wanted in questions.items():
        found = descriptions(log_of(client, expect, user, query))
        there = sorted(str(day) for day, name in named.items() if name in found)
        assert found == {named[day] for day in wanted}, f"{query} gives the exercises of {listed(wanted)}, not of {listed(there)}"


def test_range_before_limit(client, fake, expect):
    user = new_user(client, fake, expect)
    days = drawn(fake, 7)
    named = {day: do(client, fake, expect, user, day) for day in days}
    for chosen, query in ((days[3:], f"from={days[3]}"), (days[:3], f"to={days[2]}"), (days[2:5], f"from={days[2]}&to={days[4]}")):
        for limit in (1, 2):
            found = descriptions(log_of(client, expect, user, f"?{query}&limit={limit}"))
            inside = found <= {named[day] for day in chosen}
            assert inside and len(found) == limit, f"?{query}&limit={limit} gives {limit} of the exercises in these days, not {len(found)}"


def test_other_time_zones(client, server, fake, expect):
    # Where it is another day just now than in UTC.
    server.restart(env={"TZ": "Pacific/Kiritimati" if datetime.now(UTC).hour >= 10 else "Etc/GMT+12"})
    expect_today(client, expect, new_user(client, fake, expect), {})
    for zone in ("America/Los_Angeles", "Asia/Tokyo"):
        server.restart(env={"TZ": zone})
        user = new_user(client, fake, expect)
        days = [date(1990, 1, 1), date(2024, 7, 1), *drawn(fake, 3)]
        for day in days:
            do(client, fake, expect, user, day)
            found = log_of(client, expect, user, f"?from={day}&to={day}")
            assert len(found) >= 1, f"with TZ={zone} an exercise on {day} is found on that day"
        wanted = sorted(written(day) for day in days)
        shown = sorted(one["date"] for one in log_of(client, expect, user))
        assert shown == wanted, f"with TZ={zone} the log shows the days {listed(wanted)}, not {listed(shown)}"


def test_strangers(client, fake, expect):
    new_user(client, fake, expect)
    user = new_user(client, fake, expect)
    answer = client.get("/api/users")
    expect(answer, status="2xx", json={"each": {"_id": {"type": "string"}}})
    known = {one["_id"] for one in answer.json()}
    # The last one looks like a user's id to whoever makes a number of its beginning.
    for stranger in (fake.hex(), fake.word(), "0", "-1", f"{user}0", f"{user}x"):
        if stranger in known:  # who counts from 0 has a user "0"
            continue
        exercise = {"description": fake.word(), "duration": "30", "date": "1990-01-01"}
        expect(client.get(f"/api/users/{stranger}/logs"), status="4xx")
        expect(client.post(f"/api/users/{stranger}/exercises", data=exercise), status="4xx")
    expect(client.get(f"/api/users/{user}/logs"), status="2xx", json={"count": 0, "log": []})


def new_user(client, fake, expect):
    answer = client.post("/api/users", data={"username": fake.word()})
    expect(answer, status="2xx", json={"_id": {"type": "string"}})
    return answer.json()["_id"]


def do(client, fake, expect, user, day):
    """Send an exercise of that day, and return its description."""
    form = {"description": f"{fake.sentence()} {fake.hex()}", "duration": str(fake.int(1, 300)), "date": str(day)}
    answer = client.post(f"/api/users/{user}/exercises", data=form)
    expect(answer, status="2xx", json={"description": form["description"], "date": written(day)})
    return form["description"]


def expect_today(client, expect, user, fields):
    before = datetime.now(UTC).date()
    answer = client.post(f"/api/users/{user}/exercises", data={"description": "run", "duration": "30", **fields})
    after = datetime.now(UTC).date()  # midnight may come in between
    expect(answer, status="2xx", json={"date": {"one_of": sorted({written(before), written(after)})}})


def log_of(client, expect, user, query=""):
    answer = client.get(f"/api/users/{user}/logs{query}")
    entry = {"description": {"type": "string"}, "date": {"type": "string"}}
    expect(answer, status="2xx", json={"log": {"each": entry}})
    return answer.json()["log"]


def descriptions(log):
    return {one["description"] for one in log}


def drawn(fake, count):
    """Return so many different days, in order, with at least a day between two of them."""
    day, found = date(1960 + fake.int(0, 70), fake.int(1, 12), fake.int(1, 28)), []
    for _ in range(count):
        day += timedelta(days=fake.int(2, 90))
        found.append(day)
    return found


def fake_order(fake, days):
    return sorted(days, key=lambda _day: fake.int())


def written(day):
    return f"{DAYS[day.weekday()]} {MONTHS[day.month - 1]} {day.day:02} {day.year:04}"


def listed(days):
    return ", ".join(map(str, days)) or "none"
