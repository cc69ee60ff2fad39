"""The independent client python-amazon-mws (PyPI ``mws``) with nothing but its domain set (issue 10)."""

from __future__ import annotations

from typing import Any

import mws
import pytest

from simulator.everything import one_order
from simulator.mws.asking import GERMANY
from simulator.mws.feeding import FRAME, KIND, message
from simulators import SimulatorProcess

WORLD = 24

_Client = Any


def _client(kind: type[_Client], simulator: SimulatorProcess) -> _Client:
    given, developer = simulator.admin("/mws", {"authorize": True}), simulator.info["mws_developer"]
    return kind(
        access_key=developer["access_key"],
        secret_key=developer["secret_key"],
        account_id=given["seller_id"],
        auth_token=given["token"],
        domain=simulator.info["mws"],
    )


def test_it_lists_all_orders_page_by_page(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"limits": False})
    client = _client(mws.Orders, simulator)
    found = client.list_orders(
        marketplaceids=[GERMANY], created_after="2020-01-01T00:00:00Z", max_results="4"
    ).parsed
    seen = [order.AmazonOrderId for order in found.Orders.Order]
    while "NextToken" in found:
        found = client.list_orders(next_token=found.NextToken).parsed
        orders = found.Orders.Order
        seen += [order.AmazonOrderId for order in (orders if isinstance(orders, list) else [orders])]
    truth = {
        order["id"]
        for order in simulator.admin("/orders")["orders"]
        if simulator.admin(f"/orders/{order['id']}")["order"]["salesChannel"]["marketplaceId"] == GERMANY
    }
    assert len(seen) == len(set(seen)) > 4
    assert set(seen) == truth


def test_it_reads_items_and_umlauts(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=2, skus=["BÜ-RSTE/HOLZ", "TEE+SIEB"])
    client = _client(mws.Orders, simulator)
    items = client.list_order_items(order["orderId"]).parsed.OrderItems.OrderItem
    assert [item.SellerSKU for item in items] == ["BÜ-RSTE/HOLZ", "TEE+SIEB"]
    assert [item.OrderItemId for item in items] == [item["orderItemId"] for item in order["orderItems"]]
    [read] = client.get_order(order["orderId"]).parsed.Orders.Order
    assert read.ShippingAddress.Name == order["recipient"]["deliveryAddress"]["name"]


def test_it_finds_marketplaces_and_weights(simulator: SimulatorProcess) -> None:
    found = _client(mws.Sellers, simulator).list_marketplace_participations().parsed
    assert found.ListMarketplaces.Marketplace[0].DefaultCountryCode == "DE"
    products = _client(mws.Products, simulator)
    answer = products.get_matching_product_for_id(GERMANY, "SellerSKU", ["TEE+SIEB"]).parsed
    weight = answer.Products.Product.AttributeSets.ItemAttributes.PackageDimensions.Weight
    assert weight.Units == "pounds"
    assert float(weight.value) * 453.59237 == pytest.approx(70, abs=0.01)


def test_it_confirms_a_shipment_by_feed(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    client = _client(mws.Feeds, simulator)
    feed = FRAME.format(simulator.info["seller_id"], message(1, order)).encode()
    info = client.submit_feed(feed, KIND, marketplaceids=[GERMANY]).parsed.FeedSubmissionInfo
    assert info.FeedProcessingStatus == "_SUBMITTED_"
    with pytest.raises(mws.MWSError, match="FeedProcessingResultNotReady"):
        client.get_feed_submission_result(info.FeedSubmissionId)
    simulator.admin("/clock", {"advance_seconds": 60})
    # Its timestamps are those of the real clock: within the quarter of an hour that Amazon allows.
    result = client.get_feed_submission_result(info.FeedSubmissionId).parsed
    assert result.ProcessingReport.ProcessingSummary.MessagesSuccessful == "1"
    assert order["orderId"] in simulator.admin("/confirmations")["confirmations"]


def test_it_hears_what_is_wrong(simulator: SimulatorProcess) -> None:
    client = _client(mws.Orders, simulator)
    client.auth_token = "amzn.mws.none"
    with pytest.raises(mws.MWSError, match="AccessDenied"):
        client.list_orders(marketplaceids=[GERMANY], created_after="2020-01-01T00:00:00Z")
