"""What the messages of a fulfillment feed do to the books: the same ones as confirmShipment's (R5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.everything import get_order, one_order
from simulator.mws.asking import Asker
from simulator.mws.feeding import message, summary, worked_off
from simulators import SimulatorProcess

WORLD = 12


def _packages(simulator: SimulatorProcess, order: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = simulator.admin("/confirmations")["confirmations"].get(order["orderId"], [])
    return found


def test_a_whole_order_is_shipped_in_both_faces(simulator: SimulatorProcess) -> None:
    asker, order = Asker(simulator), one_order(simulator, lines=2, quantity=2)
    assert summary(worked_off(asker, message(1, order))) == (1, 1, 0)
    [package] = _packages(simulator, order)
    assert package["carrier_name"] == "Demo-Paketdienst"
    assert package["shipping_method"] == "Paket"
    assert package["ship_time"] == "2026-11-24T10:00:00Z"
    assert package["items"] == {item["orderItemId"]: 2 for item in order["orderItems"]}
    assert simulator.admin("/state")["packages_confirmed"] == 1
    seen = get_order(simulator, order["orderId"])
    assert seen["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert seen["packages"][0]["trackingNumber"] == package["tracking_number"]
    found = asker.listed("Orders", "GetOrder", **{"AmazonOrderId.Id.1": order["orderId"]})
    assert found.text("Orders/Order/OrderStatus") == "Shipped"
    assert found.text("Orders/Order/NumberOfItemsShipped") == "4"
    items = asker.listed("Orders", "ListOrderItems", AmazonOrderId=order["orderId"])
    assert items.texts("OrderItems/OrderItem/QuantityShipped") == ["2", "2"]


def test_parts_one_after_the_other(simulator: SimulatorProcess) -> None:
    asker, order = Asker(simulator), one_order(simulator, lines=1, quantity=3)
    [item] = [item["orderItemId"] for item in order["orderItems"]]
    worked_off(asker, message(1, order, {item: 1}))
    found = asker.listed("Orders", "GetOrder", **{"AmazonOrderId.Id.1": order["orderId"]})
    assert found.text("Orders/Order/OrderStatus") == "PartiallyShipped"
    second = message(1, order, {item: 2}, MerchantFulfillmentID="2", ShipperTrackingNumber="DP2")
    assert summary(worked_off(asker, second)) == (1, 1, 0)
    assert get_order(simulator, order["orderId"])["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert [package["reference"] for package in _packages(simulator, order)] == ["1", "2"]


@pytest.mark.parametrize("number", ["4711", ""])
def test_the_same_message_again_is_the_same_package(simulator: SimulatorProcess, number: str) -> None:
    asker, order = Asker(simulator), one_order(simulator)
    for tracking in ("DP1", "DP2"):
        sent = message(1, order, MerchantFulfillmentID=number, ShipperTrackingNumber=tracking)
        assert summary(worked_off(asker, sent)) == (1, 1, 0)
    [package] = _packages(simulator, order)
    assert (package["tracking_number"], package["versions"]) == ("DP2", 2)
    assert package["reference"] == (number or "1")
    assert simulator.admin("/state")["packages_confirmed"] == 1


def test_or_it_is_refused(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"reference_again": "refuse"})
    asker, order = Asker(simulator), one_order(simulator)
    worked_off(asker, message(1, order))
    found = worked_off(asker, message(1, order))
    assert (summary(found), found.text("Result/ResultMessageCode")) == ((1, 0, 1), "18021")


def test_one_wrong_message_does_not_stop_the_others(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    good, other = one_order(simulator), one_order(simulator)
    unknown = {**other, "orderId": "302-0000000-0000000"}
    found = worked_off(asker, message(1, good), message(2, unknown), message(3, other))
    assert summary(found) == (3, 2, 1)
    [wrong] = found.all("Result")
    assert wrong.text("MessageID") == "2"
    assert wrong.text("ResultCode") == "Error"
    assert wrong.text("ResultDescription")
    assert wrong.text("AdditionalInfo/AmazonOrderID") == "302-0000000-0000000"
    assert simulator.admin("/state")["packages_confirmed"] == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"FulfillmentDate": "24.11.2026"}, "5001"),
        ({"FulfillmentDate": ""}, "5001"),
        ({"FulfillmentDate": "9999-12-31T23:59:59-14:00"}, "5001"),
        ({"MerchantFulfillmentID": "R-1"}, "5001"),
        ({"CarrierCode": "Postkutsche"}, "5001"),
        ({"CarrierName": ""}, "5001"),
        ({"AmazonOrderID": ""}, "5001"),
    ],
)
def test_what_the_schema_refuses(simulator: SimulatorProcess, changes: dict[str, str], code: str) -> None:
    asker, order = Asker(simulator), one_order(simulator)
    found = worked_off(asker, message(1, order, **changes))
    assert (summary(found), found.text("Result/ResultMessageCode")) == ((1, 0, 1), code)
    assert _packages(simulator, order) == []
    assert summary(worked_off(asker, message(1, order, CarrierCode="DHL"))) == (1, 1, 0)


def test_more_units_than_are_open_and_items_of_another_order(simulator: SimulatorProcess) -> None:
    asker, order = Asker(simulator), one_order(simulator, lines=1, quantity=2)
    [item] = [item["orderItemId"] for item in order["orderItems"]]
    found = worked_off(asker, message(1, order, {item: 3}), message(2, order, {"11111111111111": 1}))
    assert found.texts("Result/ResultMessageCode") == ["18021", "18028"]
    assert _packages(simulator, order) == []


@pytest.mark.parametrize(("status", "code"), [("PENDING", "18028"), ("CANCELLED", "18021")])
def test_orders_that_are_not_to_be_shipped(simulator: SimulatorProcess, status: str, code: str) -> None:
    asker, order = Asker(simulator), one_order(simulator)
    if status == "PENDING":
        order = one_order(simulator, status="PENDING")
    else:
        simulator.admin(f"/orders/{order['orderId']}", {"cancel": "BUYER"})
    found = worked_off(asker, message(1, order))
    assert found.text("Result/ResultMessageCode") == code
    assert _packages(simulator, order) == []


def test_without_items_it_is_the_rest_of_the_order(simulator: SimulatorProcess) -> None:
    asker, order = Asker(simulator), one_order(simulator, lines=2, quantity=2)
    first, second = (item["orderItemId"] for item in order["orderItems"])
    worked_off(asker, message(1, order, {first: 2}))
    bare = message(1, order, MerchantFulfillmentID="2", ShipperTrackingNumber="DP2")
    cut = bare[: bare.index("<Item>")] + "</OrderFulfillment></Message>"
    assert summary(worked_off(asker, cut)) == (1, 1, 0)
    assert [package["items"] for package in _packages(simulator, order)] == [{first: 2}, {second: 2}]
