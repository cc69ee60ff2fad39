"""The counts behind Settings > Data protection, of one merchant; each table is gone through once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from packhaus.kit.personal import Purpose
from packhaus.privacy.holdings import HOLDINGS, SEALED, EndsWith, Holding
from packhaus.privacy.retention import facts_from, last_day

_DAYS = ", ".join(
    f"date_trunc('day', o.{column}, 'UTC')"
    for column in ("purchased_at", "ship_by", "shipped_at", "delivered_at", "cancelled_here_at")
)
_FACTS = (
    f"{_DAYS}, o.shop_state,"
    " CASE WHEN o.shop_state = 'cancelled' THEN date_trunc('day', o.shop_updated_at, 'UTC') END"
)
_JOINED = {
    EndsWith.ORDER: "JOIN packhaus_order o ON o.id = h.order_id",
    EndsWith.PARCEL: (
        "JOIN packhaus_parcel p ON p.id = h.parcel_id JOIN packhaus_order o ON o.id = p.order_id"
    ),
}


class DueRows(NamedTuple):
    """Sealed rows with the same last day (None: not known yet); ``purpose`` is None for whole texts."""

    last_day: date | None
    purpose: Purpose | None
    rows: int


def rows_held(organization_id: int) -> dict[str, int]:
    """How many rows of each holding there are that hold something, by its name."""
    counts: dict[str, int] = {}
    for table, holdings in _by_table(HOLDINGS):
        asked = ", ".join(f"count(*) FILTER (WHERE {_holds(each)})" for each in holdings)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked} FROM {table} h WHERE h.organization_id = %s", [organization_id])
            row = cursor.fetchone()
        counts.update(zip((each.name for each in holdings), row, strict=True))
    return counts


def rows_by_purpose(organization_id: int) -> dict[Purpose, int]:
    """How many orders have a record of each purpose."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT purpose, count(*) FROM packhaus_orderpersonal WHERE organization_id = %s GROUP BY 1",
            [organization_id],
        )
        return {Purpose(purpose): rows for purpose, rows in cursor}


def rows_by_last_day(organization_id: int) -> list[DueRows]:
    """All sealed rows by their last day.

    Terms are counted in whole days of UTC, so rows whose facts are of the same days have the same last day:
    the rule itself is asked once for each such group.
    """
    return [found for holding in SEALED for found in _due(holding, organization_id)]


def rows_under(organization_id: int) -> dict[str, int]:
    """How many sealed rows lie under each lease key, by its name."""
    counts: dict[str, int] = {}
    for holding in SEALED:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT lease, count(*) FROM {holding.table} WHERE organization_id = %s GROUP BY 1",
                [organization_id],
            )
            for lease, rows in cursor:
                counts[lease] = counts.get(lease, 0) + rows
    return counts


def _due(holding: Holding, organization_id: int) -> Iterator[DueRows]:
    with connection.cursor() as cursor:
        if holding.ends_with is EndsWith.DATE:
            cursor.execute(
                f"SELECT h.ends_on, count(*) FROM {holding.table} h WHERE h.organization_id = %s GROUP BY 1",
                [organization_id],
            )
            yield from (DueRows(ends_on, None, rows) for ends_on, rows in cursor.fetchall())
            return
        cursor.execute(
            f"SELECT count(*), h.purpose, {_FACTS} FROM {holding.table} h {_JOINED[holding.ends_with]}"
            " WHERE h.organization_id = %s GROUP BY 2, 3, 4, 5, 6, 7, 8, 9",
            [organization_id],
        )
        for rows, purpose, *facts in cursor.fetchall():
            yield DueRows(_last_day(facts, purpose), Purpose(purpose), rows)


def _last_day(facts: list[datetime | None], purpose: str) -> date | None:
    purchased_at, ship_by, shipped_at, delivered_at, cancelled_at, state, updated_at = facts
    known = facts_from(purchased_at, ship_by, shipped_at, delivered_at, cancelled_at, str(state), updated_at)
    return last_day(known, Purpose(purpose))


def _holds(holding: Holding) -> str:
    if holding.is_sealed:
        return "true"
    filled = f"h.{holding.column} IS DISTINCT FROM {holding.blank}" if holding.blank else "true"
    return f"{filled} AND {holding.only}" if holding.only else filled


def _by_table(holdings: Iterable[Holding]) -> Iterator[tuple[str, list[Holding]]]:
    def place(holding: Holding) -> str:
        return holding.table

    for table, found in groupby(sorted(holdings, key=place), key=place):
        yield table, list(found)
