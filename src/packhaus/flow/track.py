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
from packhaus.flow.buyers import write_if_due
from packhaus.kit.errors import Problem
from packhaus.orders.bulk import hold_still, refresh
from packhaus.parcels.models import CarrierEvent, Parcel, Purchase
from packhaus.parcels.rules import EventFacts, standing
from packhaus.parcels.states import stand
from packhaus.privacy.retention import KEPT
from packhaus.privacy.retire import tonight
from packhaus.privacy.watch import ERASING

EVERY = timedelta(minutes=1)
PAGES_A_JOB = 20
LAST_MINUTES = timedelta(minutes=6)
"""So long before midnight (UTC) the run that comes just before it has been, or is at work."""


@due_kind("events")
def events(account_id: int, now: datetime) -> datetime | None:
    """Read what happened at a carrier since the cursor; each page and the cursor in one commit."""
    account = CarrierAccount.objects.filter(pk=account_id, active=True).first()
    if account is None:
        return None
    carrier = open_carrier(account)
    reading = account.events_cursor
    try:
        for _ in range(PAGES_A_JOB):
            page = carrier.events(reading)
            seam("track.called")
            with transaction.atomic():
                held = CarrierAccount.objects.select_for_update().get(pk=account.pk)
                if held.events_cursor != account.events_cursor:
                    return now
                label_open = _label_open(held)
                strangers = _take_in(held, page, now)
                if held.events_cursor == reading and not (strangers and label_open):
                    held.events_cursor = page.cursor
                held.events_read_at, held.problem = now, None
                held.save(update_fields=["events_cursor", "events_read_at", "problem"])
            account, reading = held, page.cursor
            if not page.more:
                break
    except Problem as error:
        CarrierAccount.objects.filter(pk=account.pk).update(problem=error.words.stored())
        raise
    return now + EVERY


def _label_open(account: CarrierAccount) -> bool:
    """Whether a label may be bought whose number is not recorded yet.

    Its events must not be passed by, so the cursor stays: what is read again is stored once.
    """
    return Purchase.objects.filter(
        parcel__carrier_account=account, state__in=("intended", "unknown"), called_at__isnull=False
    ).exists()


def _take_in(account: CarrierAccount, page: EventsPage, now: datetime) -> bool:
    """Store a page of events and move its parcels. Whether some are of parcels that are not known here."""
    # An erased parcel has no number: none of a carrier's may find them all.
    numbers = {event.tracking_number for event in page.events if event.tracking_number}
    parcels = {
        parcel.tracking_number: parcel
        for parcel in Parcel.objects.filter(carrier_account=account, tracking_number__in=numbers)
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
    return not numbers <= parcels.keys()


def settle(parcel_ids: Iterable[int], now: datetime) -> None:
    """Bring parcels to where their events say they stand, in the caller's transaction."""
    ids = list(parcel_ids)
    hold_still(Parcel.objects.filter(pk__in=ids).values_list("order_id", flat=True))
    parcels = list(
        Parcel.objects.select_related("order__connection")
        .select_for_update(of=("self",))
        .filter(pk__in=ids)
        .order_by("pk")
    )
    bought = {parcel.pk: parcel.order.purchased_at for parcel in parcels}
    told: dict[int, list[EventFacts]] = {}
    for parcel_id, kind, at, heard_at in CarrierEvent.objects.filter(parcel__in=parcels).values_list(
        "parcel_id", "kind", "at", "received_at"
    ):
        # No scan is later than we hear of it, nor long before the purchase: a carrier's wrong clock neither
        # keeps an address for years nor takes it away at once (R4.2).
        is_likely = bought[parcel_id] - KEPT <= at <= heard_at
        told.setdefault(parcel_id, []).append(EventFacts(kind, at if is_likely else heard_at))
    owing: set[int] = set()
    arrived = False
    for parcel in parcels:
        stands = standing(parcel.announced_at or parcel.created_at, told.get(parcel.pk, []))
        arrived = arrived or (parcel.delivered_at is None and stands.delivered_at is not None)
        stand(parcel, stands)
        parcel.save(update_fields=["state", "state_at", "handled_at", "delivered_at"])
        connection = parcel.order.connection
        if is_owed(connection.confirm_at, parcel.state, stands.handled_at is not None) and (
            Confirmation.objects.filter(parcel=parcel, state="not_owed").update(
                state="owed", state_at=now, due_at=now
            )
        ):
            owing.add(connection.pk)
        write_if_due(parcel, connection, now)
    make_due("confirm", owing, now)
    if arrived and tonight(now) - now <= LAST_MINUTES:
        # What may be kept longer from now on must leave the key that goes at midnight.
        make_due(ERASING, 0, now)
    orders = {parcel.order_id for parcel in parcels}
    bulk.recount(orders)
    refresh(orders, now)
