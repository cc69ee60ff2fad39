"""What is due to be erased on which of the next days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from packhaus.kit.personal import Purpose
from packhaus.privacy.shown.bulk import DueRows

DAYS = 30


@dataclass(frozen=True)
class DueDay:
    """What has its last day on ``day`` (UTC); it goes when that day ends."""

    day: date
    fulfillment: int
    tax: int
    texts: int

    @property
    def rows(self) -> int:
        """All of it."""
        return self.fulfillment + self.tax + self.texts


@dataclass(frozen=True)
class DueSoon:
    """The next days; what goes later, and what waits for a date that is not known yet."""

    days: tuple[DueDay, ...]
    later: int
    unknown: int

    @property
    def rows(self) -> int:
        """What goes within these days."""
        return sum(day.rows for day in self.days)


def due_soon(found: Iterable[DueRows], today: date) -> DueSoon:
    """Sealed rows by the day on which they go; what is overdue counts to today, for it goes at once."""
    counts: dict[tuple[date, Purpose | None], int] = {}
    later = unknown = 0
    end = today + timedelta(days=DAYS)
    for last_day, purpose, rows in found:
        if last_day is None:
            unknown += rows
        elif last_day >= end:
            later += rows
        else:
            key = max(last_day, today), purpose
            counts[key] = counts.get(key, 0) + rows
    days = (today + timedelta(days=number) for number in range(DAYS))
    return DueSoon(
        tuple(
            DueDay(
                day,
                counts.get((day, Purpose.FULFILLMENT), 0),
                counts.get((day, Purpose.TAX), 0),
                counts.get((day, None), 0),
            )
            for day in days
        ),
        later,
        unknown,
    )
