"""Reading and confirming at the simulated account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import OrdersPage, OrdersWindow, Package, ShopOrder

DE = "A1PA6795UKMFR9"
Connect = Callable[..., AmazonShop]


def pages(shop: AmazonShop, window: OrdersWindow) -> list[OrdersPage]:
    found = [shop.orders(window, None)]
    while found[-1].next_token is not None:
        found.append(shop.orders(window, found[-1].next_token))
    return found


def orders(shop: AmazonShop, window: OrdersWindow) -> dict[str, ShopOrder]:
    return {order.shop_order_id: order for page in pages(shop, window) for order in page.orders}


def parcel(order: ShopOrder, **changes: Any) -> Package:
    whole = Package(
        shop_order_id=order.shop_order_id,
        marketplace_id=order.marketplace_id,
        reference="1",
        carrier_code="DHL",
        carrier_name="",
        service="DHL Paket",
        tracking_number="00340434161094015902",
        shipped_at=datetime.now(UTC),
        quantities={line.line_id: line.quantity for line in order.lines},
    )
    return msgspec.structs.replace(whole, **changes)
