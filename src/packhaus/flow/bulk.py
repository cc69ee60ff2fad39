"""Joins of several rooms' tables, for many orders at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from packhaus.orders.bulk import hold_still

_OPEN = "('pending', 'open', 'partly_shipped', 'unknown')"


def weights_in_turn(connection_id: int) -> None:
    """One transaction at a time that brings lines or weights of a shop; the first thing it does.

    Else a page that comes in and a weight that is found at the same moment each miss the other, and the
    line stays without a weight that is known.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('weights', %s))", [connection_id])


def weigh_lines(connection_id: int, skus: Sequence[str]) -> list[int]:
    """Bring the products' weights to the lines of orders that have not left. Returns those orders' ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT l.order_id FROM packhaus_orderline l JOIN packhaus_order o ON o.id = l.order_id"
            f" WHERE o.connection_id = %s AND l.sku = ANY(%s) AND o.shop_state IN {_OPEN}",
            [connection_id, list(skus)],
        )
        hold_still(row[0] for row in cursor.fetchall())
        cursor.execute(
            "SELECT o.id FROM packhaus_order o WHERE o.connection_id = %(c)s AND o.id IN"
            " (SELECT l.order_id FROM packhaus_orderline l WHERE l.sku = ANY(%(skus)s)"
            f"  AND l.organization_id = o.organization_id) AND o.shop_state IN {_OPEN}"
            " ORDER BY o.shop_order_id, o.id FOR UPDATE",
            {"c": connection_id, "skus": list(skus)},
        )
        cursor.execute(
            "UPDATE packhaus_orderline l SET unit_grams = coalesce(p.own_grams, p.listing_grams)"
            " FROM packhaus_order o, packhaus_product p"
            " WHERE l.order_id = o.id AND o.connection_id = %(c)s AND p.connection_id = %(c)s"
            " AND l.organization_id = p.organization_id AND l.sku = p.sku AND p.sku = ANY(%(skus)s)"
            f" AND o.shop_state IN {_OPEN}"
            " AND l.unit_grams IS DISTINCT FROM coalesce(p.own_grams, p.listing_grams)"
            " RETURNING o.id",
            {"c": connection_id, "skus": list(skus)},
        )
        return sorted({row[0] for row in cursor.fetchall()})


def weigh_new_lines(order_ids: Iterable[int]) -> None:
    """Give lines that were just written what is already known of their SKUs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_orderline l SET unit_grams = coalesce(p.own_grams, p.listing_grams)"
            " FROM packhaus_order o, packhaus_product p WHERE l.order_id = o.id AND o.id = ANY(%s)"
            " AND p.connection_id = o.connection_id AND p.sku = l.sku"
            " AND p.organization_id = l.organization_id"
            " AND l.unit_grams IS DISTINCT FROM coalesce(p.own_grams, p.listing_grams)",
            [sorted(set(order_ids))],
        )


_COUNTED = (
    "f.seen_at IS NOT NULL OR (f.state IN ('intended', 'unknown', 'accepted')"
    " AND f.called_at <= o.shop_updated_at + interval '5 seconds')"
)
"""Parcels of ours that the shop's number counts: it showed them, or changed the order since it was told."""
_ELSEWHERE = "greatest(0, l.quantity_shipped - coalesce(c.told, 0))"


def recount(order_ids: Iterable[int]) -> None:
    """Tell orders what their parcels hold: pieces in live parcels, pieces that the carrier has.

    What the shop counts as shipped left elsewhere, but for the parcels of ours that it counts.
    """
    ids = sorted(set(order_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_orderline l SET quantity_in_parcels = coalesce(c.pieces, 0),"
            f" quantity_elsewhere = {_ELSEWHERE}"
            " FROM packhaus_orderline x LEFT JOIN ("
            "  SELECT pl.order_line_id,"
            "   (sum(pl.quantity) FILTER (WHERE p.state <> 'voided'))::int AS pieces,"
            f"   (sum(pl.quantity) FILTER (WHERE {_COUNTED}))::int AS told"
            "  FROM packhaus_parcelline pl JOIN packhaus_parcel p ON p.id = pl.parcel_id"
            "  JOIN packhaus_order o ON o.id = p.order_id"
            "  LEFT JOIN packhaus_confirmation f ON f.parcel_id = p.id"
            "  WHERE p.order_id = ANY(%(ids)s) GROUP BY 1) c ON c.order_line_id = x.id"
            " WHERE l.id = x.id AND x.order_id = ANY(%(ids)s)"
            " AND (l.quantity_in_parcels, l.quantity_elsewhere)"
            f" IS DISTINCT FROM (coalesce(c.pieces, 0), {_ELSEWHERE})",
            {"ids": ids},
        )
        cursor.execute(
            "UPDATE packhaus_order o SET units_in_parcels = coalesce(c.pieces, 0),"
            " units_shipped = coalesce(c.gone, 0), live_label = coalesce(c.live, false),"
            " label_untold = coalesce(c.untold, false),"
            " shipped_at = CASE WHEN c.gone >= o.units AND c.gone > 0"
            "   THEN least(c.last_at, o.shipped_at) ELSE o.shipped_at END,"
            " delivered_at = CASE WHEN c.delivered THEN c.delivered_at ELSE o.delivered_at END,"
            " label_problem = coalesce(c.problem, CASE WHEN o.label_problem = 'unknown' THEN ''"
            "   ELSE o.label_problem END)"
            " FROM packhaus_order x LEFT JOIN ("
            "  SELECT p.order_id, sum(q.pieces)::int AS pieces,"
            "   (sum(q.pieces) FILTER (WHERE p.handled_at IS NOT NULL))::int AS gone,"
            "   bool_or(p.state = 'announced') AS live, max(p.handled_at) AS last_at,"
            "   bool_or(p.state = 'announced' AND f.state IN ('not_owed', 'owed', 'refused')) AS untold,"
            "   bool_and(p.delivered_at IS NOT NULL) AS delivered, max(p.delivered_at) AS delivered_at,"
            "   max(CASE WHEN u.state IN ('intended', 'unknown') THEN 'unknown' END) AS problem"
            "  FROM packhaus_parcel p JOIN LATERAL (SELECT sum(quantity) AS pieces FROM packhaus_parcelline"
            "   WHERE parcel_id = p.id) q ON true"
            "  LEFT JOIN packhaus_confirmation f ON f.parcel_id = p.id"
            "  LEFT JOIN LATERAL (SELECT state FROM packhaus_purchase WHERE parcel_id = p.id"
            "   ORDER BY id DESC LIMIT 1) u ON u.state = 'unknown'"
            "  WHERE p.order_id = ANY(%(ids)s) AND p.state <> 'voided' GROUP BY 1) c ON c.order_id = x.id"
            " WHERE o.id = x.id AND x.id = ANY(%(ids)s)",
            {"ids": ids},
        )


def packages_seen(
    organization_id: int, connection_id: int, tracking_numbers: Sequence[str], now: datetime
) -> list[int]:
    """Mark confirmations whose package the shop shows: the proof that it took them. Their orders' ids."""
    if not tracking_numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_confirmation c SET seen_at = %(now)s FROM packhaus_parcel p"
            " WHERE c.parcel_id = p.id AND c.connection_id = %(c)s AND p.organization_id = %(o)s"
            " AND p.tracking_number = ANY(%(n)s) AND c.seen_at IS NULL RETURNING p.order_id",
            {"now": now, "c": connection_id, "o": organization_id, "n": list(tracking_numbers)},
        )
        return [row[0] for row in cursor.fetchall()]


def settle_confirmations(order_ids: Sequence[int], now: datetime) -> None:
    """An erased parcel has no tracking number any more: nothing is owed to the shop for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_confirmation c SET state = 'moot', state_at = %s, due_at = NULL"
            " FROM packhaus_parcel p WHERE p.id = c.parcel_id AND p.order_id = ANY(%s)"
            " AND c.state IN ('not_owed', 'owed', 'intended', 'unknown', 'refused')",
            [now, list(order_ids)],
        )


def erased_by(order_ids: Sequence[int], member_id: int, now: datetime) -> None:
    """Say on the timelines of orders that were just erased who did it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_timeline SET who_id = %s"
            " WHERE order_id = ANY(%s) AND kind = 'erased' AND at = %s",
            [member_id, list(order_ids), now],
        )


def next_batch_number(organization_id: int) -> int:
    """The next number of a batch; batches of one merchant are made one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('batch', %s))", [organization_id])
        cursor.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM packhaus_batch WHERE organization_id = %s",
            [organization_id],
        )
        row = cursor.fetchone()
    return int(row[0])
