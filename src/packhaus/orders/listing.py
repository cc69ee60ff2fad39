"""The rows of the list of orders: a page at a time, in groups by the moment when they must leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.timezone import get_current_timezone

from packhaus.kit.addresses import shown_name
from packhaus.kit.personal import Recipient
from packhaus.orders.filters import Choice, Day
from packhaus.orders.models import Order, OrderLine
from packhaus.orders.waiting import REASONS, Reason
from packhaus.privacy import vault
from packhaus.products.models import Product

PAGE = 100
"""Rows a page."""


def shown_reason(order: Order) -> Reason | None:
    """The most urgent reason that an order waits for; None where its state says enough.

    A reason that only keeps a label from being bought says nothing of an order on hold or on its way.
    """
    for code in order.waiting:
        reason = REASONS.get(code)
        if reason and (order.state == Order.State.WAITING or reason.loud or not reason.blocks):
            return reason
    return None


@dataclass(frozen=True)
class Row:
    """One order as the list shows it. ``missing`` is the one product whose weight keeps it waiting."""

    order: Order
    lines: tuple[OrderLine, ...]
    recipient: Recipient | None
    home: str
    missing: Product | None = None

    @property
    def name(self) -> str:
        """Whom it goes to: the person, else the company."""
        return shown_name(self.recipient) if self.recipient else ""

    @property
    def place(self) -> str:
        """The city, with the country where it is abroad."""
        city = self.recipient.city if self.recipient else ""
        abroad = self.order.country if self.order.country != self.home else ""
        return f"{city} {abroad}".strip()

    @property
    def at_locker(self) -> bool:
        """Whether it goes to a parcel locker."""
        lines = self.recipient.lines if self.recipient else ()
        return any("packstation" in line.casefold() for line in lines)

    @property
    def first_line(self) -> OrderLine | None:
        """The line that stands for the order in the list."""
        return self.lines[0] if self.lines else None

    @property
    def more_lines(self) -> int:
        """How many lines the list leaves out."""
        return max(len(self.lines) - 1, 0)

    @property
    def reason(self) -> Reason | None:
        """What the order waits for, in the place of its state."""
        return shown_reason(self.order)


@dataclass(frozen=True)
class Group:
    """Rows that must leave at the same moment. ``kind``: late, today, tomorrow, day, shipped, none."""

    kind: str
    at: datetime | None
    count: int
    rows: tuple[Row, ...] = field(repr=False)


@dataclass(frozen=True)
class Page:
    """One page of the list; numbers count from 1."""

    groups: tuple[Group, ...]
    total: int
    number: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of the page in their order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))

    @property
    def first_row(self) -> int:
        """Which row of all the page begins with."""
        return (self.number - 1) * PAGE + 1

    @property
    def last_row(self) -> int:
        """Which row of all the page ends with."""
        return self.first_row + len(self.rows) - 1


def page_of(orders: QuerySet[Order], choice: Choice, day: Day, number: int) -> Page:
    """Page ``number`` of ``orders`` (a page past the end is the last one)."""
    total = orders.count()
    number = max(1, min(number, -(-total // PAGE)))
    shown = list(orders.select_related("connection")[(number - 1) * PAGE : number * PAGE])
    rows = rows_of(shown, day)
    grouped = choice.state not in ("shipped", "cancelled", "pending", "any", "")
    return Page(tuple(_groups(rows, orders, day) if grouped else _flat(rows)), total, number)


def rows_of(orders: Sequence[Order], day: Day) -> list[Row]:
    """The rows of ``orders``: their lines, names and missing weights in one question each."""
    ids = [order.pk for order in orders]
    lines: dict[int, list[OrderLine]] = {pk: [] for pk in ids}
    for line in OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position"):
        lines[line.order_id].append(line)
    recipients = vault.recipients([order.pk for order in orders if not order.erased_at])
    missing = _missing_products(orders, lines)
    return [
        Row(order, tuple(lines[order.pk]), recipients.get(order.pk), day.home, missing.get(order.pk))
        for order in orders
    ]


def _missing_products(orders: Iterable[Order], lines: dict[int, list[OrderLine]]) -> dict[int, Product]:
    wanted: dict[int, str] = {}
    connections: dict[int, int] = {}
    for order in orders:
        skus = {line.sku for line in lines[order.pk] if not line.unit_grams}
        if "no_weight" in order.waiting and len(skus) == 1:
            wanted[order.pk] = skus.pop()
            connections[order.pk] = order.connection_id
    products = {
        (product.connection_id, product.sku): product
        for product in Product.objects.filter(
            connection_id__in=set(connections.values()), sku__in=set(wanted.values())
        )
    }
    found = {pk: products.get((connections[pk], sku)) for pk, sku in wanted.items()}
    return {pk: product for pk, product in found.items() if product is not None}


def _flat(rows: Sequence[Row]) -> list[Group]:
    return [Group("none", None, len(rows), tuple(rows))] if rows else []


def _groups(rows: Sequence[Row], orders: QuerySet[Order], day: Day) -> list[Group]:
    counted: dict[tuple[str, datetime | None], int] = {}
    for moment, count in orders.order_by("ship_by").values_list("ship_by").annotate(Count("pk")):
        key = _key(moment, day)
        counted[key] = counted.get(key, 0) + count
    gathered: dict[tuple[str, datetime | None], list[Row]] = {}
    for row in rows:
        gathered.setdefault(_key(row.order.ship_by, day), []).append(row)
    return [
        Group(kind, at, counted.get((kind, at), len(members)), tuple(members))
        for (kind, at), members in gathered.items()
    ]


def _key(moment: datetime | None, day: Day) -> tuple[str, datetime | None]:
    if moment is None:
        return "none", None
    if moment < day.now:
        return "late", None
    here = moment.astimezone(get_current_timezone()).replace(second=0, microsecond=0)
    return _kind(here.date(), day), here


def _kind(on: date, day: Day) -> str:
    tomorrow = day.tomorrow.date()
    if on < tomorrow:
        return "today"
    return "tomorrow" if on < tomorrow + timedelta(days=1) else "day"
