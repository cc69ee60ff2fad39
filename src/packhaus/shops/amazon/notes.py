"""What is strange in an order that is taken all the same: said beside it, for the merchant to look at."""

from __future__ import annotations

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon.wire import WireItem, WireOrder
from packhaus.shops.odd_fields import shown

# Values of the model orders_2026-01-01.
_PROGRAMS = frozenset(
    {
        "AMAZON_BAZAAR",
        "AMAZON_BUSINESS",
        "AMAZON_EASY_SHIP",
        "AMAZON_HAUL",
        "DELIVERY_BY_AMAZON",
        "FBM_SHIP_PLUS",
        "INVOICE_BY_AMAZON",
        "IN_STORE_PICK_UP",
        "PREMIUM",
        "PREORDER",
        "PRIME",
    }
)
_SERVICE_LEVELS = frozenset(
    {
        "EXPEDITED",
        "FREE_ECONOMY",
        "NEXT_DAY",
        "PRIORITY",
        "SAME_DAY",
        "SECOND_DAY",
        "SCHEDULED",
        "STANDARD",
    }
)
_FULFILLERS = frozenset({"MERCHANT", "AMAZON"})


def notes_on(wire: WireOrder) -> list[Words]:
    """Sentences on values that Packhaus does not know, and on demands of Amazon's that need a person."""
    notes = [
        Words(NEW_PROGRAM, {"value": shown(program)})
        for program in wire.programs or ()
        if program not in _PROGRAMS
    ]
    if "IN_STORE_PICK_UP" in (wire.programs or ()):
        notes.append(Words(PICK_UP))
    fulfillment = wire.fulfillment
    if fulfillment is not None:
        level = fulfillment.fulfillment_service_level
        if level and level not in _SERVICE_LEVELS:
            notes.append(Words(NEW_LEVEL, {"value": shown(level)}))
        fulfiller = fulfillment.fulfilled_by
        if fulfiller == "AMAZON":
            notes.append(Words(BY_AMAZON))
        elif fulfiller and fulfiller not in _FULFILLERS:
            notes.append(Words(NEW_FULFILLER, {"value": shown(fulfiller)}))
    for item in wire.order_items:
        notes += _notes_on_line(item)
    return list({str(note): note for note in notes}.values())


def status_note(status: str) -> Words:
    """The sentence on a status that Packhaus does not know, or on none at all."""
    return Words(NEW_STATUS, {"value": shown(status)}) if status else Words(NO_STATUS)


def _notes_on_line(item: WireItem) -> list[Words]:
    notes = []
    shipping = item.fulfillment.shipping if item.fulfillment else None
    for demand in (shipping.shipping_constraints if shipping else None) or {}:
        notes.append(
            Words(_DEMANDS[demand]) if demand in _DEMANDS else Words(DEMAND, {"value": shown(demand)})
        )
    if "TRANSPARENCY" in (item.programs or ()):
        notes.append(Words(TRANSPARENCY))
    customization = item.product.customization
    if customization is not None and not (customization.customized_url or "").strip():
        notes.append(Words(NO_DESIGN))
    return notes


NEW_STATUS = gettext_noop(
    "Amazon's status “%(value)s” is new to Packhaus: look at the order in Seller Central before you ship it."
)
NO_STATUS = gettext_noop(
    "Amazon sent no status for this order: look at it in Seller Central before you ship it."
)
NEW_PROGRAM = gettext_noop(
    "Amazon marks this order with the program “%(value)s”, which is new to Packhaus: look in Seller "
    "Central whether it asks for something special."
)
NEW_LEVEL = gettext_noop(
    "Amazon's shipping speed “%(value)s” is new to Packhaus: choose the carrier service with the delivery "
    "date in view."
)
NEW_FULFILLER = gettext_noop(
    "Amazon names “%(value)s” as the one who ships this order, which is new to Packhaus: look in Seller "
    "Central."
)
BY_AMAZON = gettext_noop("Amazon ships this order from its own stock: there is nothing to do here.")
PICK_UP = gettext_noop("The buyer collects this order in a store: it needs no parcel.")
TRANSPARENCY = gettext_noop(
    "A line is in Amazon's Transparency program: Amazon wants its codes with the confirmation, which "
    "Packhaus does not send yet. Confirm this order in Seller Central."
)
NO_DESIGN = gettext_noop(
    "A line is made to the buyer's design, but Amazon gave no link to it: open the order in Seller Central."
)
LINE_CANCELLED = gettext_noop(
    "A part of this order was cancelled at Amazon: %(sku)s is to be sent %(quantity)s times instead of "
    "%(ordered)s."
)
NO_SKU = gettext_noop("A line has no SKU. The order is closed, so nothing is to be done.")
NO_PRICE = gettext_noop(
    "An amount of this order could not be read. The order is closed, so nothing is to be done."
)
NEW_COUNTRY = gettext_noop(
    "The country of the address is no country code of two letters: look at the address before you ship."
)
DEMAND = gettext_noop(
    "Amazon asks for “%(value)s” when this order is delivered, which is new to Packhaus: look in Seller "
    "Central."
)
_DEMANDS = {
    "palletDelivery": gettext_noop("Amazon asks for this order to be delivered on a pallet."),
    "cashOnDelivery": gettext_noop(
        "The buyer pays this order on delivery: the carrier must collect the money."
    ),
    "signatureConfirmation": gettext_noop(
        "Amazon asks for the recipient's signature: choose a service that has it."
    ),
    "recipientIdentityVerification": gettext_noop(
        "Amazon asks for the recipient's identity to be checked at the door: choose a service that does it."
    ),
    "recipientAgeVerification": gettext_noop(
        "Amazon asks for the recipient's age to be checked at the door: choose a service that does it."
    ),
}
