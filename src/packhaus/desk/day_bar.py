"""The bar of the day: how far it is, and at which times something must have left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from packhaus.desk.deadlines import Deadline

_FIRST, _LAST = 8, 19
_LABEL_WIDTH = 12.0


@dataclass(frozen=True)
class Mark:
    """A place on the bar as SVG wants it: ``at`` is a percentage with its sign."""

    at: str
    text: str
    side: str = ""
    count: int = 0


@dataclass(frozen=True)
class DayBar:
    """``now`` is where the day is; ``hours`` the scale; ``stops`` the deadlines of today."""

    now: Mark
    hours: list[Mark]
    stops: list[Mark]


def _hours(moment: datetime) -> float:
    local = timezone.localtime(moment)
    return local.hour + local.minute / 60


def day_bar(now: datetime, today: Sequence[Deadline]) -> DayBar:
    """The bar from 8 to 19 o'clock, longer where a deadline or the present lies outside."""
    times = [_hours(now), *(_hours(row.moment) for row in today)]
    first = min([_FIRST, *(int(time) for time in times)])
    last = min(24, max([_LAST, *(int(time) + 1 for time in times)]))

    def at(time: float) -> float:
        return 100 * (time - first) / (last - first)

    hours = [
        Mark(f"{at(hour):.2f}%", str(hour), "first" if hour == first else "last" if hour == last else "mid")
        for hour in range(first, last + 1)
    ]
    stops: list[Mark] = []
    free_from = 0.0
    for row in today:
        place = at(_hours(row.moment))
        left_side = place > 100 - _LABEL_WIDTH
        fits = place - (_LABEL_WIDTH if left_side else 0) >= free_from or not stops
        stops.append(
            Mark(f"{place:.2f}%", row.label if fits else "", "before" if left_side else "after", row.left)
        )
        if fits:
            free_from = place + (0 if left_side else _LABEL_WIDTH)
    here = at(_hours(now))
    return DayBar(Mark(f"{here:.2f}%", f"{timezone.localtime(now):%-H:%M}"), hours, stops)
