"""Seeded random data."""

from __future__ import annotations

import re
import string

import pytest

from runner.exchanges.fake import KINDS, Fake


def drawn(seed: int) -> list[object]:
    fake = Fake(seed, "the-check")
    return [make(fake) for make in KINDS.values()]


def test_the_same_seed_draws_the_same_data() -> None:
    assert drawn(7) == drawn(7)


def test_another_seed_draws_other_data() -> None:
    assert not set(map(str, drawn(7))) & set(map(str, drawn(8)))


def test_another_check_draws_other_data() -> None:
    assert Fake(7, "one").word() != Fake(7, "other").word()


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("word", r"[a-z]{9}"),
        ("email", r"[a-z]+\.[a-z]+@example\.com"),
        ("uuid", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("sentence", r"[A-Z][a-z]+( [a-z]+){2,5}"),
        ("hex", r"[0-9a-f]{32}"),
    ],
)
def test_each_kind_has_its_form(kind: str, pattern: str) -> None:
    for seed in range(50):
        assert re.fullmatch(pattern, str(KINDS[kind](Fake(seed, "c"))))


def test_an_int_is_from_1_to_9999() -> None:
    assert all(1 <= Fake(seed, "c").int() <= 9999 for seed in range(200))


def test_a_password_has_every_group_and_nothing_that_files_escape() -> None:
    for seed in range(100):
        password = Fake(seed, "c").password()
        assert len(password) == 16
        assert all(
            set(group) & set(password) for group in (string.ascii_lowercase, string.ascii_uppercase, "0123456789")
        )
        assert not set("\"'\\<>&%/+ ") & set(password)


def test_unicode_holds_an_emoji_and_letters_beyond_ascii() -> None:
    text = Fake(1, "c").unicode()
    assert max(text) > "\uffff"
    assert sum(character > "\x7f" for character in text) >= 4


def test_bytes_and_choice_are_seeded_too() -> None:
    one, other = Fake(3, "c"), Fake(3, "c")
    assert (one.bytes(9), one.choice("abcdef")) == (other.bytes(9), other.choice("abcdef"))
