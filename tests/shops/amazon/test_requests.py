"""What we send is what Amazon's models ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from packhaus.kit.errors import Bug, NeedsMerchant
from packhaus.shops.amazon import wire, wire_account
from packhaus.shops.amazon.limits import LIMITS, Operation
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.amazon.transport import user_agent
from packhaus.shops.port import OrdersWindow, Package
from shops.amazon.models import (
    LISTINGS,
    ORDERS,
    ORDERS_V0,
    SELLERS,
    check,
    check_query,
    model,
    needs_models,
    operation,
)
from shops.amazon.other_side import TOKEN_PATH, MemoryLimiter, OtherSide, Said

WINDOW = OrdersWindow(
    updated_since=datetime(2026, 11, 24, 9, 0, 0, 999_000, tzinfo=timezone(timedelta(hours=1))),
    marketplace_ids=("A1PA6795UKMFR9", "A13V1IB3VIYZZH"),
)
PARCEL = Package(
    shop_order_id="302-1234567-7654321",
    marketplace_id="A1PA6795UKMFR9",
    reference="7",
    carrier_code="DHL",
    carrier_name="DHL",
    service="DHL Paket",
    tracking_number="00340434161094015902",
    shipped_at=datetime(2026, 11, 24, 17, 5, 6, 700_000, tzinfo=timezone(timedelta(hours=1))),
    quantities={"10000000000001": 2, "10000000000002": 1},
)
EMPTY_PAGE = Said(200, {"orders": []})
_FILES = {
    Operation.SEARCH_ORDERS: ORDERS,
    Operation.GET_ORDER: ORDERS,
    Operation.CONFIRM_SHIPMENT: ORDERS_V0,
    Operation.SEARCH_LISTINGS: LISTINGS,
    Operation.GET_LISTING: LISTINGS,
    Operation.PARTICIPATIONS: SELLERS,
}


@needs_models
def test_the_question_for_orders_is_valid(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/2026-01-01/orders", EMPTY_PAGE)
    shop.orders(WINDOW, None)
    (heard,) = amazon.calls()
    check_query(ORDERS, "searchOrders", heard.query)
    assert heard.query["lastUpdatedAfter"] == "2026-11-24T08:00:00Z"
    assert heard.query["marketplaceIds"] == "A1PA6795UKMFR9,A13V1IB3VIYZZH"
    assert heard.query["fulfilledBy"] == "MERCHANT"
    assert heard.query["maxResultsPerPage"] == "100"
    assert set(heard.query["includedData"].split(",")) == {
        "BUYER",
        "RECIPIENT",
        "FULFILLMENT",
        "PACKAGES",
        "PROCEEDS",
        "CANCELLATION",
    }
    assert "paginationToken" not in heard.query


def test_a_token_goes_encoded_and_with_the_same_filters(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/2026-01-01/orders", EMPTY_PAGE)
    shop.orders(WINDOW, None)
    shop.orders(WINDOW, "a+b/c=&d e")
    first, second = amazon.calls()
    assert "paginationToken=a%2Bb%2Fc%3D%26d%20e" in second.raw_query
    assert second.query == {**first.query, "paginationToken": "a+b/c=&d e"}


@needs_models
def test_the_question_for_one_order_is_valid(amazon: OtherSide, shop: AmazonShop) -> None:
    shop.order("302-1234567/../7654321")
    (heard,) = amazon.calls()
    check_query(ORDERS, "getOrder", heard.query)
    assert heard.path == "/orders/2026-01-01/orders/302-1234567%2F..%2F7654321"


@needs_models
def test_the_question_for_weights_is_valid(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/listings", Said(200, {"numberOfResults": 0, "items": []}))
    shop.weights("A1PA6795UKMFR9", [f"SKU {number}/ä+" for number in range(shop.weights_page)])
    (heard,) = amazon.calls()
    check_query(LISTINGS, "searchListingsItems", heard.query)
    assert heard.path == "/listings/2021-08-01/items/A1SELLER"
    assert heard.query["pageSize"] == "20"
    assert heard.query["identifiersType"] == "SKU"
    assert "SKU%200%2F%C3%A4%2B%2CSKU%201" in heard.raw_query


@needs_models
def test_a_sku_with_a_comma_is_asked_for_alone(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say(
        "/listings/2021-08-01/items/A1SELLER/", Said(404, {"errors": [{"code": "NOT_FOUND", "message": ""}]})
    )
    amazon.say("/listings/2021-08-01/items/A1SELLER", Said(200, {"numberOfResults": 0, "items": []}))
    found = shop.weights("A1PA6795UKMFR9", ["A", "B,C", "D"])
    assert [each.sku for each in found] == ["A", "B,C", "D"]
    search, alone = amazon.calls()
    assert search.query["identifiers"] == "A,D"
    assert alone.path == "/listings/2021-08-01/items/A1SELLER/B%2CC"
    check_query(LISTINGS, "getListingsItem", alone.query)


@needs_models
def test_a_confirmation_is_valid(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/v0/orders/302-1234567-7654321/shipmentConfirmation", Said(204))
    shop.confirm(PARCEL)
    (heard,) = amazon.calls()
    assert heard.method == "POST"
    assert heard.headers["content-type"] == "application/json"
    check(ORDERS_V0, "ConfirmShipmentRequest", heard.json())
    assert heard.json() == {
        "marketplaceId": "A1PA6795UKMFR9",
        "packageDetail": {
            "packageReferenceId": "7",
            "carrierCode": "DHL",
            "shippingMethod": "DHL Paket",
            "trackingNumber": "00340434161094015902",
            "shipDate": "2026-11-24T16:05:06Z",
            "orderItems": [
                {"orderItemId": "10000000000001", "quantity": 2},
                {"orderItemId": "10000000000002", "quantity": 1},
            ],
        },
    }


@needs_models
def test_a_carrier_out_of_the_list_is_sent_by_name(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/v0/orders/", Said(204))
    shop.confirm(
        msgspec.structs.replace(PARCEL, carrier_code="Other", carrier_name="Radkurier Nord", service="")
    )
    detail = amazon.calls()[0].json()["packageDetail"]
    assert (detail["carrierCode"], detail["carrierName"]) == ("Other", "Radkurier Nord")
    assert "shippingMethod" not in detail


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "0"},
        {"reference": "A7"},
        {"reference": "٣"},
        {"quantities": {}},
        {"quantities": {"1": 0}},
        {"shipped_at": datetime(2026, 11, 24)},
    ],
)
def test_what_our_rules_exclude_is_never_sent(
    amazon: OtherSide, shop: AmazonShop, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Bug):
        shop.confirm(msgspec.structs.replace(PARCEL, **wrong))
    assert amazon.calls() == []


def test_each_call_names_the_application(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/2026-01-01/orders", EMPTY_PAGE)
    shop.orders(WINDOW, None)
    (heard,) = amazon.calls()
    assert heard.headers["user-agent"] == user_agent()
    assert user_agent().startswith("Packhaus/")
    assert "(Language=Python/3." in user_agent()
    assert len(user_agent()) <= 500
    assert heard.headers["x-amz-access-token"] == "Atza|secret-access-1"
    assert "authorization" not in heard.headers


def test_the_token_is_asked_for_as_a_form(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders/2026-01-01/orders", EMPTY_PAGE)
    shop.orders(WINDOW, None)
    (asked,) = amazon.calls(TOKEN_PATH)
    assert asked.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert asked.raw_query == ""
    assert b"grant_type=refresh_token" in asked.body
    assert b"refresh_token=Atzr%7Csecret-refresh" in asked.body


def test_no_country_is_a_thing_for_the_merchant(amazon: OtherSide, shop: AmazonShop) -> None:
    with pytest.raises(NeedsMerchant, match="choose at least one"):
        shop.orders(msgspec.structs.replace(WINDOW, marketplace_ids=()), None)
    assert amazon.heard == []


def test_a_missing_seller_id_is_a_thing_for_the_merchant(
    amazon: OtherSide, shop: AmazonShop, limiter: MemoryLimiter
) -> None:
    lacking = AmazonShop(msgspec.structs.replace(shop._credentials, seller_id=""), limiter, limiter._clock)
    with pytest.raises(NeedsMerchant, match="seller ID"):
        lacking.weights("A1PA6795UKMFR9", ["A"])
    assert amazon.heard == []


@needs_models
@pytest.mark.parametrize("operation_id", list(Operation))
def test_limits_are_those_of_the_models(operation_id: Operation) -> None:
    text = operation(_FILES[operation_id], operation_id.value)["description"]
    row = next(line for line in text.splitlines() if line.startswith("| ") and line[2].isdigit())
    rate, burst = (cell.strip() for cell in row.strip("| ").split("|"))
    assert (LIMITS[operation_id].rate, LIMITS[operation_id].burst) == (float(rate), int(burst))


@needs_models
@pytest.mark.parametrize(
    ("struct", "file", "definition"),
    [
        (wire.WireOrdersPage, ORDERS, "SearchOrdersResponse"),
        (wire.WireOneOrder, ORDERS, "GetOrderResponse"),
        (wire.WireOrder, ORDERS, "Order"),
        (wire_account.WireParticipations, SELLERS, "GetMarketplaceParticipationsResponse"),
        (wire_account.WireParticipation, SELLERS, "MarketplaceParticipation"),
        (wire_account.WireListings, LISTINGS, "ItemSearchResults"),
        (wire_account.WireListing, LISTINGS, "Item"),
        (wire_account.WireSummary, LISTINGS, "ItemSummaryByMarketplace"),
    ],
)
def test_each_field_that_we_read_is_in_the_model(
    struct: type[msgspec.Struct], file: str, definition: str
) -> None:
    assert list(_strangers(struct, file, model(file)["definitions"][definition])) == []


def test_a_misspelled_field_would_be_found() -> None:
    class Misspelled(msgspec.Struct, rename="camel"):
        seller_skuu: str = ""

    known = {"properties": {"sellerSku": {"type": "string"}}}
    assert list(_strangers(Misspelled, ORDERS, known)) == ["sellerSkuu"]


def _strangers(struct: type[msgspec.Struct], file: str, definition: dict[str, Any]) -> Any:
    hints = get_type_hints(struct)
    for name, wire_name in zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True):
        found = definition["properties"].get(wire_name)
        if found is None:
            yield wire_name
            continue
        inner = found.get("items", found)
        if "$ref" in inner:
            inner = model(file)["definitions"][inner["$ref"].rpartition("/")[2]]
            inner = inner.get("items", inner)
        for kind in _structs_in(hints[name]):
            if "properties" in inner:
                yield from _strangers(kind, file, inner)


def _structs_in(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and hint.__struct_fields__:
        yield hint
    for part in get_args(hint):
        yield from _structs_in(part)


def test_the_window_of_a_page_is_in_utc() -> None:
    assert WINDOW.updated_since.astimezone(UTC).hour == 8
