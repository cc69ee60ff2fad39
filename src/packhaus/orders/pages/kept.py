"""How long what is kept of an order's buyer, and why; what is gone, since when (R4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from packhaus.kit.personal import Purpose
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.models import Order
from packhaus.privacy.retention import Term, facts_of, is_over, term, utc_day

WHAT: dict[Purpose, str] = {
    Purpose.FULFILLMENT: gettext_noop("Phone, e-mail, notes for the driver, gift message, label"),
    Purpose.TAX: gettext_noop("Name, address, tax number"),
}
WHAT_FOR: dict[Purpose, str] = {
    Purpose.FULFILLMENT: gettext_noop("to send the goods"),
    Purpose.TAX: gettext_noop("for tax and invoices"),
}


@dataclass(frozen=True)
class KeptFor:
    """What is kept for one purpose. ``gone_on``: the day on which it went, where that is over."""

    what: str
    what_for: str
    term: Term
    gone_on: date | None


@dataclass(frozen=True)
class KeptOf:
    """What is kept of an order. ``asked``: it went before its time, for somebody asked for it."""

    purposes: tuple[KeptFor, ...]
    asked: bool

    @property
    def last_why(self) -> Words | None:
        """What began the time of what was kept longest."""
        return (
            max((one.term for one in self.purposes), key=lambda found: found.last_day).why
            if self.purposes
            else None
        )


def kept_of(order: Order, now: datetime) -> KeptOf:
    """What is kept of ``order`` at ``now``, how long, and why."""
    facts, today = facts_of(order), utc_day(now)
    erased_on = utc_day(order.erased_at) if order.erased_at else None
    found = []
    for purpose, what in WHAT.items():
        until = term(facts, purpose)
        if until is None:
            continue
        over = until.last_day + timedelta(days=1) if is_over(until.last_day, today) else None
        gone_on = min((day for day in (over, erased_on) if day), default=None)
        found.append(KeptFor(what, WHAT_FOR[purpose], until, gone_on))
    asked = erased_on is not None and any(erased_on <= one.term.last_day for one in found)
    return KeptOf(tuple(found), asked)
