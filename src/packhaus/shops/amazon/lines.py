"""The lines and packages of an order."""

from __future__ import annotations

from packhaus.kit.money import Money
from packhaus.kit.words import Words
from packhaus.shops.amazon import notes, odd
from packhaus.shops.amazon.fields import identifier, moment, money, pieces, text
from packhaus.shops.amazon.wire import WireItem, WireMoney, WireOrder, WirePackage
from packhaus.shops.odd_fields import LONGEST_ID, LONGEST_SKU, LONGEST_TITLE, OddFieldError
from packhaus.shops.port import ShopLine, ShopPackage, ShopState

_CLOSED = (ShopState.CANCELLED, ShopState.SHIPPED)
_LEAVING = (ShopState.OPEN, ShopState.PARTLY_SHIPPED, ShopState.UNKNOWN)
_LONGEST_ASIN = 20
_LONGEST_REASON = 200


def lines_of(wire: WireOrder, state: ShopState, remarks: list[Words]) -> tuple[ShopLine, ...]:
    """The lines of an order in ``state``; what is strange but bearable is added to ``remarks``.

    Raises OddFieldError where the order cannot be shipped rightly from them. A closed order is taken with
    less: nothing is shipped from it any more, and that it was cancelled must be known.
    """
    if not wire.order_items and state in _LEAVING:
        raise OddFieldError(odd.NO_LINES, field="orderItems")
    lines = tuple(
        _line(item, f"orderItems[{position}]", state, remarks)
        for position, item in enumerate(wire.order_items)
    )
    seen: set[str] = set()
    for position, line in enumerate(lines):
        if line.line_id in seen:
            raise OddFieldError(odd.SAME_LINE, field=f"orderItems[{position}].orderItemId")
        seen.add(line.line_id)
    return lines


def total_of(wire: WireOrder, state: ShopState, remarks: list[Words]) -> Money | None:
    """What the order comes to, as Amazon reckons it; None where it was not said."""
    return _money(wire.proceeds.grand_total if wire.proceeds else None, "proceeds.grandTotal", state, remarks)


def packages_of(wire: WireOrder) -> tuple[ShopPackage, ...]:
    """The packages that Amazon knows of and that were not cancelled again."""
    return tuple(
        _package(package, f"packages[{position}]")
        for position, package in enumerate(wire.packages or ())
        if package.package_status is None or package.package_status.status != "CANCELLED"
    )


def _line(item: WireItem, place: str, state: ShopState, remarks: list[Words]) -> ShopLine:
    sku = _sku(item, f"{place}.product.sellerSku", state, remarks)
    ordered = pieces(item.quantity_ordered, f"{place}.quantityOrdered")
    progress = item.fulfillment
    sent = pieces(progress.quantity_fulfilled if progress else None, f"{place}.fulfillment.quantityFulfilled")
    due = pieces(
        progress.quantity_unfulfilled if progress else None, f"{place}.fulfillment.quantityUnfulfilled"
    )
    cancellation = item.cancellation
    quantity = ordered
    if cancellation and cancellation.cancellation_execution and state in _LEAVING:
        # Part of the order was cancelled: what Amazon still counts as sent or due is what is left of the
        # line.
        quantity = min(ordered, sent + due)
        if quantity < ordered:
            values = {"sku": sku, "quantity": str(quantity), "ordered": str(ordered)}
            remarks.append(Words(notes.LINE_CANCELLED, values))
    asked = cancellation.cancellation_request if cancellation else None
    product = item.product
    asin = text(product.asin)
    return ShopLine(
        line_id=identifier(item.order_item_id, f"{place}.orderItemId"),
        sku=sku,
        title=text(product.title, LONGEST_TITLE),
        asin=asin if len(asin) <= _LONGEST_ASIN else "",
        quantity=quantity,
        quantity_shipped=sent,
        price=_price(item, ordered, place, state, remarks),
        is_gift=bool(progress and progress.packing and progress.packing.gift_option),
        is_customized=product.customization is not None,
        cancel_requested=asked is not None,
        cancel_reason=text(asked.cancel_reason, _LONGEST_REASON) if asked else "",
    )


def _sku(item: WireItem, field: str, state: ShopState, remarks: list[Words]) -> str:
    sku = item.product.seller_sku
    if sku is None or not sku.strip():
        if state not in _CLOSED:
            raise OddFieldError(odd.NO_SKU, field=field)
        remarks.append(Words(notes.NO_SKU))
        return ""
    return identifier(sku, field, LONGEST_SKU)


def _price(item: WireItem, ordered: int, place: str, state: ShopState, remarks: list[Words]) -> Money | None:
    total = item.proceeds.proceeds_total if item.proceeds else None
    if total is not None:
        return _money(total, f"{place}.proceeds.proceedsTotal", state, remarks)
    one = item.product.price.unit_price if item.product.price else None
    found = _money(one, f"{place}.product.price.unitPrice", state, remarks)
    return Money(found.cents * ordered, found.currency) if found else None


def _money(value: WireMoney | None, field: str, state: ShopState, remarks: list[Words]) -> Money | None:
    if value is None:
        return None
    try:
        return money(value, field)
    except OddFieldError:
        if state not in _CLOSED:
            raise
        remarks.append(Words(notes.NO_PRICE))
        return None


def _package(package: WirePackage, place: str) -> ShopPackage:
    quantities: dict[str, int] = {}
    for position, item in enumerate(package.package_items or ()):
        number = pieces(item.quantity, f"{place}.packageItems[{position}].quantity")
        quantities[item.order_item_id] = quantities.get(item.order_item_id, 0) + number
    return ShopPackage(
        reference=identifier(package.package_reference_id, f"{place}.packageReferenceId"),
        carrier=text(package.carrier, LONGEST_ID),
        tracking_number=text(package.tracking_number),
        shipped_at=moment(package.ship_time, f"{place}.shipTime") if package.ship_time else None,
        quantities=quantities,
    )
