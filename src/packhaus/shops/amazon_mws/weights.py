"""Weights out of ``GetMatchingProductForId`` (Products section 2011-10-01), with their source (R3.1)."""

from __future__ import annotations

from packhaus.kit.weights import grams
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.fields import text
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.odd_fields import LONGEST_TITLE
from packhaus.shops.port import ListingWeight

SOURCES = ("PackageDimensions", "ItemDimensions")
"""Where a product may carry its weight, the best first: packed, else bare."""


def read_weights(root: Element, skus: list[str]) -> list[ListingWeight]:
    """An entry for each of ``skus``, in their order."""
    results = {
        result.attributes.get("Id", ""): result for result in root.all("GetMatchingProductForIdResult")
    }
    return [_weight(sku, results.get(sku)) for sku in skus]


def no_listing(sku: str) -> ListingWeight:
    """The answer for a SKU of which Amazon has no product in the marketplace."""
    return ListingWeight(sku=sku, problem=Words(NO_LISTING))


def refused(sku: str) -> ListingWeight:
    """The answer for a SKU about which Amazon refused to be asked."""
    return ListingWeight(sku=sku, problem=Words(REFUSED), refused=True)


def _weight(sku: str, result: Element | None) -> ListingWeight:
    if result is None:
        return refused(sku)
    if result.attributes.get("status") != "Success":
        is_unknown = result.value("Error", "Code") == "InvalidParameterValue"
        return no_listing(sku) if is_unknown else refused(sku)
    attributes = result.at("Products", "Product", "AttributeSets", "ItemAttributes")
    title = text(attributes, "Title", LONGEST_TITLE)
    for source in SOURCES:
        found = attributes.at(source, "Weight") if attributes is not None else None
        if found is None or not found.text.strip():
            continue
        value, unit = found.text.strip(), found.attributes.get("Units", "")
        try:
            return ListingWeight(sku=sku, grams=grams(value, unit), source=source, title=title)
        except (ValueError, ArithmeticError):
            shown = {"attribute": source, "value": value[:20], "unit": unit[:20] or "–"}
            return ListingWeight(sku=sku, source=source, title=title, problem=Words(UNUSABLE, shown))
    return ListingWeight(sku=sku, title=title)


UNUSABLE = gettext_noop(
    "The listing's weight (%(attribute)s: %(value)s %(unit)s) cannot be one: it must be above 0 and at "
    "most 70 kg, in kilograms, grams, pounds or ounces. Correct it in the listing at Amazon, or enter the "
    "weight here."
)
NO_LISTING = gettext_noop(
    "Amazon has no listing with this SKU in this country any more: enter the weight here once."
)
REFUSED = gettext_noop("Amazon refused to be asked for the listing of this SKU: enter the weight here once.")
