"""What must leave, by its ship-by time: the day's bar and the table below it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from packhaus.accounts.models import Organization
from packhaus.desk.formats import clock_time, day, number
from packhaus.desk.waits import end_of_day
from packhaus.orders.models import Order

_STATE = Order.State
_NO_LABEL = (_STATE.READY, _STATE.WAITING, _STATE.HELD)
_LABEL = (_STATE.IN_PARCELS, _STATE.PARTLY_SHIPPED)
_AHEAD = timedelta(days=3)


@dataclass
class Deadline:
    """Orders with one ship-by time. ``gone`` have left, ``labelled`` have a label, ``ready`` can get one."""

    moment: datetime
    late: bool = False
    gone: int = 0
    labelled: int = 0
    unlabelled: int = 0
    ready: int = 0
    label: str = ""
    url: str = ""

    @property
    def left(self) -> int:
        """How many have still to leave."""
        return self.labelled + self.unlabelled

    @property
    def total(self) -> int:
        """All of them."""
        return self.gone + self.left

    def add(self, gone: int, labelled: int, unlabelled: int, ready: int) -> None:
        """Count the orders of one more ship-by time in."""
        self.gone += gone
        self.labelled += labelled
        self.unlabelled += unlabelled
        self.ready += ready


@dataclass
class Deadlines:
    """The deadlines up to three days ahead, late ones first."""

    now: datetime
    rows: list[Deadline] = field(default_factory=list)

    def _today(self) -> list[Deadline]:
        end = end_of_day(self.now)
        return [row for row in self.rows if row.late or row.moment < end]

    @property
    def today(self) -> list[Deadline]:
        """The deadlines that are still to come today."""
        return [row for row in self._today() if not row.late]

    @property
    def late(self) -> int:
        """How many should have left already."""
        return sum(row.left for row in self.rows if row.late)

    @property
    def left(self) -> int:
        """How many must leave today, the late ones among them."""
        return sum(row.left for row in self._today())

    @property
    def total(self) -> int:
        """The same, with what has left today."""
        return sum(row.total for row in self._today())

    @property
    def ready(self) -> int:
        """How many labels can be bought now for what must leave today."""
        return sum(row.ready for row in self._today())

    @property
    def widest(self) -> int:
        """The largest row: all bars share its scale."""
        return max((row.total for row in self.rows), default=0)

    @property
    def title(self) -> str:
        """The page's message."""
        if self.left and self.late == self.left:
            return ngettext(
                "%(count)s order should have left already",
                "%(count)s orders should have left already",
                self.late,
            ) % {"count": number(self.late)}
        if self.left and self.left < self.total:
            return gettext("%(left)s of %(total)s orders must still leave today") % {
                "left": number(self.left),
                "total": number(self.total),
            }
        if self.left:
            return ngettext(
                "%(count)s order must leave today", "%(count)s orders must leave today", self.left
            ) % {"count": number(self.left)}
        if self.total:
            return ngettext(
                "The one order of today has left", "All %(count)s orders of today have left", self.total
            ) % {"count": number(self.total)}
        return gettext("Nothing has to leave today")


def _named(row: Deadline, now: datetime) -> Deadline:
    orders = reverse("orders:list")
    end = end_of_day(now)
    if row.late:
        row.label, row.url = gettext("Overdue"), f"{orders}?state=open&only=late"
    elif row.moment < end:
        row.label, row.url = clock_time(row.moment), f"{orders}?state=open&only=due"
    else:
        row.label, row.url = day(row.moment), f"{orders}?state=open"
    return row


def deadlines(organization: Organization, now: datetime) -> Deadlines:
    """All deadlines from what is late up to three days ahead, in the time zone of the request."""
    end = end_of_day(now)
    start = end - timedelta(days=1)
    rows = (
        Order.objects.filter(organization=organization, ship_by__lt=end + _AHEAD)
        .filter(Q(state__in=_NO_LABEL + _LABEL) | Q(state=_STATE.SHIPPED, ship_by__gte=start))
        .values("ship_by")
        .annotate(
            gone=Count("pk", filter=Q(state=_STATE.SHIPPED)),
            labelled=Count("pk", filter=Q(state__in=_LABEL)),
            unlabelled=Count("pk", filter=Q(state__in=_NO_LABEL)),
            ready=Count("pk", filter=Q(state=_STATE.READY)),
        )
        .order_by("ship_by")
        .values_list("ship_by", "gone", "labelled", "unlabelled", "ready")
    )
    overdue: Deadline | None = None
    found: dict[datetime, Deadline] = {}
    for moment, *counts in rows:
        if moment is None:
            continue
        if moment < now:
            overdue = overdue or Deadline(moment, late=True)
            overdue.add(*counts)
            continue
        # Beyond today only the day matters; within it each time is a deadline of its own.
        key = timezone.localtime(moment).replace(second=0, microsecond=0)
        if moment >= end:
            key = key.replace(hour=0, minute=0)
        found.setdefault(key, Deadline(moment)).add(*counts)
    listed = ([overdue] if overdue and overdue.total else []) + list(found.values())
    return Deadlines(now, [_named(row, now) for row in listed])
