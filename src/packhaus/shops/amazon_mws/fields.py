"""Single fields of Amazon's XML, made into ours or named as odd. What passes here fits our tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from packhaus.kit.money import Money
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.xml import Element

LONGEST_ID = 60
LONGEST_SKU = 100
LONGEST_TITLE = 500
MOST_PIECES = 9_999
"""More pieces of one line than go into parcels; the sum of an order's weights stays within our tables."""
_MOST_CENTS = 10**15


class OddFieldError(Exception):
    """One field of an order is not as Amazon promised it. ``words`` say so, never with a personal value."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text)
        self.words = Words(text, values)


def identifier(node: Element, name: str, most: int = LONGEST_ID) -> str:
    """A number or name by which a thing is known: kept letter by letter, or odd."""
    found = node.at(name)
    value = found.text if found is not None else ""
    if not value.strip():
        raise OddFieldError(MISSING, field=name)
    if len(value) > most:
        raise OddFieldError(TOO_LONG, field=name, length=str(len(value)), most=str(most))
    if not value.isprintable():
        raise OddFieldError(NO_IDENTIFIER, field=name, length=str(len(value)))
    return value


def text(node: Element | None, name: str, most: int | None = None) -> str:
    """A text for people, cut (visibly) to ``most`` characters; empty where there is none."""
    cleaned = (node.value(name) if node is not None else None) or ""
    return cleaned if most is None or len(cleaned) <= most else cleaned[: most - 1] + "…"


def pieces(node: Element, name: str) -> int:
    """A quantity in pieces; none given is zero."""
    value = node.value(name) or "0"
    if not re.fullmatch(r"-?[0-9]{1,20}", value):
        raise OddFieldError(WRONG_FORM, field=name, got="string", expected="integer")
    number = int(value)
    if number < 0:
        raise OddFieldError(NEGATIVE, field=name, value=str(number))
    if number > MOST_PIECES:
        raise OddFieldError(TOO_MANY, field=name, most=str(MOST_PIECES))
    return number


def is_true(node: Element, name: str) -> bool:
    """A boolean as XML Schema writes it; anything else is no."""
    return (node.value(name) or "").lower() in ("true", "1")


def moment(node: Element, name: str) -> datetime:
    """A time that must be there, aware and in UTC."""
    found = optional_moment(node, name)
    if found is None:
        raise OddFieldError(MISSING, field=name)
    return found


def optional_moment(node: Element, name: str) -> datetime | None:
    """A time, aware and in UTC; Amazon's are UTC where they carry no zone. Odd where it is none."""
    value = node.value(name)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise OddFieldError(NO_TIME, field=name) from None


def money(node: Element, name: str) -> Money | None:
    """An amount with its currency; None where it was not said."""
    found = node.at(name)
    amount = found.value("Amount") if found is not None else None
    if found is None or amount is None:
        return None
    try:
        value = Money.parse(amount, found.value("CurrencyCode") or "")
    except (ValueError, ArithmeticError):
        raise OddFieldError(NO_AMOUNT, field=name) from None
    if abs(value.cents) > _MOST_CENTS:
        raise OddFieldError(NO_AMOUNT, field=name)
    return value


def shown(value: str) -> str:
    """A word of Amazon's (a status) as it may be said: as it is where it looks like one."""
    return value if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", value) else f"({len(value)})"


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
