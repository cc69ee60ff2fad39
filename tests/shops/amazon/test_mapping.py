"""An order of Amazon's in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from packhaus.kit.money import Money
from packhaus.kit.personal import Contact, Recipient
from packhaus.shops.amazon.mapping import STATES
from packhaus.shops.amazon.read import read_order
from packhaus.shops.port import ShopOrder, ShopState
from shops.amazon.models import ORDERS, model, needs_models
from shops.amazon.orders import PERSONAL, an_order, as_bytes, plain_order


def read(order: dict[str, Any]) -> ShopOrder:
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder), str(found.why)
    return found


def said(order: ShopOrder) -> list[str]:
    return [str(words) for words in order.oddities]


def test_a_whole_order() -> None:
    order = read(an_order())
    assert order.shop_order_id == "302-1234567-7654321"
    assert (order.status, order.state) == ("PARTIALLY_SHIPPED", ShopState.PARTLY_SHIPPED)
    assert order.updated_at == datetime(2026, 11, 24, 6, 30, 0, 250_000, tzinfo=UTC)
    assert order.purchased_at == datetime(2026, 11, 23, 18, 4, 5, tzinfo=UTC)
    assert order.ship_by == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    assert order.deliver_by == datetime(2026, 11, 26, 22, 59, 59, tzinfo=UTC)
    assert (order.marketplace_id, order.country) == ("A1PA6795UKMFR9", "DE")
    assert (order.service_level, order.is_business, order.is_prime) == ("NEXT_DAY", True, True)
    assert (order.is_replacement, order.shop_ships_itself) == (False, False)
    assert order.total == Money(7480, "EUR")
    assert (order.cancel_requested, order.cancel_reason) == (True, "ORDERED_BY_MISTAKE")
    assert order.oddities == ()


def test_its_lines() -> None:
    cup, cloth = read(an_order()).lines
    assert (cup.line_id, cup.sku, cup.asin) == ("10000000000001", "BECHER-300-CW", "B0DEMO0001")
    assert cup.title == "Emaille-Becher 300 ml, cremeweiß"
    assert (cup.quantity, cup.quantity_shipped, cup.price) == (3, 1, Money(5970, "EUR"))
    assert (cup.is_gift, cup.is_customized, cup.cancel_requested) == (True, True, True)
    assert (cloth.is_gift, cloth.is_customized, cloth.cancel_requested) == (False, False, False)
    assert cloth.price == Money(1510, "EUR")


def test_a_line_without_proceeds_is_priced_by_the_piece() -> None:
    order = an_order()
    del order["orderItems"][0]["proceeds"]
    assert read(order).lines[0].price == Money(5970, "EUR")


def test_whom_it_goes_to() -> None:
    assert read(an_order()).recipient == Recipient(
        name="Bärbel Übelacker PO# BE-2026-8891",
        company="Übelacker Feinkost KG",
        lines=("Käthe-Kollwitz-Straße 12a", "Hinterhaus 3. Stock"),
        postal_code="10115",
        city="Berlin-Mitte",
        region="Berlin",
        country="DE",
        address_type="COMMERCIAL",
        po_number="BE-2026-8891",
        buyer_name="Bärbel Übelacker",
        buyer_company="Übelacker Feinkost KG",
    )


def test_how_to_reach_them() -> None:
    assert read(an_order()).contact == Contact(
        phone="+49 30 5557788",
        email="b7x9@marketplace.amazon.de",
        delivery_notes="Bei Frau Wunderlich\n2× klingeln",
        gift_messages={"10000000000001": "Alles Liebe zum Siebzigsten 🎂"},
        customized_urls={"10000000000001": "https://zme-caps.amazon.com/t/geheim/custom.zip"},
    )


def test_what_is_personal_stands_nowhere_else() -> None:
    order = read(an_order())
    for needle in PERSONAL:
        assert needle not in repr(order)


def test_its_packages_without_cancelled_ones() -> None:
    (package,) = read(an_order()).packages
    assert (package.reference, package.carrier) == ("1", "DHL")
    assert package.tracking_number == "00340434161094015902"
    assert package.shipped_at == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert package.quantities == {"10000000000001": 1}


@pytest.mark.parametrize(("status", "state"), list(STATES.items()))
def test_each_status(status: str, state: ShopState) -> None:
    order = an_order()
    order["fulfillment"]["fulfillmentStatus"] = status
    found = read(order)
    assert (found.status, found.state, found.oddities) == (status, state, ())


@needs_models
def test_no_status_of_the_model_is_forgotten() -> None:
    listed = set(model(ORDERS)["definitions"]["FulfillmentStatus"]["enum"])
    assert set(STATES) == listed - {"UNFULFILLABLE"}


@pytest.mark.parametrize("where", ["gone", "null", "empty"])
def test_a_pending_order_without_people_has_none(where: str) -> None:
    order = an_order()
    order["fulfillment"]["fulfillmentStatus"] = "PENDING"
    order["orderItems"] = order["orderItems"][1:]
    for name in ("recipient", "buyer"):
        if where == "gone":
            del order[name]
        else:
            order[name] = None if where == "null" else {}
    found = read(order)
    assert found.state is ShopState.PENDING
    assert (found.recipient, found.contact) == (None, None)


def test_a_country_alone_is_no_recipient() -> None:
    """V9: without the delivery role Amazon sends little more."""
    order = plain_order("1")
    order["buyer"] = {}
    order["recipient"] = {"deliveryAddress": {"countryCode": "DE", "addressType": "RESIDENTIAL"}}
    found = read(order)
    assert (found.recipient, found.country) == (None, "DE")


def test_an_address_without_street_says_so() -> None:
    order = plain_order("1")
    order["recipient"] = {"deliveryAddress": {"city": "Kassel", "stateOrRegion": "", "countryCode": "DE"}}
    found = read(order).recipient
    assert found is not None
    assert (found.city, found.has_street()) == ("Kassel", False)


@pytest.mark.parametrize(
    ("sent", "country", "odd"), [("de", "DE", False), ("UK", "GB", False), ("Germany", "", True)]
)
def test_countries(sent: str, country: str, odd: bool) -> None:
    order = plain_order("1")
    order["recipient"]["deliveryAddress"]["countryCode"] = sent
    found = read(order)
    assert (found.country, bool(found.oddities)) == (country, odd)
    assert found.recipient is not None
    assert found.recipient.country == country


@pytest.mark.parametrize(
    ("programs", "fulfilled_by", "itself"),
    [
        (["PRIME"], "MERCHANT", False),
        (["FBM_SHIP_PLUS"], "MERCHANT", True),
        (["AMAZON_EASY_SHIP"], "MERCHANT", True),
        (["DELIVERY_BY_AMAZON", "PREMIUM"], "MERCHANT", True),
        ([], "AMAZON", True),
    ],
)
def test_what_amazon_ships_or_confirms_itself(programs: list[str], fulfilled_by: str, itself: bool) -> None:
    order = plain_order("1")
    order["programs"], order["fulfillment"]["fulfilledBy"] = programs, fulfilled_by
    assert read(order).shop_ships_itself is itself


def test_a_replacement() -> None:
    order = plain_order("1")
    order["associatedOrders"] = [{"orderId": "302-1-1", "associationType": "REPLACEMENT_ORIGINAL_ID"}]
    assert read(order).is_replacement


def test_a_cancelled_part_is_not_sent() -> None:
    order = plain_order("1")
    order["orderItems"][0]["cancellation"] = {"cancellationExecution": {"cancelledBy": "BUYER"}}
    order["orderItems"][0]["fulfillment"] = {"quantityFulfilled": 0, "quantityUnfulfilled": 1}
    found = read(order)
    assert [line.quantity for line in found.lines] == [1, 1]
    assert said(found) == [
        "A part of this order was cancelled at Amazon: BECHER-300-CW is to be sent 1 times instead of 3."
    ]


def test_a_cancelled_order_keeps_what_was_ordered() -> None:
    order = plain_order("1")
    order["fulfillment"]["fulfillmentStatus"] = "CANCELLED"
    for item in order["orderItems"]:
        item["cancellation"] = {"cancellationExecution": {"cancelledBy": "BUYER", "cancelReason": "OTHER"}}
        item["fulfillment"] = {"quantityFulfilled": 0, "quantityUnfulfilled": 0}
    found = read(order)
    assert (found.state, [line.quantity for line in found.lines]) == (ShopState.CANCELLED, [3, 1])
    assert not found.cancel_requested


@pytest.mark.parametrize(
    "demand", ["signatureConfirmation", "recipientAgeVerification", "cashOnDelivery", "palletDelivery"]
)
def test_a_demand_on_delivery_is_said(demand: str) -> None:
    order = plain_order("1")
    order["orderItems"][1]["fulfillment"]["shipping"] = {"shippingConstraints": {demand: "MANDATORY"}}
    (words,) = said(read(order))
    assert "Amazon asks" in words or "on delivery" in words


def test_times_without_a_zone_are_utc() -> None:
    """O11: Amazon's times are all UTC."""
    order = plain_order("1")
    order["lastUpdatedTime"] = "2026-11-24T06:30:00"
    order["createdTime"] = "2026-11-24T07:30:00+09:00"
    found = read(order)
    assert found.updated_at == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert found.purchased_at == datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def test_a_ship_date_of_1995_is_no_reason_to_stop() -> None:
    """O17."""
    order = plain_order("1")
    order["fulfillment"]["shipByWindow"]["latestDateTime"] = "1995-01-01T00:00:00Z"
    ship_by = read(order).ship_by
    assert ship_by is not None
    assert ship_by.year == 1995
