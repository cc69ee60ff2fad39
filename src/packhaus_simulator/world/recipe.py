"""What kind of orders to make, and when they were placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from packhaus_simulator.values import whole_second
from packhaus_simulator.world.marketplaces import Marketplace
from packhaus_simulator.world.order import (
    CANCELLED,
    PARTIALLY_SHIPPED,
    PENDING,
    PENDING_AVAILABILITY,
    SHIPPED,
    UNSHIPPED,
)

MARKETPLACE_SHARES = {"DE": 55, "FR": 12, "IT": 9, "ES": 8, "NL": 6, "PL": 5, "SE": 5}
STATUS_SHARES = {
    UNSHIPPED: 780,
    SHIPPED: 86,
    PENDING: 50,
    CANCELLED: 42,
    PARTIALLY_SHIPPED: 30,
    PENDING_AVAILABILITY: 8,
    "BUYER_CANCEL": 4,
}
LINE_SHARES = {"1": 620, "2": 200, "3": 80, "4": 40, "5": 20, "6": 15, "7": 10, "8": 8, "9": 7}
QUANTITY_SHARES = {"1": 76, "2": 16, "3": 5, "4": 2, "6": 1}
_SHIP_BY_DAYS = (0, 0, 0, 0, 0, 1, 1, 1, 2, -1)


@dataclass(frozen=True)
class Recipe:
    """How many orders, and how they are mixed. ``weights``: ``mixed``, ``all``, ``none``, ``any``."""

    count: int
    statuses: Mapping[str, float] = field(default_factory=lambda: STATUS_SHARES)
    marketplaces: Mapping[str, float] = field(default_factory=lambda: MARKETPLACE_SHARES)
    skus: tuple[str, ...] = ()
    weights: str = "mixed"
    lines: int | None = None
    quantity: int | None = None
    address: str | None = None
    special: bool = True
    age_minutes: float | None = None


@dataclass(frozen=True)
class Moments:
    """The times of one order."""

    created: datetime
    updated: datetime
    ship_by: tuple[datetime, datetime]
    deliver_by: tuple[datetime, datetime]


def draw_moments(
    status: str, marketplace: Marketplace, age_minutes: float | None, base: datetime, rng: Random
) -> Moments:
    """Times that fit the status; all is at least three minutes old, so that a search shows it at once."""
    today = base.astimezone(marketplace.zone).date()
    days, age = _age(status, rng)
    created = base - (timedelta(minutes=age_minutes) if age_minutes is not None else age)
    updated = (
        created if status == PENDING else min(created + timedelta(minutes=30), base - timedelta(minutes=3))
    )
    if status in (SHIPPED, PARTIALLY_SHIPPED, CANCELLED):
        updated = max(created, created + (base - created) * 0.5)
    leave = today + timedelta(days=days)
    opens = datetime.combine(created.astimezone(marketplace.zone).date(), time(), marketplace.zone)
    closes = datetime.combine(max(leave, opens.date()), time(23, 59, 59), marketplace.zone)
    arrive = closes + timedelta(days=rng.randrange(2, 6))
    return Moments(
        whole_second(created),
        whole_second(max(created, updated)),
        (opens, closes),
        (closes + timedelta(days=1), arrive),
    )


def _age(status: str, rng: Random) -> tuple[int, timedelta]:
    if status == PENDING:
        return rng.choice((1, 2)), timedelta(minutes=rng.uniform(5, 25))
    if status == PENDING_AVAILABILITY:
        return rng.randrange(20, 40), timedelta(days=rng.uniform(4, 9))
    if status == SHIPPED:
        days = rng.uniform(3, 20)
        return 1 - int(days), timedelta(days=days)
    days = rng.choice(_SHIP_BY_DAYS)
    if status == CANCELLED:
        return days, timedelta(days=rng.uniform(1, 5))
    if days < 0 or status == PARTIALLY_SHIPPED:
        return days, timedelta(hours=rng.uniform(40, 60))
    return days, timedelta(minutes=rng.uniform(35, 36 * 60))
