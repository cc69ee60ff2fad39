"""confirmShipment and its complaints (C1 to C15)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.everything import ago, confirm_path, confirmation, get_order, one_order
from simulators import SimulatorProcess

WORLD = 12


def _refusal(simulator: SimulatorProcess, order: dict[str, Any], body: object) -> str:
    answer = simulator.call(confirm_path(order), body=body)
    assert answer.status_code == 400, answer.text
    error = answer.json()["errors"][0]
    assert error["code"] == "InvalidInput"
    return str(error["message"])


def _confirm(simulator: SimulatorProcess, order: dict[str, Any], *args: str, **changes: object) -> None:
    answer = simulator.call(confirm_path(order), body=confirmation(order, *args, **changes))
    assert (answer.status_code, answer.content) == (204, b""), answer.text


def test_a_whole_order(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=2, quantity=3)
    shipped_at = ago(simulator, minutes=5)
    _confirm(simulator, order, shipDate=shipped_at)
    after = get_order(simulator, order["orderId"])
    assert after["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert after["lastUpdatedTime"] > order["lastUpdatedTime"]
    (package,) = after["packages"]
    assert (package["carrier"], package["shippingService"], package["shipTime"]) == (
        "Demo-Paketdienst",
        "Paket",
        shipped_at,
    )
    assert [item["quantity"] for item in package["packageItems"]] == [3, 3]
    fulfilled = [item["fulfillment"] for item in after["orderItems"]]
    assert [(f["quantityFulfilled"], f["quantityUnfulfilled"]) for f in fulfilled] == [(3, 0), (3, 0)]
    assert simulator.admin("/state")["packages_confirmed"] == 1
    assert list(simulator.admin("/confirmations")["confirmations"]) == [order["orderId"]]


def test_an_order_in_two_packages(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=1, quantity=3)
    item = order["orderItems"][0]["orderItemId"]
    _confirm(simulator, order, "1", orderItems=[{"orderItemId": item, "quantity": 1}])
    assert get_order(simulator, order["orderId"])["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    over = confirmation(order, "2", orderItems=[{"orderItemId": item, "quantity": 3}])
    assert _refusal(simulator, order, over) == "Failed to create/update package due to overfulfillment"
    _confirm(simulator, order, "2", orderItems=[{"orderItemId": item, "quantity": 2}])
    after = get_order(simulator, order["orderId"])
    assert after["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert [package["packageReferenceId"] for package in after["packages"]] == ["1", "2"]
    assert simulator.admin("/state")["packages_confirmed"] == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"packageReferenceId": 1}, "check the fields with invalid type [packageDetail.packageReferenceId]"),
        ({"packageReferenceId": "A-1"}, "PackageReferenceId: is invalid, must be a positive numeric value."),
        ({"packageReferenceId": "0"}, "must be a positive numeric value"),
        ({"packageReferenceId": None}, "must be a positive numeric value"),
        (
            {"shipDate": "2026-11-24T18:00:00+00:00"},
            "Date time: 2026-11-24T18:00:00+00:00 is invalid, must be",
        ),
        ({"shipDate": "24.11.2026"}, "must be formatted by ISO 8601 standards"),
        (
            {"orderItems": {"orderItemId": "1", "quantity": 1}},
            "please obtain the value through the getOrderItems API",
        ),
        ({"orderItems": [{"orderItemId": "99", "quantity": 1}]}, "OrderItemId 99 is invalid"),
        ({"orderItems": []}, "OrderItemId"),
        ({"carrierCode": "DEMO"}, "ErrorCode: InvalidCarrier Description: Selected carrier is not supported"),
        ({"carrierCode": "Other", "carrierName": None}, "ErrorCode: CarrierNameCorrection Description"),
        ({"carrierCode": None}, "[packageDetail.carrierCode]"),
        ({"trackingNumber": None}, "[packageDetail.trackingNumber]"),
        ({"trackingNumber": 12345}, "invalid type [packageDetail.trackingNumber]"),
    ],
)
def test_complaints_leave_the_order_as_it_was(
    simulator: SimulatorProcess, changes: dict[str, object], words: str
) -> None:
    order = one_order(simulator)
    assert words in _refusal(simulator, order, confirmation(order, **changes))
    after = get_order(simulator, order["orderId"])
    assert after["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert after["lastUpdatedTime"] == order["lastUpdatedTime"]
    assert simulator.admin("/state")["packages_confirmed"] == 0


def test_no_json_and_another_marketplace(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    headers = {"x-amz-access-token": simulator.access_token(), "content-type": "application/json"}
    answer = simulator.http.post(simulator.info["api"] + confirm_path(order), content=b"{", headers=headers)
    assert answer.status_code == 400
    wrong = {**confirmation(order), "marketplaceId": "A13V1IB3VIYZZH"}
    assert "[marketplaceId]" in _refusal(simulator, order, wrong)


def test_cancelled_pending_unknown_and_amazons_orders(simulator: SimulatorProcess) -> None:
    cancelled = one_order(simulator)
    simulator.admin(f"/orders/{cancelled['orderId']}", {"cancel": "BUYER"})
    message = _refusal(simulator, cancelled, confirmation(cancelled))
    assert (
        "ErrorCode: NonexistentOrderItem Description: Failed to find order item list by order ID:" in message
    )
    pending = one_order(simulator, status="PENDING")
    assert "Failed validation because order" in _refusal(simulator, pending, confirmation(pending))
    unknown = {**cancelled, "orderId": "302-0000000-0000000"}
    assert "NonexistentOrderItem" in _refusal(simulator, unknown, confirmation(cancelled))
    listed = simulator.admin("/orders")["orders"]
    amazons = next(order for order in listed if order["fulfilled_by"] == "AMAZON")
    order = simulator.admin(f"/orders/{amazons['id']}")["order"]
    assert "Failed validation because order" in _refusal(simulator, order, confirmation(order))
    ship_plus = one_order(simulator)
    simulator.admin(f"/orders/{ship_plus['orderId']}", {"programs": ["FBM_SHIP_PLUS"]})
    assert "Failed validation because order" in _refusal(simulator, ship_plus, confirmation(ship_plus))


def test_a_shipped_order_takes_no_new_package(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    _confirm(simulator, order, "1")
    message = _refusal(simulator, order, confirmation(order, "2"))
    assert message == (
        "Failed to create package due to not finding a matching package or order already fulfilled. "
        "ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find package to update for order "
        f"({order['orderId']}), errorMetric=PackageToUpdateNotFound, packageIndex=null)"
    )


def test_the_same_reference_again_edits_or_is_refused(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    _confirm(simulator, order, "1", trackingNumber="DP1")
    _confirm(simulator, order, "1", trackingNumber="DP2", carrierCode="DHL", carrierName=None)
    (package,) = get_order(simulator, order["orderId"])["packages"]
    assert (package["trackingNumber"], package["carrier"]) == ("DP2", "DHL")
    assert simulator.admin("/state")["packages_confirmed"] == 1
    (held,) = simulator.admin("/confirmations")["confirmations"][order["orderId"]]
    assert held["versions"] == 2
    simulator.admin("/switches", {"reference_again": "refuse"})
    assert "PackageToUpdateNotFound" in _refusal(simulator, order, confirmation(order, "1"))


def test_edits_come_to_an_end(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"edits_allowed": 2})
    order = one_order(simulator)
    for _ in range(3):
        _confirm(simulator, order)
    assert "maximum number of allowed updates" in _refusal(simulator, order, confirmation(order))


def test_switches_for_tracking_numbers_and_ship_dates(simulator: SimulatorProcess) -> None:
    first, second = one_order(simulator), one_order(simulator)
    _confirm(simulator, first, carrierCode="DHL", trackingNumber="DP-1")
    simulator.admin("/switches", {"tracking_formats": "check"})
    wrong = confirmation(second, carrierCode="DHL", trackingNumber="DP-1")
    assert "does not match the expected format for the carrier" in _refusal(simulator, second, wrong)
    simulator.admin("/switches", {"tracking_formats": "ignore", "duplicate_tracking": "refuse"})
    assert "ErrorCode: DuplicateTrackingId" in _refusal(simulator, second, wrong)
    simulator.admin("/switches", {"duplicate_tracking": "accept", "ship_date": "check"})
    early = confirmation(second, shipDate="2020-01-01T00:00:00Z")
    assert "Failed validation because order ship date" in _refusal(simulator, second, early)
    _confirm(simulator, second)
