"""Search by order number, tracking number or SKU.

What somebody types may be a buyer's name, so the text itself reaches an address only where it is part of
an order number or a SKU. Search by name comes with the keyed tokens of the vault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from packhaus.accounts.models import Organization
from packhaus.orders.models import Order, OrderLine

_SHORTEST = 3
_MOST = 50


@dataclass(frozen=True)
class Found:
    """Where a search leads: one order, orders that carry a tracking number, or a list by ``q``."""

    order: Order | None = None
    by_tracking: tuple[Order, ...] = ()
    q: str = ""


def find(organization: Organization, text: str) -> Found:
    """What ``text`` means among the merchant's orders: whole numbers first, then parts (R5.1)."""
    text = " ".join(text.split())[:100]
    number = re.sub(r"[\s./]", "", text)
    if not number:
        return Found()
    orders = Order.objects.filter(organization=organization)
    exact = orders.filter(shop_order_id__iexact=number).first()
    if exact is not None:
        return Found(order=exact)
    tracked = tuple(orders.filter(parcels__tracking_number__iexact=number).distinct()[:_MOST])
    if not tracked and len(number) >= 6 and any(letter.isdigit() for letter in number):
        tracked = tuple(orders.filter(parcels__tracking_number__iendswith=number).distinct()[:_MOST])
    if tracked:
        return Found(order=tracked[0]) if len(tracked) == 1 else Found(by_tracking=tracked)
    if len(number) < _SHORTEST:
        return Found()
    if _is_part_of_number(number) and orders.filter(shop_order_id__icontains=number).exists():
        return Found(q=number)
    lines = OrderLine.objects.filter(organization=organization, sku__istartswith=text)
    return Found(q=text) if lines.exists() else Found()


def _is_part_of_number(text: str) -> bool:
    return re.fullmatch(r"[0-9A-Z-]+", text, re.IGNORECASE) is not None and any(map(str.isdigit, text))
