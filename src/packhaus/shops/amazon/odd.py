"""Why an order could not be read: the field, the form of what stood there, and the mend. Never the value.

Only values that cannot be personal (a quantity, a currency) are said as they are.
"""

from __future__ import annotations

import re

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.odd_fields import MISSING, NO_TIME, WRONG_FORM

_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_FORMS = re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`")
_NAMES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "datetime": "date-time"}


def from_decoder(message: str) -> Words:
    """The words for what the decoder complains of. Its messages name places and types, never values."""
    found = _PLACE.search(message)
    place = found["place"] if found else ""
    missing = _MISSING.search(message)
    if missing:
        return Words(MISSING, {"field": f"{place}.{missing['name']}".strip(".")})
    forms = _FORMS.search(message)
    if forms:
        values = {"field": place or "order", "got": _form(forms["got"]), "expected": _form(forms["expected"])}
        return Words(WRONG_FORM, values)
    if "datetime" in message:
        return Words(NO_TIME, {"field": place})
    if place:
        return Words(WRONG_FORM, {"field": place, "got": "–", "expected": "–"})
    return Words(NO_JSON)


def _form(forms: str) -> str:
    names = [_NAMES.get(form, form) for form in forms.split(" | ") if form != "null" or forms == "null"]
    return " | ".join(names)


NO_JSON = gettext_noop(
    "Amazon's text of this order is damaged and cannot be read. It is set aside whole and comes in by "
    "itself once Amazon sends it right; until then ship it from Seller Central."
)
EMPTY = gettext_noop(
    "In this order %(field)s is empty. It is set aside whole and comes in by itself once Amazon sends the "
    "field; until then ship it from Seller Central."
)
NO_SKU = gettext_noop(
    "A line of this order has no SKU (%(field)s), so it has no weight and no name. Give the listing a SKU "
    "in Seller Central; the order is set aside whole and comes in by itself once Amazon sends it."
)
SAME_LINE = gettext_noop(
    "Two lines of this order have the same number (%(field)s). It is set aside whole and comes in by "
    "itself once Amazon sends it right; until then ship it from Seller Central."
)
NO_LINES = gettext_noop(
    "Amazon sent this order without lines (%(field)s). It is set aside whole and comes in by itself once "
    "Amazon sends them; until then ship it from Seller Central."
)
NO_CURRENCY = gettext_noop(
    "In this order %(field)s is %(value)s: no currency that there is (three letters of ISO 4217, as EUR). "
    "It is set aside whole and comes in by itself once Amazon sends it right; until then ship it from "
    "Seller Central."
)
