"""Single fields of Amazon's, made into ours or named as odd. What passes here fits our tables."""

from __future__ import annotations

from datetime import UTC, datetime

from packhaus.kit.money import Money
from packhaus.shops.amazon import odd
from packhaus.shops.amazon.currencies import CURRENCIES
from packhaus.shops.amazon.wire import WireMoney
from packhaus.shops.odd_fields import (
    LONGEST_ID,
    MISSING,
    MOST_CENTS,
    NO_AMOUNT,
    NO_TIME,
    OddFieldError,
    check_identifier,
    check_pieces,
    cut,
    shown,
)


def identifier(value: str | None, field: str, most: int = LONGEST_ID) -> str:
    """A number or name by which a thing is known: kept letter by letter, or odd."""
    if value is None:
        raise OddFieldError(MISSING, field=field)
    if not value.strip():
        raise OddFieldError(odd.EMPTY, field=field)
    check_identifier(value, field, most)
    return value


def text(value: str | None, most: int | None = None) -> str:
    """A text for people: without the sign that no database takes, cut (visibly) to ``most`` characters."""
    return cut((value or "").replace("\x00", "").strip(), most)


def pieces(value: int | None, field: str) -> int:
    """A quantity in pieces; none given is zero."""
    number = value or 0
    check_pieces(number, field)
    return number


def moment(value: datetime, field: str) -> datetime:
    """A time, aware and in UTC. Amazon's times are UTC also where they carry no zone (O11)."""
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (OverflowError, ValueError):
        raise OddFieldError(NO_TIME, field=field) from None


def money(value: WireMoney, field: str) -> Money:
    """An amount. Odd where the currency is none of ISO 4217's, or the amount is no decimal number."""
    if value.currency_code not in CURRENCIES:
        raise OddFieldError(
            odd.NO_CURRENCY, field=f"{field}.currencyCode", value=shown(value.currency_code) or "–"
        )
    try:
        found = Money.parse(value.amount, value.currency_code)
    except (ValueError, ArithmeticError):
        found = None
    if found is None or abs(found.cents) > MOST_CENTS:
        raise OddFieldError(NO_AMOUNT, field=f"{field}.amount")
    return found
