"""Single fields of Amazon's XML, made into ours or named as odd. What passes here fits our tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from packhaus.kit.money import Money
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.odd_fields import (
    LONGEST_ID,
    MISSING,
    MOST_CENTS,
    NO_AMOUNT,
    NO_TIME,
    WRONG_FORM,
    OddFieldError,
    check_identifier,
    check_pieces,
    cut,
)


def identifier(node: Element, name: str, most: int = LONGEST_ID) -> str:
    """A number or name by which a thing is known: kept letter by letter, or odd."""
    found = node.at(name)
    value = found.text if found is not None else ""
    if not value.strip():
        raise OddFieldError(MISSING, field=name)
    check_identifier(value, name, most)
    return value


def text(node: Element | None, name: str, most: int | None = None) -> str:
    """A text for people, cut (visibly) to ``most`` characters; empty where there is none."""
    return cut((node.value(name) if node is not None else None) or "", most)


def pieces(node: Element, name: str) -> int:
    """A quantity in pieces; none given is zero."""
    value = node.value(name) or "0"
    if not re.fullmatch(r"-?[0-9]{1,20}", value):
        raise OddFieldError(WRONG_FORM, field=name, got="string", expected="integer")
    number = int(value)
    check_pieces(number, name)
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
    if abs(value.cents) > MOST_CENTS:
        raise OddFieldError(NO_AMOUNT, field=name)
    return value
