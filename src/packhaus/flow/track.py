"""The carrier's events move parcels (R5.3), and with the first scan the shop may be owed its word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from packhaus.carriers.models import CarrierAccount
from packhaus.carriers.port import EventsPage
from packhaus.carriers.registry import open_carrier
from packhaus.confirmations.models import Confirmation
from packhaus.confirmations.rules import is_owed
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.flow import bulk
from packhaus.kit.errors import Problem
from packhaus.orders.bulk import refresh
from packhaus.parcels.models import CarrierEvent, Parcel
from packhaus.parcels.rules import EventFacts, standing
from packhaus.parcels.states import move

EVERY = timedelta(minutes=1)
PAGES_A_JOB = 20


@due_kind("events")
def events(account_id: int, now: datetime) -> datetime | None:
    """Read what happened at a carrier since the cursor; each page and the cursor in one commit."""
    account = CarrierAccount.objects.filter(pk=account_id, active=True).first()
    if account is None:
        return None
    carrier = open_carrier(account)
    try:
        for _ in range(PAGES_A_JOB):
            page = carrier.events(account.events_cursor)
            seam("track.called")
            with transaction.atomic():
                held = CarrierAccount.objects.select_for_update().get(pk=account.pk)
                if held.events_cursor != account.events_cursor:
                    return now
                _take_in(held, page, now)
                held.events_cursor, held.events_read_at, held.problem = page.cursor, now, None
                held.save(update_fields=["events_cursor", "events_read_at", "problem"])
            account = held
            if not page.more:
                break
    except Problem as error:
        CarrierAccount.objects.filter(pk=account.pk).update(problem=error.words.stored())
        raise
    return now + EVERY


def _take_in(account: CarrierAccount, page: EventsPage, now: datetime) -> None:
    numbers = {event.tracking_number for event in page.events}
    parcels = {
        parcel.tracking_number: parcel
        for parcel in Parcel.objects.filter(carrier_account=account, tracking_number__in=numbers).exclude(
            state="voided"
        )
    }
    CarrierEvent.objects.bulk_create(
        (
            CarrierEvent(
                organization_id=account.organization_id,
                carrier_account=account,
                outside_id=event.outside_id,
                parcel=parcels[event.tracking_number],
                kind=str(event.kind),
                at=event.at,
                received_at=now,
            )
            for event in page.events
            if event.tracking_number in parcels
        ),
        ignore_conflicts=True,
    )
    settle((parcel.pk for parcel in parcels.values()), now)


def settle(parcel_ids: Iterable[int], now: datetime) -> None:
    """Bring parcels to where their events say they stand, in the caller's transaction."""
    parcels = list(
        Parcel.objects.select_related("order__connection")
        .select_for_update(of=("self",))
        .filter(pk__in=list(parcel_ids))
        .order_by("pk")
    )
    told: dict[int, list[EventFacts]] = {}
    for parcel_id, kind, at in CarrierEvent.objects.filter(parcel__in=parcels).values_list(
        "parcel_id", "kind", "at"
    ):
        told.setdefault(parcel_id, []).append(EventFacts(kind, at))
    owing: set[int] = set()
    for parcel in parcels:
        stands = standing(parcel.announced_at or parcel.created_at, told.get(parcel.pk, []))
        move(parcel, stands.state, stands.at)
        parcel.handled_at, parcel.delivered_at = stands.handled_at, stands.delivered_at
        parcel.save(update_fields=["state", "state_at", "handled_at", "delivered_at"])
        connection = parcel.order.connection
        if is_owed(connection.confirm_at, parcel.state, stands.handled_at is not None) and (
            Confirmation.objects.filter(parcel=parcel, state="not_owed").update(
                state="owed", state_at=now, due_at=now
            )
        ):
            owing.add(connection.pk)
    make_due("confirm", owing, now)
    orders = {parcel.order_id for parcel in parcels}
    bulk.recount(orders)
    refresh(orders, now)
