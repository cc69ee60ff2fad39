"""How it goes: parcels a day, what Amazon was told and when, what a parcel costs, when orders were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext

from packhaus.accounts.models import Organization
from packhaus.confirmations.models import Confirmation
from packhaus.desk.chart import Chart, Day, bar_chart
from packhaus.desk.waits import end_of_day
from packhaus.engine.models import Due
from packhaus.flow.why import is_read
from packhaus.kit.money import Money
from packhaus.parcels.models import Parcel
from packhaus.shops.models import OWN, Connection

DAYS = 14
ALLOWED_LATE = 4
"""Percent of orders that Amazon lets be confirmed late (its late shipment rate)."""

_STATE = Parcel.State
_ON_ITS_WAY = (_STATE.HANDLED, _STATE.IN_TRANSIT, _STATE.OUT_FOR_DELIVERY)
_TROUBLED = (_STATE.EXCEPTION, _STATE.RETURNING, _STATE.RETURNED, _STATE.LOST)


@dataclass(frozen=True)
class ParcelDays:
    """The last fourteen days of parcels; ``mean`` is that of the days on which some were made."""

    chart: Chart
    delivered: int
    on_its_way: int
    announced: int
    troubled: int
    mean: int

    @property
    def total(self) -> int:
        """All parcels of these days."""
        return self.delivered + self.on_its_way + self.announced + self.troubled


@dataclass(frozen=True)
class Told:
    """Confirmations: accepted in the last fourteen days and how many of them late, the others as of now."""

    accepted: int
    late: int
    owed: int
    refused: int
    unknown: int

    @property
    def late_percent(self) -> float | None:
        """The share that Amazon counts as late; None where nothing was accepted."""
        return 100 * self.late / self.accepted if self.accepted else None


@dataclass(frozen=True)
class Reading:
    """When a shop was last read, and when it is read next."""

    connection: Connection
    next_at: datetime | None

    @property
    def in_trouble(self) -> bool:
        """Whether something stands in its way."""
        return bool(self.connection.problems.all()) or not is_read(self.connection)


@dataclass(frozen=True)
class Cost:
    """What the parcels of one service cost, each."""

    service: str
    parcels: int
    each: Money


def parcel_days(organization: Organization, now: datetime) -> ParcelDays:
    """Parcels a day by the state that they have now, by the day on which they were made."""
    end = end_of_day(now)
    zone = timezone.get_current_timezone()
    rows = (
        Parcel.objects.filter(organization=organization, created_at__gte=end - timedelta(days=DAYS))
        .exclude(state__in=[_STATE.DRAFT, _STATE.VOIDED])
        .annotate(made=TruncDate("created_at", tzinfo=zone))
        .values("made")
        .annotate(
            delivered=Count("pk", filter=Q(state=_STATE.DELIVERED)),
            on_its_way=Count("pk", filter=Q(state__in=_ON_ITS_WAY)),
            announced=Count("pk", filter=Q(state=_STATE.ANNOUNCED)),
            troubled=Count("pk", filter=Q(state__in=_TROUBLED)),
        )
    )
    by_day = {row["made"]: row for row in rows}
    today = timezone.localtime(now).date()
    days = []
    for back in range(DAYS - 1, -1, -1):
        date = today - timedelta(days=back)
        row = by_day.get(date, {"delivered": 0, "on_its_way": 0, "announced": 0, "troubled": 0})
        label = format_date(date, pgettext("date format: day of the month", "j")) if back % 2 == 0 else ""
        parts = (
            ("ink", row["delivered"]),
            ("done", row["on_its_way"]),
            ("open", row["announced"]),
            ("late", row["troubled"]),
        )
        days.append(Day(label, parts))
    sums = {
        name: sum(row[name] for row in by_day.values())
        for name in ("delivered", "on_its_way", "announced", "troubled")
    }
    return ParcelDays(bar_chart(days), mean=round(sum(sums.values()) / max(1, len(by_day))), **sums)


def told(organization: Organization, now: datetime) -> Told:
    """What the shops were told, and what they said."""
    state = Confirmation.State
    since = end_of_day(now) - timedelta(days=DAYS)
    recent = Q(state=state.ACCEPTED, accepted_at__gte=since)
    counts = Confirmation.objects.filter(organization=organization).aggregate(
        accepted=Count("pk", filter=recent),
        late=Count("pk", filter=recent & Q(accepted_at__gt=F("parcel__order__ship_by"))),
        owed=Count("pk", filter=Q(state__in=[state.OWED, state.INTENDED])),
        refused=Count("pk", filter=Q(state=state.REFUSED)),
        unknown=Count("pk", filter=Q(state=state.UNKNOWN)),
    )
    return Told(**counts)


def readings(organization: Organization) -> list[Reading]:
    """Each connected shop, with the time of its last and its next reading."""
    read = Connection.objects.filter(organization=organization, active=True).exclude(shop=OWN)
    connections = list(read.select_related("authorization").prefetch_related("problems").order_by("name"))
    due = dict(
        Due.objects.filter(
            kind="sync", subject__in=[connection.pk for connection in connections]
        ).values_list("subject", "due_at")
    )
    return [
        Reading(connection, due.get(connection.pk) if is_read(connection) else None)
        for connection in connections
    ]


def costs(organization: Organization, now: datetime) -> list[Cost]:
    """What a parcel cost in the last fourteen days, by service and currency, the most used first."""
    rows = (
        Parcel.objects.filter(
            organization=organization,
            created_at__gte=end_of_day(now) - timedelta(days=DAYS),
            price_cents__isnull=False,
        )
        .exclude(state=_STATE.VOIDED)
        .values("service_name", "currency")
        .annotate(parcels=Count("pk"), cents=Sum("price_cents"))
        .order_by("-parcels", "service_name")[:4]
    )
    return [
        Cost(
            row["service_name"], row["parcels"], Money(round(row["cents"] / row["parcels"]), row["currency"])
        )
        for row in rows
    ]


def cost_each(organization: Organization, now: datetime) -> Money | None:
    """The mean price of a parcel of the last fourteen days, in the currency that most were paid in."""
    row = (
        Parcel.objects.filter(
            organization=organization,
            created_at__gte=end_of_day(now) - timedelta(days=DAYS),
            price_cents__isnull=False,
        )
        .exclude(state=_STATE.VOIDED)
        .values("currency")
        .annotate(parcels=Count("pk"), cents=Sum("price_cents"))
        .order_by("-parcels")
        .first()
    )
    return Money(round(row["cents"] / row["parcels"]), row["currency"]) if row else None
