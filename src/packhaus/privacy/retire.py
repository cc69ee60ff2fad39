"""Rule 4 of the lease keys: what must be gone earlier than thought is gone from every copy that night.

A backup holds a record under each lease key that it ever lay under. So where its last day moves earlier, or
it is deleted ahead of that day, the live keys of later days that may have held it are retired: nothing new
is sealed under them, what survives is moved to another one, and they are destroyed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import models

from packhaus.privacy.bulk import HeldRow
from packhaus.privacy.models import LeaseKey
from packhaus.privacy.retention import utc_day


def held_too_long(held_until: date | None, last_day: date | None) -> bool:
    """Whether a key of a later day than ``last_day`` may have held a record. ``held_until`` None: any may."""
    return last_day is not None and (held_until is None or held_until > last_day)


def narrowed(held_until: date | None, last_day: date | None) -> date | None:
    """Until when a record is held once the keys of later days than ``last_day`` are retired."""
    return last_day if held_too_long(held_until, last_day) else held_until


def retire_held_too_long(rows: Iterable[HeldRow], now: datetime) -> None:
    """Retire at ``now`` the live keys that held a row beyond its last day; in the caller's transaction."""
    retire_beyond({(row.last_day, row.held_until) for row in rows if row.last_day is not None}, now)


def retire_beyond(terms: Iterable[tuple[date, date | None]], now: datetime) -> None:
    """Retire at ``now`` the live keys that held something beyond its day; ``terms``: last day, held until."""
    wanted = {(last, held) for last, held in terms if held_too_long(held, last)}
    if not wanted:
        return
    days = set(_live().values_list("day", flat=True))
    going = {day for day in days for last, held in wanted if last < day and (held is None or day <= held)}
    _retire(going, now)


def retire_until(held_until: date | None, at: datetime) -> None:
    """Retire at ``at`` each live key that may have held what is deleted ahead of its day."""
    days = set(_live().values_list("day", flat=True))
    _retire({day for day in days if held_until is None or day <= held_until}, at)


def tonight(now: datetime) -> datetime:
    """The end of this UTC day."""
    return datetime.combine(utc_day(now) + timedelta(days=1), time(), UTC)


def leaving(now: datetime) -> list[str]:
    """The keys that are retired by ``now`` and not destroyed yet."""
    return list(_live().filter(retire_at__lte=now).order_by("name").values_list("name", flat=True))


def _live() -> models.QuerySet[LeaseKey]:
    return LeaseKey.objects.filter(destroyed_at=None)


def _retire(days: Iterable[date], at: datetime) -> None:
    found = _live().filter(day__in=set(days))
    found.filter(retire_at=None).update(retire_at=at)
    found.filter(retire_at__gt=at).update(retire_at=at)
