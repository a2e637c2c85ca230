import json
from pathlib import Path

from runner.authoring.record import Trial, record_from_data, record_of, record_to_data
from runner.authoring.targets import Role, Target
from runner.model import Kata, Rule, Track

KATA = Kata("k", "K", "s", "t", (), (Rule("R1", "one"), Rule("R2", "two")), (), Path(), Path())
TRACK = Track("python", "Python", "app.py", ("python", "app.py"))


def trial(role, name, *faults, seed=1):
    return Trial(Target(KATA, role, name, TRACK, ()), seed, faults, 0.5, checks=3, rules=frozenset({"R1"}))


def test_a_program_counts_only_when_every_run_holds():
    record = record_of(KATA, [trial(Role.WRONG, "a"), trial(Role.WRONG, "a", "x", seed=2), trial(Role.WRONG, "b")])

    assert (record.wrong, record.stubs, record.runs, record.checks) == ((1, 2), (0, 0), 3, 3)
    assert (record.flakes, record.seconds, record.rules) == (("wrong a",), 1.5, (1, 2))
    assert not record.holds


def test_a_program_that_always_fails_is_no_flake():
    record = record_of(KATA, [trial(Role.STUB, "a", "x"), trial(Role.STUB, "a", "x", seed=2)])

    assert (record.flakes, record.holds) == ((), False)


def test_no_run_is_no_proof():
    assert not record_of(KATA, []).holds


def test_a_record_survives_json():
    record = record_of(KATA, [trial(Role.SAMPLE, "a", "x"), trial(Role.STUB, "b")])

    assert record_from_data(json.loads(json.dumps(record_to_data(record)))) == record


def test_what_is_no_record_is_none():
    assert record_from_data({"kata": "k"}) is None
    assert record_from_data({**record_to_data(record_of(KATA, [])), "faults": 3}) is None


def test_a_repeat_that_was_broken_off_does_not_count():
    whole = [trial(Role.WRONG, name, seed=seed) for seed in (1, 2) for name in "ab"]

    assert record_of(KATA, [*whole, trial(Role.WRONG, "a", seed=3)]).repeat == 2
