"""Reads the body of confirmShipment as pickily as Amazon does. C numbers: see docs/simulator.md."""

import re
from dataclasses import dataclass
from datetime import datetime

from packhaus_simulator.amazon.answers import RefusedError, error, invalid_input
from packhaus_simulator.values import Json, JsonObject, from_json, read_time

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z")
_UNPARSABLE = "Request has missing or invalid parameters and cannot be parsed."
_ITEM_ID = (
    "OrderItemId {0} is invalid, please obtain the value through the getOrderItems API or Manage Orders page"
)


@dataclass(frozen=True)
class Confirmation:
    """One package, as sent."""

    marketplace_id: str
    reference: str
    carrier_code: str
    carrier_name: str | None
    shipping_method: str | None
    tracking_number: str
    ship_time: datetime
    items: list[tuple[str, int]]


def unknown_item(item_id: str) -> RefusedError:
    """C5."""
    return invalid_input(_ITEM_ID.format(item_id))


def read_confirmation(body: bytes) -> Confirmation:
    """The package of a request. Raises ``RefusedError`` with Amazon's complaint."""
    request = _object(body)
    detail = request.get("packageDetail")
    if not isinstance(detail, dict):
        raise _missing("packageDetail")
    reference = _reference(detail.get("packageReferenceId"))
    marketplace_id = _text(request, "marketplaceId", "marketplaceId")
    carrier_code = _text(detail, "carrierCode", "packageDetail.carrierCode")
    tracking_number = _text(detail, "trackingNumber", "packageDetail.trackingNumber")
    ship_time = _ship_time(_text(detail, "shipDate", "packageDetail.shipDate"))
    return Confirmation(
        marketplace_id=marketplace_id,
        reference=reference,
        carrier_code=carrier_code,
        carrier_name=_optional(detail, "carrierName"),
        shipping_method=_optional(detail, "shippingMethod"),
        tracking_number=tracking_number,
        ship_time=ship_time,
        items=_items(detail.get("orderItems")),
    )


def _object(body: bytes) -> JsonObject:
    try:
        request = from_json(body)
    except ValueError:
        raise RefusedError(error(400, "InvalidInput", _UNPARSABLE)) from None
    if not isinstance(request, dict):
        raise RefusedError(error(400, "InvalidInput", _UNPARSABLE))
    return request


def _reference(value: Json) -> str:
    if isinstance(value, bool | int | float):
        raise _wrong_type("packageDetail.packageReferenceId")
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]+", value) or int(value) == 0:
        raise invalid_input("PackageReferenceId: is invalid, must be a positive numeric value.")
    return value


def _text(holder: JsonObject, key: str, path: str) -> str:
    value = holder.get(key)
    if value is None or value == "":
        raise _missing(path)
    if not isinstance(value, str):
        raise _wrong_type(path)
    return value


def _optional(detail: JsonObject, key: str) -> str | None:
    value = detail.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong_type(f"packageDetail.{key}")
    return value or None


def _ship_time(text: str) -> datetime:
    try:
        if not _UTC.fullmatch(text):
            raise ValueError
        return read_time(text)
    except ValueError:
        raise invalid_input(
            f"Date time: {text} is invalid, must be formatted by ISO 8601 standards."
        ) from None


def _items(value: Json) -> list[tuple[str, int]]:
    if value is None:
        raise _missing("packageDetail.orderItems")
    if not isinstance(value, list) or not value:
        raise unknown_item("")
    items: list[tuple[str, int]] = []
    for entry in value:
        item_id = entry.get("orderItemId") if isinstance(entry, dict) else None
        quantity = entry.get("quantity") if isinstance(entry, dict) else None
        if not isinstance(item_id, str):
            raise unknown_item("")
        if isinstance(quantity, bool) or not isinstance(quantity, int):
            raise _wrong_type("packageDetail.orderItems.quantity")
        items.append((item_id, quantity))
    return items


def _missing(path: str) -> RefusedError:
    return invalid_input(
        f"The input you have submitted is not valid. Please provide the required field [{path}]."
    )


def _wrong_type(path: str) -> RefusedError:
    return invalid_input(
        f"The input you have submitted is not valid. Please check the fields with invalid type [{path}]."
    )
