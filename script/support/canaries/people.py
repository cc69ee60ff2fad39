"""Invented buyers. All that is theirs has one unheard-of word in it, and a code that no other buyer has."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "Quirlzapf"
"""In each name, street, e-mail address, gift message and note: one word to look for, in all its forms."""
PHONE_MARK = "157927182"
"""In each phone number, before the buyer's own digits."""
DECOYS_FROM = 300_000
"""Numbers from here on are decoys: texts that are planted, and must be found."""

_CONSONANTS, _VOWELS = "bdfghklmnprstvz", "aeiou"
_BASE = len(_CONSONANTS) * len(_VOWELS)
_GIVEN = ("Jörg", "Käthe", "Sönke", "Bärbel", "Zoë", "Günther", "Ömer", "Mechthild", "François", "Ragnhild")
_CODE = re.compile(rf"{MARK}[-. ]?((?:[{_CONSONANTS}][{_VOWELS}]){{3}})", re.IGNORECASE)
_DIGITS = re.compile(rf"{PHONE_MARK} ?(\d{{6}})")


@dataclass(frozen=True)
class Canary:
    """One invented buyer, by a number."""

    number: int

    @property
    def code(self) -> str:
        """Six letters that are this buyer's alone."""
        left, letters = self.number, ""
        for _ in range(3):
            left, place = divmod(left, _BASE)
            consonant, vowel = divmod(place, len(_VOWELS))
            letters += _CONSONANTS[consonant] + _VOWELS[vowel]
        return letters

    @property
    def name(self) -> str:
        """A given and a family name."""
        return f"{_GIVEN[self.number % len(_GIVEN)]} {MARK}{self.code}"

    @property
    def street(self) -> str:
        """A street and a number."""
        return f"{MARK}-{self.code.capitalize()}-Straße {self.number % 90 + 1}"

    @property
    def phone(self) -> str:
        """A mobile number."""
        return f"+49{PHONE_MARK}{self.number:06d}"

    @property
    def email(self) -> str:
        """An address at a marketplace."""
        return f"{MARK.lower()}.{self.code}@marketplace.amazon.de"

    @property
    def gift(self) -> str:
        """A gift message."""
        return f"Alles Gute 🎂 wünscht Familie {MARK} {self.code}!"

    @property
    def notes(self) -> str:
        """Where to leave the parcel."""
        return f"Bei {MARK} {self.code} über den Hof"

    def texts(self) -> tuple[str, ...]:
        """All that is personal."""
        return self.name, self.street, self.phone, self.email, self.gift, self.notes

    def as_buyer(self) -> dict[str, str]:
        """This buyer as the simulator's admin face takes one."""
        return {
            "name": self.name,
            "street": self.street,
            "phone": self.phone,
            "email": self.email,
            "gift_message": self.gift,
            "delivery_notes": self.notes,
        }


def canary_in(text: str) -> Canary | None:
    """The first buyer of whom there is something in a text."""
    found = _CODE.search(text)
    if found is not None:
        return Canary(_number_of(found.group(1).lower()))
    digits = _DIGITS.search(text)
    return Canary(int(digits.group(1))) if digits is not None else None


def _number_of(code: str) -> int:
    number = 0
    for at in (4, 2, 0):
        place = _CONSONANTS.index(code[at]) * len(_VOWELS) + _VOWELS.index(code[at + 1])
        number = number * _BASE + place
    return number
