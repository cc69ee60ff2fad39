"""The personal part of an order: whom it goes to and how to reach them, as Amazon sent it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from packhaus.kit.personal import Contact, Recipient
from packhaus.shops.amazon_mws.fields import text
from packhaus.shops.amazon_mws.xml import Element

_LINES = ("AddressLine1", "AddressLine2", "AddressLine3")


def recipient_of(order: Element) -> Recipient | None:
    """Whom the order goes to; None where Amazon gave nothing but a country, or nothing.

    Lines stay as they came: this interface has no field for a company, which stands in one of them.
    """
    address = order.at("ShippingAddress")
    lines = tuple(line for line in (text(address, name) for name in _LINES) if line)
    more = {name: text(address, name) for name in ("County", "District", "Municipality")}
    found = Recipient(
        name=text(address, "Name"),
        lines=lines,
        postal_code=text(address, "PostalCode"),
        city=text(address, "City"),
        region=text(address, "StateOrRegion"),
        po_number=text(order, "PurchaseOrderNumber"),
        buyer_name=text(order, "BuyerName"),
        extended={name: value for name, value in more.items() if value},
    )
    if found == Recipient():
        return None
    return msgspec.structs.replace(
        found, country=country_of(order), address_type=text(address, "AddressType", 40)
    )


def contact_of(order: Element, items: Sequence[Element]) -> Contact | None:
    """What only fulfilling needs; None where Amazon gave none of it. Keys are Amazon's line ids."""
    found = Contact(
        phone=text(order.at("ShippingAddress"), "Phone"),
        email=text(order, "BuyerEmail"),
        gift_messages=_by_line(items, "GiftMessageText"),
        customized_urls=_by_line(items, "BuyerCustomizedInfo", "CustomizedURL"),
    )
    return None if found == Contact() else found


def country_of(order: Element) -> str:
    """The country code (ISO 3166 alpha-2) of the address; empty where it has none that could be one."""
    code = text(order.at("ShippingAddress"), "CountryCode").upper()
    if code == "UK":
        return "GB"
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _by_line(items: Sequence[Element], *path: str) -> dict[str, str]:
    found = {text(item, "OrderItemId"): item.value(*path) for item in items}
    return {line_id: value for line_id, value in found.items() if value}
