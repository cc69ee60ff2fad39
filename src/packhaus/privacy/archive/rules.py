"""What the cold archive takes, when it must be written, and how long it is kept: pure (R4.3).

Tax law makes a merchant keep what was supplied to whom. So an order belongs in the archive once it has left;
one that never left, or was cancelled before, is no supply and goes without a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from packhaus.kit.personal import Purpose
from packhaus.privacy.retention import KEPT, TermFacts, last_day, utc_day

WRITTEN_BEFORE = timedelta(days=14)
"""So long before an order's tax data goes it is in a bundle at the latest: ten days off cost nothing then."""
CHECKED_EVERY = timedelta(days=30)
ORDERS_IN_A_BUNDLE = 5000


@dataclass(frozen=True, slots=True)
class Years:
    """How many whole calendar years after the year of the supply, by which law; ``sure``: read in sources."""

    years: int
    law: str
    sure: bool = True


YEARS: dict[str, Years] = {
    "DE": Years(8, "§ 147 Abs. 3 AO, § 14b UStG"),
    "AT": Years(7, "§ 132 BAO"),
    "FR": Years(10, "Code de commerce L123-22", sure=False),
    "IT": Years(10, "Codice civile 2220", sure=False),
    "ES": Years(6, "Código de Comercio 30", sure=False),
    "NL": Years(7, "Art. 52 AWR", sure=False),
    "BE": Years(10, "Code TVA 60", sure=False),
    "PL": Years(5, "Art. 112 ustawy o VAT", sure=False),
    "SE": Years(7, "Bokföringslagen 7:2", sure=False),
}
"""Defaults by the merchant's country; the panel marks those that are not sure, and each can be changed.

DE: 8 instead of 10 years since the fourth law against bureaucracy (BEG IV, in force 1 January 2025).
"""
LONGEST = 30


def default_years(country: str) -> Years:
    """The default of a country (ISO 3166 alpha-2); the longest of all for one that is not known."""
    return YEARS.get(country.upper(), Years(10, "", sure=False))


def month_of(shipped_at: datetime, time_zone: str) -> date:
    """The first day of the month of an order's supply, in the merchant's zone."""
    return shipped_at.astimezone(ZoneInfo(time_zone)).date().replace(day=1)


def keep_until(month: date, years: int) -> date:
    """The last day on which a bundle of ``month`` must be kept: terms begin with the end of the year."""
    return date(min(month.year + years, MAXYEAR), 12, 31)


def tax_last_day(left_at: datetime) -> date:
    """The last UTC day of the tax data of an order that was delivered, or else shipped, at ``left_at``."""
    found = last_day(TermFacts(shipped_at=left_at, delivered_at=left_at), Purpose.TAX)
    assert found is not None  # a shipment always has a term
    return found


def days_left(left_at: datetime, now: datetime) -> int:
    """Whole days until the tax data of an order goes; 0: tonight."""
    return (tax_last_day(left_at) - utc_day(now)).days


def still_held_since(now: datetime) -> datetime:
    """Tax data is still held of what was delivered, or else shipped, at this moment or later (R4.2)."""
    return datetime.combine(utc_day(now) + timedelta(days=1), time(), UTC) - KEPT


def is_due(oldest: datetime | None, oldest_month: date | None, now: datetime, time_zone: str) -> bool:
    """Whether bundles must be written: a month has ended since, or the oldest order has 14 days left.

    ``oldest``: when the order left whose data goes first; None: there is none that is in no bundle.
    """
    if oldest is None or oldest_month is None:
        return False
    return days_left(oldest, now) <= WRITTEN_BEFORE.days or oldest_month < month_of(now, time_zone)
