"""What happened to an order, for its timeline: in words that hold nothing personal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from packhaus.accounts.models import Member
from packhaus.engine.models import Timeline
from packhaus.kit.words import Words


def note(
    organization_id: int,
    order_id: int,
    kind: str,
    words: Words,
    at: datetime,
    who: Member | None = None,
    parcel_id: int | None = None,
) -> None:
    """Add one line to an order's timeline. ``kind`` picks its picture."""
    Timeline.objects.create(
        organization_id=organization_id,
        order_id=order_id,
        parcel_id=parcel_id,
        at=at,
        kind=kind,
        words=words.stored(),
        who=who,
    )


def note_many(
    organization_id: int,
    order_ids: Iterable[int],
    kind: str,
    words: Words,
    at: datetime,
    who: Member | None = None,
) -> None:
    """Add the same line to many orders' timelines."""
    stored = words.stored()
    Timeline.objects.bulk_create(
        Timeline(organization_id=organization_id, order_id=order_id, at=at, kind=kind, words=stored, who=who)
        for order_id in order_ids
    )
