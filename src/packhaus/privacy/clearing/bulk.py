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
from packhaus.privacy.bulk import binary_cursor
from packhaus.privacy.holdings import EndsWith, Holding
from packhaus.privacy.retention import KEPT, TermFacts, facts_from, last_day
from packhaus.privacy.retire import tonight

_PARCELS = "SELECT p.id FROM packhaus_parcel p WHERE p.order_id = ANY(%(ids)b::bigint[])"
_OF_ORDERS = {
    EndsWith.ORDER: "h.order_id = ANY(%(ids)b::bigint[])",
    EndsWith.PARCEL: f"h.parcel_id IN ({_PARCELS})",
    EndsWith.ITSELF: "h.id = ANY(%(ids)b::bigint[])",
    EndsWith.DATE: (
        "EXISTS (SELECT 1 FROM packhaus_order o WHERE o.id = ANY(%(ids)b::bigint[])"
        " AND o.connection_id = h.connection_id AND o.shop_order_id = h.shop_order_id)"
    ),
}


class Counted(NamedTuple):
    """Rows of one organization."""

    organization_id: int
    rows: int


class Dead(NamedTuple):
    """Rows that were deleted under keys of ``day``, and until when other keys held them (None: not known)."""

    organization_id: int
    day: date
    held_until: date | None
    rows: int


class OrderEnd(NamedTuple):
    """An order, and the last day of all that is held of it (None: not known)."""

    id: int
    last_day: date | None


def delete_rows(holding: Holding, ids: Sequence[int]) -> list[Counted]:
    """Delete rows by their ids, which the caller has locked."""
    return _deleted(holding, "h.id = ANY(%(ids)b::bigint[])", ids)


def delete_of_orders(holding: Holding, order_ids: Sequence[int]) -> list[Counted]:
    """Delete all rows of a holding that belong to some orders."""
    only = f" AND {holding.only}" if holding.only else ""
    return _deleted(holding, _OF_ORDERS[holding.ends_with] + only, order_ids)


def held_until_of_orders(holding: Holding, order_ids: Sequence[int]) -> list[date | None]:
    """Until when the rows of a sealed holding are held that belong to some orders."""
    with connection.wrap_database_errors, binary_cursor() as cursor:
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
    with connection.wrap_database_errors, binary_cursor() as cursor:
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


def lock_orders_that_may_be_over(after: int, most: int, now: datetime) -> list[OrderEnd]:
    """Up to ``most`` orders, by id above ``after``, that are not erased and whose time may be over by now.

    They are held until the transaction ends; those that another one holds are left out, so nobody is waited
    for. No term ends before the day of the 720th hour after the earliest of an order's own times.
    """
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.purchased_at, o.ship_by, o.shipped_at, o.delivered_at,"
            " o.cancelled_here_at, o.shop_state, o.shop_updated_at FROM packhaus_order o"
            " WHERE o.erased_at IS NULL AND o.id > %b AND least(o.shipped_at, o.delivered_at,"
            " o.cancelled_here_at, coalesce(o.ship_by, o.purchased_at),"
            " CASE WHEN o.shop_state = 'cancelled' THEN o.shop_updated_at END) < %b"
            " ORDER BY o.id LIMIT %b FOR UPDATE SKIP LOCKED",
            [after, tonight(now) - KEPT, most],
            binary=True,
        )
        return [OrderEnd(order_id, _last_day(facts_from(*facts))) for order_id, *facts in cursor]


def delete_under(holding: Holding, leases: Sequence[str], most: int) -> list[Dead]:
    """Delete up to ``most`` rows that lie under some lease keys; without those that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH dead AS MATERIALIZED (SELECT h.id FROM {holding.table} h WHERE h.lease = ANY(%s)"
            "  LIMIT %s FOR UPDATE SKIP LOCKED),"
            f" gone AS (DELETE FROM {holding.table} h USING dead WHERE h.id = dead.id"
            "  RETURNING h.organization_id, substr(h.lease, 5, 10)::date AS day, h.held_until)"
            " SELECT organization_id, day, held_until, count(*) FROM gone GROUP BY 1, 2, 3",
            [list(leases), most],
        )
        return [Dead(*row) for row in cursor]


def mark_erased(order_ids: Sequence[int], words: str, now: datetime) -> list[int]:
    """Let orders be erased, with a line on each timeline. Returns those that the shop counts as open."""
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(
            "WITH done AS (UPDATE packhaus_order SET erased_at = %(now)s, has_address = false"
            "  WHERE id = ANY(%(ids)b::bigint[]) RETURNING id, organization_id, shop_state),"
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
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {holding.table} h WHERE {where} RETURNING h.organization_id)"
            " SELECT organization_id, count(*) FROM gone GROUP BY 1",
            {"ids": list(ids)},
        )
        return [Counted(*row) for row in cursor]


def _last_day(facts: TermFacts) -> date | None:
    fulfillment, tax = (last_day(facts, purpose) for purpose in (Purpose.FULFILLMENT, Purpose.TAX))
    return None if fulfillment is None or tax is None else max(fulfillment, tax)
