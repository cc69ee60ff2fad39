"""What a caller may see of an order: cut by role, by status and by ``includedData``.

Which fields are personal, and which role opens each in which status: Amazon's page "Access Orders PII". A
phone number is suppressed for orders that Amazon fulfills, and for shipped ones past their latest delivery
date (the model, ``CustomerAddress.phone``).
"""

from dataclasses import dataclass
from datetime import datetime

from packhaus_simulator.amazon.operations import DELIVERY, TAX_INVOICING, TAX_REMITTANCE
from packhaus_simulator.amazon.order_wire import whole_order
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import Json, JsonObject
from packhaus_simulator.world.order import PARTIALLY_SHIPPED, SHIPPED, UNSHIPPED, Order

DATASETS = (
    "BUYER",
    "RECIPIENT",
    "PROCEEDS",
    "EXPENSE",
    "PROMOTION",
    "CANCELLATION",
    "FULFILLMENT",
    "PACKAGES",
    "TAX",
    "PAYMENT",
    "FULFILLMENT_ORDERS",
)
_ORDER_KEYS = {
    "buyer": "BUYER",
    "recipient": "RECIPIENT",
    "proceeds": "PROCEEDS",
    "fulfillment": "FULFILLMENT",
    "packages": "PACKAGES",
    "tax": "TAX",
    "payment": "PAYMENT",
    "fulfillmentOrders": "FULFILLMENT_ORDERS",
}
_ITEM_KEYS = {
    "proceeds": "PROCEEDS",
    "expense": "EXPENSE",
    "promotion": "PROMOTION",
    "cancellation": "CANCELLATION",
    "fulfillment": "FULFILLMENT",
    "tax": "TAX",
}
_OPEN_ADDRESS_KEYS = ("city", "stateOrRegion", "countryCode", "addressType")
_PERSONAL_STATUSES = (UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED)


@dataclass(frozen=True)
class View:
    """One caller's eyes: datasets asked for, roles, switches, and the moment of looking."""

    included: frozenset[str]
    roles: frozenset[str]
    switches: Switches
    now: datetime
    blank_recipient: bool = False

    def show(self, order: Order) -> JsonObject:
        """The order as this caller sees it."""
        wire = whole_order(order, self.switches, self.now)
        personal = order.status in _PERSONAL_STATUSES and order.fulfilled_by == "MERCHANT"
        self._close_recipient(wire, order, open_to_caller=personal and DELIVERY in self.roles)
        self._close_buyer(wire, order, personal=personal)
        hidden = [key for key, dataset in _ORDER_KEYS.items() if dataset not in self.included]
        for key in hidden:
            wire.pop(key, None)
        if self.blank_recipient:
            wire.pop("recipient", None)
        items = wire.get("orderItems")
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                self._cut_item(item, personal=personal and DELIVERY in self.roles)
        return wire

    def _close_recipient(self, wire: JsonObject, order: Order, *, open_to_caller: bool) -> None:
        recipient = wire.get("recipient")
        address = recipient.get("deliveryAddress") if isinstance(recipient, dict) else None
        if not isinstance(recipient, dict) or not isinstance(address, dict):
            return
        if not open_to_caller:
            kept = _OPEN_ADDRESS_KEYS + (("postalCode",) if self.switches.postal_code_without_role else ())
            wire["recipient"] = {"deliveryAddress": {key: address[key] for key in kept if key in address}}
        elif order.status == SHIPPED and self.now > order.deliver_by[1]:
            address.pop("phone", None)

    def _close_buyer(self, wire: JsonObject, order: Order, *, personal: bool) -> None:
        tax = bool(self.roles & {TAX_INVOICING, TAX_REMITTANCE})
        if not tax:
            wire.pop("tax", None)
        buyer = wire.get("buyer")
        if not isinstance(buyer, dict):
            return
        if not (personal and DELIVERY in self.roles):
            buyer.pop("buyerEmail", None)
            if not (tax and order.status in _PERSONAL_STATUSES):
                buyer.pop("buyerName", None)
        if not buyer:
            del wire["buyer"]

    def _cut_item(self, item: JsonObject, *, personal: bool) -> None:
        for key, dataset in _ITEM_KEYS.items():
            if dataset not in self.included:
                item.pop(key, None)
        if personal:
            return
        product = item.get("product")
        if isinstance(product, dict):
            product.pop("customization", None)
        gift = _inside(item, "fulfillment", "packing", "giftOption")
        if gift is not None:
            gift.pop("giftMessage", None)


def _inside(value: Json, *path: str) -> JsonObject | None:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else None
