"""The made-up world: its mix, its uniqueness, and that a seed makes it again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from simulator.everything import one_order, simulated_now
from simulators import SimulatorProcess, running_simulator

_TIMES = ("created", "updated", "createdTime", "lastUpdatedTime", "shipTime")


def _truths(simulator: SimulatorProcess) -> list[dict[str, Any]]:
    listed = simulator.admin("/orders")["orders"]
    return [simulator.admin(f"/orders/{o['id']}") for o in listed if o["fulfilled_by"] == "MERCHANT"]


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        dropped = (*_TIMES, "shipByWindow", "deliverByWindow")
        return {key: _without_times(held) for key, held in value.items() if key not in dropped}
    if isinstance(value, list):
        return [_without_times(held) for held in value]
    return value


def test_the_same_seed_makes_the_same_world_in_another_process(simulator: SimulatorProcess) -> None:
    simulator.reset(seed=11, orders=40)
    with running_simulator(seed=11, orders=40) as other:
        for key in ("client_id", "client_secret", "refresh_token", "seller_id", "carrier_key"):
            assert simulator.info[key] == other.info[key]
        here, there = _truths(simulator), _truths(other)
    assert _without_times(here) == _without_times(there)
    simulator.reset(seed=12, orders=40)
    assert {truth["id"] for truth in here}.isdisjoint(truth["id"] for truth in _truths(simulator))


def test_the_mix_of_a_usual_world(simulator: SimulatorProcess) -> None:
    truths = _truths(simulator)
    assert len(truths) == simulator.admin("/state")["merchant_fulfilled"] == 240
    statuses = Counter(truth["status"] for truth in truths)
    assert set(statuses) == {
        "UNSHIPPED",
        "PARTIALLY_SHIPPED",
        "SHIPPED",
        "PENDING",
        "PENDING_AVAILABILITY",
        "CANCELLED",
    }
    shippable = [truth for truth in truths if truth["status"] in ("UNSHIPPED", "PARTIALLY_SHIPPED")]
    assert len(shippable) >= 170
    weights = {entry["sku"]: entry["weights"] for entry in simulator.admin("/listings")["listings"]}
    weighed = [truth for truth in shippable if all(weights[sku] for sku in truth["skus"])]
    assert 0.8 < len(weighed) / len(shippable) < 0.9
    assert set(Counter(truth["marketplace"] for truth in truths)) == {
        "DE",
        "FR",
        "IT",
        "ES",
        "NL",
        "PL",
        "SE",
    }
    lines = Counter(len(truth["order"]["orderItems"]) for truth in truths)
    assert set(lines) == set(range(1, 10))
    today = simulated_now(simulator).date()
    due = [
        datetime.fromisoformat(t["order"]["fulfillment"]["shipByWindow"]["latestDateTime"]) for t in shippable
    ]
    assert sum(moment.date() == today for moment in due) > 60


@pytest.mark.parametrize(
    "kind",
    ["plain", "packstation", "company", "care_of", "two_lines", "three_lines", "street_second", "no_number"],
)
def test_every_kind_of_address_is_there(simulator: SimulatorProcess, kind: str) -> None:
    address = one_order(simulator, address=kind)["recipient"]["deliveryAddress"]
    lines = [address.get(f"addressLine{number}") for number in (1, 2, 3)]
    if kind == "packstation":
        assert address["addressType"] == "PICKUP_POINT"
        assert any("Packstation" in (line or "") for line in lines)
    if kind == "company":
        assert address["companyName"] == lines[0]
    if kind == "care_of":
        assert lines[1].startswith("c/o ")
    if kind == "three_lines":
        assert all(lines)
    if kind == "street_second":
        assert (lines[0], bool(lines[1])) == (None, True)
    if kind == "no_number":
        assert not any(letter.isdigit() for letter in lines[0])


def test_personal_texts_belong_to_one_order_each(simulator: SimulatorProcess) -> None:
    simulator.reset(seed=3, orders=600)
    names: Counter[str] = Counter()
    streets: Counter[str] = Counter()
    phones: Counter[str] = Counter()
    gifts: Counter[str] = Counter()
    for truth in _truths(simulator):
        address = truth["address"]
        names[address["name"]] += 1
        if truth["address_kind"] in ("plain", "care_of", "two_lines", "three_lines"):
            streets[address["lines"][0]] += 1
        if address["phone"]:
            phones["".join(filter(str.isdigit, address["phone"]))[-7:]] += 1
        for item in truth["order"]["orderItems"]:
            gift = item["fulfillment"].get("packing", {}).get("giftOption", {}).get("giftMessage")
            if gift:
                gifts[gift] += 1
    for found, least in ((names, 600), (streets, 350), (phones, 350), (gifts, 50)):
        assert len(found) >= least
        assert found.most_common(1)[0][1] == 1
    assert 0.6 < sum(phones.values()) / 600 < 0.8
    assert any(ord(letter) > 0xFFFF for gift in gifts for letter in gift)


def test_special_orders_are_there(simulator: SimulatorProcess) -> None:
    wires = [truth["order"] for truth in _truths(simulator)]
    programs = Counter(program for wire in wires for program in wire.get("programs", ()))
    assert programs["PRIME"] > 10
    assert programs["AMAZON_BUSINESS"] > 10
    assert any("buyerPurchaseOrderNumber" in wire["buyer"] for wire in wires)
    replaced = [wire for wire in wires if "associatedOrders" in wire]
    assert replaced
    assert replaced[0]["associatedOrders"][0]["associationType"] == "REPLACEMENT_ORIGINAL_ID"
    assert replaced[0]["proceeds"]["grandTotal"]["amount"] == "0.00"
    assert any(
        "cancellationRequest" in item.get("cancellation", {}) for wire in wires for item in wire["orderItems"]
    )
