"""Many orders at once: the upsert of a page, and the one place that writes derived state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connection, transaction

from packhaus.kit.ids import public_id
from packhaus.orders.rules import LineFacts, OrderFacts
from packhaus.orders.waiting import Derived, derive
from packhaus.shops.port import ShopOrder, ShopState


class Kept(NamedTuple):
    """An order of a page that was written: ``new`` where it was not here before."""

    id: int
    shop_order_id: str
    new: bool


_ORDER_COLUMNS: tuple[tuple[str, str], ...] = (
    ("shop_order_id", "text"),
    ("public_id", "text"),
    ("marketplace_id", "text"),
    ("shop_status", "text"),
    ("shop_state", "text"),
    ("shop_updated_at", "timestamptz"),
    ("purchased_at", "timestamptz"),
    ("ship_by", "timestamptz"),
    ("deliver_by", "timestamptz"),
    ("country", "text"),
    ("service_level", "text"),
    ("is_business", "bool"),
    ("is_prime", "bool"),
    ("is_replacement", "bool"),
    ("is_gift", "bool"),
    ("shop_ships_itself", "bool"),
    ("cancel_requested", "bool"),
    ("currency", "text"),
    ("total_cents", "bigint"),
    ("given_grams", "int"),
    ("has_address", "bool"),
    ("oddities", "jsonb"),
    ("units", "int"),
    ("shipped_at", "timestamptz"),
)
_KEPT_BY_US = {"shop_order_id", "public_id", "has_address", "country", "oddities", "shipped_at"}
_LINE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("order_id", "bigint"),
    ("position", "smallint"),
    ("shop_line_id", "text"),
    ("sku", "text"),
    ("asin", "text"),
    ("title", "text"),
    ("quantity", "int"),
    ("quantity_shipped", "int"),
    ("price_cents", "bigint"),
    ("is_gift", "bool"),
    ("is_customized", "bool"),
    ("cancel_requested", "bool"),
)


def _order_row(order: ShopOrder) -> tuple[object, ...]:
    shipped = [package.shipped_at for package in order.packages if package.shipped_at]
    shipped_at = max(shipped) if shipped else min(order.updated_at, order.ship_by or order.updated_at)
    return (
        order.shop_order_id,
        public_id(),
        order.marketplace_id,
        order.status[:60],
        str(order.state),
        order.updated_at,
        order.purchased_at,
        order.ship_by,
        order.deliver_by,
        order.country[:2],
        order.service_level[:60],
        order.is_business,
        order.is_prime,
        order.is_replacement,
        any(line.is_gift for line in order.lines),
        order.shop_ships_itself,
        order.cancel_requested,
        order.total.currency if order.total else "",
        order.total.cents if order.total else None,
        order.weight_grams,
        bool(order.recipient and order.recipient.has_street()),
        json.dumps([words.stored() for words in order.oddities]),
        sum(line.quantity for line in order.lines),
        shipped_at if order.state is ShopState.SHIPPED else None,
    )


def upsert(
    organization_id: int, connection_id: int, orders: Sequence[ShopOrder], now: datetime
) -> list[Kept]:
    """Write a page of orders and their lines in the caller's transaction.

    An order is written where it is new, or where the shop's own last-updated time is later than what
    is here, or where it brings the address that was missing: an old page never overwrites a newer one.
    Returns what was written.
    """
    latest = {order.shop_order_id: order for order in sorted(orders, key=lambda order: order.updated_at)}
    if not latest:
        return []
    rows = list(zip(*(_order_row(latest[key]) for key in sorted(latest)), strict=True))
    names = [name for name, _ in _ORDER_COLUMNS]
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _KEPT_BY_US)
    sql = (
        f"INSERT INTO packhaus_order AS o ({', '.join(names)}, organization_id, connection_id, imported_at,"
        " units_in_parcels, units_shipped, label_problem, live_label, confirmation_refused, state, waiting)"
        f" SELECT {', '.join(names)}, %b, %b, %b, 0, 0, '', false, false, 'pending', '{{}}'"
        f" FROM unnest({', '.join(f'%b::{kind}[]' for _, kind in _ORDER_COLUMNS)}) AS t ({', '.join(names)})"
        " ON CONFLICT (organization_id, connection_id, shop_order_id) DO UPDATE SET"
        f" {updates},"
        " oddities = CASE WHEN o.erased_at IS NULL THEN excluded.oddities ELSE '[]'::jsonb END,"
        " has_address = (o.erased_at IS NULL AND (o.has_address OR excluded.has_address)),"
        " country = CASE WHEN NOT o.address_edited AND (excluded.has_address OR NOT o.has_address)"
        "  THEN excluded.country ELSE o.country END,"
        " shipped_at = coalesce(o.shipped_at, excluded.shipped_at)"
        " WHERE excluded.shop_updated_at > o.shop_updated_at"
        " OR (excluded.has_address AND NOT o.has_address AND o.erased_at IS NULL"
        "  AND excluded.shop_updated_at = o.shop_updated_at)"
        " RETURNING o.id, o.shop_order_id, (xmax = 0)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [organization_id, connection_id, now, *(list(column) for column in rows)])
        kept = [Kept(*row) for row in cursor.fetchall()]
    _upsert_lines(organization_id, [(order.id, latest[order.shop_order_id]) for order in kept])
    return kept


def _upsert_lines(organization_id: int, orders: Sequence[tuple[int, ShopOrder]]) -> None:
    lines = [
        (
            order_id,
            position,
            line.line_id[:60],
            line.sku,
            line.asin[:20],
            line.title[:500],
            line.quantity,
            line.quantity_shipped,
            line.price.cents if line.price else None,
            line.is_gift,
            line.is_customized,
            line.cancel_requested,
        )
        for order_id, order in orders
        for position, line in enumerate({line.line_id: line for line in order.lines}.values())
    ]
    if not lines:
        return
    names = [name for name, _ in _LINE_COLUMNS]
    updates = ", ".join(
        f"{name} = excluded.{name}" for name in names if name not in ("order_id", "shop_line_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO packhaus_orderline ({', '.join(names)}, organization_id, quantity_in_parcels,"
            f" quantity_elsewhere) SELECT {', '.join(names)}, %b, 0, quantity_shipped"
            f" FROM unnest({', '.join(f'%b::{kind}[]' for _, kind in _LINE_COLUMNS)})"
            f" AS t ({', '.join(names)})"
            " ON CONFLICT (organization_id, order_id, shop_line_id) DO UPDATE SET " + updates,
            [organization_id, *(list(column) for column in zip(*lines, strict=True))],
        )


def hold_still(order_ids: Iterable[int]) -> None:
    """Lock orders in the one order that all of Packhaus keeps to, so that nobody waits in a circle.

    Whoever writes an order, its lines, parcels or confirmations in one transaction does this first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM packhaus_order WHERE id = ANY(%s) ORDER BY shop_order_id, id FOR UPDATE",
            [sorted(set(order_ids))],
        )


def facts_of(order_ids: Iterable[int]) -> dict[int, OrderFacts]:
    """The facts of stored orders, by id, from their own rows and their lines'."""
    ids = sorted(set(order_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT order_id, sku, quantity, quantity_in_parcels, quantity_elsewhere, unit_grams"
            " FROM packhaus_orderline WHERE order_id = ANY(%s) ORDER BY order_id, position",
            [ids],
        )
        lines = {
            order_id: tuple(LineFacts(*row[1:]) for row in rows)
            for order_id, rows in groupby(cursor.fetchall(), key=lambda row: row[0])
        }
        cursor.execute(
            "SELECT id, shop_state, has_address, held_at IS NOT NULL, cancelled_here_at IS NOT NULL,"
            " cancel_requested AND cancel_overruled_at IS NULL, units_shipped, label_problem, live_label,"
            " confirmation_refused, label_untold, shop_ships_itself, given_grams"
            " FROM packhaus_order WHERE id = ANY(%s)",
            [ids],
        )
        return {
            row[0]: OrderFacts(
                shop_state=row[1],
                lines=lines.get(row[0], ()),
                has_address=row[2],
                held=row[3],
                cancelled_here=row[4],
                cancel_requested=row[5],
                units_shipped=row[6],
                label_problem=row[7],
                live_label=row[8],
                confirmation_refused=row[9],
                label_untold=row[10],
                shop_ships_itself=row[11],
                given_grams=row[12],
            )
            for row in cursor.fetchall()
        }


def derived_of(order_ids: Iterable[int]) -> dict[int, Derived]:
    """What the rules say of stored orders now, whatever their columns say."""
    return {order_id: derive(facts) for order_id, facts in facts_of(order_ids).items()}


def refresh(order_ids: Iterable[int], now: datetime) -> None:
    """The one setter of ``state``, ``waiting`` and ``weight_grams``: derives them and writes changes.

    The orders are locked first, so that nobody writes what was derived from facts that changed meanwhile.
    """
    ids = sorted(set(order_ids))
    if not ids:
        return
    with transaction.atomic(savepoint=False):
        hold_still(ids)
        derived = derived_of(ids)
        _write_derived({order_id: derived[order_id] for order_id in ids if order_id in derived}, now)


def _write_derived(derived: dict[int, Derived], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_order o SET state = t.state, waiting = string_to_array(t.waiting, ','),"
            " weight_grams = t.grams, refreshed_at = %(now)s"
            " FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(waiting)s::text[], %(grams)s::int[])"
            " AS t (id, state, waiting, grams) WHERE o.id = t.id AND"
            " (o.state, array_to_string(o.waiting, ','), o.weight_grams)"
            " IS DISTINCT FROM (t.state, t.waiting, t.grams)",
            {
                "now": now,
                "ids": list(derived),
                "states": [str(one.state) for one in derived.values()],
                "waiting": [",".join(one.waiting) for one in derived.values()],
                "grams": [one.weight.grams for one in derived.values()],
            },
        )
