"""What the merchant does with an order here (R5.1): hold, release, cancel, change its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.engine.timeline import note, note_many
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Purpose, Recipient
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of


def hold(orders: Iterable[Order], member: Member, now: datetime) -> int:
    """Keep orders from being shipped until they are released. How many."""
    ids = [order.pk for order in orders if order.held_at is None]
    with transaction.atomic():
        hold_still(ids)
        Order.objects.filter(pk__in=ids, held_at=None).update(held_at=now, held_by=member)
        refresh(ids, now)
        note_many(member.organization_id, ids, "held", Words(gettext_noop("Held")), now, member)
    return len(ids)


def release(orders: Iterable[Order], member: Member, now: datetime) -> int:
    """Let held orders go on, also those whose buyer asked to cancel: the merchant decided. How many."""
    ids = [order.pk for order in orders]
    with transaction.atomic():
        hold_still(ids)
        Order.objects.filter(pk__in=ids).update(held_at=None, held_by=None)
        Order.objects.filter(pk__in=ids, cancel_requested=True).update(cancel_overruled_at=now)
        refresh(ids, now)
        note_many(member.organization_id, ids, "released", Words(gettext_noop("Released")), now, member)
    return len(ids)


def cancel_here(order: Order, member: Member, now: datetime) -> None:
    """Take an order out of the work here. At the shop it stays as it is: that is said on the page."""
    with transaction.atomic():
        Order.objects.filter(pk=order.pk, cancelled_here_at=None).update(cancelled_here_at=now)
        refresh([order.pk], now)
        note(order.organization_id, order.pk, "cancelled", Words(gettext_noop("Cancelled here")), now, member)


def uncancel(order: Order, member: Member, now: datetime) -> None:
    """Take an order that was cancelled here back into the work."""
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(cancelled_here_at=None)
        refresh([order.pk], now)
        note(order.organization_id, order.pk, "released", Words(gettext_noop("Taken back")), now, member)


def change_address(order: Order, recipient: Recipient, member: Member, now: datetime) -> None:
    """Change where an order goes to; a label that was refused may be bought again.

    Raises NeedsMerchant where name or street is missing, or where the order's data is erased already.
    """
    if not recipient.has_street() or not recipient.city or len(recipient.country) != 2:
        raise NeedsMerchant(
            Words(
                gettext_noop(
                    "An address needs a name, a street, a city and a country. Fill in what is missing."
                )
            ),
            "orders:detail",
        )
    with transaction.atomic():
        # Who erases holds the order, too: an address that came in meanwhile would stay.
        hold_still([order.pk])
        order.refresh_from_db()
        row = vault.PersonalRow(order.organization_id, order.pk, Purpose.TAX, recipient, facts_of(order))
        if vault.put([row], now):
            raise NeedsMerchant(
                Words(gettext_noop("The buyer's data of this order is erased. It cannot get a new address.")),
                "",
            )
        Order.objects.filter(pk=order.pk).update(
            has_address=True,
            address_edited=True,
            country=recipient.country,
            label_words=None,
            label_problem="",
        )
        refresh([order.pk], now)
        note(order.organization_id, order.pk, "address", Words(gettext_noop("Address changed")), now, member)
