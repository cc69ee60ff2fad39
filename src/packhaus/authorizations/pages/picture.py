"""The term of an authorization as a picture: places in per cent, so that the template only draws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext

from packhaus.authorizations.rules import remind_from, reminder_days
from packhaus.desk.formats import full_date

_CLOSE = 3.0
"""Nearer than this to an edge, in per cent, the name of a month would hang over it."""


@dataclass(frozen=True)
class Month:
    """The first of a month within the term; names are left out where there is no room."""

    at: str
    name: str
    year: str


@dataclass(frozen=True)
class Week:
    """A reminder: where, whether it was told, its day in words."""

    at: str
    is_told: bool
    text: str


@dataclass(frozen=True)
class Picture:
    """``gone`` how much of the term is over, ``tone`` its look; ``today`` is empty once the term is over."""

    gone: str
    tone: str
    warn_at: str
    warn_width: str
    months: Sequence[Month]
    weeks: Sequence[Week]
    today: str
    label: str


def picture_of(began_on: date, ends_on: date, today: date, state: str, told: Collection[date]) -> Picture:
    """The picture of a term that ends on ``ends_on``, for a reader of the language that is active.

    ``told``: the days whose reminders have been. Weeks that passed without one are left out.
    """
    days = max(1, (ends_on - began_on).days)

    def place(day: date) -> float:
        return min(100.0, max(0.0, 100 * (day - began_on).days / days))

    warn = place(remind_from(ends_on))
    is_over = today >= ends_on
    return Picture(
        gone=f"{place(today):.2f}%",
        tone={"expiring": "wait", "active": "done"}.get(state, "gone"),
        warn_at=f"{warn:.2f}%",
        warn_width=f"{100 - warn:.2f}%",
        months=[_month(first, place(first)) for first in _firsts(began_on, ends_on)],
        weeks=[
            Week(f"{place(day):.2f}%", day in told, full_date(day))
            for day in reminder_days(ends_on)
            if day in told or day > max(today, began_on)
        ],
        today="" if is_over else f"{place(today):.2f}%",
        label=_label(began_on, ends_on, today),
    )


def _label(began_on: date, ends_on: date, today: date) -> str:
    values = {"from": full_date(began_on), "to": full_date(ends_on), "days": (ends_on - today).days}
    if today >= ends_on:
        return gettext("From %(from)s to %(to)s; the term is over.") % values
    first = full_date(remind_from(ends_on))
    return gettext("From %(from)s to %(to)s; %(days)s days are left, reminders from %(first)s on.") % (
        values | {"first": first}
    )


def _firsts(began_on: date, ends_on: date) -> list[date]:
    found, day = [], began_on.replace(day=1)
    while day < ends_on:
        if day >= began_on:
            found.append(day)
        day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    return found


def _month(first: date, at: float) -> Month:
    if not _CLOSE <= at <= 100 - _CLOSE:
        return Month(f"{at:.2f}%", "", "")
    year = str(first.year) if first.month == 1 else ""
    return Month(f"{at:.2f}%", format_date(first, pgettext("date format: month", "M")), year)
