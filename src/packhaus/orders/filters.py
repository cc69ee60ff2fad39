"""Which orders a list shows: one entry a filter; chips, counts, Today and the address follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from packhaus.accounts.models import Organization
from packhaus.orders.models import Order, OrderLine

_MUST_LEAVE = (
    Order.State.WAITING,
    Order.State.READY,
    Order.State.HELD,
    Order.State.IN_PARCELS,
    Order.State.PARTLY_SHIPPED,
)


@dataclass(frozen=True)
class Day:
    """The merchant's day: ``now`` and the first moment of tomorrow, both aware."""

    now: datetime
    tomorrow: datetime
    home: str = "DE"

    @classmethod
    def of(cls, now: datetime, home: str = "DE") -> Day:
        """The day of ``now`` in the time zone of the request; ``home`` is the sender's country."""
        zone = get_current_timezone()
        date = now.astimezone(zone).date() + timedelta(days=1)
        return cls(now, datetime.combine(date, time(), zone), home)


@dataclass(frozen=True)
class Filter:
    """A chip that narrows the list: its code in the address, its word, its picture, which orders it keeps.

    ``tucked`` ones lie in the menu until they are chosen.
    """

    code: str
    label: Promise
    icon: str
    keeps: Callable[[Day], Q]
    tucked: bool = False


@dataclass(frozen=True)
class StateFilter:
    """A chip that keeps orders of some states."""

    code: str
    label: Promise
    icon: str
    states: tuple[Order.State, ...]
    tucked: bool = False


def due_today(day: Day) -> Q:
    """What must leave before the day ends, late ones included, as Today counts it."""
    return Q(state__in=_MUST_LEAVE, ship_by__lt=day.tomorrow)


def overdue(day: Day) -> Q:
    """What should have left already."""
    return Q(state__in=_MUST_LEAVE, ship_by__lt=day.now)


STATES: dict[str, StateFilter] = {
    entry.code: entry
    for entry in (
        StateFilter("open", _("All open"), "", (Order.State.PENDING, *_MUST_LEAVE)),
        StateFilter("ready", _("Ready"), "okc", (Order.State.READY,)),
        StateFilter("waiting", _("Waiting"), "warn", (Order.State.WAITING,)),
        StateFilter("work", _("In progress"), "half", (Order.State.IN_PARCELS, Order.State.PARTLY_SHIPPED)),
        StateFilter("held", _("On hold"), "pause", (Order.State.HELD,)),
        StateFilter("pending", _("Pending"), "open", (Order.State.PENDING,), tucked=True),
        StateFilter("shipped", _("Shipped"), "check", (Order.State.SHIPPED,), tucked=True),
        StateFilter("cancelled", _("Cancelled"), "xc", (Order.State.CANCELLED,), tucked=True),
        StateFilter("any", _("All orders"), "list", tuple(Order.State), tucked=True),
    )
}
"""One of them is chosen at a time."""

ALSO: dict[str, Filter] = {
    entry.code: entry
    for entry in (
        Filter("late", _("Overdue"), "warn", overdue, tucked=True),
        Filter("due", _("Due today"), "clock", due_today),
        Filter("prime", _("Prime"), "", lambda day: Q(is_prime=True)),
        Filter("business", _("Business"), "biz", lambda day: Q(is_business=True), tucked=True),
        Filter("abroad", _("Abroad"), "", lambda day: ~Q(country__in=["", day.home])),
        Filter("gift", _("Gift"), "gift", lambda day: Q(is_gift=True), tucked=True),
    )
}
"""Each narrows the list further."""


@dataclass(frozen=True)
class Choice:
    """What the merchant chose. It holds nothing personal, for it stands in the address."""

    state: str = "open"
    also: tuple[str, ...] = ()
    reason: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Choice:
        """The choice out of an address; words that are no filter's count as not there.

        Whoever searches or follows a reason wants to see every state, shipped orders too.
        """
        q = query.get("q", "").strip()[:100]
        reason = query.get("reason", "")[:30]
        state = query.get("state", "")
        if state not in STATES:
            state = "" if q or reason else "open"
        return cls(state, tuple(code for code in ALSO if code in query.getlist("only")), reason, q)

    def address(self) -> str:
        """The choice as the query of an address, without the question mark."""
        pairs = [("state", self.state)] if self.state else []
        pairs += [("only", code) for code in self.also]
        pairs += [(name, value) for name, value in (("reason", self.reason), ("q", self.q)) if value]
        return urlencode(pairs)

    def with_state(self, code: str) -> Choice:
        """The same choice in another state."""
        return replace(self, state=code, reason="")

    def with_reason(self, code: str) -> Choice:
        """The same choice, only what waits for one reason, whatever its state; chosen again, it goes."""
        off = self.reason == code
        return replace(self, reason="" if off else code, state="waiting" if off else "")

    def toggled(self, code: str) -> Choice:
        """The same choice with one narrowing filter more or less."""
        chosen = set(self.also) ^ {code}
        return replace(self, also=tuple(known for known in ALSO if known in chosen))


def of_organization(organization: Organization, choice: Choice, day: Day) -> QuerySet[Order]:
    """The merchant's orders that search and narrowing filters keep, whatever their state or reason."""
    orders = Order.objects.filter(organization=organization)
    if choice.q:
        lines = OrderLine.objects.filter(organization=organization, sku__istartswith=choice.q)
        orders = orders.filter(Q(shop_order_id__icontains=choice.q) | Q(pk__in=lines.values("order_id")))
    for code in choice.also:
        orders = orders.filter(ALSO[code].keeps(day))
    return orders


def matching(organization: Organization, choice: Choice, day: Day) -> QuerySet[Order]:
    """The orders of a choice, the most urgent first; what has left: the last first."""
    orders = of_organization(organization, choice, day)
    if choice.reason:
        orders = orders.filter(waiting__contains=[choice.reason])
    if choice.state:
        orders = orders.filter(state__in=STATES[choice.state].states)
    if choice.state == "shipped":
        return orders.order_by(F("shipped_at").desc(nulls_last=True), "-pk")
    if choice.state == "cancelled":
        return orders.order_by("-shop_updated_at", "-pk")
    return orders.order_by(F("ship_by").asc(nulls_last=True), "purchased_at", "pk")


def counts(organization: Organization, choice: Choice, day: Day, reasons: tuple[str, ...]) -> dict[str, int]:
    """How many orders the list would show after each chip: by code, reasons as ``reason:CODE``."""
    kept = of_organization(organization, choice, day)
    by_state = dict(kept.order_by().values_list("state").annotate(Count("pk")))
    found = {code: sum(by_state.get(state, 0) for state in entry.states) for code, entry in STATES.items()}
    waiting = kept.filter(waiting__overlap=list(reasons))
    found |= _counted(waiting, {f"reason:{code}": Q(waiting__contains=[code]) for code in reasons})
    shown = matching(organization, choice, day).order_by()
    return found | _counted(shown, {code: entry.keeps(day) for code, entry in ALSO.items()})


def _counted(orders: QuerySet[Order], tests: dict[str, Q]) -> dict[str, int]:
    found = orders.aggregate(
        **{f"n{place}": Count("pk", filter=test) for place, test in enumerate(tests.values())}
    )
    return {code: found[f"n{place}"] for place, code in enumerate(tests)}
