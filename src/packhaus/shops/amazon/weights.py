"""A listing's attributes made into a weight (R3.1), with its source, or with the reason why it is none.

Order of the attributes: AMAZON.md, "Weights". The first one that the listing carries decides: where the
weight of the packed item is there but wrong, the bare item's weight would be a guess that nobody mends.
"""

from __future__ import annotations

import msgspec

from packhaus.kit.weights import grams
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon.fields import text
from packhaus.shops.amazon.wire_account import WireListing
from packhaus.shops.odd_fields import LONGEST_TITLE
from packhaus.shops.port import ListingWeight

ATTRIBUTES = ("item_package_weight", "website_shipping_weight", "item_weight")
"""Where a listing may carry its weight, the best first; the bare item's weight is the last resort."""


class _Weight(msgspec.Struct, frozen=True):
    value: int | float | str | None = None
    unit: str | None = None
    marketplace_id: str | None = None


_VALUES = msgspec.json.Decoder(list[_Weight])


def listing_weight(sku: str, listing: WireListing, marketplace_id: str) -> ListingWeight:
    """The weight of one listing in one marketplace, in grams.

    ``sku`` is the SKU as it was asked for. Never raises: what cannot be used is said in ``problem``.
    """
    title = _title(listing, marketplace_id)
    for attribute in ATTRIBUTES:
        raw = (listing.attributes or {}).get(attribute)
        if raw is None:
            continue
        found = _for_marketplace(raw, marketplace_id)
        if found is None:
            words = Words(UNREADABLE, {"attribute": attribute})
            return ListingWeight(sku=sku, source=attribute, title=title, problem=words)
        if found.value is None and found.unit is None:
            continue
        weight, problem = _weigh(found, attribute)
        return ListingWeight(sku=sku, grams=weight, source=attribute, title=title, problem=problem)
    return ListingWeight(sku=sku, title=title)


def no_listing(sku: str) -> ListingWeight:
    """The answer for a SKU of which Amazon has no listing in the marketplace."""
    return ListingWeight(sku=sku, problem=Words(NO_LISTING))


def unreadable_listing(sku: str) -> ListingWeight:
    """The answer for a SKU whose listing is not in Amazon's form."""
    return ListingWeight(sku=sku, problem=Words(UNREADABLE, {"attribute": "attributes"}))


def refused(sku: str) -> ListingWeight:
    """The answer for a SKU about which Amazon refused to be asked."""
    return ListingWeight(sku=sku, problem=Words(REFUSED), refused=True)


def _for_marketplace(raw: msgspec.Raw, marketplace_id: str) -> _Weight | None:
    """The value for the marketplace, else the one for all, else an empty one. None: damaged."""
    try:
        values = _VALUES.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    for wanted in (marketplace_id, None):
        for value in values:
            if value.marketplace_id == wanted:
                return value
    return _Weight()


def _weigh(found: _Weight, attribute: str) -> tuple[int | None, Words | None]:
    shown = {"attribute": attribute, "value": _shown(found.value), "unit": _shown(found.unit)}
    if found.unit is None or found.value is None:
        return None, Words(HALF, shown)
    try:
        return grams(found.value, found.unit), None
    except (ValueError, ArithmeticError):
        return None, Words(UNUSABLE, shown)


def _shown(value: float | str | None) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)[:20]


def _title(listing: WireListing, marketplace_id: str) -> str:
    names = [each for each in listing.summaries or () if each.item_name]
    here = [each for each in names if each.marketplace_id == marketplace_id]
    return text((here or names)[0].item_name, LONGEST_TITLE) if names else ""


UNUSABLE = gettext_noop(
    "The listing's weight (%(attribute)s: %(value)s %(unit)s) cannot be one: it must be above 0 and at "
    "most 70 kg, in kilograms, grams, pounds or ounces. Correct it in the listing at Amazon, or enter the "
    "weight here."
)
HALF = gettext_noop(
    "The listing's weight (%(attribute)s: %(value)s %(unit)s) lacks its number or its unit. Complete it "
    "in the listing at Amazon, or enter the weight here."
)
UNREADABLE = gettext_noop(
    "The listing's weight (%(attribute)s) is not in Amazon's form. Enter it again in the listing at "
    "Amazon, or enter the weight here."
)
NO_LISTING = gettext_noop(
    "Amazon has no listing with this SKU in this country any more: enter the weight here once."
)
REFUSED = gettext_noop("Amazon refused to be asked for the listing of this SKU: enter the weight here once.")
