"""What was done to a server is told in words that kata replay reads again."""

import pytest

from runner.exchanges.events import label_and_environment, pause_label, seconds_of_pause, with_environment

ENVIRONMENTS = [
    None,
    {"TZ": "Asia/Tokyo"},
    {"JWT_SECRET": None},
    {"A": "", "B": "two words, with x", "C": None, "D": "no end"},
    {"A": None, "B": "1"},
]


@pytest.mark.parametrize("env", ENVIRONMENTS)
def test_the_variables_of_a_start_are_read_again(env):
    label = with_environment("start a second server, other", env)

    assert label_and_environment(label) == ("start a second server, other", env)


def test_a_person_can_read_it():
    label = with_environment("restart after kill -9", {"TZ": "Asia/Tokyo", "SEED": None})
    assert label == "restart after kill -9, with TZ=Asia/Tokyo no SEED"


@pytest.mark.parametrize("seconds", [0.25, 3, 3.1])
def test_a_pause_is_read_again(seconds):
    assert seconds_of_pause(pause_label(seconds)) == seconds
    assert seconds_of_pause("kill -9") is None
