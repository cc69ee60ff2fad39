"""A weight as people write it: ``1180``, ``1.180 g``, ``1,18 kg``, ``2 lb``."""

from __future__ import annotations

import re
from decimal import Decimal

from packhaus.kit.weights import HEAVIEST_GRAMS, grams
from packhaus.kit.words import Words, gettext_noop

_FORM = re.compile(r"(?P<number>[0-9][0-9.,'\s]*)(?P<unit>[a-z]*)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,'\s][0-9]{3})+")
_UNITS = {
    "": "g",
    "g": "g",
    "gr": "g",
    "gramm": "g",
    "kg": "kg",
    "kilo": "kg",
    "lb": "lb",
    "lbs": "lb",
    "oz": "oz",
}


class WeightError(ValueError):
    """``words`` say what is wrong, the right form and the mend."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def read_weight(text: str) -> int:
    """The weight in whole grams; a bare number is grams (R3.2).

    A point or comma parts decimals, but with grams before three digits parts thousands: ``1.180`` is
    1180 g, ``1.180 kg`` is 1180 g too. Raises WeightError.
    """
    match = _FORM.fullmatch(text.strip())
    unit = _UNITS.get(match["unit"].lower()) if match else None
    if match is None or unit is None:
        raise WeightError(
            Words(gettext_noop("Enter the weight in grams, as in 1180, or with its unit, as in 1.18 kg."))
        )
    number = match["number"].strip()
    if unit == "g" and _THOUSANDS.fullmatch(number):
        number = re.sub(r"[^0-9]", "", number)
    number = re.sub(r"['\s]", "", number).replace(",", ".")
    if number.count(".") > 1:
        raise WeightError(Words(gettext_noop("Write only one comma or point, as in 1.18 kg.")))
    value = Decimal(number.rstrip("."))
    if value <= 0:
        raise WeightError(
            Words(gettext_noop("A weight is above zero. Enter what one packed piece weighs, in grams."))
        )
    if unit == "g" and value != value.to_integral_value():
        raise WeightError(
            Words(gettext_noop("Enter whole grams, as in 1180, or kilograms with kg, as in 1.18 kg."))
        )
    try:
        return grams(value, unit)
    except ValueError:
        heaviest = str(HEAVIEST_GRAMS // 1000)
        raise WeightError(
            Words(
                gettext_noop("No parcel weighs more than %(heaviest)s kg. Enter one piece, in grams."),
                {"heaviest": heaviest},
            )
        ) from None
