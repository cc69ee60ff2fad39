"""The SQL of erasing: rows deleted and columns emptied by the registry of holdings; orders that are over.

Each statement counts by organization, for the receipts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from packhaus.kit.ids import public_id
from packhaus.kit.personal import Purpose
from packhaus.privacy.holdings import EndsWith, Holding
from packhaus.privacy.retention import facts_from, last_day

_PARCELS = "SELECT p.id FROM packhaus_parcel p WHERE p.order_id = ANY(%(ids)s)"
_OF_ORDERS = {
    EndsWith.ORDER: "h.order_id = ANY(%(ids)s)",
    EndsWith.PARCEL: f"h.parcel_id IN ({_PARCELS})",
    EndsWith.ITSELF: "h.id = ANY(%(ids)s)",
    EndsWith.DATE: (
        "EXISTS (SELECT 1 FROM packhaus_order o WHERE o.id = ANY(%(ids)s)"
        " AND o.connection_id = h.connection_id AND o.shop_order_id = h.shop_order_id)"
    ),
}


class Counted(NamedTuple):
    """Rows of one organization."""

    organization_id: int
    rows: int


class OrderTerms(NamedTuple):
    """When the purposes of an order that is not erased yet have their last days (None: not known)."""

    id: int
    organization_id: int
    fulfillment: date | None
    tax: date | None

    @property
    def last_day(self) -> date | None:
        """The last day of all that is held of the order."""
        return None if None in (self.fulfillment, self.tax) else max(d for d in self[2:] if d)


def delete_rows(holding: Holding, ids: Sequence[int]) -> list[Counted]:
    """Delete rows by their ids, which the caller has locked."""
    return _deleted(holding, "h.id = ANY(%(ids)s)", ids)


def delete_of_orders(holding: Holding, order_ids: Sequence[int]) -> list[Counted]:
    """Delete all rows of a holding that belong to some orders."""
    only = f" AND {holding.only}" if holding.only else ""
    return _deleted(holding, _OF_ORDERS[holding.ends_with] + only, order_ids)


def held_until_of_orders(holding: Holding, order_ids: Sequence[int]) -> list[date | None]:
    """Until when the rows of a sealed holding are held that belong to some orders."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT h.held_until FROM {holding.table} h WHERE {_OF_ORDERS[holding.ends_with]}",
            {"ids": list(order_ids)},
        )
        return [row[0] for row in cursor]


def empty_columns(holdings: Sequence[Holding], order_ids: Sequence[int]) -> list[list[Counted]]:
    """Empty columns of one table for some orders, in one statement; what was there, for each holding."""
    where = _OF_ORDERS[holdings[0].ends_with]
    was = [f"(h.{each.column} IS DISTINCT FROM {each.blank}) AS d{n}" for n, each in enumerate(holdings)]
    now = [f"{each.column} = {each.blank}" for each in holdings]
    some = " OR ".join(f"f.d{n}" for n in range(len(holdings)))
    counts = ", ".join(f"count(*) FILTER (WHERE d{n})" for n in range(len(holdings)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED (SELECT h.id, h.organization_id, {', '.join(was)}"
            f"  FROM {holdings[0].table} h WHERE {where} FOR UPDATE OF h),"
            f" done AS (UPDATE {holdings[0].table} h SET {', '.join(now)} FROM found f"
            f"  WHERE h.id = f.id AND ({some}))"
            f" SELECT organization_id, {counts} FROM found GROUP BY 1",
            {"ids": list(order_ids)},
        )
        found = cursor.fetchall()
    return [[Counted(row[0], row[n + 1]) for row in found if row[n + 1]] for n in range(len(holdings))]


def page_of_orders(after: int, most: int) -> list[OrderTerms]:
    """Up to ``most`` orders that are not erased yet, with an id above ``after``, by id."""
    return _terms("o.erased_at IS NULL AND o.id > %s ORDER BY o.id LIMIT %s", [after, most])


def lock_orders(order_ids: Sequence[int]) -> list[OrderTerms]:
    """Orders that are not erased yet, held until the transaction ends; without those that another holds.

    In the one order of locks (``orders.bulk.hold_still``).
    """
    where = "o.erased_at IS NULL AND o.id = ANY(%s) ORDER BY o.shop_order_id, o.id FOR UPDATE SKIP LOCKED"
    return _terms(where, [list(order_ids)])


def mark_erased(order_ids: Sequence[int], words: str, now: datetime) -> list[int]:
    """Let orders be erased, with a line on each timeline. Returns those that the shop counts as open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH done AS (UPDATE packhaus_order SET erased_at = %(now)s, has_address = false"
            "  WHERE id = ANY(%(ids)s) RETURNING id, organization_id, shop_state),"
            " told AS (INSERT INTO packhaus_timeline (organization_id, order_id, at, kind, words)"
            "  SELECT organization_id, id, %(now)s, 'erased', %(words)s::jsonb FROM done)"
            " SELECT id FROM done WHERE shop_state NOT IN ('shipped', 'cancelled')",
            {"now": now, "ids": list(order_ids), "words": words},
        )
        return [row[0] for row in cursor]


def add_to_receipt(
    organization_id: int, holding: str, reason: str, late: bool, rows: int, started_at: datetime
) -> None:
    """Count rows into the receipt of a run, in the transaction that erases them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_erasurereceipt AS r (public_id, organization_id, day, holding, reason,"
            " rows, keys, started_at, late_by_outage, early) VALUES (%s, %s, %s, %s, %s, %s, '{}', %s, %s, 0)"
            " ON CONFLICT (organization_id, holding, reason, started_at, late_by_outage) DO UPDATE"
            " SET rows = r.rows + excluded.rows",
            [public_id(), organization_id, started_at.date(), holding, reason, rows, started_at, late],
        )


def is_empty(tables: Sequence[str], lease: str, but: int) -> bool:
    """Whether no more than ``but`` rows of some tables lie under a lease key."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE lease = %s LIMIT %s) found",
                [lease, but + 1],
            )
            row = cursor.fetchone()
            but -= row[0] if row else 0
            if but < 0:
                return False
    return True


def _deleted(holding: Holding, where: str, ids: Sequence[int]) -> list[Counted]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {holding.table} h WHERE {where} RETURNING h.organization_id)"
            " SELECT organization_id, count(*) FROM gone GROUP BY 1",
            {"ids": list(ids)},
        )
        return [Counted(*row) for row in cursor]


def _terms(where: str, values: Sequence[int | list[int]]) -> list[OrderTerms]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.organization_id, o.purchased_at, o.ship_by, o.shipped_at, o.delivered_at,"
            f" o.cancelled_here_at, o.shop_state, o.shop_updated_at FROM packhaus_order o WHERE {where}",
            list(values),
        )
        found = []
        for order_id, organization_id, *rest in cursor:
            facts = facts_from(*rest)
            found.append(
                OrderTerms(
                    order_id,
                    organization_id,
                    last_day(facts, Purpose.FULFILLMENT),
                    last_day(facts, Purpose.TAX),
                )
            )
        return found
