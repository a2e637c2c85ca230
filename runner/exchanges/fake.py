"""Seeded random data: different in every run, the same for the same seed."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

Item = TypeVar("Item")

# Inside the class, `int` and `bytes` are its own methods.
Whole = int
Octets = bytes

CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"
BEYOND_ASCII = ("é", "ß", "ø", "ñ", "ж", "λ", "東", "京", "한", "ع")
EMOJI = ("😀", "🚀", "🍜", "🐙", "🎈")
# Without quotes, backslashes, `<`, `&` and `%`: a password is searched for in files, and escapes would hide it.
PUNCTUATION = "!#*-=?@^_~."
SHORTEST_SENTENCE, LONGEST_SENTENCE = 3, 6
LARGEST_INT = 9999


class Fake:
    """Draw random data that looks real; the same seed draws the same data in the same order."""

    def __init__(self, seed: int, check: str, name: str = "") -> None:
        self.seed = seed
        self._random = random.Random(f"{seed}:{check}:{name}" if name else f"{seed}:{check}")

    def word(self) -> str:
        """Return a made-up lower-case word."""
        syllables = (self._random.choice(CONSONANTS) + self._random.choice(VOWELS) for _ in range(4))
        return "".join(syllables) + self._random.choice(CONSONANTS)

    def int(self, low: Whole = 1, high: Whole = LARGEST_INT) -> Whole:
        """Return a whole number, ends included."""
        return self._random.randint(low, high)

    def email(self) -> str:
        """Return an address at example.com."""
        return f"{self.word()}.{self.word()}@example.com"

    def uuid(self) -> str:
        """Return a version 4 UUID."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def sentence(self) -> str:
        """Return three to six words."""
        count = self._random.randint(SHORTEST_SENTENCE, LONGEST_SENTENCE)
        return " ".join(self.word() for _ in range(count)).capitalize()

    def password(self) -> str:
        """Return 16 printable characters: small and capital letters, digits and punctuation."""
        groups = (string.ascii_lowercase, string.ascii_uppercase, string.digits, PUNCTUATION)
        drawn = [self._random.choice(group) for group in groups]
        drawn += self._random.choices("".join(groups), k=12)
        self._random.shuffle(drawn)
        return "".join(drawn)

    def hex(self) -> str:
        """Return 32 hexadecimal digits."""
        return f"{self._random.getrandbits(128):032x}"

    def unicode(self) -> str:
        """Return a word with letters beyond ASCII and an emoji."""
        return self.word() + "".join(self._random.sample(BEYOND_ASCII, 3)) + self._random.choice(EMOJI)

    def bytes(self, count: Whole) -> Octets:
        """Return so many random bytes."""
        return self._random.randbytes(count)

    def choice(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return self._random.choice(items)


KINDS: dict[str, Callable[[Fake], object]] = {
    "word": Fake.word,
    "int": Fake.int,
    "email": Fake.email,
    "uuid": Fake.uuid,
    "sentence": Fake.sentence,
    "password": Fake.password,
    "hex": Fake.hex,
    "unicode": Fake.unicode,
}
