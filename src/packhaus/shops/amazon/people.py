"""The personal part of an order: whom it goes to and how to reach them, as Amazon sent it.

Amazon's list of personal fields is in its page "Access orders with personal data" (2026): names, address
lines, postal code, phone, e-mail, extended fields, gift message, link to a custom design. City, delivery
wishes, purchase-order number and tax number are treated so too.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from packhaus.kit.personal import Contact, Recipient
from packhaus.shops.amazon.fields import text
from packhaus.shops.amazon.wire import WireAddress, WireItem, WireOrder


def recipient_of(wire: WireOrder) -> Recipient | None:
    """Whom the order goes to; None where Amazon gave nothing but a country, or nothing (V9).

    Lines stay as they came (finding 12); a purchase-order number that Amazon adds to the name stays there too
    (finding 13) and stands in its own field where Amazon sends it.
    """
    address = (wire.recipient.delivery_address if wire.recipient else None) or WireAddress()
    buyer = wire.buyer
    lines = (address.address_line1, address.address_line2, address.address_line3)
    found = Recipient(
        name=text(address.name),
        company=text(address.company_name),
        lines=tuple(line for line in map(text, lines) if line),
        postal_code=text(address.postal_code),
        city=text(address.city),
        region=text(address.state_or_region),
        po_number=text(buyer.buyer_purchase_order_number) if buyer else "",
        buyer_name=text(buyer.buyer_name) if buyer else "",
        buyer_company=text(buyer.buyer_company_name) if buyer else "",
        tax_number=_tax_number(wire),
        extended=_extended(address),
    )
    if found == Recipient():
        return None
    return msgspec.structs.replace(
        found, country=country_of(address), address_type=text(address.address_type, 40)
    )


def contact_of(wire: WireOrder) -> Contact | None:
    """What only fulfilling needs; None where Amazon gave none of it. Keys are Amazon's line ids."""
    address = wire.recipient.delivery_address if wire.recipient else None
    preference = wire.recipient.delivery_preference if wire.recipient else None
    wishes = (preference.drop_off_location, preference.address_instruction) if preference else ()
    found = Contact(
        phone=text(address.phone) if address else "",
        email=text(wire.buyer.buyer_email) if wire.buyer else "",
        delivery_notes="\n".join(wish for wish in map(text, wishes) if wish),
        gift_messages=_by_line(wire, _gift_message),
        customized_urls=_by_line(wire, _customized_url),
    )
    return None if found == Contact() else found


def country_of(address: WireAddress | None) -> str:
    """The country code (ISO 3166 alpha-2) of an address; empty where it has none that could be one."""
    code = text(address.country_code if address else None).upper()
    if code == "UK":
        return "GB"
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _by_line(wire: WireOrder, read: Callable[[WireItem], str | None]) -> dict[str, str]:
    found = {item.order_item_id: text(read(item)) for item in wire.order_items}
    return {line_id: value for line_id, value in found.items() if value}


def _extended(address: WireAddress) -> dict[str, str]:
    parts = {
        "districtOrCounty": address.district_or_county,
        "municipality": address.municipality,
        **(address.extended_fields or {}),
    }
    return {name[:40]: text(value) for name, value in parts.items() if text(value)}


def _tax_number(wire: WireOrder) -> str:
    for registration in (wire.tax.tax_registrations if wire.tax else None) or ():
        if registration.entity_type == "BUYER" and text(registration.tax_registration_number):
            return text(registration.tax_registration_number)
    return ""


def _gift_message(item: WireItem) -> str | None:
    packing = item.fulfillment.packing if item.fulfillment else None
    return packing.gift_option.gift_message if packing and packing.gift_option else None


def _customized_url(item: WireItem) -> str | None:
    return item.product.customization.customized_url if item.product.customization else None
