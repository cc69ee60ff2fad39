"""searchListingsItems: weights by attribute and unit, paging, what is refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from simulators import SimulatorProcess

WORLD = 12

_DE, _FR = "A1PA6795UKMFR9", "A13V1IB3VIYZZH"


def _search(simulator: SimulatorProcess, **query: str | int) -> httpx.Response:
    path = f"/listings/2021-08-01/items/{simulator.info['seller_id']}"
    return simulator.call(path, {"marketplaceIds": _DE, "includedData": "attributes", **query})


def _items(simulator: SimulatorProcess, *skus: str, **query: str | int) -> dict[str, Any]:
    answer = _search(simulator, identifiers=",".join(skus), identifiersType="SKU", pageSize=20, **query)
    assert answer.status_code == 200, answer.text
    return {item["sku"]: item["attributes"] for item in answer.json()["items"]}


def test_weights_stand_in_several_attributes_and_units_or_nowhere(simulator: SimulatorProcess) -> None:
    truth = {entry["sku"]: entry for entry in simulator.admin("/listings")["listings"]}
    found: dict[str, Any] = {}
    skus = list(truth)
    for start in range(0, len(skus), 20):
        found |= _items(simulator, *skus[start : start + 20])
    assert set(found) == set(truth)
    grams = {"grams": 1, "kilograms": 1000, "pounds": 453.59237, "ounces": 28.349523}
    seen: set[tuple[str, str]] = set()
    bare = 0
    for sku, attributes in found.items():
        names = [name for name in attributes if name.endswith("_weight")]
        bare += not names
        for name in names:
            (weight,) = attributes[name]
            seen.add((name, weight["unit"]))
            assert weight["marketplace_id"] == _DE
            assert abs(weight["value"] * grams[weight["unit"]] - truth[sku]["true_grams"]) < 1
    assert {unit for _, unit in seen} == set(grams)
    assert {name for name, _ in seen} == {"item_package_weight", "website_shipping_weight", "item_weight"}
    assert bare == 6


def test_ten_a_page_unless_asked_for_more(simulator: SimulatorProcess) -> None:
    skus = [entry["sku"] for entry in simulator.admin("/listings")["listings"]][:20]
    wanted: dict[str, str | int] = {"identifiers": ",".join(skus), "identifiersType": "SKU"}
    first = _search(simulator, **wanted).json()
    assert (first["numberOfResults"], len(first["items"])) == (20, 10)
    second = _search(simulator, **wanted, pageToken=first["pagination"]["nextToken"]).json()
    assert "pagination" not in second
    assert {item["sku"] for item in first["items"] + second["items"]} == set(skus)
    wrong = _search(simulator, pageToken=first["pagination"]["nextToken"])
    assert "do not match the provided 'pageToken'" in wrong.json()["errors"][0]["message"]


def test_only_the_first_marketplace_answers_unless_switched(simulator: SimulatorProcess) -> None:
    asked = {"marketplaceIds": f"{_FR},{_DE}"}
    weight = _items(simulator, "TOPF-SUPPE-8L", **asked)["TOPF-SUPPE-8L"]["item_package_weight"]
    assert [entry["marketplace_id"] for entry in weight] == [_FR]
    simulator.admin("/switches", {"listing_marketplaces": "all"})
    weight = _items(simulator, "TOPF-SUPPE-8L", **asked)["TOPF-SUPPE-8L"]["item_package_weight"]
    assert [entry["marketplace_id"] for entry in weight] == [_FR, _DE]


def test_unknown_skus_are_left_out(simulator: SimulatorProcess) -> None:
    assert set(_items(simulator, "GIBT-ES-NICHT", "TEE+SIEB")) == {"TEE+SIEB"}


@pytest.mark.parametrize(
    "query",
    [
        {"identifiers": ",".join(f"S{number}" for number in range(21)), "identifiersType": "SKU"},
        {"identifiers": "TEE+SIEB"},
        {"identifiersType": "SKU"},
        {"pageSize": 21},
        {"includedData": "weights"},
        {"pageToken": "made-up"},
    ],
)
def test_refused_queries(simulator: SimulatorProcess, query: dict[str, str | int]) -> None:
    assert _search(simulator, **query).status_code == 400


def test_a_weight_entered_or_taken_away_shows_at_the_next_call(simulator: SimulatorProcess) -> None:
    simulator.admin("/weights", {"sku": "TOPF-MILCH", "value": 0.83, "unit": "kilograms"})
    entry = _items(simulator, "TOPF-MILCH")["TOPF-MILCH"]["item_package_weight"][0]
    assert (entry["value"], entry["unit"]) == (0.83, "kilograms")
    simulator.admin("/weights", {"sku": "TOPF-MILCH", "value": None})
    assert "item_package_weight" not in _items(simulator, "TOPF-MILCH")["TOPF-MILCH"]
    for odd in (0, 900, -1):
        simulator.admin("/weights", {"sku": "TOPF-MILCH", "value": odd, "unit": "kilograms"})
        assert _items(simulator, "TOPF-MILCH")["TOPF-MILCH"]["item_package_weight"][0]["value"] == odd


def test_a_weight_may_be_seen_late(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"listing_lag_seconds": 900})
    simulator.admin("/weights", {"sku": "TOPF-MILCH", "value": 830, "unit": "grams"})
    assert "item_package_weight" not in _items(simulator, "TOPF-MILCH")["TOPF-MILCH"]
    simulator.advance(901)
    assert _items(simulator, "TOPF-MILCH")["TOPF-MILCH"]["item_package_weight"][0]["value"] == 830


def test_the_catalog_grows_to_any_number_of_skus_with_weights(simulator: SimulatorProcess) -> None:
    simulator.admin(
        "/orders", {"count": 1000, "skus": 100, "marketplace": "DE", "status": "UNSHIPPED", "lines": 1}
    )
    sold = {sku for order in simulator.admin("/orders")["orders"][-1000:] for sku in order["skus"]}
    assert len(sold) == 100
    weights = {entry["sku"]: entry["weights"] for entry in simulator.admin("/listings")["listings"]}
    assert all(weights[sku] for sku in sold)
