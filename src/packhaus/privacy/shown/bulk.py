"""The counts behind Settings > Data protection, of one merchant.

Of very many rows a part is looked at, so that the page stays quick whatever a merchant sells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from packhaus.kit.personal import Purpose
from packhaus.privacy.holdings import HOLDINGS, SEALED, EndsWith, Holding
from packhaus.privacy.retention import TermFacts, facts_from, last_day, text_last_day

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


_BY_NUMBER = (
    "LEFT JOIN packhaus_order o ON o.organization_id = h.organization_id"
    " AND o.connection_id = h.connection_id AND o.shop_order_id = h.shop_order_id"
)
_NO_FACTS = "NULL, NULL, NULL, NULL, NULL, NULL, NULL"
_PERSONAL = "packhaus_orderpersonal"


COUNTED = 100_000
"""Up to so many rows of a merchant in one table, each is counted."""
LOOKED_AT = 30_000
"""Of more, about so many are looked at."""


@dataclass(frozen=True)
class Sample:
    """``clause`` stands behind the table in a query; each row that is found stands for ``weight`` rows."""

    clause: str = ""
    weight: float = 1.0

    def stands_for(self, rows: int) -> int:
        """How many rows there are about, in three digits; exactly, where each was counted."""
        if not self.clause:
            return rows
        return int(float(f"{rows * self.weight:.3g}"))


class Samples:
    """The samples of one merchant's rows, a table one. ``used``: some number is not exact."""

    def __init__(self, organization_id: int) -> None:
        self.organization_id = organization_id
        self._known: dict[str, Sample] = {}

    def of(self, table: str) -> Sample:
        """The sample of a table."""
        if table not in self._known:
            self._known[table] = _sample(table, self.organization_id)
        return self._known[table]

    @property
    def used(self) -> bool:
        """Whether some table was not counted whole."""
        return any(sample.clause for sample in self._known.values())


def _sample(table: str, organization_id: int) -> Sample:
    with connection.cursor() as cursor:
        # The planner's guess costs nothing, and decides only how exactly is counted.
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE organization_id = %s", [organization_id]
        )
        ((plan,),) = cursor.fetchall()
    rows = int(plan[0]["Plan"]["Plan Rows"])
    if rows <= COUNTED:
        return Sample()
    share = min(LOOKED_AT, COUNTED) / rows
    return Sample(f" TABLESAMPLE SYSTEM ({share * 100:.6f}) REPEATABLE (1)", 1 / share)


class DueRows(NamedTuple):
    """Sealed rows with the same last day (None: not known yet); ``purpose`` is None for whole texts."""

    last_day: date | None
    purpose: Purpose | None
    rows: int


def rows_held(samples: Samples) -> dict[str, int]:
    """How many rows of each holding there are that hold something, by its name."""
    counts: dict[str, int] = {}
    for table, holdings in _by_table(HOLDINGS):
        asked = ", ".join(f"count(*) FILTER (WHERE {_holds(each)})" for each in holdings)
        sample = samples.of(table)
        row = _rows(f"SELECT {asked} FROM {table} h{sample.clause}", samples, "")[0]
        counts.update((each.name, sample.stands_for(rows)) for each, rows in zip(holdings, row, strict=True))
    return counts


def rows_by_purpose(samples: Samples) -> dict[Purpose, int]:
    """How many orders have a record of each purpose."""
    sample = samples.of(_PERSONAL)
    found = _rows(f"SELECT purpose, count(*) FROM {_PERSONAL} h{sample.clause}", samples, "GROUP BY 1")
    return {Purpose(purpose): sample.stands_for(rows) for purpose, rows in found}


def rows_by_last_day(samples: Samples) -> list[DueRows]:
    """All sealed rows by their last day.

    Terms are counted in whole days of UTC, so rows whose facts are of the same days have the same last day:
    the rule itself is asked once for each such group.
    """
    return [found for holding in SEALED for found in _due(holding, samples)]


def rows_under(samples: Samples) -> dict[str, int]:
    """How many sealed rows lie under each lease key, by its name."""
    counts: dict[str, int] = {}
    for holding in SEALED:
        sample = samples.of(holding.table)
        found = _rows(f"SELECT lease, count(*) FROM {holding.table} h{sample.clause}", samples, "GROUP BY 1")
        for lease, rows in found:
            counts[lease] = counts.get(lease, 0) + sample.stands_for(rows)
    return counts


def _due(holding: Holding, samples: Samples) -> Iterator[DueRows]:
    sample = samples.of(holding.table)
    if holding.ends_with is EndsWith.DATE:
        joined, number = (_BY_NUMBER, "o.id IS NOT NULL") if holding.by_number else ("", "false")
        facts = _FACTS if holding.by_number else _NO_FACTS
        found = _rows(
            f"SELECT count(*), h.ends_on, {number}, {facts} FROM {holding.table} h{sample.clause} {joined}",
            samples,
            "GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10",
        )
        for rows, ends_on, is_known, *known in found:
            last = text_last_day(ends_on, _term_facts(known) if is_known else None)
            yield DueRows(last, None, sample.stands_for(rows))
        return
    counts: dict[tuple[date | None, Purpose], int] = {}
    found = _rows(
        f"SELECT count(*), h.purpose, {_FACTS} FROM {holding.table} h{sample.clause}"
        f" {_JOINED[holding.ends_with]}",
        samples,
        "GROUP BY 2, 3, 4, 5, 6, 7, 8, 9",
    )
    for rows, name, *known in found:
        purpose = Purpose(name)
        key = last_day(_term_facts(known), purpose), purpose
        counts[key] = counts.get(key, 0) + rows
    for (day, purpose), rows in counts.items():
        yield DueRows(day, purpose, sample.stands_for(rows))


def _rows(asked: str, samples: Samples, grouped: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} WHERE h.organization_id = %s {grouped}", [samples.organization_id])
        return list(cursor.fetchall())


def _term_facts(known: Sequence[Any]) -> TermFacts:
    purchased_at, ship_by, shipped_at, delivered_at, cancelled_at, state, updated_at = known
    return facts_from(purchased_at, ship_by, shipped_at, delivered_at, cancelled_at, str(state), updated_at)


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
