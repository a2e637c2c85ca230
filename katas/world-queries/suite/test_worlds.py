"""What needs the numbers of many worlds to be held together."""

import time
from concurrent.futures import ThreadPoolExecutor

WORLDS = 10_000
MOST = 500
SPREAD = 350  # of 500 worlds drawn from all, more than 450 are different ones
READS = 3
CLIENTS = 32
FEW, MANY = 120, 300  # requests for 500 worlds: after few a number beyond the ends has come, after many each end has
PATIENCE = 50  # seconds; how fast worlds are changed is no rule
ENOUGH = 20  # worlds to compare; by chance there are three times as many


def test_worlds_are_chosen_from_all(client, expect):
    worlds = read(client, expect, MOST)
    ids = {world["id"] for world in worlds}
    assert len(ids) >= SPREAD, f"500 worlds are {SPREAD} different ones at least; these are {len(ids)}"
    assert min(ids) <= WORLDS // 10, f"the ids begin at 1; the lowest of 500 is {min(ids)}"
    assert max(ids) > WORLDS - WORLDS // 10, f"the ids go up to 10000; the highest of 500 is {max(ids)}"

    again = {world["id"] for world in read(client, expect, MOST)}
    assert again != ids, "the worlds are chosen anew for each request"
    single = {get(client, expect, "/db")["id"] for _ in range(8)}
    assert len(single) > 1, f"/db gives another world each time; it gave {single} eight times"


def test_the_table_is_filled_once(client, server, expect):
    before = numbers_of(client, expect)
    different = len(set(before.values()))
    assert different >= len(before) // 2, (
        f"{len(before)} worlds have random numbers; these have {different} different ones"
    )
    alike = sum(world == number for world, number in before.items())
    assert alike <= len(before) // 10, (
        f"the numbers are random; {alike} of {len(before)} worlds have their own id as number"
    )
    server.restart(by="terminate")
    expect_unchanged(before, {}, numbers_of(client, expect))


def test_a_world_keeps_its_number(client, expect):
    known = {}
    singles = [get(client, expect, "/db") for _ in range(READS)]
    for world in [*singles, *(world for _ in range(READS * 2) for world in read(client, expect, MOST))]:
        number = known.setdefault(world["id"], world["randomNumber"])
        assert number == world["randomNumber"], (
            f"world {world['id']} has the number {number}, and a moment later {world['randomNumber']}"
        )


def test_updates_are_read_from_then_on(client, expect):
    before = numbers_of(client, expect)
    updated = update(client, expect, MOST)
    changed = [before[world] not in numbers for world, numbers in updated.items() if world in before]
    assert sum(changed) > len(changed) // 2, (
        f"{changed.count(False)} of {len(changed)} updated worlds still have the number that they had before"
    )
    expect_unchanged(before, updated, expect_saved(client, expect, updated))


def test_updates_survive_a_kill(client, server, expect):
    before = numbers_of(client, expect)
    updated = update(client, expect, MOST)
    server.restart(by="kill")
    expect_unchanged(before, updated, expect_saved(client, expect, updated))


def test_32_clients_update_at_once(client, expect):
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda _: update_list(client, expect, 20), range(CLIENTS)))
    expect_saved(client, expect, by_world(world for answer in answers for world in answer))


def test_both_ends_are_drawn(client, expect):
    missing = {(name, end) for name in ("id", "randomNumber") for end in (1, WORLDS)}
    began = time.monotonic()
    for requests in range(MANY):
        slow = time.monotonic() - began > PATIENCE
        if slow or (requests >= FEW and not missing):
            return
        for world in update_list(client, expect, MOST):
            missing -= {(name, world[name]) for name in ("id", "randomNumber")}
    never = ", ".join(f"the {name} {end}" for name, end in sorted(missing))
    assert not missing, f"{MANY * MOST} worlds were changed, drawn at random from 1 to {WORLDS}; never came {never}"


def get(client, expect, path):
    answer = client.get(path)
    expect(answer, status=200, media_type="application/json")
    return answer.json()


def read(client, expect, count):
    return worlds_of(get(client, expect, f"/queries?queries={count}"), count)


def update_list(client, expect, count):
    return worlds_of(get(client, expect, f"/updates?queries={count}"), count)


def worlds_of(value, count):
    """Hold the form of a list of worlds; hundreds of them are looked at faster here than by a matcher."""
    assert isinstance(value, list), f"the answer is a list; it is {value!r:.60}"
    assert len(value) == count, f"the list has {count} worlds; it has {len(value)}"
    for world in value:
        numbers = [world.get(name) for name in ("id", "randomNumber")] if isinstance(world, dict) else []
        fine = all(type(number) is int and 1 <= number <= WORLDS for number in numbers)
        assert numbers and fine, f"a world has an id and a randomNumber, from 1 to {WORLDS}; this is {world!r:.60}"
    return value


def update(client, expect, count):
    """Return the new numbers of the worlds that one request has changed; a world may come twice in it."""
    return by_world(update_list(client, expect, count))


def by_world(worlds):
    """Return the numbers that each world was given: of several, nobody knows which one is the last."""
    numbers = {}
    for world in worlds:
        numbers.setdefault(world["id"], set()).add(world["randomNumber"])
    return numbers


def numbers_of(client, expect):
    """Return the numbers of more than a thousand worlds."""
    return {world["id"]: world["randomNumber"] for _ in range(READS) for world in read(client, expect, MOST)}


def expect_saved(client, expect, updated):
    """Read worlds until enough of the updated ones were among them, and compare; return all that were read."""
    known = {}
    for _ in range(READS * 5):
        known |= {world["id"]: world["randomNumber"] for world in read(client, expect, MOST)}
        common = known.keys() & updated.keys()
        for world in common:
            said, saved = sorted(updated[world]), known[world]
            assert saved in said, (
                f"/updates said that world {world} has the number {' or '.join(map(str, said))}; it has {saved}"
            )
        if len(common) >= ENOUGH * 3:
            break
    assert len(common) >= ENOUGH, f"only {len(common)} of the worlds that were updated can be found again"
    return known


def expect_unchanged(before, updated, after):
    """All other worlds are as they were."""
    for world in (before.keys() & after.keys()) - updated.keys():
        assert after[world] == before[world], (
            f"world {world} is in no answer of /updates, and yet it was {before[world]} before and is {after[world]} now"
        )
