"""An order and its items as the Orders section 2013-09-01 writes them (Amazon's MWS reference)."""

from datetime import datetime

from packhaus_simulator.mws.xml_out import Xml, joined, maybe, tag, truth
from packhaus_simulator.values import wire_time
from packhaus_simulator.world.order import (
    PARTIALLY_SHIPPED,
    PENDING,
    PENDING_AVAILABILITY,
    SHIPPED,
    UNSHIPPED,
    Line,
    Order,
)
from packhaus_simulator.world.people import Address

STATUSES = {
    "PENDING_AVAILABILITY": "PendingAvailability",
    "PENDING": "Pending",
    "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped",
    "SHIPPED": "Shipped",
    "CANCELLED": "Canceled",
    "UNFULFILLABLE": "Unfulfillable",
}
CHANNELS = {"MERCHANT": "MFN", "AMAZON": "AFN"}
_SERVICES = {
    "STANDARD": ("Std", "Standard"),
    "SECOND_DAY": ("Second", "SecondDay"),
    "NEXT_DAY": ("Next", "NextDay"),
}
_PERSONAL = (UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED)
_PENDING = (PENDING, PENDING_AVAILABILITY)


def money(name: str, cents: int, currency: str) -> Xml:
    """An amount with its currency."""
    return tag(name, tag("CurrencyCode", currency), tag("Amount", f"{cents // 100}.{cents % 100:02d}"))


def order_xml(order: Order, now: datetime, *, blank_address: bool = False) -> Xml:
    """One ``Order``. Pending ones tell neither buyer nor address nor total."""
    pending = order.status in _PENDING
    personal = order.status in _PERSONAL and order.fulfilled_by == "MERCHANT"
    short, category = _SERVICES.get(order.service_level, ("Exp", "Expedited"))
    total = sum(line.unit_cents * line.quantity for line in order.lines)
    return tag(
        "Order",
        tag("AmazonOrderId", order.id),
        tag("SellerOrderId", order.alias or order.id),
        tag("PurchaseDate", wire_time(order.created)),
        tag("LastUpdateDate", wire_time(order.updated)),
        tag("OrderStatus", STATUSES.get(order.status, order.status)),
        tag("FulfillmentChannel", CHANNELS[order.fulfilled_by]),
        tag("SalesChannel", order.marketplace.name),
        tag("ShipServiceLevel", f"{short} {order.marketplace.country} Dom_1"),
        Xml("") if pending or blank_address else _address(order, now, personal=personal),
        Xml("") if pending else money("OrderTotal", total, order.marketplace.currency),
        tag("NumberOfItemsShipped", sum(shipped(order, line) for line in order.lines)),
        tag("NumberOfItemsUnshipped", sum(_open(order, line) for line in order.lines)),
        tag("PaymentMethod", "Other"),
        tag("PaymentMethodDetails", tag("PaymentMethodDetail", "Standard")),
        maybe("IsReplacementOrder", "true" if order.replaces else None),
        maybe("ReplacedOrderId", order.replaces),
        tag("MarketplaceId", order.marketplace.id),
        maybe("BuyerEmail", order.buyer_email if personal else None),
        maybe("BuyerName", order.buyer_name if personal else None),
        tag("ShipmentServiceLevelCategory", category),
        tag("OrderType", "StandardOrder"),
        tag("EarliestShipDate", wire_time(order.ship_by[0])),
        tag("LatestShipDate", wire_time(order.ship_by[1])),
        tag("EarliestDeliveryDate", wire_time(order.deliver_by[0])),
        tag("LatestDeliveryDate", wire_time(order.deliver_by[1])),
        tag("IsBusinessOrder", truth("AMAZON_BUSINESS" in order.programs)),
        maybe("PurchaseOrderNumber", order.purchase_order),
        tag("IsPrime", truth("PRIME" in order.programs)),
        tag("IsGlobalExpressEnabled", "false"),
        tag("IsPremiumOrder", truth(order.service_level != "STANDARD")),
    )


def item_xml(order: Order, line: Line) -> Xml:
    """One ``OrderItem``; the price is that of all its units."""
    currency, priced = order.marketplace.currency, order.status not in _PENDING
    personal = order.status in _PERSONAL and order.fulfilled_by == "MERCHANT"
    return tag(
        "OrderItem",
        tag("ASIN", line.product.asin),
        tag("SellerSKU", line.product.sku),
        tag("OrderItemId", line.item_id),
        tag("Title", line.product.title),
        tag("QuantityOrdered", line.quantity),
        tag("QuantityShipped", shipped(order, line)),
        money("ItemPrice", line.unit_cents * line.quantity, currency) if priced else Xml(""),
        money("ItemTax", 0, currency) if priced else Xml(""),
        money("PromotionDiscount", 0, currency) if priced else Xml(""),
        tag("IsGift", truth(line.gift_message is not None)),
        maybe("GiftMessageText", line.gift_message if personal else None),
        maybe("GiftWrapLevel", "Standard" if line.gift_message else None),
        tag("ConditionId", "New"),
        tag("ConditionSubtypeId", "New"),
        tag("BuyerCustomizedInfo", tag("CustomizedURL", line.customized_url))
        if line.customized_url and personal
        else Xml(""),
    )


def items_xml(order: Order, lines: list[Line]) -> Xml:
    """``OrderItems``."""
    return tag("OrderItems", joined(item_xml(order, line) for line in lines))


def shipped(order: Order, line: Line) -> int:
    """Units on their way: what the packages hold, or all of an order that Amazon shipped."""
    if order.fulfilled_by == "AMAZON":
        return line.quantity if order.status == SHIPPED else 0
    return order.shipped(line.item_id)


def _open(order: Order, line: Line) -> int:
    return 0 if line.cancelled_by else max(0, line.quantity - shipped(order, line))


def _address(order: Order, now: datetime, *, personal: bool) -> Xml:
    address = order.address
    where = (
        tag("City", address.city),
        maybe("StateOrRegion", address.region),
        tag("PostalCode", address.postal_code),
        tag("CountryCode", address.country),
    )
    if not personal:
        return tag("ShippingAddress", *where)
    lines = _lines(address)
    over = order.status == SHIPPED and now > order.deliver_by[1]
    return tag(
        "ShippingAddress",
        tag("Name", address.name),
        *(tag(f"AddressLine{number}", line) for number, line in enumerate(lines, start=1)),
        *where,
        maybe("Phone", None if over else address.phone),
        tag("AddressType", "Commercial" if address.company else "Residential"),
    )


def _lines(address: Address) -> list[str]:
    """The company has no place of its own: it is the first line; what is too many shares the third."""
    given = (address.company, address.line1, address.line2, address.line3)
    lines = [line for line in given if line]
    return lines if len(lines) <= 3 else [*lines[:2], ", ".join(lines[2:])]
