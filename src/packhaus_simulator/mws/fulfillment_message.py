"""Reads one message of an order fulfillment feed (Amazon's OrderFulfillment.xsd)."""

import re
from dataclasses import dataclass
from datetime import datetime

from packhaus_simulator.mws.xml_in import Element
from packhaus_simulator.values import read_time

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?")
_NUMBER = re.compile(r"\d{1,20}")


class MessageError(Exception):
    """A message that cannot be worked off: code and words of its result in the report."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(code)
        self.code = code
        self.description = description


@dataclass(frozen=True)
class Fulfillment:
    """One package, as sent. ``items``: (item code, units, or all of them); none: the whole order."""

    order_id: str
    reference: str | None
    ship_time: datetime
    carrier_code: str | None
    carrier_name: str | None
    shipping_method: str | None
    tracking_number: str
    items: list[tuple[str, int | None]]


def invalid_message(where: str, what: str) -> MessageError:
    """What the schema does not allow."""
    return MessageError("5001", f"XML Validation Error: {where}: {what}")


def read_fulfillment(message: Element) -> Fulfillment:
    """The package of a message. Raises ``MessageError``."""
    sent = message.first("OrderFulfillment")
    if sent is None:
        raise invalid_message("Message", "OrderFulfillment is missing.")
    order_id = sent.value("AmazonOrderID")
    if order_id is None:
        raise invalid_message("OrderFulfillment", "AmazonOrderID is missing.")
    reference = sent.value("MerchantFulfillmentID")
    if reference is not None and (not _NUMBER.fullmatch(reference) or int(reference) == 0):
        raise invalid_message(
            "MerchantFulfillmentID", f"{reference} is not a positive number of up to 20 digits."
        )
    carrier = sent.first("FulfillmentData") or Element("FulfillmentData")
    code, name = carrier.value("CarrierCode"), carrier.value("CarrierName")
    if sent.first("FulfillmentData") is not None and (code is None) == (name is None):
        raise invalid_message("FulfillmentData", "exactly one of CarrierCode and CarrierName is needed.")
    return Fulfillment(
        order_id=order_id,
        reference=reference,
        ship_time=_ship_time(sent.value("FulfillmentDate")),
        carrier_code=code,
        carrier_name=name,
        shipping_method=carrier.value("ShippingMethod"),
        tracking_number=carrier.value("ShipperTrackingNumber") or "",
        items=[_item(item) for item in sent.all("Item")],
    )


def _ship_time(text: str | None) -> datetime:
    if text is None:
        raise invalid_message("OrderFulfillment", "FulfillmentDate is missing.")
    try:
        if not _DATE_TIME.fullmatch(text):
            raise ValueError
        return read_time(text)
    except ValueError:
        raise invalid_message("FulfillmentDate", f"{text} is not a dateTime.") from None


def _item(item: Element) -> tuple[str, int | None]:
    code, units = item.value("AmazonOrderItemCode"), item.value("Quantity")
    if code is None:
        raise invalid_message("Item", "AmazonOrderItemCode is missing.")
    if units is None:
        return code, None
    if not _NUMBER.fullmatch(units) or int(units) == 0:
        raise invalid_message("Quantity", f"{units} is not a positive number.")
    return code, int(units)
