"""The life of an authorization, by its dates (R4.4 to R4.6): pure.

All dates are days in the merchant's time zone (DESIGN.md, Decided terms).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SECRET_LIVES = timedelta(days=180)
"""A client secret of Login with Amazon ends 180 days after it was made (R4.4)."""
A_WEEK = timedelta(days=7)
_YEARLY = ("public", "developer")


class Ending(StrEnum):
    """What ends an authorization: its year, or the secret of the application it was given to."""

    YEAR = "year"
    SECRET = "secret"


class Standing(StrEnum):
    """Where a date stands in an authorization's life."""

    ACTIVE = "active"
    EXPIRING = "expiring"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True)
class End:
    """The day on which an authorization is deactivated, from its 00:00 on, and what ends it."""

    on: date
    ending: Ending


def local_day(moment: datetime, zone: str) -> date:
    """The day of an aware moment in an IANA time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def a_year_after(day: date) -> date:
    """The same day a year later; for 29 February the 28th, so that nobody is told too late."""
    return _at_most(day.year + 1, day.month, day.day)


def a_month_before(day: date) -> date:
    """The same day of the month before, or that month's last."""
    first = day.replace(day=1) - timedelta(days=1)
    return _at_most(first.year, first.month, day.day)


def secret_ends_on(entered_on: date) -> date:
    """The day on which a client secret ends at the latest, where nobody said a nearer one."""
    return entered_on + SECRET_LIVES


def end_of(kind: str, began_on: date, secret_ends: date | None) -> End | None:
    """What ends first (R4.4): the year since ``began_on``, or the application's secret; None: neither.

    Only authorizations of a public application, and the old ones of a developer, have a year.
    """
    ends = [End(a_year_after(began_on), Ending.YEAR)] if kind in _YEARLY else []
    if secret_ends is not None:
        ends.append(End(secret_ends, Ending.SECRET))
    return min(ends, key=lambda end: end.on, default=None)


def remind_from(ends_on: date) -> date:
    """The first day of reminders (R4.5): one calendar month before the end."""
    return a_month_before(ends_on)


def reminder_days(ends_on: date) -> list[date]:
    """The days of the weekly reminders (R4.5), strictly before the end."""
    day, days = remind_from(ends_on), []
    while day < ends_on:
        days.append(day)
        day += A_WEEK
    return days


def reminder_due(ends_on: date, today: date) -> date | None:
    """The reminder whose week ``today`` is in; None before the first and from the end on."""
    if today >= ends_on:
        return None
    return max((day for day in reminder_days(ends_on) if day <= today), default=None)


def standing(end: End | None, today: date) -> Standing:
    """Where ``today`` stands: deactivated from the day of the end on (R4.6), expiring a month before."""
    if end is None or today < remind_from(end.on):
        return Standing.ACTIVE
    return Standing.DEACTIVATED if today >= end.on else Standing.EXPIRING


def midnight(day: date, zone: str) -> datetime:
    """The first moment of a day in an IANA time zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def next_look(today: date, zone: str) -> datetime:
    """When the dates are to be looked at next: the next 00:00 in the merchant's zone."""
    return midnight(today + timedelta(days=1), zone)


def term_from(day: date, began_on: date, today: date) -> bool:
    """Whether a renewal can have been on ``day``: in this term, not after today, and its year not over."""
    return began_on <= day <= today < a_year_after(day)


def _at_most(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
