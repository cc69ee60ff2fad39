"""One purchase of a label (R5.2): the call, the answer that did not come, and never a second label paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from packhaus.carriers.models import Sender
from packhaus.carriers.port import Bought, Carrier, SenderAddress, Service, Shipment, UnknownIs
from packhaus.carriers.registry import open_carrier
from packhaus.carriers.rules import fitting_service
from packhaus.engine.models import BatchItem
from packhaus.engine.seams import seam
from packhaus.engine.timeline import note
from packhaus.flow import bulk
from packhaus.flow.labels import finish, give_up, keep_label
from packhaus.kit.addresses import recognize
from packhaus.kit.errors import NeedsMerchant, Problem, Rejected, Retry
from packhaus.kit.personal import Contact
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.rules import may_write_to_buyer
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.parcels.models import Purchase
from packhaus.parcels.states import move_purchase
from packhaus.privacy import vault

ASK_AFTER = timedelta(seconds=60)
"""An unknown purchase is asked for when the call that may still be under way has surely ended."""


def service_for(services: Sequence[Service], wanted: str, grams: int, country: str) -> Service:
    """The ``wanted`` product, else the smallest that takes ``grams`` to ``country``. Raises Rejected."""
    if wanted:
        chosen = next((service for service in services if service.code == wanted), None)
        if chosen is not None:
            return chosen
    fitting = fitting_service(services, grams, country)
    if fitting is None:
        heaviest = max((service.heaviest_grams for service in services), default=0)
        raise Rejected(
            Words(
                gettext_noop(
                    "No service of the carrier takes %(weight)s kg to %(country)s, %(heaviest)s kg at most."
                    " Send it in two parcels, or correct the weight of the SKU."
                ),
                {"weight": f"{grams / 1000:g}", "country": country, "heaviest": f"{heaviest / 1000:g}"},
            )
        )
    return fitting


def open_purchase(item: BatchItem) -> Purchase | None:
    """The attempt of a batch's item that has no end yet."""
    if item.parcel is None:
        return None
    return item.parcel.purchases.filter(state__in=("intended", "unknown")).order_by("-id").first()


def asked_again_at(purchase: Purchase) -> datetime:
    """When the carrier can be asked for an attempt. One that certainly did not reach it: long ago."""
    return purchase.called_at + ASK_AFTER if purchase.called_at else purchase.state_at


def answered(item: BatchItem, purchase: Purchase, now: datetime) -> bool:
    """Ask the carrier for an attempt that left no record. Whether it is cleared up, or only the merchant can.

    What the carrier sold is recorded here. Raises what keeps the carrier from answering; the attempt stays
    unknown then, for nobody knows that nothing is bought.
    """
    if purchase.called_at is None or now < asked_again_at(purchase):
        return False
    carrier = open_carrier(purchase.parcel.carrier_account)
    if carrier.unknown_is is UnknownIs.MERCHANT:
        return True
    if carrier.unknown_is is not UnknownIs.ASK:
        return False
    try:
        found = carrier.ask(purchase.key)
        if found:
            _record(item, purchase, carrier, found, now)
    except (NeedsMerchant, Rejected) as error:
        _unknown(item, purchase, error.words, now)
        raise
    return bool(found)


def buy(
    item: BatchItem, purchase: Purchase, called_before: datetime | None, now: datetime
) -> datetime | None:
    """Call the carrier under the committed intent, and record what it says. When to come again, if at all.

    ``called_before`` is when an earlier call of this attempt went out that may have reached the carrier.
    """
    carrier = open_carrier(purchase.parcel.carrier_account)
    Purchase.objects.filter(pk=purchase.pk).update(called_at=now)
    purchase.called_at = now
    try:
        bought = carrier.announce(_shipment(purchase))
    except Retry as error:
        if error.sent:
            return _unknown(item, purchase, error.words, now)
        Purchase.objects.filter(pk=purchase.pk).update(called_at=called_before)
        raise
    except NeedsMerchant as error:
        if called_before is not None:
            _unknown(item, purchase, error.words, now)
            raise
        give_up(item, error.words, now)
        return None
    except Rejected as error:
        give_up(item, error.words, now)
        return None
    seam("announce.called")
    try:
        found = [bought]
        if called_before and carrier.unknown_is is UnknownIs.ASK:
            # The first call may have come through after all, later than it was asked for.
            found += [other for other in carrier.ask(purchase.key) if not _same(other, bought)]
        _record(item, purchase, carrier, found, now)
    except Problem as error:
        return _unknown(item, purchase, error.words, now)
    return None


def _same(one: Bought, other: Bought) -> bool:
    return one.carrier_parcel_id == other.carrier_parcel_id


def _record(
    item: BatchItem, purchase: Purchase, carrier: Carrier, found: Sequence[Bought], now: datetime
) -> None:
    """Keep the first label, and give back the others of the same key.

    They go first: once one is recorded, nobody asks for this key again.
    """
    for other in found[1:]:
        _give_back_other(item, carrier, other, now)
    keep_label(item, purchase, found[0], now)
    seam("announce.recorded")
    finish(item.batch_id, now)


def _give_back_other(item: BatchItem, carrier: Carrier, other: Bought, now: datetime) -> None:
    try:
        carrier.void(other.carrier_parcel_id)
    except Rejected:
        note(
            item.organization_id,
            item.order_id,
            # A line that may name a number of the carrier's goes with the order's other numbers.
            "refused",
            Words(
                gettext_noop(
                    "The carrier sold a second label (%(parcel)s) and does not take it back: ask it for the"
                    " money"
                ),
                {"parcel": other.carrier_parcel_id},
            ),
            now,
        )


def _unknown(item: BatchItem, purchase: Purchase, words: Words, now: datetime) -> datetime:
    """Nobody knows whether a label is bought. When the carrier can be asked."""
    with transaction.atomic():
        hold_still([item.order_id])
        move_purchase(purchase, Purchase.State.UNKNOWN, now, words)
        item.state, item.words = BatchItem.State.UNKNOWN, words.stored()
        item.save(update_fields=["state", "words"])
        bulk.recount([item.order_id])
        refresh([item.order_id], now)
    return now + ASK_AFTER


def _shipment(purchase: Purchase) -> Shipment:
    parcel = purchase.parcel
    sender = Sender.objects.get(organization_id=parcel.organization_id)
    recipient = vault.recipients([parcel.order_id]).get(parcel.order_id)
    if recipient is None:
        raise Rejected(Words(gettext_noop("The order has no address. Enter it, then try again.")))
    read = recognize(recipient)
    return Shipment(
        reference=purchase.key,
        service=parcel.service,
        weight_grams=parcel.weight_grams,
        sender=SenderAddress(
            name=sender.name,
            street=sender.street,
            postal_code=sender.postal_code,
            city=sender.city,
            country=sender.country,
            phone=sender.phone,
            email=sender.email,
        ),
        recipient=msgspec.structs.replace(
            recipient,
            name=read.name,
            company=read.company or recipient.company,
            po_number=recipient.po_number or read.po_number,
        ),
        contact=_contact_for_carrier(parcel.order),
        order_reference=parcel.order.shop_order_id,
    )


def _contact_for_carrier(order: Order) -> Contact | None:
    """What the carrier learns beside the address. Carriers write to buyers whose e-mail address they know, so
    they get none of a buyer who may not be written to (R4.1)."""
    contact = vault.contacts([order.pk]).get(order.pk)
    if contact is None:
        return None
    may, _ = may_write_to_buyer(order.connection.shop, order.shop_order_id, contact.email)
    return contact if may else msgspec.structs.replace(contact, email="")
