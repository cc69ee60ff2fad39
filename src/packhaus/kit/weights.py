"""Weights in whole grams, from the units that a listing can carry."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

HEAVIEST_GRAMS = 70_000
"""What Packhaus believes of one unit: freight above it is a slip of the unit, not a parcel."""

_GRAMS = {
    "grams": Decimal(1),
    "gram": Decimal(1),
    "g": Decimal(1),
    "kilograms": Decimal(1000),
    "kilogram": Decimal(1000),
    "kg": Decimal(1000),
    "milligrams": Decimal("0.001"),
    "hundredths_pounds": Decimal("4.5359237"),
    "pounds": Decimal("453.59237"),
    "pound": Decimal("453.59237"),
    "lb": Decimal("453.59237"),
    "ounces": Decimal("28.349523125"),
    "ounce": Decimal("28.349523125"),
    "oz": Decimal("28.349523125"),
    "tons": Decimal(1_000_000),
}


def grams(value: str | int | float | Decimal, unit: str) -> int:
    """Turn ``value`` in ``unit`` (kilograms, grams, pounds, ounces, as Amazon spells them) to grams.

    At least 1 for anything above zero. Raises ValueError where the unit is unknown, or the weight is
    not above zero or above what a parcel can weigh (R3.1).
    """
    factor = _GRAMS.get(unit.strip().lower())
    if factor is None:
        raise ValueError(f"unknown unit of weight {unit!r}: kilograms, grams, pounds or ounces")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("weight must be a number") from None
    if not number.is_finite() or number <= 0:
        raise ValueError("weight must be above zero")
    result = max(1, int((number * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    if result > HEAVIEST_GRAMS:
        raise ValueError(f"weight of {result / 1000:g} kg is more than a parcel can weigh")
    return result
