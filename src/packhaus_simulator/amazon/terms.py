"""How long an authorization lives, and on which days Amazon reminds of its end (R4.4, R4.5): pure."""

import calendar
from datetime import datetime, timedelta

_WEEK = timedelta(days=7)


def a_year_after(moment: datetime) -> datetime:
    """The same day and time a year later, in UTC; for 29 February the 28th."""
    return _moved(moment, moment.year + 1, moment.month)


def a_month_before(moment: datetime) -> datetime:
    """The same day and time of the month before, or that month's last day."""
    year, month = (moment.year, moment.month - 1) if moment.month > 1 else (moment.year - 1, 12)
    return _moved(moment, year, month)


def reminder_moments(end: datetime) -> list[datetime]:
    """One a week from one month before the end, strictly before it."""
    moment, moments = a_month_before(end), []
    while moment < end:
        moments.append(moment)
        moment += _WEEK
    return moments


def _moved(moment: datetime, year: int, month: int) -> datetime:
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
