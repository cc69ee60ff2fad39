"""Whom orders go to: sealed as it comes in, asked for again where it blinked, never overwritten by less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from packhaus.engine.due import make_due
from packhaus.kit.personal import Purpose
from packhaus.orders.bulk import Kept
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of
from packhaus.shops.models import Connection
from packhaus.shops.port import ShopOrder, ShopState

AGAIN = timedelta(minutes=10)
"""An address that an order lacks, though others have theirs, is asked for again after this."""


_LOOKED_AT = (
    "purchased_at",
    "ship_by",
    "shipped_at",
    "delivered_at",
    "cancelled_here_at",
    "shop_state",
    "shop_updated_at",
    "address_edited",
    "has_address",
)


def seal_people(organization_id: int, written: Sequence[tuple[Kept, ShopOrder]], now: datetime) -> None:
    """Seal buyers' data of orders that were just written, in the caller's transaction.

    An answer without an address (a role is gone, the address blinks) never takes the place of one that is
    here; nor does the shop's take the place of one that the merchant changed.
    """
    stored = Order.objects.only(*_LOOKED_AT).in_bulk([entry.id for entry, _ in written])
    rows = []
    for entry, order in written:
        ours = stored[entry.id]
        edited = ours.address_edited and not entry.new
        if edited or (ours.has_address and not _has_street(order)):
            continue
        # What is stored knows more than the shop's word: the carrier's scans, and what was cancelled here.
        facts = facts_of(ours)
        if order.recipient is not None:
            rows.append(vault.PersonalRow(organization_id, entry.id, Purpose.TAX, order.recipient, facts))
        if order.contact is not None:
            rows.append(
                vault.PersonalRow(organization_id, entry.id, Purpose.FULFILLMENT, order.contact, facts)
            )
    kept_out = {order_id for order_id, purpose in vault.put(rows, now) if purpose is Purpose.TAX}
    Order.objects.filter(pk__in=kept_out).update(has_address=False)


def _has_street(order: ShopOrder) -> bool:
    return order.recipient is not None and order.recipient.has_street()


def ask_for_missing(connection: Connection, written: Sequence[tuple[Kept, ShopOrder]], now: datetime) -> None:
    """Learn whether addresses can be read; ask again for those that a readable account left out."""
    wanting = [
        (entry, order)
        for entry, order in written
        if order.state in (ShopState.OPEN, ShopState.PARTLY_SHIPPED)
    ]
    without = [entry.id for entry, order in wanting if not _has_street(order)]
    if not wanting:
        return
    can_be_read = len(without) < len(wanting)
    if can_be_read:
        now_readable(connection, now)
    elif connection.addresses_readable is None:
        connection.addresses_readable = False
        Connection.objects.filter(pk=connection.pk).update(addresses_readable=False)
    if connection.addresses_readable and without:
        make_due("refetch", without, now + AGAIN)


def now_readable(connection: Connection, now: datetime) -> None:
    """The account's addresses can be read: ask for those that came without one while they could not be."""
    if connection.addresses_readable:
        return
    connection.addresses_readable = True
    Connection.objects.filter(pk=connection.pk).update(addresses_readable=True)
    waiting = Order.objects.filter(connection=connection, waiting__contains=["no_address"])
    make_due("refetch", list(waiting.values_list("pk", flat=True)), now + AGAIN)
