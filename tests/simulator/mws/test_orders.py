"""ListOrders and GetOrder with all their pages, held against the books."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.everything import ago, one_order
from simulator.mws.asking import GERMANY, Asker, Element, refusal
from simulators import SimulatorProcess

WORLD = 60

_ALL = {
    "CreatedAfter": "2020-01-01T00:00:00Z",
    "MarketplaceId.Id.1": GERMANY,
    **{
        f"MarketplaceId.Id.{number}": marketplace
        for number, marketplace in enumerate(
            ("A13V1IB3VIYZZH", "APJ6JRA9NG5V4", "A1RKKUPIHCS9HS", "A1805IZSGTT6HS", "A1C3SOZRARQ6R3"), 2
        )
    },
    "MarketplaceId.Id.7": "A2NODRKZP88ZB9",
}


def _pages(asker: Asker, **asked: str) -> list[list[Element]]:
    found = asker.listed("Orders", "ListOrders", **asked)
    pages = [found.all("Orders/Order")]
    while token := found.text("NextToken"):
        found = asker.listed("Orders", "ListOrdersByNextToken", NextToken=token)
        pages.append(found.all("Orders/Order"))
    return pages


def _ids(orders: list[Element]) -> list[str]:
    return [order.text("AmazonOrderId") or "" for order in orders]


def test_all_pages_together_are_all_orders_once(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"limits": False})
    pages = _pages(Asker(simulator), **_ALL, MaxResultsPerPage="7")
    assert {len(page) for page in pages[:-1]} == {7}
    seen = [order_id for page in pages for order_id in _ids(page)]
    truth = [order["id"] for order in simulator.admin("/orders")["orders"]]
    assert len(seen) == len(set(seen)) == len(truth)
    assert set(seen) == set(truth)


def test_an_order_as_it_is_in_the_books(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, address="two_lines", special=False, lines=2, quantity=2)
    found = _of(simulator, order["orderId"])
    address = order["recipient"]["deliveryAddress"]
    told = {
        "ShippingAddress/Name": address["name"],
        "ShippingAddress/AddressLine1": address["addressLine1"],
        "ShippingAddress/AddressLine2": address["addressLine2"],
        "ShippingAddress/City": address["city"],
        "ShippingAddress/PostalCode": address["postalCode"],
        "ShippingAddress/CountryCode": "DE",
        "ShippingAddress/Phone": address.get("phone"),
        "OrderTotal/Amount": order["proceeds"]["grandTotal"]["amount"],
        "OrderTotal/CurrencyCode": "EUR",
        "OrderStatus": "Unshipped",
        "FulfillmentChannel": "MFN",
        "MarketplaceId": GERMANY,
        "SalesChannel": "Amazon.de",
        "PurchaseDate": order["createdTime"],
        "LastUpdateDate": order["lastUpdatedTime"],
        "LatestShipDate": order["fulfillment"]["shipByWindow"]["latestDateTime"],
        "NumberOfItemsUnshipped": "4",
        "NumberOfItemsShipped": "0",
        "IsPrime": "false",
    }
    assert {path: found.text(path) for path in told} == told


def test_the_elements_are_those_of_amazons_reference_in_its_order(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, special=False)
    assert _of(simulator, order["orderId"]).children() == [
        "AmazonOrderId",
        "SellerOrderId",
        "PurchaseDate",
        "LastUpdateDate",
        "OrderStatus",
        "FulfillmentChannel",
        "SalesChannel",
        "ShipServiceLevel",
        "ShippingAddress",
        "OrderTotal",
        "NumberOfItemsShipped",
        "NumberOfItemsUnshipped",
        "PaymentMethod",
        "PaymentMethodDetails",
        "MarketplaceId",
        "BuyerEmail",
        "BuyerName",
        "ShipmentServiceLevelCategory",
        "OrderType",
        "EarliestShipDate",
        "LatestShipDate",
        "EarliestDeliveryDate",
        "LatestDeliveryDate",
        "IsBusinessOrder",
        "IsPrime",
        "IsGlobalExpressEnabled",
        "IsPremiumOrder",
    ]


def test_pending_orders_tell_nobody(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, status="PENDING")
    found = _of(simulator, order["orderId"])
    assert found.text("OrderStatus") == "Pending"
    for hidden in ("ShippingAddress", "BuyerName", "BuyerEmail", "OrderTotal"):
        assert found.text(hidden) is None


def test_orders_that_amazon_ships_tell_the_place_only(simulator: SimulatorProcess) -> None:
    orders = [order for page in _pages(Asker(simulator), **_ALL) for order in page]
    others = [
        order
        for order in orders
        if order.text("FulfillmentChannel") == "AFN" and order.text("OrderStatus") != "Pending"
    ]
    assert others
    for order in others:
        assert order.text("ShippingAddress/City")
        assert order.text("ShippingAddress/Name") is None
        assert order.text("BuyerName") is None


def test_a_company_is_the_first_line(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, address="company")
    address = order["recipient"]["deliveryAddress"]
    found = _of(simulator, order["orderId"])
    assert found.text("ShippingAddress/AddressLine1") == address["companyName"]
    lines = [found.text(f"ShippingAddress/AddressLine{number}") or "" for number in (2, 3)]
    assert address["addressLine1"] in lines


def test_filters(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    together = {"OrderStatus.Status.1": "Unshipped", "OrderStatus.Status.2": "PartiallyShipped"}
    waiting = [order for page in _pages(asker, **_ALL, **together) for order in page]
    assert {order.text("OrderStatus") for order in waiting} == {"Unshipped", "PartiallyShipped"}
    own = {"FulfillmentChannel.Channel.1": "MFN"}
    merchants = [order for page in _pages(asker, **_ALL, **own) for order in page]
    assert {order.text("FulfillmentChannel") for order in merchants} == {"MFN"}
    german = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceId.Id.1": GERMANY}
    there = [order for page in _pages(asker, **german) for order in page]
    assert {order.text("MarketplaceId") for order in there} == {GERMANY}


def test_a_window_of_last_updates(simulator: SimulatorProcess) -> None:
    simulator.advance(7200)
    order = one_order(simulator)
    asker = Asker(simulator)
    window = {"LastUpdatedAfter": ago(simulator, minutes=30), "MarketplaceId.Id.1": GERMANY}
    found = asker.listed("Orders", "ListOrders", **window)
    assert _ids(found.all("Orders/Order")) == [order["orderId"]]
    assert found.text("LastUpdatedBefore")
    assert found.text("CreatedBefore") is None
    before = {**window, "LastUpdatedBefore": ago(simulator, minutes=20)}
    assert asker.listed("Orders", "ListOrders", **before).all("Orders/Order") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"CreatedAfter": None}, (400, "InvalidParameterValue")),
        ({"LastUpdatedAfter": "2020-01-01T00:00:00Z"}, (400, "InvalidParameterValue")),
        ({"CreatedAfter": "2999-01-01T00:00:00Z"}, (400, "InvalidParameterValue")),
        ({"CreatedBefore": "2999-01-01T00:00:00Z"}, (400, "InvalidParameterValue")),
        ({"LastUpdatedBefore": "2020-01-01T00:00:00Z"}, (400, "InvalidParameterValue")),
        ({"CreatedAfter": "last week"}, (400, "InvalidParameterValue")),
        ({"MarketplaceId.Id.1": None}, (400, "InvalidParameterValue")),
        ({"MarketplaceId.Id.1": "nowhere"}, (400, "InvalidParameterValue")),
        ({"MarketplaceId.Id.1": "A1F83G8C2ARO7P"}, (401, "AccessDenied")),
        ({"OrderStatus.Status.1": "Unshipped"}, (400, "InvalidParameterValue")),
        ({"OrderStatus.Status.1": "Lost"}, (400, "InvalidParameterValue")),
        ({"MaxResultsPerPage": "101"}, (400, "InvalidParameterValue")),
        ({"MaxResultsPerPage": "0"}, (400, "InvalidParameterValue")),
        ({"BuyerEmail": "a@marketplace.amazon.de"}, (400, "InvalidParameterValue")),
    ],
)
def test_what_is_refused(
    simulator: SimulatorProcess, changes: dict[str, str | None], expected: tuple[int, str]
) -> None:
    usual = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceId.Id.1": GERMANY}
    answer = Asker(simulator).ask("Orders", "ListOrders", given={**usual, **changes})
    assert refusal(answer) == expected


def test_a_token_is_good_for_a_day_and_for_its_own_operation(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    token = asker.listed("Orders", "ListOrders", **_ALL, MaxResultsPerPage="1").text("NextToken") or ""
    assert set("+/=") <= set(token)
    wrong = asker.ask("Orders", "ListOrderItemsByNextToken", NextToken=token)
    assert refusal(wrong) == (400, "InvalidParameterValue")
    assert asker.ask("Orders", "ListOrdersByNextToken", NextToken=token, verb="POST").status_code == 200
    simulator.advance(86_400)
    late = asker.ask("Orders", "ListOrdersByNextToken", NextToken=token)
    assert refusal(late) == (400, "InvalidParameterValue")


def test_orders_by_id_and_at_most_fifty(simulator: SimulatorProcess) -> None:
    asker, truth = Asker(simulator), simulator.admin("/orders")["orders"]
    wanted = [order["id"] for order in truth[:50]]
    asked = {f"AmazonOrderId.Id.{number}": order_id for number, order_id in enumerate(wanted, 1)}
    found = asker.listed("Orders", "GetOrder", **asked)
    assert found.texts("Orders/Order/AmazonOrderId") == wanted
    more = asker.ask("Orders", "GetOrder", **asked, **{"AmazonOrderId.Id.51": truth[50]["id"]})
    assert refusal(more) == (400, "InvalidParameterValue")
    unknown = asker.listed("Orders", "GetOrder", **{"AmazonOrderId.Id.1": "302-0000000-0000000"})
    assert unknown.all("Orders/Order") == []
    wrong = asker.ask("Orders", "GetOrder", **{"AmazonOrderId.Id.1": "12"})
    assert refusal(wrong) == (400, "InvalidParameterValue")


def test_a_cancelled_order_is_spelled_as_amazon_spells_it(simulator: SimulatorProcess) -> None:
    order: dict[str, Any] = one_order(simulator)
    simulator.admin(f"/orders/{order['orderId']}", {"cancel": "BUYER"})
    found = _of(simulator, order["orderId"])
    assert (found.text("OrderStatus"), found.text("NumberOfItemsUnshipped")) == ("Canceled", "0")


def _of(simulator: SimulatorProcess, order_id: str) -> Element:
    found = Asker(simulator).listed("Orders", "GetOrder", **{"AmazonOrderId.Id.1": order_id})
    [order] = found.all("Orders/Order")
    return order
