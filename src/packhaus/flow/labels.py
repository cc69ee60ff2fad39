"""The record of a bought label, the end of a refused one, and giving one back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.carriers.port import Bought
from packhaus.carriers.registry import open_carrier
from packhaus.confirmations.models import Confirmation
from packhaus.confirmations.rules import is_owed
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.models import Batch, BatchItem
from packhaus.engine.timeline import note
from packhaus.flow import bulk
from packhaus.flow.buyers import take_back, write_if_due
from packhaus.kit.errors import NeedsMerchant, Rejected, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.parcels.models import Document, Parcel, Purchase
from packhaus.parcels.states import move, move_purchase
from packhaus.privacy import vault, watch
from packhaus.privacy.retention import facts_of
from packhaus.privacy.retire import retire_until, tonight

EVENTS_AFTER = timedelta(minutes=1)
CLOCK_AGAIN = timedelta(seconds=20)
ABOVE_OTHERS = 900
"""Far above the numbers that the shop, or another program, gives to an order's packages."""


def keep_label(item: BatchItem, purchase: Purchase, bought: Bought, now: datetime) -> None:
    """Record a bought label in one commit: parcel, sealed document, what is owed to the shop.

    Where the order was erased while the carrier answered, that it was bought and what it cost (R4.2).
    """
    with transaction.atomic():
        hold_still([item.order_id])
        parcel = Parcel.objects.select_for_update().get(pk=purchase.parcel_id)
        order = (
            Order.objects.select_related("connection").select_for_update(of=("self",)).get(pk=parcel.order_id)
        )
        purchase.refresh_from_db()
        if purchase.state == Purchase.State.BOUGHT:
            return
        move_purchase(purchase, Purchase.State.BOUGHT, now)
        move(parcel, Parcel.State.ANNOUNCED, now)
        parcel.price_cents, parcel.currency = bought.price.cents, bought.price.currency
        parcel.announced_at = bought.announced_at
        if order.erased_at is None:
            parcel.tracking_number = bought.tracking_number
            parcel.carrier_parcel_id = bought.carrier_parcel_id
        parcel.save()
        item.state, item.words = BatchItem.State.DONE, None
        item.save(update_fields=["state", "words"])
        Order.objects.filter(pk=order.pk).update(label_problem="", label_words=None)
        owed = order.erased_at is None and _keep_document(parcel, order, bought, now)
        bulk.recount([order.pk])
        refresh([order.pk], now)
        if order.erased_at is None:
            said = Words(
                gettext_noop("Label bought: %(service)s, batch %(batch)s"),
                {"service": parcel.service_name, "batch": str(item.batch.number)},
            )
        else:
            said = Words(BOUGHT_ERASED)
        note(parcel.organization_id, order.pk, "label", said, now, item.batch.created_by, parcel.pk)
        make_due("events", parcel.carrier_account_id, now + EVENTS_AFTER)
        if owed:
            make_due("confirm", order.connection_id, now)


BOUGHT_ERASED = gettext_noop(
    "Label bought, though the buyer's data was erased meanwhile: nothing of it is kept. Give it back at the"
    " carrier itself."
)
REFUSED_ERASED = gettext_noop("No label: the buyer's data of this order is erased.")


def _keep_document(parcel: Parcel, order: Order, bought: Bought, now: datetime) -> bool:
    """Keep the label, and what follows from it. Whether the shop is to be told now."""
    sealed = vault.seal_document(
        bought.label, parcel.organization_id, f"{parcel.public_id}/label", facts_of(order), now
    )
    kept = {
        "lease": sealed.lease,
        "wrapped": sealed.wrapped,
        "sealed": sealed.sealed,
        "created_at": now,
    }
    Document.objects.update_or_create(
        organization_id=parcel.organization_id,
        parcel=parcel,
        kind="label",
        defaults={**kept, "held_until": None},
        create_defaults={**kept, "held_until": vault.day_of(sealed)},
    )
    owed = _keep_confirmation(parcel, order, now)
    write_if_due(parcel, order.connection, now)
    return owed


def _keep_confirmation(parcel: Parcel, order: Order, now: datetime) -> bool:
    """Keep what the shop is to be told, and say whether it is to be told now; one's own shop never is."""
    if order.connection.is_own:
        return False
    owed = is_owed(order.connection.confirm_at, parcel.state, handled=False)
    Confirmation.objects.get_or_create(
        parcel=parcel,
        defaults={
            "organization_id": parcel.organization_id,
            "connection": order.connection,
            "reference": _reference(parcel),
            "state": "owed" if owed else "not_owed",
            "state_at": now,
            "due_at": now if owed else None,
        },
    )
    return owed


def _reference(parcel: Parcel) -> str:
    """The parcel's name at the shop: digits, unique in the order.

    Packages that are made at the shop by hand are numbered from 1; the same number would overwrite one.
    """
    return str(ABOVE_OTHERS + parcel.number)


def give_up(item: BatchItem, words: Words, now: datetime, *, refused: bool = True) -> None:
    """Nothing is bought: free the pieces again and say why.

    ``refused`` says that the carrier or the order's data stands in the way, which the order then waits for;
    else the batch alone says why it was left out.
    """
    with transaction.atomic():
        hold_still([item.order_id])
        if Order.objects.filter(pk=item.order_id, erased_at__isnull=False).exists():
            # What the carrier said may quote an address that is gone.
            words = Words(REFUSED_ERASED)
        if item.parcel is not None and item.parcel.state == Parcel.State.DRAFT:
            for purchase in item.parcel.purchases.filter(state__in=("intended", "unknown")):
                move_purchase(purchase, Purchase.State.REFUSED, now, words)
            move(item.parcel, Parcel.State.VOIDED, now)
            item.parcel.save(update_fields=["state", "state_at"])
        item.parcel = None
        item.state = BatchItem.State.FAILED if refused else BatchItem.State.SKIPPED
        item.words = words.stored()
        item.save(update_fields=["parcel", "state", "words"])
        bulk.recount([item.order_id])
        if refused:
            Order.objects.filter(pk=item.order_id).update(label_problem="refused", label_words=words.stored())
            note(item.organization_id, item.order_id, "refused", words, now)
        refresh([item.order_id], now)
        finish(item.batch_id, now)


def wait_for_the_clock(item: BatchItem, now: datetime) -> None:
    """Raises Retry while no address may be opened, for the clock is in doubt; the order is not refused."""
    try:
        watch.must_be_sure()
    except NeedsMerchant as error:
        BatchItem.objects.filter(pk=item.pk).update(words=error.words.stored())
        raise Retry(error.words, now + CLOCK_AGAIN, cause="clock") from None


def finish(batch_id: int, now: datetime) -> None:
    """End a batch whose items have all come to an end."""
    if not BatchItem.objects.filter(batch_id=batch_id, state__in=("waiting", "unknown")).exists():
        Batch.objects.filter(pk=batch_id, finished_at=None).update(finished_at=now)


def give_back(parcel: Parcel, member: Member, now: datetime) -> None:
    """Give a label back that is not on its way yet: intent first, the carrier is told by due work.

    Raises NeedsMerchant where the carrier has the parcel already.
    """
    with transaction.atomic():
        hold_still([parcel.order_id])
        held = Parcel.objects.select_for_update().get(pk=parcel.pk)
        if held.state != Parcel.State.ANNOUNCED:
            raise NeedsMerchant(
                Words(gettext_noop("The carrier has this parcel already. Its label cannot be given back.")),
                "parcels:detail",
            )
        if held.order.erased_at is not None:
            raise NeedsMerchant(
                Words(
                    gettext_noop(
                        "The carrier's number of this parcel is erased with the buyer's data. Give the label"
                        " back at the carrier itself, if it still takes it."
                    )
                ),
                "parcels:detail",
            )
        told = Confirmation.objects.filter(parcel=held, state__in=("intended", "unknown", "accepted"))
        if told.exclude(parcel__order__shop_state="cancelled").exists():
            raise NeedsMerchant(
                Words(
                    gettext_noop(
                        "The shop has this tracking number already and counts the order as shipped. The"
                        " label cannot be given back now: hand the parcel over, or change it at the shop."
                    )
                ),
                "parcels:detail",
            )
        for purchase in held.purchases.filter(state="bought"):
            move_purchase(purchase, Purchase.State.VOIDING, now)
        make_due("void", held.pk, now)
        note(
            held.organization_id,
            held.order_id,
            "label",
            Words(gettext_noop("Label is being given back")),
            now,
            member,
            held.pk,
        )


@due_kind("void")
def void(parcel_id: int, now: datetime) -> datetime | None:
    """Tell the carrier that a label is given back, as often as it takes; then free the pieces.

    A carrier that does not take it back (it has the parcel already) leaves the label as it was.
    """
    parcel = Parcel.objects.select_related("carrier_account").get(pk=parcel_id)
    if not parcel.purchases.filter(state="voiding").exists():
        return None
    try:
        open_carrier(parcel.carrier_account).void(parcel.carrier_parcel_id)
    except Rejected as error:
        _end_void(parcel_id, Purchase.State.BOUGHT, error.words, now)
    else:
        _end_void(parcel_id, Purchase.State.VOIDED, Words(gettext_noop("Label given back")), now)
    return None


def _end_void(parcel_id: int, state: Purchase.State, words: Words, now: datetime) -> None:
    with transaction.atomic():
        hold_still(Parcel.objects.filter(pk=parcel_id).values_list("order_id", flat=True))
        parcel = Parcel.objects.select_for_update().get(pk=parcel_id)
        purchase = parcel.purchases.select_for_update().filter(state="voiding").first()
        if purchase is None:
            return
        move_purchase(purchase, state, now, words if state == Purchase.State.BOUGHT else None)
        if state == Purchase.State.VOIDED:
            move(parcel, Parcel.State.VOIDED, now)
            take_back(parcel, now)
            parcel.save(update_fields=["state", "state_at"])
            for held_until in parcel.documents.values_list("held_until", flat=True):
                retire_until(held_until, tonight(now))
            parcel.documents.all().delete()
            Confirmation.objects.filter(parcel=parcel, state__in=("not_owed", "owed", "refused")).update(
                state="moot", state_at=now, due_at=None
            )
        bulk.recount([parcel.order_id])
        refresh([parcel.order_id], now)
        # What the carrier said of it may name a number of its own, and goes with the order's others.
        kind = "label" if state == Purchase.State.VOIDED else "refused"
        note(parcel.organization_id, parcel.order_id, kind, words, now, None, parcel.pk)
