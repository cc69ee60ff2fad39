"""A listing's weight: which attribute, unit and marketplace; and why one is not used (R3.1, R3.2)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.errors import Retry
from packhaus.shops.amazon.listings import weight_in
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import ListingWeight
from shops.amazon.orders import as_bytes
from shops.amazon.other_side import OtherSide, Said

DE, FR = "A1PA6795UKMFR9", "A13V1IB3VIYZZH"


def weight(value: object, unit: object = "kilograms", marketplace: str | None = DE) -> dict[str, object]:
    entry = {"value": value, "unit": unit}
    return entry if marketplace is None else {**entry, "marketplace_id": marketplace}


def read(attributes: dict[str, Any] | None, **more: Any) -> ListingWeight:
    listing = {"sku": "BECHER", "attributes": attributes, **more}
    return weight_in(as_bytes(listing), ["BECHER"], DE)["BECHER"]


@pytest.mark.parametrize(
    ("value", "unit", "grams"),
    [
        (0.35, "kilograms", 350),
        (350, "grams", 350),
        (1.5, "pounds", 680),
        (12, "ounces", 340),
        ("0.35", "kilograms", 350),
        (70, "kilograms", 70_000),
        (0.01, "grams", 1),
        (5, "hundredths_pounds", 23),
    ],
)
def test_units(value: object, unit: str, grams: int) -> None:
    found = read({"item_package_weight": [weight(value, unit)]})
    assert (found.grams, found.source, found.problem) == (grams, "item_package_weight", None)


@pytest.mark.parametrize(
    ("attributes", "source", "grams"),
    [
        (["item_weight", "website_shipping_weight", "item_package_weight"], "item_package_weight", 3000),
        (["item_weight", "website_shipping_weight"], "website_shipping_weight", 2000),
        (["item_weight"], "item_weight", 1000),
    ],
)
def test_the_best_attribute_is_taken_and_named(attributes: list[str], source: str, grams: int) -> None:
    kilos = {"item_weight": 1, "website_shipping_weight": 2, "item_package_weight": 3}
    found = read({name: [weight(kilos[name])] for name in attributes})
    assert (found.source, found.grams) == (source, grams)


def test_the_marketplaces_own_value_is_taken() -> None:
    values = [weight(1, marketplace=FR), weight(2, marketplace=None), weight(3, marketplace=DE)]
    assert read({"item_package_weight": values}).grams == 3000
    assert read({"item_package_weight": values[:2]}).grams == 2000
    other = read({"item_package_weight": values[:1], "item_weight": [weight(0.5)]})
    assert (other.grams, other.source) == (500, "item_weight")


@pytest.mark.parametrize("attributes", [None, {}, {"item_package_weight": []}, {"color": [{"value": "red"}]}])
def test_no_weight_is_no_problem_of_the_listing(attributes: dict[str, Any] | None) -> None:
    found = read(attributes)
    assert (found.grams, found.problem, found.source) == (None, None, "")


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [
        (0, "kilograms", "item_package_weight: 0 kilograms"),
        (-1, "grams", "-1 grams"),
        (900, "kilograms", "900 kilograms"),
        (1e300, "kilograms", "1e+300 kilograms"),
        (1, "stones", "1 stones"),
        ("zwei", "kilograms", "zwei kilograms"),
        ("1,5", "kilograms", "1,5 kilograms"),
        (None, "kilograms", "lacks its number or its unit"),
        (1.5, None, "1.5 –"),
        ({"a": 1}, "kilograms", "not in Amazon's form"),
        (True, "kilograms", "not in Amazon's form"),
    ],
)
def test_a_weight_that_is_none_says_why(value: object, unit: object, says: str) -> None:
    found = read({"item_package_weight": [weight(value, unit)], "item_weight": [weight(0.4)]})
    assert (found.grams, found.source) == (None, "item_package_weight")
    assert says in str(found.problem)
    assert "at Amazon" in str(found.problem)
    assert "enter the weight here" in str(found.problem)


def test_the_title_is_that_of_the_marketplace() -> None:
    summaries = [
        {"marketplaceId": FR, "itemName": "Gobelet"},
        {"marketplaceId": DE, "itemName": "Becher " * 100},
    ]
    assert read({}, summaries=summaries).title.startswith("Becher")
    assert len(read({}, summaries=summaries).title) == 500
    assert read({}, summaries=summaries[:1]).title == "Gobelet"


def test_one_entry_for_each_sku_in_their_order(amazon: OtherSide, shop: AmazonShop) -> None:
    items = [
        {"sku": "c", "attributes": {"item_weight": [weight(1)]}},
        {"sku": "A", "attributes": {"item_weight": [weight(2)]}},
        {"sku": "BAD", "attributes": 7},
        {"sku": "FOREIGN"},
        "rubbish",
    ]
    amazon.say("/listings", Said(200, {"numberOfResults": 5, "items": items}))
    found = shop.weights(DE, ["A", "C", "GONE", "BAD", "A"])
    assert [(each.sku, each.grams) for each in found] == [
        ("A", 2000), ("C", 1000), ("GONE", None), ("BAD", None), ("A", 2000)
    ]  # fmt: skip
    assert "no listing with this SKU" in str(found[2].problem)
    assert "not in Amazon's form" in str(found[3].problem)


def test_short_pages_are_followed(amazon: OtherSide, shop: AmazonShop) -> None:
    pages = [
        Said(
            200,
            {
                "numberOfResults": 3,
                "items": [{"sku": sku}] if sku else [],
                "pagination": {"nextToken": f"t{sku}+/="},
            },
        )
        for sku in ("A", "", "B")
    ]
    amazon.say("/listings", *pages, Said(200, {"numberOfResults": 3, "items": [{"sku": "C"}]}))
    assert all(each.problem is None for each in shop.weights(DE, ["A", "B", "C"]))
    assert [heard.query.get("pageToken") for heard in amazon.calls()] == [None, "tA+/=", "t+/=", "tB+/="]


def test_pages_without_end_are_left(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say(
        "/listings", Said(200, {"numberOfResults": 9, "items": [], "pagination": {"nextToken": "again"}})
    )
    with pytest.raises(Retry, match="limit"):
        shop.weights(DE, ["A"])
    assert len(amazon.calls()) == 5


def test_a_page_that_is_none_is_tried_again(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/listings", Said(200, {"payload": []}))
    with pytest.raises(Retry, match="could not be read"):
        shop.weights(DE, ["A"])


_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _FLOATS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["value", "unit", "marketplace_id"]) | st.text(max_size=3), inner, max_size=3
    ),
    max_leaves=8,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(["item_package_weight", "website_shipping_weight", "item_weight"]), _JSON)
)
def test_whatever_a_listing_carries_is_a_weight_or_a_word(attributes: dict[str, Any]) -> None:
    found = read(attributes)
    assert found.grams is None or (0 < found.grams <= 70_000 and found.problem is None)
    assert found.problem is None or len(str(found.problem)) < 400
