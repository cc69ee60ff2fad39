"""Amazon's pages of orders, read so that one odd order never holds up the rest (finding 5, house rule 7)."""

from __future__ import annotations

import hashlib
import json

import msgspec

from packhaus.kit.words import Words
from packhaus.shops.amazon import odd
from packhaus.shops.amazon.fields import moment
from packhaus.shops.amazon.mapping import to_order
from packhaus.shops.amazon.wire import Wire, WireOneOrder, WireOrder, WireOrdersPage
from packhaus.shops.odd_fields import LONGEST_ID, OddFieldError
from packhaus.shops.port import OddOrder, OrdersPage, ShopOrder


class _OnlyId(Wire, frozen=True, kw_only=True):
    order_id: str


_PAGE = msgspec.json.Decoder(WireOrdersPage)
_ONE = msgspec.json.Decoder(WireOneOrder)
_ORDER = msgspec.json.Decoder(WireOrder)
_ID = msgspec.json.Decoder(_OnlyId)
_BROKEN = (msgspec.MsgspecError, UnicodeError, RecursionError)


class UnreadableError(Exception):
    """The answer as a whole is not in Amazon's form; not one order could be told from another."""


def read_page(content: bytes) -> OrdersPage:
    """A page of searchOrders: orders that could be read, and those that could not with the reason.

    An order that stands twice on the page is kept once, in its later state. Raises UnreadableError where
    the page is no page.
    """
    page = _page(content)
    orders: dict[str, ShopOrder] = {}
    odd_ones: list[OddOrder] = []
    for raw in page.orders:
        found = read_order(bytes(raw))
        if isinstance(found, OddOrder):
            odd_ones.append(found)
            continue
        known = orders.get(found.shop_order_id)
        if known is None or known.updated_at <= found.updated_at:
            orders[found.shop_order_id] = found
    up_to = page.last_updated_before or page.created_before
    try:
        complete_to = moment(up_to, "lastUpdatedBefore") if up_to else None
    except OddFieldError:
        complete_to = None
    token = page.pagination.next_token if page.pagination else None
    return OrdersPage(
        orders=tuple(orders.values()), odd=tuple(odd_ones), next_token=token or None, up_to=complete_to
    )


def read_one(content: bytes) -> ShopOrder | OddOrder:
    """The answer of getOrder. Raises UnreadableError where it is none."""
    try:
        return read_order(bytes(_ONE.decode(content).order))
    except _BROKEN:
        pass
    loose = _loosely(content)
    if not isinstance(loose, dict) or "order" not in loose:
        raise UnreadableError
    return read_order(_written(loose["order"]))


def read_order(raw: bytes) -> ShopOrder | OddOrder:
    """One order out of its JSON text. Never raises: what cannot be read is an OddOrder with the reason."""
    try:
        return to_order(_ORDER.decode(raw))
    except OddFieldError as error:
        return OddOrder(shop_order_id=_id_of(raw), why=error.words, raw=raw)
    except _BROKEN as error:
        words = (
            odd.from_decoder(str(error)) if isinstance(error, msgspec.ValidationError) else Words(odd.NO_JSON)
        )
        return OddOrder(shop_order_id=_id_of(raw), why=words, raw=raw)


def _page(content: bytes) -> WireOrdersPage:
    try:
        return _PAGE.decode(content)
    except _BROKEN:
        pass
    # One damaged text (half an emoji, say) makes the whole page invalid JSON. Read again with a parser that
    # bears it, and written anew, the damage is one order's.
    loose = _loosely(content)
    listed = loose.get("orders") if isinstance(loose, dict) else None
    if not isinstance(loose, dict) or not isinstance(listed, list):
        raise UnreadableError
    try:
        frame = _PAGE.decode(_written({**loose, "orders": []}))
    except _BROKEN:
        raise UnreadableError from None
    return msgspec.structs.replace(frame, orders=[msgspec.Raw(_written(order)) for order in listed])


def _loosely(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _id_of(raw: bytes) -> str:
    try:
        found = _ID.decode(raw).order_id
    except _BROKEN:
        found = ""
    if found.strip() and found.isprintable() and len(found) <= LONGEST_ID:
        return found
    # An order without a number still needs a name of its own, the same each time it comes.
    return f"?{hashlib.sha256(raw).hexdigest()[:20]}"
