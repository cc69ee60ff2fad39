"""Amazon's own Python SDK (amzn-sp-api) works against the simulator for each operation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from spapi import ApiException, SPAPIClient, SPAPIConfig
from spapi.api.listings_items_v2021_08_01.listings_api import ListingsApi
from spapi.api.orders_v0.orders_v0_api import OrdersV0Api
from spapi.api.orders_v2026_01_01.get_order_api import GetOrderApi
from spapi.api.orders_v2026_01_01.search_orders_api import SearchOrdersApi
from spapi.api.sellers_v1.sellers_api import SellersApi
from spapi.models.orders_v0 import ConfirmShipmentOrderItem, ConfirmShipmentRequest, PackageDetail

from simulator.everything import simulated_now
from simulators import SimulatorProcess


@pytest.fixture
def client(simulator: SimulatorProcess) -> Any:
    info = simulator.info
    config = SPAPIConfig(
        client_id=info["client_id"], client_secret=info["client_secret"], refresh_token=info["refresh_token"]
    )
    return SPAPIClient(config, oauth_endpoint=info["token_url"], endpoint=info["api"]).api_client


def _all_orders(client: Any, since: datetime, **wish: Any) -> list[Any]:
    found: list[Any] = []
    token: dict[str, str] = {}
    while True:
        page = SearchOrdersApi(client).search_orders(
            last_updated_after=since, included_data=["RECIPIENT", "FULFILLMENT", "PACKAGES"], **wish, **token
        )
        found += page.orders
        if page.pagination is None:
            return found
        token = {"pagination_token": page.pagination.next_token}


def test_participations(client: Any) -> None:
    payload = SellersApi(client).get_marketplace_participations().payload
    assert {entry.marketplace.id for entry in payload} >= {"A1PA6795UKMFR9", "A1C3SOZRARQ6R3"}
    assert all(entry.participation.is_participating for entry in payload)


def test_search_pages_through_all_orders(client: Any, simulator: SimulatorProcess) -> None:
    since = (simulated_now(simulator) - timedelta(days=60)).replace(tzinfo=None)
    found = _all_orders(
        client, since, fulfilled_by=["MERCHANT"], marketplace_ids=simulator.info["marketplace_ids"]
    )
    assert len({order.order_id for order in found}) == 240
    unshipped = next(order for order in found if order.fulfillment.fulfillment_status == "UNSHIPPED")
    assert unshipped.recipient.delivery_address.country_code in (
        "DE",
        "AT",
        "FR",
        "IT",
        "ES",
        "NL",
        "PL",
        "SE",
    )


def test_an_order_is_got_and_confirmed(client: Any, simulator: SimulatorProcess) -> None:
    order_id = simulator.admin("/orders", {"count": 1, "lines": 2})["ids"][0]
    order = GetOrderApi(client).get_order(order_id, included_data=["FULFILLMENT"]).order
    items = [
        ConfirmShipmentOrderItem(order_item_id=item.order_item_id, quantity=item.quantity_ordered)
        for item in order.order_items
    ]
    detail = PackageDetail(
        package_reference_id="1",
        carrier_code="DHL",
        shipping_method="DHL Paket",
        tracking_number="00340434161094042557",
        ship_date=simulated_now(simulator).replace(tzinfo=None).isoformat() + "Z",
        order_items=items,
    )
    request = ConfirmShipmentRequest(package_detail=detail, marketplace_id=order.sales_channel.marketplace_id)
    OrdersV0Api(client).confirm_shipment(order_id, request)
    after = GetOrderApi(client).get_order(order_id, included_data=["FULFILLMENT", "PACKAGES"]).order
    assert after.fulfillment.fulfillment_status == "SHIPPED"
    assert after.packages[0].tracking_number == "00340434161094042557"
    assert [item.fulfillment.quantity_unfulfilled for item in after.order_items] == [0, 0]


def test_listings_carry_weights(client: Any, simulator: SimulatorProcess) -> None:
    skus = ["PFANNE-GUSS28", "TEE-STÖV-WS", "TEE+SIEB", "BÜ-RSTE/HOLZ"]
    found = ListingsApi(client).search_listings_items(
        simulator.info["seller_id"],
        ["A1PA6795UKMFR9"],
        identifiers=skus,
        identifiers_type="SKU",
        included_data=["attributes"],
        page_size=20,
    )
    assert found.number_of_results == 4
    weights = {item.sku: item.attributes["item_package_weight"][0] for item in found.items}
    assert weights["PFANNE-GUSS28"]["value"] == 2.95
    assert weights["PFANNE-GUSS28"]["unit"] == "kilograms"


def test_a_refusal_reaches_the_sdk_as_its_exception(client: Any) -> None:
    with pytest.raises(ApiException) as caught:
        GetOrderApi(client).get_order("302-0000000-0000000")
    assert caught.value.status == 404
