"""Amazon's order made into ours (model ``Order`` of orders_2026-01-01)."""

from __future__ import annotations

from datetime import datetime

from packhaus.kit.words import Words
from packhaus.shops.amazon import notes
from packhaus.shops.amazon.fields import identifier, moment, text
from packhaus.shops.amazon.lines import lines_of, packages_of, total_of
from packhaus.shops.amazon.people import contact_of, country_of, recipient_of
from packhaus.shops.amazon.wire import WireOrder, WireWindow
from packhaus.shops.odd_fields import LONGEST_ID
from packhaus.shops.port import ShopOrder, ShopState

STATES: dict[str, ShopState] = {
    "PENDING_AVAILABILITY": ShopState.PENDING,
    "PENDING": ShopState.PENDING,
    "UNSHIPPED": ShopState.OPEN,
    "PARTIALLY_SHIPPED": ShopState.PARTLY_SHIPPED,
    "SHIPPED": ShopState.SHIPPED,
    "CANCELLED": ShopState.CANCELLED,
}
"""Amazon's status in our words. UNFULFILLABLE is for stock at Amazon only: unknown here."""

# Amazon itself carries these, or sells the label and confirms it: Easy Ship and Delivery by Amazon (Brazil,
# India and others) by their own pages, Ship+ by AMAZON.md ("Ship+ orders answer confirmShipment with 400").
_SHIPPED_BY_SHOP = frozenset({"FBM_SHIP_PLUS", "AMAZON_EASY_SHIP", "DELIVERY_BY_AMAZON"})
_LONGEST_MARKETPLACE = 20


def to_order(wire: WireOrder) -> ShopOrder:
    """The order in our words. Raises OddFieldError where it cannot be shipped rightly from what Amazon sent.

    What is only new (a status, a program, a demand) is kept as Amazon's word and said in ``oddities``.
    """
    remarks = notes.notes_on(wire)
    fulfillment = wire.fulfillment
    status = text(fulfillment.fulfillment_status, LONGEST_ID) if fulfillment else ""
    state = STATES.get(status, ShopState.UNKNOWN)
    if state is ShopState.UNKNOWN:
        remarks.insert(0, notes.status_note(status))
    address = wire.recipient.delivery_address if wire.recipient else None
    country = country_of(address)
    if address is not None and text(address.country_code) and not country:
        remarks.append(Words(notes.NEW_COUNTRY))
    lines = lines_of(wire, state, remarks)
    programs = frozenset(wire.programs or ())
    by_amazon = fulfillment is not None and fulfillment.fulfilled_by == "AMAZON"
    reasons = [line.cancel_reason for line in lines if line.cancel_requested]
    return ShopOrder(
        shop_order_id=identifier(wire.order_id, "orderId"),
        status=status,
        state=state,
        updated_at=moment(wire.last_updated_time, "lastUpdatedTime"),
        purchased_at=moment(wire.created_time, "createdTime"),
        ship_by=_latest(fulfillment.ship_by_window, "shipByWindow") if fulfillment else None,
        deliver_by=_latest(fulfillment.deliver_by_window, "deliverByWindow") if fulfillment else None,
        marketplace_id=identifier(
            wire.sales_channel.marketplace_id, "salesChannel.marketplaceId", _LONGEST_MARKETPLACE
        ),
        country=country,
        service_level=text(fulfillment.fulfillment_service_level, LONGEST_ID) if fulfillment else "",
        is_business="AMAZON_BUSINESS" in programs,
        is_prime="PRIME" in programs,
        is_replacement=any(
            other.association_type == "REPLACEMENT_ORIGINAL_ID" for other in wire.associated_orders or ()
        ),
        shop_ships_itself=by_amazon or bool(programs & _SHIPPED_BY_SHOP),
        cancel_requested=bool(reasons),
        cancel_reason=next((reason for reason in reasons if reason), ""),
        total=total_of(wire, state, remarks),
        lines=lines,
        packages=packages_of(wire),
        recipient=recipient_of(wire),
        contact=contact_of(wire),
        oddities=tuple(remarks),
    )


def _latest(window: WireWindow | None, name: str) -> datetime | None:
    if window is None or window.latest_date_time is None:
        return None
    return moment(window.latest_date_time, f"fulfillment.{name}.latestDateTime")
