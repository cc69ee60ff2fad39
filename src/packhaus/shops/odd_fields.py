"""Why a field of an order cannot be taken: its name, the form of what stood there, the mend. Never the value.

Only values that cannot be personal (a quantity, a currency) are said as they are.
"""

from __future__ import annotations

import re

from packhaus.kit.words import Words, gettext_noop

LONGEST_ID = 60
LONGEST_SKU = 100
LONGEST_TITLE = 500
MOST_PIECES = 9_999
"""More pieces of one line than go into parcels; the sum of an order's weights stays within our tables."""
MOST_CENTS = 10**15


class OddFieldError(Exception):
    """One field of an order is not as the shop promised it. ``words`` say so to the merchant."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text)
        self.words = Words(text, values)


def check_identifier(value: str, field: str, most: int) -> None:
    """Raises OddFieldError for what no table takes as the name of a thing: too long, or not printable."""
    if len(value) > most:
        raise OddFieldError(TOO_LONG, field=field, length=str(len(value)), most=str(most))
    if not value.isprintable():
        raise OddFieldError(NO_IDENTIFIER, field=field, length=str(len(value)))


def cut(text: str, most: int | None) -> str:
    """A text for people, cut (visibly) to ``most`` characters."""
    return text if most is None or len(text) <= most else text[: most - 1] + "…"


def check_pieces(number: int, field: str) -> None:
    """Raises OddFieldError for a quantity that cannot be."""
    if number < 0:
        raise OddFieldError(NEGATIVE, field=field, value=str(number)[:20])
    if number > MOST_PIECES:
        raise OddFieldError(TOO_MANY, field=field, most=str(MOST_PIECES))


def shown(value: str) -> str:
    """A word of Amazon's (a status, a currency) as it may be said: as it is where it looks like one."""
    if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", value):
        return value
    return f"({len(value)})"


MISSING = gettext_noop(
    "Amazon sent this order without %(field)s. It is set aside whole and comes in by itself once Amazon "
    "sends the field; until then ship it from Seller Central."
)
WRONG_FORM = gettext_noop(
    "In this order %(field)s has the form %(got)s, but must be %(expected)s. It is set aside whole and "
    "comes in by itself once Amazon sends it right; until then ship it from Seller Central."
)
NO_TIME = gettext_noop(
    "In this order %(field)s is no time in the form 2026-11-30T09:15:00Z. It is set aside whole and comes "
    "in by itself once Amazon sends it right; until then ship it from Seller Central."
)
NO_IDENTIFIER = gettext_noop(
    "In this order %(field)s is no identifier: %(length)s characters with signs that cannot be printed. "
    "It is set aside whole; ship it from Seller Central."
)
TOO_LONG = gettext_noop(
    "In this order %(field)s has %(length)s characters; Packhaus takes at most %(most)s. It is set aside "
    "whole; ship it from Seller Central."
)
NEGATIVE = gettext_noop(
    "In this order %(field)s is %(value)s: a quantity cannot be below zero. It is set aside whole and "
    "comes in by itself once Amazon sends it right; until then ship it from Seller Central."
)
TOO_MANY = gettext_noop(
    "In this order %(field)s is more than %(most)s pieces, which Packhaus does not believe. It is set "
    "aside whole; check it in Seller Central and ship it from there."
)
NO_AMOUNT = gettext_noop(
    "In this order %(field)s is no amount of money in the form 74.80. It is set aside whole and comes in "
    "by itself once Amazon sends it right; until then ship it from Seller Central."
)
