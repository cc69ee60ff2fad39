"""Single fields of Amazon's, made into ours or named as odd. What passes here fits our tables."""

from __future__ import annotations

from datetime import UTC, datetime

from packhaus.kit.money import Money
from packhaus.shops.amazon import odd
from packhaus.shops.amazon.currencies import CURRENCIES
from packhaus.shops.amazon.odd import OddFieldError
from packhaus.shops.amazon.wire import WireMoney

LONGEST_ID = 60
LONGEST_SKU = 100
LONGEST_TITLE = 500
MOST_PIECES = 9_999
"""More pieces of one line than go into parcels; the sum of an order's weights stays within our tables."""

_MOST_CENTS = 10**15


def identifier(value: str | None, field: str, most: int = LONGEST_ID) -> str:
    """A number or name by which a thing is known: kept letter by letter, or odd."""
    if value is None:
        raise OddFieldError(odd.MISSING, field=field)
    if not value.strip():
        raise OddFieldError(odd.EMPTY, field=field)
    if len(value) > most:
        raise OddFieldError(odd.TOO_LONG, field=field, length=str(len(value)), most=str(most))
    if not value.isprintable():
        raise OddFieldError(odd.NO_IDENTIFIER, field=field, length=str(len(value)))
    return value


def text(value: str | None, most: int | None = None) -> str:
    """A text for people: without the sign that no database takes, cut (visibly) to ``most`` characters."""
    cleaned = (value or "").replace("\x00", "").strip()
    return cleaned if most is None or len(cleaned) <= most else cleaned[: most - 1] + "…"


def pieces(value: int | None, field: str) -> int:
    """A quantity in pieces; none given is zero."""
    number = value or 0
    if number < 0:
        raise OddFieldError(odd.NEGATIVE, field=field, value=str(number)[:20])
    if number > MOST_PIECES:
        raise OddFieldError(odd.TOO_MANY, field=field, most=str(MOST_PIECES))
    return number


def moment(value: datetime, field: str) -> datetime:
    """A time, aware and in UTC. Amazon's times are UTC also where they carry no zone (O11)."""
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (OverflowError, ValueError):
        raise OddFieldError(odd.NO_TIME, field=field) from None


def money(value: WireMoney, field: str) -> Money:
    """An amount. Odd where the currency is none of ISO 4217's, or the amount is no decimal number."""
    if value.currency_code not in CURRENCIES:
        raise OddFieldError(
            odd.NO_CURRENCY, field=f"{field}.currencyCode", value=odd.shown(value.currency_code) or "–"
        )
    try:
        found = Money.parse(value.amount, value.currency_code)
    except (ValueError, ArithmeticError):
        found = None
    if found is None or abs(found.cents) > _MOST_CENTS:
        raise OddFieldError(odd.NO_AMOUNT, field=f"{field}.amount")
    return found
