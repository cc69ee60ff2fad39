"""The last day of what is held of an order, reckoned from R4.2 alone and not by the program's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What is known of an order; times are aware."""

    purchased_at: datetime | None
    ship_by: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_here_at: datetime | None
    shop_state: str
    shop_updated_at: datetime


def last_day(facts: Facts, purpose: str) -> date | None:
    """The last UTC day on which what is held for ``purpose`` may be opened; None while nothing tells.

    Fulfillment: 30 days from the shipment. Tax: 30 days from the delivery, or from the shipment where none is
    known. Never shipped: 60 days from the latest ship-by time; cancelled: 30 days from that, if it is sooner.
    """
    left = min((at for at in (facts.shipped_at, facts.delivered_at) if at), default=None)
    if left is not None:
        from_when = facts.delivered_at if purpose == "tax" and facts.delivered_at else left
        return _whole_days(from_when, 30)
    ends: list[date] = []
    waited_from = facts.ship_by or facts.purchased_at
    if waited_from is not None:
        ends.append(_whole_days(waited_from, 60))
    cancelled = [facts.cancelled_here_at]
    if facts.shop_state == "cancelled":
        cancelled.append(facts.shop_updated_at)
    known = [at for at in cancelled if at is not None]
    if known:
        ends.append(_whole_days(min(known), 30))
    return min(ends, default=None)


def _whole_days(event: datetime, days: int) -> date:
    return (event.astimezone(UTC) + timedelta(days=days)).date() - _DAY
