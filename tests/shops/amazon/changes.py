"""Changes of an order of Amazon's: such as set it aside, such as are borne, such as are said beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[dict[str, Any]], object]


def item(order: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = order["orderItems"][0]
    return found


def product(order: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = item(order)["product"]
    return found


def address(order: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = order["recipient"]["deliveryAddress"]
    return found


ODD: list[tuple[str, Change, tuple[str, ...]]] = [
    ("no created time", lambda o: o.pop("createdTime"), ("without createdTime",)),
    ("no lines at all", lambda o: o.pop("orderItems"), ("without orderItems",)),
    ("no sales channel", lambda o: o.pop("salesChannel"), ("without salesChannel",)),
    ("no marketplace", lambda o: o["salesChannel"].pop("marketplaceId"), ("salesChannel.marketplaceId",)),
    ("no line id", lambda o: item(o).pop("orderItemId"), ("without orderItems[0].orderItemId",)),
    ("no quantity", lambda o: item(o).pop("quantityOrdered"), ("orderItems[0].quantityOrdered",)),
    ("no product", lambda o: item(o).pop("product"), ("orderItems[0].product",)),
    ("lines empty", lambda o: o.update(orderItems=[]), ("without lines (orderItems)",)),
    ("no SKU", lambda o: product(o).pop("sellerSku"), ("no SKU", "orderItems[0].product.sellerSku")),
    ("SKU null", lambda o: product(o).update(sellerSku=None), ("no SKU", "orderItems[0].product.sellerSku")),
    ("SKU blank", lambda o: product(o).update(sellerSku="  "), ("no SKU", "orderItems[0].product.sellerSku")),
    ("SKU of 500", lambda o: product(o).update(sellerSku="S" * 500), ("500 characters", "at most 100")),
    ("SKU with a line feed", lambda o: product(o).update(sellerSku="A\nB"), ("cannot be printed", "3")),
    (
        "negative quantity",
        lambda o: item(o).update(quantityOrdered=-2),
        ("orderItems[0].quantityOrdered is -2", "below zero"),
    ),
    (
        "sent below zero",
        lambda o: item(o).update(fulfillment={"quantityFulfilled": -1}),
        ("quantityFulfilled is -1",),
    ),
    ("too many", lambda o: item(o).update(quantityOrdered=10_000), ("more than 9999 pieces",)),
    ("far too many", lambda o: item(o).update(quantityOrdered=10**30), ("more than 9999 pieces",)),
    (
        "quantity as text",
        lambda o: item(o).update(quantityOrdered="2"),
        ("orderItems[0].quantityOrdered", "string", "integer"),
    ),
    ("quantity broken", lambda o: item(o).update(quantityOrdered=1.5), ("number", "integer")),
    (
        "unknown currency",
        lambda o: o["proceeds"]["grandTotal"].update(currencyCode="DEM"),
        ("proceeds.grandTotal.currencyCode is DEM", "ISO 4217", "EUR"),
    ),
    (
        "currency in words",
        lambda o: o["proceeds"]["grandTotal"].update(currencyCode="euro"),
        ("currencyCode is euro",),
    ),
    (
        "line's currency",
        lambda o: item(o)["proceeds"]["proceedsTotal"].update(currencyCode="XYZ"),
        ("orderItems[0].proceeds.proceedsTotal.currencyCode is XYZ",),
    ),
    (
        "amount in German",
        lambda o: o["proceeds"]["grandTotal"].update(amount="74,80"),
        ("proceeds.grandTotal.amount", "74.80"),
    ),
    (
        "amount endless",
        lambda o: o["proceeds"]["grandTotal"].update(amount="1e999999999"),
        ("proceeds.grandTotal.amount",),
    ),
    (
        "amount beyond all",
        lambda o: o["proceeds"]["grandTotal"].update(amount="1e30"),
        ("proceeds.grandTotal.amount",),
    ),
    (
        "amount as number",
        lambda o: o["proceeds"]["grandTotal"].update(amount=74.8),
        ("proceeds.grandTotal.amount", "number", "string"),
    ),
    (
        "time in words",
        lambda o: o.update(lastUpdatedTime="yesterday"),
        ("lastUpdatedTime", "2026-11-30T09:15:00Z"),
    ),
    ("time as number", lambda o: o.update(lastUpdatedTime=1764), ("lastUpdatedTime", "integer", "date-time")),
    (
        "time out of range",
        lambda o: o.update(lastUpdatedTime="9999-12-31T23:59:59-10:00"),
        ("lastUpdatedTime",),
    ),
    (
        "ship-by broken",
        lambda o: o["fulfillment"]["shipByWindow"].update(latestDateTime="soon"),
        ("fulfillment.shipByWindow.latestDateTime",),
    ),
    (
        "address a list",
        lambda o: o["recipient"].update(deliveryAddress=[]),
        ("recipient.deliveryAddress", "array", "object"),
    ),
    (
        "phone a number",
        lambda o: address(o).update(phone=4930),
        ("recipient.deliveryAddress.phone", "integer", "string"),
    ),
    (
        "two lines alike",
        lambda o: o["orderItems"][1].update(orderItemId="10000000000001"),
        ("orderItems[1].orderItemId", "same number"),
    ),
    ("order id empty", lambda o: o.update(orderId=" "), ("orderId is empty",)),
    ("line id empty", lambda o: item(o).update(orderItemId=""), ("orderItems[0].orderItemId is empty",)),
    ("order id of 500", lambda o: o.update(orderId="9" * 500), ("orderId has 500 characters",)),
    ("package without reference", lambda o: o.update(packages=[{}]), ("packages[0].packageReferenceId",)),
    (
        "status missing",
        lambda o: o["fulfillment"].pop("fulfillmentStatus"),
        ("fulfillment.fulfillmentStatus",),
    ),
]

TAKEN: list[tuple[str, Change]] = [
    ("unknown field", lambda o: o.update(giftWrapColor={"deep": [1, None]})),
    ("unknown field in a line", lambda o: item(o).update(newThing=7)),
    ("unknown field in an address", lambda o: address(o).update(what3words="a.b.c")),
    ("nulls where fields may be missing", lambda o: o.update(proceeds=None, packages=None, buyer=None)),
    ("null address", lambda o: o["recipient"].update(deliveryAddress=None)),
    ("null price", lambda o: product(o).update(price=None)),
    ("quantity zero", lambda o: item(o).update(quantityOrdered=0)),
]

NEW: list[tuple[str, Change, str]] = [
    ("program", lambda o: o.update(programs=["AMAZON_DRONE"]), "“AMAZON_DRONE”"),
    ("speed", lambda o: o["fulfillment"].update(fulfillmentServiceLevel="SAME_HOUR"), "“SAME_HOUR”"),
    ("fulfiller", lambda o: o["fulfillment"].update(fulfilledBy="THIRD_PARTY"), "“THIRD_PARTY”"),
    (
        "demand",
        lambda o: item(o).update(
            fulfillment={"shipping": {"shippingConstraints": {"catCheck": "MANDATORY"}}}
        ),
        "“catCheck”",
    ),
    ("design without link", lambda o: product(o).update(customization={"customizedUrl": ""}), "no link"),
    ("a sentence as program", lambda o: o.update(programs=["Bärbel Übelacker zahlt bar"]), "(26)"),
]
