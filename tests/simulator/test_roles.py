"""What the delivery role opens, and what stays closed without it (V9, "Access Orders PII")."""

from __future__ import annotations

from typing import Any

from simulator.everything import LONG_AGO, confirm_path, confirmation, get_order, one_order, orders
from simulators import SimulatorProcess

_NO_DELIVERY = ["Inventory and Order Tracking", "Product Listing"]


def _personal_texts(simulator: SimulatorProcess) -> set[str]:
    """Every personal text of the world, from the truth behind the counter."""
    texts: set[str] = set()
    for brief in simulator.admin("/orders")["orders"]:
        truth = simulator.admin(f"/orders/{brief['id']}")
        address = truth["address"]
        texts |= {
            address["name"],
            *address["lines"],
            address["phone"] or "",
            truth["order"]["buyer"]["buyerName"],
        }
        for item in truth["order"]["orderItems"]:
            gift = item["fulfillment"].get("packing", {}).get("giftOption", {})
            texts.add(gift.get("giftMessage", ""))
        # The company's name is not on Amazon's list of personal fields.
        texts.discard(address["company"] or "")
    return {text for text in texts if text and text != "Amazon Business EU SARL"}


def test_without_the_role_no_personal_text_leaves_the_simulator(simulator: SimulatorProcess) -> None:
    simulator.reset(seed=7, orders=60)
    texts = _personal_texts(simulator)
    assert len(texts) > 120

    def leaked() -> set[str]:
        said = simulator.call(
            "/orders/2026-01-01/orders",
            {**LONG_AGO, "includedData": "BUYER,RECIPIENT,FULFILLMENT,PACKAGES,TAX"},
        ).text
        return {text for text in texts if text.replace('"', '\\"') in said}

    assert len(leaked()) > 100
    simulator.admin("/authorization", {"roles": _NO_DELIVERY})
    assert leaked() == set()


def test_without_the_role_the_recipient_has_city_region_country(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, address="plain")
    simulator.admin("/authorization", {"roles": _NO_DELIVERY})
    closed = {"city", "stateOrRegion", "countryCode", "addressType"}
    assert set(_address(simulator, order)) == closed
    simulator.admin("/switches", {"postal_code_without_role": True})
    assert set(_address(simulator, order)) == closed | {"postalCode"}


def test_the_tax_role_opens_the_buyers_name_only(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    simulator.admin("/authorization", {"roles": [*_NO_DELIVERY, "Tax Invoicing"]})
    opened = get_order(simulator, order["orderId"])["buyer"]
    assert opened["buyerName"]
    assert "buyerEmail" not in opened


def test_pending_and_cancelled_orders_show_nobody(simulator: SimulatorProcess) -> None:
    found = orders(simulator, fulfillmentStatuses="PENDING,CANCELLED", **LONG_AGO)
    pending = [o for o in found if o["fulfillment"]["fulfillmentStatus"] == "PENDING"]
    cancelled = [o for o in found if o["fulfillment"]["fulfillmentStatus"] == "CANCELLED"]
    assert pending
    assert cancelled
    assert not any("recipient" in order or "buyerName" in order.get("buyer", {}) for order in pending)
    assert not any("name" in order["recipient"]["deliveryAddress"] for order in cancelled)


def test_a_pending_order_is_paid_within_the_hour_and_then_has_its_recipient(
    simulator: SimulatorProcess,
) -> None:
    before = {o["orderId"] for o in orders(simulator, fulfillmentStatuses="PENDING", **LONG_AGO)}
    simulator.advance(3 * 3600)
    still = {o["orderId"] for o in orders(simulator, fulfillmentStatuses="PENDING", **LONG_AGO)}
    assert still < before
    for order_id in before - still:
        order = get_order(simulator, order_id)
        if order["fulfillment"]["fulfilledBy"] == "MERCHANT":
            assert order["recipient"]["deliveryAddress"]["name"]


def test_pending_orders_may_show_where_they_go_but_not_to_whom(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, status="PENDING", address="plain")
    simulator.admin("/switches", {"pending_recipient": True})
    assert set(_address(simulator, order)) == {"city", "stateOrRegion", "countryCode", "addressType"}


def test_pending_orders_may_have_no_prices(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, status="PENDING")
    assert "proceeds" in get_order(simulator, order["orderId"])
    simulator.admin("/switches", {"pending_prices": False})
    bare = get_order(simulator, order["orderId"])
    assert "proceeds" not in bare
    assert "price" not in bare["orderItems"][0]["product"]


def test_amazons_own_orders_show_no_name(simulator: SimulatorProcess) -> None:
    found = [order for order in orders(simulator, fulfilledBy="AMAZON", **LONG_AGO) if "recipient" in order]
    assert found
    assert not any({"name", "phone"} & set(order["recipient"]["deliveryAddress"]) for order in found)


def test_the_phone_goes_after_the_latest_delivery_date(simulator: SimulatorProcess) -> None:
    order = next(o for o in (one_order(simulator) for _ in range(20)) if "phone" in _address(simulator, o))
    assert simulator.call(confirm_path(order), body=confirmation(order)).status_code == 204
    assert "phone" in _address(simulator, order)
    simulator.advance(20 * 86400)
    assert "phone" not in _address(simulator, order)
    assert "name" in _address(simulator, order)


def test_the_purchase_order_number_stands_behind_the_name(simulator: SimulatorProcess) -> None:
    found = [
        o
        for o in orders(simulator)
        if o.get("buyer", {}).get("buyerPurchaseOrderNumber") and "recipient" in o
    ]
    named = [o for o in found if "name" in o["recipient"]["deliveryAddress"]]
    assert named
    for order in named:
        number = order["buyer"]["buyerPurchaseOrderNumber"]
        assert order["recipient"]["deliveryAddress"]["name"].endswith(f" PO# {number}")
    simulator.admin("/switches", {"purchase_order_in_name": ""})
    assert "PO#" not in get_order(simulator, named[0]["orderId"])["recipient"]["deliveryAddress"]["name"]


def test_the_buyers_e_mail_can_vanish(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    assert get_order(simulator, order["orderId"])["buyer"]["buyerEmail"].endswith("@marketplace.amazon.de")
    simulator.admin("/switches", {"buyer_email": False})
    assert "buyerEmail" not in get_order(simulator, order["orderId"])["buyer"]


def _address(simulator: SimulatorProcess, order: dict[str, Any]) -> dict[str, Any]:
    address: dict[str, Any] = get_order(simulator, order["orderId"])["recipient"]["deliveryAddress"]
    return address
