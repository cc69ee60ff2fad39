"""The log of who opened buyers' data. The vault's doors write it, so nobody who comes by them can forget it.

One row a (member or kind of work, place, order, minute); of a list, which shows many at once, one an hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from packhaus.accounts.models import Member
from packhaus.engine.acting import actor
from packhaus.privacy.access.places import opening_at
from packhaus.privacy.models import AccessLog

KEPT = timedelta(days=365)
_PAGE = 10_000


def note_opened(opened: Iterable[tuple[int, int]], now: datetime) -> None:
    """Note that whoever is at work opened the data of some (organization id, order id)."""
    who = actor()
    opening = opening_at(who.place)
    pairs = sorted(set(opened))
    if opening.as_whole:
        # How many they are the place itself says: of one order several records are opened.
        for organization_id in {organization_id for organization_id, _ in pairs}:
            note_looked_through(organization_id, 0, now)
        return
    at = _rounded(now, opening.kind)
    AccessLog.objects.bulk_create(
        [
            AccessLog(
                organization_id=organization_id,
                member_id=who.member_id,
                place=who.place,
                kind=opening.kind,
                order_id=order_id,
                at=at,
            )
            for organization_id, order_id in pairs
        ],
        ignore_conflicts=True,
    )


def note_looked_through(organization_id: int, orders: int, now: datetime) -> None:
    """Note that whoever is at work opened something of many at once, as a whole: ``orders`` of them."""
    who = actor()
    opening = opening_at(who.place)
    member = None if who.member_id is None else Member.objects.filter(pk=who.member_id).first()
    row, made = AccessLog.objects.get_or_create(
        organization_id=organization_id,
        member=member,
        place=who.place,
        order=None,
        at=_rounded(now, opening.kind),
        defaults={"kind": opening.kind, "orders": orders},
    )
    if not made:
        AccessLog.objects.filter(pk=row.pk).update(orders=F("orders") + orders)


def forget_old(now: datetime) -> int:
    """Delete what is older than twelve months; how many rows."""
    gone = 0
    while True:
        ids = list(
            AccessLog.objects.filter(at__lt=now - KEPT).order_by("pk").values_list("pk", flat=True)[:_PAGE]
        )
        if not ids:
            return gone
        gone += AccessLog.objects.filter(pk__in=ids).delete()[0]


def _rounded(now: datetime, kind: str) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole.replace(minute=0) if kind == AccessLog.Kind.LIST else whole
