"""Amazon's own sample answers, served as they stand, are read whole; errors among them are understood."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from packhaus.kit.errors import Retry
from packhaus.shops.amazon.answers import errors_in
from packhaus.shops.amazon.listings import read_participations
from packhaus.shops.amazon.read import read_page
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import ConfirmOutcome, OrdersWindow, Package, ShopOrder, ShopState
from shops.amazon.models import LISTINGS, ORDERS, ORDERS_V0, SELLERS, needs_models, static_examples
from shops.amazon.orders import as_bytes
from shops.amazon.other_side import OtherSide, Said

pytestmark = needs_models

WINDOW = OrdersWindow(updated_since=datetime(2026, 11, 23, tzinfo=UTC), marketplace_ids=("A1PA6795UKMFR9",))


def test_there_are_examples_to_read() -> None:
    assert len(static_examples(ORDERS, "searchOrders", "200")) == 3
    assert len(static_examples(ORDERS, "getOrder", "200")) == 3


@pytest.mark.parametrize("example", static_examples(ORDERS, "searchOrders", "200"))
def test_each_sample_page_comes_in_whole(amazon: OtherSide, shop: AmazonShop, example: dict) -> None:
    amazon.say("/orders/2026-01-01/orders", Said(200, example["response"]))
    page = shop.orders(WINDOW, None)
    assert page.odd == ()
    assert [order.shop_order_id for order in page.orders] == [
        order["orderId"] for order in example["response"]["orders"]
    ]
    assert page.next_token == example["response"].get("pagination", {}).get("nextToken")
    assert page.up_to is not None
    for order, sent in zip(page.orders, example["response"]["orders"], strict=True):
        assert_same(order, sent)


@pytest.mark.parametrize("example", static_examples(ORDERS, "getOrder", "200"))
def test_each_sample_order_comes_in_whole(amazon: OtherSide, shop: AmazonShop, example: dict) -> None:
    sent = example["response"]["order"]
    amazon.say(f"/orders/2026-01-01/orders/{sent['orderId']}", Said(200, example["response"]))
    order = shop.order(sent["orderId"])
    assert isinstance(order, ShopOrder)
    assert_same(order, sent)


def assert_same(order: ShopOrder, sent: dict) -> None:
    address = sent["recipient"]["deliveryAddress"]
    lines = [address.get(f"addressLine{number}") for number in (1, 2, 3)]
    assert order.recipient is not None
    assert order.recipient.name == address["name"]
    assert list(order.recipient.lines) == [line for line in lines if line]
    assert order.country == address["countryCode"]
    assert order.contact is None or order.contact.phone == address.get("phone", "")
    assert order.status == sent["fulfillment"]["fulfillmentStatus"]
    assert order.state is not ShopState.UNKNOWN
    assert order.is_prime == ("PRIME" in sent.get("programs", []))
    assert order.is_business == ("AMAZON_BUSINESS" in sent.get("programs", []))
    assert order.total is not None
    assert str(order.total.decimal()) == sent["proceeds"]["grandTotal"]["amount"]
    for line, item in zip(order.lines, sent["orderItems"], strict=True):
        assert (line.line_id, line.sku) == (item["orderItemId"], item["product"]["sellerSku"])
        assert line.quantity == item["quantityOrdered"]
        assert line.quantity_shipped == item["fulfillment"]["quantityFulfilled"]
        assert line.price is not None
        assert str(line.price.decimal()) == item["proceeds"]["proceedsTotal"]["amount"]
        gift = item["fulfillment"].get("packing", {}).get("giftOption", {}).get("giftMessage", "")
        assert line.is_gift == bool(gift)
        messages = order.contact.gift_messages if order.contact else {}
        assert messages.get(line.line_id, "") == gift
    assert len(order.packages) == len(sent.get("packages", []))


def test_what_the_samples_say_beside_is_understood() -> None:
    by_id = {
        order.shop_order_id: order
        for example in static_examples(ORDERS, "searchOrders", "200")
        for order in read_page(as_bytes(example["response"])).orders
    }
    fulfilled_by_amazon = by_id["250-1234567-8901234"]
    assert fulfilled_by_amazon.shop_ships_itself
    assert fulfilled_by_amazon.total is not None
    assert (fulfilled_by_amazon.total.cents, fulfilled_by_amazon.total.currency) == (19940, "JPY")
    package = by_id["202-7654321-1098765"].packages[0]
    assert (package.reference, package.tracking_number) == (
        "UK-PKG-CONSUMER-2024-002",
        "15501234567890123456",
    )
    assert package.quantities == {"20276543210987": 1}
    business = by_id["171-2345678-9012345"]
    assert business.shop_ships_itself
    assert business.recipient is not None
    assert business.recipient.po_number == "PO-BR-2024-5678"
    assert business.recipient.tax_number == "1234567890"
    assert business.recipient.extended["neighborhood"] == "Bela Vista"


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        (ORDERS, "searchOrders"),
        (ORDERS, "getOrder"),
        (LISTINGS, "searchListingsItems"),
        (LISTINGS, "getListingsItem"),
        (ORDERS_V0, "confirmShipment"),
    ],
)
def test_sample_errors_are_told_by_code(name: str, operation: str) -> None:
    for example in static_examples(name, operation, "400"):
        found = errors_in(as_bytes(example["response"]))
        assert found
        assert found[0].code in ("InvalidInput", "Invalid Input", "BAD_REQUEST")


def test_a_sample_refusal_of_orders_is_tried_again(amazon: OtherSide, shop: AmazonShop) -> None:
    refusal = static_examples(ORDERS, "searchOrders", "400")[0]["response"]
    amazon.say("/orders/2026-01-01/orders", Said(400, refusal))
    with pytest.raises(Retry, match="refused"):
        shop.orders(WINDOW, None)


def test_the_sample_participations_are_read(amazon: OtherSide, shop: AmazonShop) -> None:
    example = static_examples(SELLERS, "getMarketplaceParticipations", "200")[0]["response"]
    amazon.say("/sellers/v1/marketplaceParticipations", Said(200, example))
    found = shop.participations()
    assert [(each.marketplace_id, each.country, each.name) for each in found] == [
        ("ATVPDKIKX0DER", "US", "Amazon.com")
    ]
    assert found[0].participating
    assert not found[0].suspended
    assert read_participations(b'{"payload": "none"}') is None


def test_the_sample_listings_are_read(amazon: OtherSide, shop: AmazonShop) -> None:
    example = static_examples(LISTINGS, "searchListingsItems", "200")[0]["response"]
    amazon.say("/listings/2021-08-01/items/", Said(200, example))
    skus = [item["sku"] for item in example["items"]]
    found = shop.weights("ATVPDKIKX0DER", skus)
    assert [each.sku for each in found] == skus
    assert found[0].title == "Hardside Carry-On Spinner Suitcase Luggage"
    assert all(each.grams is None and each.problem is None for each in found)
    assert len(amazon.calls()) == 1


def test_the_sample_listing_is_read(amazon: OtherSide, shop: AmazonShop) -> None:
    example = static_examples(LISTINGS, "getListingsItem", "200")[0]["response"]
    amazon.say("/listings/2021-08-01/items/", Said(200, {**example, "sku": "A,B"}))
    assert shop.weights("ATVPDKIKX0DER", ["A,B"])[0].title.startswith("Hardside")


@pytest.mark.parametrize(
    ("status", "outcome"), [("204", ConfirmOutcome.ACCEPTED), ("400", ConfirmOutcome.REFUSED)]
)
def test_the_sample_confirmations_are_understood(
    amazon: OtherSide, shop: AmazonShop, status: str, outcome: ConfirmOutcome
) -> None:
    example = static_examples(ORDERS_V0, "confirmShipment", status)[0]
    detail = example["request"]["parameters"]["body"]["value"]["packageDetail"]
    amazon.say("/orders/v0/orders/902-1106328-1059050/", Said(int(status), example["response"] or None))
    answer = shop.confirm(
        Package(
            shop_order_id="902-1106328-1059050",
            marketplace_id="ATVPDKIKX0DER",
            reference=detail["packageReferenceId"],
            carrier_code=detail["carrierCode"],
            carrier_name=detail["carrierName"],
            service=detail["shippingMethod"],
            tracking_number=detail["trackingNumber"],
            shipped_at=datetime(2022, 2, 11, 1, tzinfo=UTC),
            quantities={"79039765272157": 1},
        )
    )
    assert answer.outcome is outcome
