"""One order with something in every place where personal data lies, by the name of its holding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Model

from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Batch, BatchItem, Timeline
from packhaus.kit.words import Words
from packhaus.orders.models import Order
from packhaus.parcels.models import CarrierEvent, Document, Parcel, Purchase
from packhaus.privacy import vault
from packhaus.privacy.models import OrderPersonal
from packhaus.shops.models import SetAside
from privacy.merchants import made_label, made_set_aside
from privacy.people import put_both

QUOTED = Words("The carrier said: %(said)s", {"said": "Zqgrünwaldstraße 5 is unknown"}).stored()


@dataclass(frozen=True)
class Planted:
    """An order, and by holding a look whether what was planted is there still."""

    order: Order
    there: dict[str, Callable[[], bool]]


def plant(order: Order, now: datetime) -> Planted:
    """Plant something in every holding; each look is true now."""
    organization = order.organization
    put_both([order], now)
    parcel = made_label(order, b"label", now).parcel
    aside = made_set_aside(order.connection, b"text", now)
    SetAside.objects.filter(pk=aside.pk).update(shop_order_id=order.shop_order_id)
    Parcel.objects.filter(pk=parcel.pk).update(tracking_number="JD0001", carrier_parcel_id="C-1")
    purchase = Purchase.objects.create(
        organization=organization,
        parcel=parcel,
        key=f"key-{order.pk}",
        state="bought",
        state_at=now,
        words=QUOTED,
    )
    event = CarrierEvent.objects.create(
        organization=organization,
        carrier_account=parcel.carrier_account,
        outside_id=f"event-{order.pk}",
        parcel=parcel,
        kind="handled",
        at=now,
        received_at=now,
    )
    batch = Batch.objects.create(
        organization=organization, number=order.pk, key=f"batch-{order.pk}", created_at=now
    )
    item = BatchItem.objects.create(
        organization=organization, batch=batch, position=1, order=order, parcel=parcel, words=QUOTED
    )
    confirmation = Confirmation.objects.create(
        organization=organization,
        connection=order.connection,
        parcel=parcel,
        reference="901",
        state="refused",
        state_at=now,
        words=QUOTED,
        receipt="R-JD0001",
    )
    line = Timeline.objects.create(
        organization=organization, order=order, at=now, kind="refused", words=QUOTED
    )
    Order.objects.filter(pk=order.pk).update(label_words=QUOTED, oddities=[QUOTED], has_address=True)
    text = _order_file(order, now)

    def column(row: Model, name: str) -> Callable[[], bool]:
        before = getattr(type(row)._default_manager.get(pk=row.pk), name)
        assert before
        return lambda: getattr(type(row)._default_manager.get(pk=row.pk), name) == before

    def row(model: type[Model], **columns: object) -> Callable[[], bool]:
        return lambda: model._default_manager.filter(**columns).exists()

    return Planted(
        order,
        {
            "order_personal": row(OrderPersonal, order=order),
            "document": row(Document, parcel=parcel),
            "set_aside": row(SetAside, pk=aside.pk),
            "order_file": row(type(text), pk=text.pk),
            "tracking_number": column(parcel, "tracking_number"),
            "carrier_parcel_id": column(parcel, "carrier_parcel_id"),
            "purchase_key": column(purchase, "key"),
            "purchase_words": column(purchase, "words"),
            "carrier_event_number": column(event, "outside_id"),
            "batch_words": column(item, "words"),
            "order_words": column(order, "label_words"),
            "order_oddities": column(order, "oddities"),
            "confirmation_words": column(confirmation, "words"),
            "confirmation_receipt": column(confirmation, "receipt"),
            "timeline_words": row(Timeline, pk=line.pk),
        },
    )


def _order_file(order: Order, now: datetime) -> object:
    file = apps.get_model("packhaus", "OrderFile").objects.create(
        organization=order.organization,
        connection=order.connection,
        made_at=now,
        encoding="utf-8",
        delimiter=";",
        columns_digest="0",
    )
    ends_on = (now + timedelta(days=6)).date()
    sealed = vault.seal_set_aside(b"text", order.organization_id, "file", ends_on, now)
    return apps.get_model("packhaus", "OrderFileText").objects.create(
        organization=order.organization,
        order_file=file,
        lease=sealed.lease,
        wrapped=sealed.wrapped,
        sealed=sealed.sealed,
        ends_on=ends_on,
    )
