"""What the rules of retention need to know of an order as a shop tells of it."""

from __future__ import annotations

from packhaus.privacy.retention import TermFacts
from packhaus.shops.port import ShopOrder, ShopState


def facts_of_shop_order(order: ShopOrder) -> TermFacts:
    """Term facts of an order as it comes in. A shipped one counts from its last package (R4.2)."""
    shipped_at = None
    if order.state is ShopState.SHIPPED:
        shipped = [package.shipped_at for package in order.packages if package.shipped_at]
        shipped_at = max(shipped) if shipped else min(order.updated_at, order.ship_by or order.updated_at)
    return TermFacts(
        purchased_at=order.purchased_at,
        ship_by=order.ship_by,
        shipped_at=shipped_at,
        cancelled_at=order.updated_at if order.state is ShopState.CANCELLED else None,
    )
