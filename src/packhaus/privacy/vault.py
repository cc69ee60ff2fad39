"""The vault's doors: the only way that personal data goes to rest and comes back.

What goes in is sealed for one purpose and one order; what comes out is of ``kit.personal``'s types, whose
``repr`` shows nothing. What is older than its rule neither comes in nor out (R4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import msgspec

from packhaus.engine import clock
from packhaus.kit.errors import Bug
from packhaus.kit.personal import Contact, Purpose, Recipient, Sealed
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import bulk, watch
from packhaus.privacy.access.log import note_looked_through, note_opened
from packhaus.privacy.bulk import SealedRow
from packhaus.privacy.errors import KeyGone, TermOver
from packhaus.privacy.keys import LeaseName, ring
from packhaus.privacy.keys_in_hand import KeysInHand
from packhaus.privacy.master import open_secret, seal_secret
from packhaus.privacy.retention import TermFacts, is_over, last_day, lease_for, utc_day
from packhaus.privacy.seal import bound_to_document, bound_to_order, bound_to_set_aside

__all__ = [
    "PersonalRow",
    "contacts",
    "day_of",
    "open_document",
    "open_secret",
    "open_set_aside",
    "put",
    "recipients",
    "seal_document",
    "seal_secret",
    "seal_set_aside",
]

_Record = TypeVar("_Record", Recipient, Contact)
_PURPOSES: dict[type, Purpose] = {Recipient: Purpose.TAX, Contact: Purpose.FULFILLMENT}
_encode = msgspec.json.Encoder().encode
_decode_recipient = msgspec.json.Decoder(Recipient).decode
_decode_contact = msgspec.json.Decoder(Contact).decode


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """Personal data of one order for one purpose, and what decides how long it may be kept.

    A :class:`Recipient` is held for tax, a :class:`Contact` for fulfillment.
    """

    organization_id: int
    order_id: int
    purpose: Purpose
    record: Recipient | Contact
    facts: TermFacts


def put(rows: Sequence[PersonalRow], now: datetime) -> frozenset[tuple[int, Purpose]]:
    """Seal rows and write them in the caller's transaction, in place of what was there.

    Returns the (order id, purpose) of those that did not come in, for their term is over or their order is
    erased already, which is final (R4.2). A record
    with nothing in it says nothing, so it is not written. Of two rows for one order and purpose the last
    counts. Raises the errors of ``KeyRing.for_sealing``, and Bug for a record of another purpose's type.
    """
    today = utc_day(now)
    keys = KeysInHand(ring(), now)
    erased = bulk.erased_orders([row.order_id for row in rows])
    kept_out: set[tuple[int, Purpose]] = set()
    sealed: dict[tuple[int, int, Purpose], SealedRow] = {}
    for row in rows:
        if _PURPOSES[type(row.record)] is not row.purpose:
            raise Bug(
                Words(
                    gettext_noop("A %(type)s is not held for %(purpose)s"),
                    {"type": type(row.record).__name__, "purpose": row.purpose.value},
                )
            )
        last = last_day(row.facts, row.purpose)
        if is_over(last, today) or row.order_id in erased:
            kept_out.add((row.order_id, row.purpose))
            continue
        if row.record == type(row.record)():
            continue
        cipher = keys.for_sealing(lease_for(last, today))
        bound_to = bound_to_order(row.organization_id, row.order_id, row.purpose)
        sealed[row.organization_id, row.order_id, row.purpose] = SealedRow(
            row.organization_id, row.order_id, row.purpose, cipher.seal(_encode(row.record), bound_to)
        )
    if sealed:
        bulk.write_personal(list(sealed.values()), now)
    return frozenset(kept_out)


def recipients(order_ids: Sequence[int], now: datetime | None = None) -> dict[int, Recipient]:
    """The recipients of some orders, by order id; an order is missing where there is none, or none any more.

    Raises the errors of ``KeyRing.for_opening`` but KeyGone, and SealBroken.
    """
    return _opened(order_ids, Purpose.TAX, _decode_recipient, now)


def contacts(order_ids: Sequence[int], now: datetime | None = None) -> dict[int, Contact]:
    """The contacts of some orders, by order id; missing and raising as with :func:`recipients`."""
    return _opened(order_ids, Purpose.FULFILLMENT, _decode_contact, now)


def seal_document(plain: bytes, organization_id: int, aad_id: str, facts: TermFacts, now: datetime) -> Sealed:
    """Seal a label of an order with these ``facts``; its purpose is fulfillment.

    ``aad_id`` names the document for good, as ``parcel's public id/kind``: it is needed to open it. Raises
    TermOver, and the errors of ``KeyRing.for_sealing``.
    """
    last = last_day(facts, Purpose.FULFILLMENT)
    return _seal(plain, bound_to_document(organization_id, aad_id), last, now)


def open_document(
    sealed: Sealed,
    organization_id: int,
    aad_id: str,
    facts: TermFacts,
    now: datetime,
    order_id: int | None = None,
) -> bytes:
    """A label, of ``order_id``. Raises TermOver, SealBroken, and the errors of ``KeyRing.for_opening``."""
    last = last_day(facts, Purpose.FULFILLMENT)
    plain = _open(sealed, bound_to_document(organization_id, aad_id), last, now)
    if order_id is None:
        note_looked_through(organization_id, 1, now)
    else:
        note_opened([(organization_id, order_id)], now)
    return plain


def seal_set_aside(
    raw: bytes, organization_id: int, shop_order_id: str, ends_on: date, now: datetime
) -> Sealed:
    """Seal the shop's text of an order that could not be read.

    ``ends_on`` is of ``retention.set_aside_last_day``. Raises as :func:`seal_document`.
    """
    return _seal(raw, bound_to_set_aside(organization_id, shop_order_id), ends_on, now)


def open_set_aside(
    sealed: Sealed, organization_id: int, shop_order_id: str, ends_on: date, now: datetime
) -> bytes:
    """The shop's text of an order that could not be read. Raises as :func:`open_document`."""
    plain = _open(sealed, bound_to_set_aside(organization_id, shop_order_id), ends_on, now)
    note_looked_through(organization_id, 1, now)
    return plain


def day_of(sealed: Sealed) -> date:
    """The last day (UTC) on which what was just sealed can be opened under its lease key."""
    return LeaseName.parse(sealed.lease).lease.day


def _opened(
    order_ids: Sequence[int], purpose: Purpose, decode: Callable[[bytes], _Record], now: datetime | None
) -> dict[int, _Record]:
    watch.must_be_sure()
    moment = now or clock.now()
    today = utc_day(moment)
    keys = KeysInHand(ring(), moment)
    found: dict[int, _Record] = {}
    opened: list[tuple[int, int]] = []
    for row in bulk.read_personal(order_ids, purpose):
        if is_over(last_day(row.facts, purpose), today):
            continue
        try:
            # Its own term is not over: so it is live, even where its lease was not renewed in time (rule 5).
            cipher = keys.for_opening(row.sealed.lease)
        except KeyGone:
            continue
        bound_to = bound_to_order(row.organization_id, row.order_id, purpose)
        found[row.order_id] = decode(cipher.open(row.sealed, bound_to))
        opened.append((row.organization_id, row.order_id))
    note_opened(opened, moment)
    return found


def _seal(plain: bytes, bound_to: bytes, last: date | None, now: datetime) -> Sealed:
    today = utc_day(now)
    if is_over(last, today):
        raise _over(last)
    return ring().for_sealing(lease_for(last, today), now).seal(plain, bound_to)


def _open(sealed: Sealed, bound_to: bytes, last: date | None, now: datetime) -> bytes:
    watch.must_be_sure()
    if is_over(last, utc_day(now)):
        raise _over(last)
    return ring().for_opening(sealed.lease, now, survivors=True).open(sealed, bound_to)


def _over(last: date | None) -> TermOver:
    return TermOver(
        Words(
            gettext_noop("The buyer's data of this order was kept until %(day)s; that day is over."),
            {"day": last.isoformat() if last else ""},
        )
    )
