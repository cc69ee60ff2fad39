"""The lease keys that there are, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from packhaus.privacy.models import LeaseKey
from packhaus.privacy.retention import LeaseKind
from packhaus.privacy.shown.bulk import Samples, rows_under


@dataclass(frozen=True)
class ShownLease:
    """A key: ``state`` is ``live``, ``leaving`` or ``stuck`` (it opens nothing, but its file is there yet).

    ``ends``: its day is the last one of what lies under it; else what lives is carried on before.
    """

    name: str
    day: date
    ends: bool
    made_at: datetime
    state: str
    rows: int


def shown_leases(samples: Samples) -> list[ShownLease]:
    """Keys that exist, by their day; the merchant's own records under each."""
    rows = rows_under(samples)
    there = LeaseKey.objects.filter(Q(destroyed_at=None) | Q(file_gone_at=None)).order_by("day", "name")
    return [
        ShownLease(
            key.name,
            key.day,
            key.kind == LeaseKind.END,
            key.created_at,
            _state(key),
            rows.get(key.name, 0),
        )
        for key in there
    ]


def _state(key: LeaseKey) -> str:
    if key.destroyed_at is not None:
        return "stuck"
    return "live" if key.retire_at is None else "leaving"
