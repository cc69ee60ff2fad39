"""All that is held of a person's orders, as the copy that the GDPR gives them a right to (article 15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import msgspec

from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Timeline
from packhaus.kit.personal import Purpose, Sealed
from packhaus.kit.words import Words
from packhaus.messages.models import Message
from packhaus.orders.models import Order
from packhaus.parcels.models import CarrierEvent, Document, Parcel
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of, is_over, last_day, term, utc_day
from packhaus.shops.models import SetAside

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True)
class PersonCopy:
    """What is held: ``orders`` as it goes into the JSON file; labels by their file's name."""

    orders: list[dict[str, Value]] = field(repr=False)
    labels: dict[str, bytes] = field(repr=False)


def copy_of(orders: Sequence[Order], now: datetime, say: Callable[[Words], str]) -> PersonCopy:
    """Open all that is held of some orders. ``say`` puts a sentence in a language. Raises as opening does."""
    ids = [order.pk for order in orders if order.erased_at is None]
    recipients, contacts = vault.recipients(ids, now), vault.contacts(ids, now)
    shown: list[dict[str, Value]] = []
    labels: dict[str, bytes] = {}
    for order in orders:
        parcels = list(order.parcels.select_related("carrier_account").order_by("number"))
        labels |= _labels(order, parcels, now)
        shown.append(
            {
                **_facts(order),
                "recipient": _record(recipients.get(order.pk)),
                "contact": _record(contacts.get(order.pk)),
                "kept": _kept(order, say),
                "lines": _lines(order),
                "parcels": [_parcel(parcel) for parcel in parcels],
                "mails": _mails(order),
                "timeline": _timeline(order, say),
                "text_of_the_shop": _set_aside(order, now),
            }
        )
    return PersonCopy(shown, labels)


def _facts(order: Order) -> dict[str, Value]:
    return {
        "order_number": order.shop_order_id,
        "came_from": order.connection.name,
        "marketplace": order.marketplace_id,
        "state": order.state,
        "bought_at": _time(order.purchased_at),
        "came_in_at": _time(order.imported_at),
        "ship_by": _time(order.ship_by),
        "shipped_at": _time(order.shipped_at),
        "delivered_at": _time(order.delivered_at),
        "erased_at": _time(order.erased_at),
        "country": order.country,
        "service_level": order.service_level,
        "total": _amount(order.total_cents, order.currency),
        "weight_grams": order.weight_grams,
        "is_business": order.is_business,
        "is_gift": order.is_gift,
    }


def _record(record: msgspec.Struct | None) -> Value:
    if record is None:
        return None
    held: dict[str, Value] = msgspec.to_builtins(record)
    return held


def _kept(order: Order, say: Callable[[Words], str]) -> list[Value]:
    found: list[Value] = []
    for purpose in Purpose:
        until = term(facts_of(order), purpose)
        if until is not None:
            found.append(
                {"purpose": purpose.value, "until": until.last_day.isoformat(), "why": say(until.why)}
            )
    return found


def _lines(order: Order) -> list[Value]:
    return [
        {
            "sku": line.sku,
            "title": line.title,
            "quantity": line.quantity,
            "price": _amount(line.price_cents, order.currency),
        }
        for line in order.lines.all()
    ]


def _parcel(parcel: Parcel) -> Value:
    confirmation = Confirmation.objects.filter(parcel=parcel).first()
    return {
        "number": parcel.number,
        "carrier": parcel.carrier_account.name,
        "service": parcel.service_name,
        "tracking_number": parcel.tracking_number,
        "state": parcel.state,
        "weight_grams": parcel.weight_grams,
        "announced_at": _time(parcel.announced_at),
        "handled_at": _time(parcel.handled_at),
        "delivered_at": _time(parcel.delivered_at),
        "told_to_the_shop": confirmation.state if confirmation else None,
        "events": [
            {"at": _time(event.at), "kind": event.kind}
            for event in CarrierEvent.objects.filter(parcel=parcel)
        ],
    }


def _mails(order: Order) -> list[Value]:
    return [
        {"kind": mail.kind, "state": mail.state, "at": _time(mail.state_at)}
        for mail in Message.objects.filter(order=order).order_by("made_at")
    ]


def _timeline(order: Order, say: Callable[[Words], str]) -> list[Value]:
    return [
        {"at": _time(line.at), "text": say(Words.from_stored(line.words) or Words(""))}
        for line in Timeline.objects.filter(order=order).order_by("at", "pk")
    ]


def _set_aside(order: Order, now: datetime) -> Value:
    aside = SetAside.objects.filter(connection=order.connection, shop_order_id=order.shop_order_id).first()
    if aside is None or is_over(aside.ends_on, utc_day(now)):
        return None
    sealed = Sealed(aside.lease, bytes(aside.wrapped), bytes(aside.sealed))
    raw = vault.open_set_aside(sealed, aside.organization_id, aside.shop_order_id, aside.ends_on, now)
    return raw.decode(errors="replace")


def _labels(order: Order, parcels: Sequence[Parcel], now: datetime) -> dict[str, bytes]:
    facts = facts_of(order)
    if is_over(last_day(facts, Purpose.FULFILLMENT), utc_day(now)):
        return {}
    found = {}
    for document in Document.objects.filter(parcel__in=parcels, kind="label").select_related("parcel"):
        sealed = Sealed(document.lease, bytes(document.wrapped), bytes(document.sealed))
        aad_id = f"{document.parcel.public_id}/label"
        plain = vault.open_document(sealed, order.organization_id, aad_id, facts, now, order.pk)
        found[f"{order.shop_order_id}-{document.parcel.number}.pdf".replace("/", "_")] = plain
    return found


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _amount(cents: int | None, currency: str) -> str | None:
    return None if cents is None else f"{cents / 100:.2f} {currency}".strip()
