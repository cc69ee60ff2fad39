"""The SQL of the archive: which orders are in no bundle yet, and what of them goes into one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from packhaus.kit.personal import Purpose

_UNWRITTEN = (
    " FROM packhaus_orderpersonal h JOIN packhaus_order o ON o.id = h.order_id"
    " LEFT JOIN packhaus_archivedorder a ON a.order_id = o.id"
    " LEFT JOIN packhaus_archivebundle b ON b.id = a.bundle_id"
    " WHERE h.organization_id = %(organization)s AND h.purpose = %(tax)s"
    " AND (a.id IS NULL OR (b.id IS NOT NULL AND b.written_at IS NULL))"
    " AND o.erased_at IS NULL AND coalesce(o.shipped_at, o.delivered_at) IS NOT NULL"
)
"""Orders that have left and are in no bundle that is written; they may be in one that is intended."""
_LEFT_AT = "coalesce(o.delivered_at, o.shipped_at)"


class Waiting(NamedTuple):
    """An order that is in no bundle; ``supplied_at``: when it left; ``left_at``: what its term hangs on."""

    order_id: int
    supplied_at: datetime
    left_at: datetime


class Line(NamedTuple):
    """A line of an order as a tax record needs it: cents, pieces."""

    sku: str
    title: str
    quantity: int
    price_cents: int | None


class Record(NamedTuple):
    """What is not personal of an order's tax record."""

    order_id: int
    public_id: str
    order_number: str
    shop: str
    marketplace_id: str
    purchased_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    country: str
    currency: str
    total_cents: int | None
    is_business: bool
    lines: Sequence[Line]


def waiting_orders(
    organization_id: int, since: datetime, most: int, only: Sequence[int] | None = None
) -> list[Waiting]:
    """Up to ``most`` orders that have left and are in no bundle, nor are to be, by when they left.

    ``since``: only where the term of their tax data hangs on that moment or a later one; ``only``: only some.
    """
    more = " AND a.id IS NULL"
    more += "" if only is None else " AND o.id = ANY(%(only)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.id, coalesce(o.shipped_at, o.delivered_at), {_LEFT_AT}{_UNWRITTEN}"
            f" AND {_LEFT_AT} >= %(since)s{more} ORDER BY 2, 1"
            " LIMIT %(most)s",
            {
                "organization": organization_id,
                "tax": Purpose.TAX.value,
                "since": since,
                "only": None if only is None else list(only),
                "most": most,
            },
        )
        return [Waiting(*row) for row in cursor]


def oldest_waiting(
    organization_id: int, since: datetime, only: Sequence[int] | None = None
) -> tuple[datetime | None, datetime | None, int]:
    """Of orders in no written bundle: what the first term hangs on, when the first left, how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT min({_LEFT_AT}), min(coalesce(o.shipped_at, o.delivered_at)), count(*){_UNWRITTEN}"
            f" AND {_LEFT_AT} >= %(since)s{'' if only is None else ' AND o.id = ANY(%(only)s)'}",
            {
                "organization": organization_id,
                "tax": Purpose.TAX.value,
                "since": since,
                "only": None if only is None else list(only),
            },
        )
        row = cursor.fetchone()
        return (None, None, 0) if row is None else (row[0], row[1], row[2])


def give_up_waiting(organization_id: int, since: datetime, now: datetime) -> int:
    """Note the orders whose tax data goes now and is in no bundle. How many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_archivedorder (organization_id, order_id, bundle_id, at)"
            f" SELECT o.organization_id, o.id, NULL, %(now)s{_UNWRITTEN} AND {_LEFT_AT} < %(since)s"
            " ON CONFLICT (organization_id, order_id) DO UPDATE SET bundle_id = NULL, at = excluded.at",
            {"organization": organization_id, "tax": Purpose.TAX.value, "since": since, "now": now},
        )
        return int(cursor.rowcount)


def put_into(bundle_id: int, organization_id: int, order_ids: Sequence[int], now: datetime) -> int:
    """Let orders be in a bundle; without those that are in one already. How many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_archivedorder (organization_id, order_id, bundle_id, at)"
            " SELECT %(organization)s, v.id, %(bundle)s, %(now)s FROM unnest(%(ids)s::bigint[]) v (id)"
            " ON CONFLICT (organization_id, order_id) DO NOTHING",
            {"organization": organization_id, "bundle": bundle_id, "ids": list(order_ids), "now": now},
        )
        return int(cursor.rowcount)


def records_of(bundle_id: int) -> list[Record]:
    """The orders of a bundle, by when they left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.order_id, l.sku, l.title, l.quantity, l.price_cents"
            " FROM packhaus_orderline l JOIN packhaus_archivedorder a ON a.order_id = l.order_id"
            " WHERE a.bundle_id = %s ORDER BY l.order_id, l.position",
            [bundle_id],
        )
        lines: dict[int, list[Line]] = {}
        for order_id, *rest in cursor:
            lines.setdefault(order_id, []).append(Line(*rest))
        cursor.execute(
            "SELECT o.id, o.public_id, o.shop_order_id, c.shop, o.marketplace_id, o.purchased_at,"
            " o.shipped_at, o.delivered_at, o.country, o.currency, o.total_cents, o.is_business"
            " FROM packhaus_archivedorder a JOIN packhaus_order o ON o.id = a.order_id"
            " JOIN packhaus_connection c ON c.id = o.connection_id"
            " WHERE a.bundle_id = %s ORDER BY coalesce(o.shipped_at, o.delivered_at), o.id",
            [bundle_id],
        )
        return [Record._make((*row, lines.get(row[0], []))) for row in cursor]
