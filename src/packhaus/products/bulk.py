"""Many SKUs at once: new ones out of a page of orders, weights out of a page of listings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from packhaus.kit.ids import public_id


class Sold(NamedTuple):
    """A SKU as an order line names it."""

    sku: str
    asin: str
    title: str
    marketplace_id: str


def add_missing(
    organization_id: int, connection_id: int, sold: Sequence[Sold], look_up_at: datetime | None
) -> int:
    """Make a product for each SKU that is not here yet, to be looked up at ``look_up_at``. How many."""
    by_sku = {entry.sku: entry for entry in sold}
    if not by_sku:
        return 0
    entries = [by_sku[sku] for sku in sorted(by_sku)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_product (organization_id, connection_id, public_id, sku, asin, title,"
            " marketplace_id, listing_source, look_up_due_at)"
            " SELECT %b, %b, p, s, a, t, m, '', %b"
            " FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[], %b::text[]) AS n (p, s, a, t, m)"
            " ON CONFLICT (organization_id, connection_id, sku) DO NOTHING",
            [
                organization_id,
                connection_id,
                look_up_at,
                [public_id() for _ in entries],
                [entry.sku for entry in entries],
                [entry.asin[:20] for entry in entries],
                [entry.title[:500] for entry in entries],
                [entry.marketplace_id for entry in entries],
            ],
        )
        return int(cursor.rowcount)


class LookUp(NamedTuple):
    """SKUs whose weight is to be asked for in one call, and at which marketplace (empty: at home)."""

    marketplace_id: str
    skus: list[str]


def look_ups_due(connection_id: int, now: datetime, most: int, gone: Sequence[str] = ()) -> LookUp | None:
    """Up to ``most`` SKUs that are due, longest due first: those that home has not been asked for yet.

    Then those that home did not know, one marketplace after the other, but none of ``gone``. None where
    nothing is due.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH due AS (SELECT id, sku, look_up_due_at, CASE WHEN ask_own"
            " AND marketplace_id <> ALL(%(gone)s::text[]) THEN marketplace_id ELSE '' END"
            " AS place FROM packhaus_product WHERE connection_id = %(c)s AND look_up_due_at <= %(now)s),"
            " first AS (SELECT place FROM due ORDER BY place <> '', look_up_due_at, id LIMIT 1)"
            " SELECT place, sku FROM due JOIN first USING (place) ORDER BY look_up_due_at, id LIMIT %(most)s",
            {"c": connection_id, "now": now, "most": most, "gone": list(gone)},
        )
        rows = cursor.fetchall()
    return LookUp(rows[0][0], [sku for _, sku in rows]) if rows else None


def home_marketplace(connection_id: int, gone: Sequence[str] = ()) -> str:
    """The marketplace that most SKUs of a shop were first sold in: its listings are asked first.

    One of ``gone`` only where there is no other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT marketplace_id FROM packhaus_product WHERE connection_id = %s AND marketplace_id <> ''"
            " GROUP BY 1 ORDER BY marketplace_id = ANY(%s::text[]), count(*) DESC, 1 LIMIT 1",
            [connection_id, list(gone)],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def next_look_up(connection_id: int) -> datetime | None:
    """When the next weight of a shop is due to be looked up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(look_up_due_at) FROM packhaus_product WHERE connection_id = %s", [connection_id]
        )
        row = cursor.fetchone()
    return row[0] if row else None
