"""Changes that a buyer or the marketplace makes to an order after it was placed."""

from dataclasses import replace

import msgspec

from packhaus_simulator.values import JsonObject, from_json
from packhaus_simulator.world.order import CANCELLED, STATUSES, Order


class AddressChange(msgspec.Struct, forbid_unknown_fields=True):
    """Fields of the address to set; an empty text clears one."""

    name: str | None = None
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


class OrderChange(msgspec.Struct, forbid_unknown_fields=True):
    """What to change.

    ``cancel`` cancels the order (by whom: ``BUYER``, ``MERCHANT``, ``AMAZON``); ``buyer_cancel_reason`` is
    only the buyer's wish to cancel (empty takes it back). ``quantities``: item id or line number (from 0) ->
    units ordered. ``patch`` is a JSON merge patch onto the wire form, ``line_patches`` one a line number;
    both stay until replaced.
    """

    status: str | None = None
    cancel: str | None = None
    buyer_cancel_reason: str | None = None
    address: AddressChange | None = None
    quantities: dict[str, int] | None = None
    programs: list[str] | None = None
    gift_message: str | None = None
    patch: msgspec.Raw = msgspec.Raw()
    line_patches: dict[str, msgspec.Raw] | None = None


def apply_change(order: Order, wish: OrderChange) -> None:
    """Apply all that the wish names. Raises ``ValueError`` in words, before anything is changed."""
    if wish.status is not None and wish.status not in STATUSES:
        raise ValueError(f"status must be one of {', '.join(STATUSES)}")
    if wish.cancel is not None and wish.cancel not in ("BUYER", "MERCHANT", "AMAZON"):
        raise ValueError("cancel must be BUYER, MERCHANT or AMAZON")
    quantities = {_line_number(order, key): units for key, units in (wish.quantities or {}).items()}
    patches = {_line_number(order, key): _object(raw) for key, raw in (wish.line_patches or {}).items()}
    patch = _object(wish.patch) if bytes(wish.patch) else None
    if wish.status is not None:
        order.status = wish.status
    if wish.address is not None:
        _change_address(order, wish.address)
    for number, units in quantities.items():
        order.lines[number].quantity = units
    if wish.programs is not None:
        order.programs = wish.programs
    if wish.gift_message is not None:
        order.lines[0].gift_message = wish.gift_message or None
    if wish.buyer_cancel_reason is not None:
        order.lines[0].cancel_reason = wish.buyer_cancel_reason or None
    if wish.cancel is not None:
        order.status = CANCELLED
        for line in order.lines:
            line.cancelled_by, line.cancel_reason = wish.cancel, line.cancel_reason or "OTHER"
    if patch is not None:
        order.patch = patch
    order.line_patches.update(patches)


def _change_address(order: Order, change: AddressChange) -> None:
    held = order.address

    def newer(wished: str | None, now: str) -> str:
        return now if wished is None else wished

    def optional(wished: str | None, now: str | None) -> str | None:
        return now if wished is None else wished or None

    order.address = replace(
        held,
        name=newer(change.name, held.name),
        company=optional(change.company, held.company),
        line1=optional(change.line1, held.line1),
        line2=optional(change.line2, held.line2),
        line3=optional(change.line3, held.line3),
        city=newer(change.city, held.city),
        region=newer(change.region, held.region),
        postal_code=newer(change.postal_code, held.postal_code),
        country=newer(change.country, held.country),
        phone=optional(change.phone, held.phone),
    )


def _line_number(order: Order, key: str) -> int:
    ids = [line.item_id for line in order.lines]
    if key in ids:
        return ids.index(key)
    if key.isdecimal() and int(key) < len(ids):
        return int(key)
    raise ValueError(f"no line {key}: give an item id or a line number from 0")


def _object(raw: msgspec.Raw) -> JsonObject:
    value = from_json(bytes(raw))
    if not isinstance(value, dict):
        raise ValueError("a patch must be a JSON object")
    return value
