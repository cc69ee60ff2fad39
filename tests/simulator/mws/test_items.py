"""ListOrderItems with its pages, and GetMatchingProductForId with the weights (R3.1)."""

from __future__ import annotations

import pytest

from simulator.everything import one_order
from simulator.mws.asking import GERMANY, Asker, Element, read, refusal
from simulators import SimulatorProcess

WORLD = 12

_GRAMS_IN_A_POUND = 453.59237
_WEIGHT = "Products/Product/AttributeSets/ItemAttributes/{0}/Weight"


def test_items_as_they_are_in_the_books(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=3, quantity=2, special=False)
    found = Asker(simulator).listed("Orders", "ListOrderItems", AmazonOrderId=order["orderId"])
    assert found.text("AmazonOrderId") == order["orderId"]
    told = [
        (
            item.text("OrderItemId"),
            item.text("SellerSKU"),
            item.text("ASIN"),
            item.text("Title"),
            item.text("QuantityOrdered"),
            item.text("QuantityShipped"),
        )
        for item in found.all("OrderItems/OrderItem")
    ]
    assert told == [
        (item["orderItemId"], product["sellerSku"], product["asin"], product["title"], "2", "0")
        for item in order["orderItems"]
        for product in [item["product"]]
    ]
    total = sum(float(amount) for amount in found.texts("OrderItems/OrderItem/ItemPrice/Amount"))
    assert f"{total:.2f}" == order["proceeds"]["grandTotal"]["amount"]


def test_pages_of_items(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, lines=23)
    asker = Asker(simulator)
    found = asker.listed("Orders", "ListOrderItems", AmazonOrderId=order["orderId"])
    pages = [found.texts("OrderItems/OrderItem/OrderItemId")]
    while token := found.text("NextToken"):
        found = asker.listed("Orders", "ListOrderItemsByNextToken", NextToken=token)
        assert found.text("AmazonOrderId") == order["orderId"]
        pages.append(found.texts("OrderItems/OrderItem/OrderItemId"))
    assert [len(page) for page in pages] == [10, 10, 3]
    assert [item for page in pages for item in page] == [i["orderItemId"] for i in order["orderItems"]]


def test_a_gift_and_who_may_read_it(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, special=False)
    simulator.admin(f"/orders/{order['orderId']}", {"gift_message": "Alles Gute <3 & bis bald"})
    asker = Asker(simulator)
    found = asker.listed("Orders", "ListOrderItems", AmazonOrderId=order["orderId"])
    assert found.text("OrderItems/OrderItem/IsGift") == "true"
    assert found.text("OrderItems/OrderItem/GiftMessageText") == "Alles Gute <3 & bis bald"
    simulator.admin(f"/orders/{order['orderId']}", {"cancel": "BUYER"})
    found = asker.listed("Orders", "ListOrderItems", AmazonOrderId=order["orderId"])
    assert found.text("OrderItems/OrderItem/GiftMessageText") is None


def test_items_of_an_order_that_is_not_there(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    unknown = asker.ask("Orders", "ListOrderItems", AmazonOrderId="302-0000000-0000000")
    assert refusal(unknown) == (400, "InvalidParameterValue")
    assert refusal(asker.ask("Orders", "ListOrderItems")) == (400, "MissingParameter")


@pytest.mark.parametrize(
    ("sku", "place"),
    [
        ("KAFFEE-FP-1L", "PackageDimensions"),
        ("MESSER-BROT", "PackageDimensions"),
        ("BRETT-BUCHE-S", "PackageDimensions"),
        ("DOSE-BROT-WS", "PackageDimensions"),
        ("WAAGE-KÜ-5", "ItemDimensions"),
    ],
)
def test_a_weight_in_pounds_is_the_true_one(simulator: SimulatorProcess, sku: str, place: str) -> None:
    [found] = _products(Asker(simulator), sku)
    [weight] = found.all(_WEIGHT.format(place))
    assert weight.attribute("Units") == "pounds"
    [listing] = [each for each in simulator.admin("/listings")["listings"] if each["sku"] == sku]
    grams = float(found.text(_WEIGHT.format(place)) or 0) * _GRAMS_IN_A_POUND
    assert grams == pytest.approx(listing["true_grams"], abs=0.1)


def test_no_weight_is_no_element_until_one_is_entered(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    [found] = _products(asker, "TOPF-MILCH")
    assert found.attribute("status") == "Success"
    assert found.all(_WEIGHT.format("PackageDimensions")) == []
    form = {
        "sku": "TOPF-MILCH",
        "website_shipping_weight": "0,83",
        "website_shipping_weight-unit": "kilograms",
    }
    simulator.http.post(simulator.info["seller_central"] + "/abis/listing/edit", data=form)
    [found] = _products(asker, "TOPF-MILCH")
    pounds = float(found.text(_WEIGHT.format("PackageDimensions")) or 0)
    assert pounds * _GRAMS_IN_A_POUND == pytest.approx(830, abs=0.01)


def test_each_id_has_a_result_of_its_own(simulator: SimulatorProcess) -> None:
    found = _products(Asker(simulator), "BÜ-RSTE/HOLZ", "gibt es nicht", "TEE+SIEB")
    assert [each.attribute("Id") for each in found] == ["BÜ-RSTE/HOLZ", "gibt es nicht", "TEE+SIEB"]
    assert [each.attribute("status") for each in found] == ["Success", "ClientError", "Success"]
    assert found[1].text("Error/Code") == "InvalidParameterValue"
    assert found[2].text("Products/Product/Identifiers/SKUIdentifier/SellerSKU") == "TEE+SIEB"


def test_six_ids_a_wrong_kind_and_a_foreign_marketplace(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    six = {f"IdList.Id.{number}": f"SKU-{number}" for number in range(1, 7)}
    usual = {"MarketplaceId": GERMANY, "IdType": "SellerSKU", "IdList.Id.1": "TOPF-MILCH"}
    for changes, expected in (
        (six, (400, "InvalidParameterValue")),
        ({"IdType": "SKU"}, (400, "InvalidParameterValue")),
        ({"MarketplaceId": "A1F83G8C2ARO7P"}, (401, "AccessDenied")),
        ({"IdList.Id.1": ""}, (400, "InvalidParameterValue")),
    ):
        answer = asker.ask("Products", "GetMatchingProductForId", **{**usual, **changes})
        assert refusal(answer) == expected


def _products(asker: Asker, *skus: str) -> list[Element]:
    ids = {f"IdList.Id.{number}": sku for number, sku in enumerate(skus, 1)}
    answer = asker.ask(
        "Products", "GetMatchingProductForId", MarketplaceId=GERMANY, IdType="SellerSKU", **ids
    )
    assert answer.status_code == 200, answer.text
    return read(answer.content).all("GetMatchingProductForIdResult")
