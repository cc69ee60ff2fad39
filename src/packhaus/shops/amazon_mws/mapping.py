"""Amazon's ``Order`` with its ``OrderItem``s made into our order (Orders section 2013-09-01)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import msgspec

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.fields import identifier, is_true, moment, money, optional_moment, pieces, text
from packhaus.shops.amazon_mws.people import contact_of, country_of, recipient_of
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.odd_fields import (
    LONGEST_ID,
    LONGEST_SKU,
    LONGEST_TITLE,
    NO_IDENTIFIER,
    OddFieldError,
    shown,
)
from packhaus.shops.port import OddOrder, ShopLine, ShopOrder, ShopState

STATES: dict[str, ShopState] = {
    "PendingAvailability": ShopState.PENDING,
    "Pending": ShopState.PENDING,
    "Unshipped": ShopState.OPEN,
    "PartiallyShipped": ShopState.PARTLY_SHIPPED,
    "Shipped": ShopState.SHIPPED,
    "InvoiceUnconfirmed": ShopState.SHIPPED,
    "Canceled": ShopState.CANCELLED,
}
"""Amazon's status in our words. Unfulfillable is for stock at Amazon only: unknown here."""
_CLOSED = (ShopState.CANCELLED, ShopState.SHIPPED)
_ORDER_ID = re.compile(r"[A-Za-z0-9-]{1,60}")


def read_order(order: Element, items: Sequence[Element]) -> ShopOrder | OddOrder:
    """One order. Never raises: what cannot be read is an OddOrder with the reason."""
    try:
        return _order(order, items)
    except OddFieldError as error:
        return odd_order(order, error.words, items)


def odd_order(order: Element, why: Words, items: Sequence[Element] = ()) -> OddOrder:
    """An order that is set aside. One without a usable number gets a name of its own, always the same."""
    raw = order.written() + b"".join(item.written() for item in items)
    order_id = id_of(order) or f"?{hashlib.sha256(raw).hexdigest()[:20]}"
    return OddOrder(shop_order_id=order_id, why=why, raw=raw)


def id_of(order: Element) -> str:
    """The order's number; empty where it has none that could be one."""
    value = order.value("AmazonOrderId") or ""
    return value if _ORDER_ID.fullmatch(value) else ""


def _order(order: Element, items: Sequence[Element]) -> ShopOrder:
    if not id_of(order):
        raise OddFieldError(NO_IDENTIFIER, field="AmazonOrderId", length="–")
    status = text(order, "OrderStatus", LONGEST_ID)
    state = STATES.get(status, ShopState.UNKNOWN)
    remarks = [] if state is not ShopState.UNKNOWN else [Words(NEW_STATUS, {"value": shown(status)})]
    lines = _lines(order, items, state, remarks)
    return ShopOrder(
        shop_order_id=id_of(order),
        status=status,
        state=state,
        updated_at=moment(order, "LastUpdateDate"),
        purchased_at=moment(order, "PurchaseDate"),
        ship_by=optional_moment(order, "LatestShipDate"),
        deliver_by=optional_moment(order, "LatestDeliveryDate"),
        marketplace_id=identifier(order, "MarketplaceId", 20),
        country=country_of(order),
        service_level=_service_level(text(order, "ShipmentServiceLevelCategory", LONGEST_ID)),
        is_business=is_true(order, "IsBusinessOrder"),
        is_prime=is_true(order, "IsPrime"),
        is_replacement=is_true(order, "IsReplacementOrder"),
        shop_ships_itself=_is_shipped_by_amazon(order),
        total=money(order, "OrderTotal"),
        lines=lines,
        names_packages=False,
        recipient=recipient_of(order),
        contact=contact_of(order, items),
        oddities=tuple(remarks),
    )


def _lines(
    order: Element, items: Sequence[Element], state: ShopState, remarks: list[Words]
) -> tuple[ShopLine, ...]:
    if not items and state not in (*_CLOSED, ShopState.PENDING):
        raise OddFieldError(NO_LINES, field="OrderItems")
    lines = tuple(_line(item, state) for item in items)
    if len({line.line_id for line in lines}) < len(lines):
        raise OddFieldError(SAME_LINE, field="OrderItemId")
    due = pieces(order, "NumberOfItemsUnshipped")
    counted = sum(line.quantity - line.quantity_shipped for line in lines)
    if state in (*_CLOSED, ShopState.PENDING) or order.at("NumberOfItemsUnshipped") is None or counted <= due:
        return lines
    # A part was cancelled, of which this interface tells by the order's counts alone.
    if len(lines) == 1:
        left = lines[0].quantity_shipped + due
        values = {"sku": lines[0].sku, "quantity": str(left), "ordered": str(lines[0].quantity)}
        remarks.append(Words(LINE_CANCELLED, values))
        return (msgspec.structs.replace(lines[0], quantity=left),)
    remarks.append(Words(PART_CANCELLED, {"due": str(due), "lines": str(counted)}))
    return lines


def _line(item: Element, state: ShopState) -> ShopLine:
    if not text(item, "SellerSKU") and state not in _CLOSED:
        raise OddFieldError(NO_SKU, field="SellerSKU")
    asin = text(item, "ASIN")
    return ShopLine(
        line_id=identifier(item, "OrderItemId"),
        sku=identifier(item, "SellerSKU", LONGEST_SKU) if text(item, "SellerSKU") else "",
        title=text(item, "Title", LONGEST_TITLE),
        asin=asin if len(asin) <= 20 else "",
        quantity=pieces(item, "QuantityOrdered"),
        quantity_shipped=pieces(item, "QuantityShipped"),
        price=money(item, "ItemPrice"),
        is_gift=is_true(item, "IsGift"),
        is_customized=item.at("BuyerCustomizedInfo") is not None,
    )


def _is_shipped_by_amazon(order: Element) -> bool:
    by_amazon = ("EasyShipShipmentStatus", "TFMShipmentStatus")
    return text(order, "FulfillmentChannel") == "AFN" or any(text(order, name) for name in by_amazon)


def _service_level(category: str) -> str:
    """``SecondDay`` as ``SECOND_DAY``, as the house has it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", category).upper()[:LONGEST_ID]


NEW_STATUS = gettext_noop(
    "Amazon's status “%(value)s” is new to Packhaus: look at the order in Seller Central before you ship it."
)
NO_LINES = gettext_noop(
    "Amazon sent this order without lines (%(field)s). It is set aside whole and comes in by itself once "
    "Amazon sends them; until then ship it from Seller Central."
)
NO_SKU = gettext_noop(
    "A line of this order has no SKU (%(field)s), so it has no weight and no name. Give the listing a SKU "
    "in Seller Central; the order is set aside whole and comes in by itself once Amazon sends it."
)
SAME_LINE = gettext_noop(
    "Two lines of this order have the same number (%(field)s). It is set aside whole and comes in by "
    "itself once Amazon sends it right; until then ship it from Seller Central."
)
LINE_CANCELLED = gettext_noop(
    "A part of this order was cancelled at Amazon: %(sku)s is to be sent %(quantity)s times instead of "
    "%(ordered)s."
)
PART_CANCELLED = gettext_noop(
    "Amazon waits for %(due)s pieces of this order, its lines name %(lines)s: a part was cancelled. Look in "
    "Seller Central which, before you ship it."
)
