"""The vault's SQL: many sealed rows at once, and the lock under which lease keys are made.

Sealed bytes travel as binary parameters on a cursor of psycopg's own, for Django's writes them as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.sql import SQL, Composed, Identifier

from packhaus.kit.personal import Purpose, Sealed
from packhaus.privacy.holdings import EndsWith, Holding
from packhaus.privacy.retention import TermFacts, facts_from, last_day, text_last_day

_MAKING = 0x7061_6B68_6C65_6173
_SEALING = 0x7061_6B68_7365_616C
_LATER = (
    "CASE WHEN packhaus_orderpersonal.held_until IS NOT NULL"
    " THEN greatest(packhaus_orderpersonal.held_until, excluded.held_until) END"
)
"""What took the place of something else was held as long as that, for a backup holds that still."""
_FACTS = SQL(
    "o.purchased_at, o.ship_by, o.shipped_at, o.delivered_at, o.cancelled_here_at, o.shop_state,"
    " o.shop_updated_at"
)
_TERM = {
    EndsWith.ORDER: SQL("h.purpose, {}").format(_FACTS),
    EndsWith.PARCEL: SQL("h.purpose, {}").format(_FACTS),
    EndsWith.DATE: SQL("h.ends_on"),
}
_TERM_BY_NUMBER = SQL("h.ends_on, o.id, {}").format(_FACTS)
_ROWS = {
    EndsWith.ORDER: SQL("{} h JOIN packhaus_order o ON o.id = h.order_id"),
    EndsWith.PARCEL: SQL(
        "{} h JOIN packhaus_parcel p ON p.id = h.parcel_id JOIN packhaus_order o ON o.id = p.order_id"
    ),
    EndsWith.DATE: SQL("{} h"),
}
_ROWS_BY_NUMBER = SQL(
    "{} h LEFT JOIN packhaus_order o ON o.organization_id = h.organization_id"
    " AND o.connection_id = h.connection_id AND o.shop_order_id = h.shop_order_id"
)


class SealedRow(NamedTuple):
    """What the vault keeps of one order for one purpose."""

    organization_id: int
    order_id: int
    purpose: Purpose
    sealed: Sealed


class StoredRow(NamedTuple):
    """A kept row, with the facts that decide its term."""

    organization_id: int
    order_id: int
    sealed: Sealed
    facts: TermFacts


class HeldRow(NamedTuple):
    """A row of any sealed holding: its lease key, its last day (None: not known yet), its wrapped key.

    ``wrapped`` is empty where it was not asked for; ``held_until`` as in the models.
    """

    id: int
    lease: str
    last_day: date | None
    wrapped: bytes
    held_until: date | None


def lock_lease_keys() -> None:
    """Hold, until the caller's transaction ends, the lock under which lease keys are made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])


def share_lease_keys() -> None:
    """Keep lease keys from being destroyed until the caller's transaction ends: it may seal under them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_SEALING])


def stop_sealing() -> None:
    """Wait for all who seal, and let nobody seal or make a key until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])


def may_seal_under(name: str) -> bool:
    """Whether a key is neither retired nor destroyed, and stays so until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_SEALING])
        cursor.execute(
            "SELECT 1 FROM packhaus_leasekey WHERE name = %s AND retire_at IS NULL AND destroyed_at IS NULL",
            [name],
        )
        return cursor.fetchone() is not None


def write_personal(rows: Sequence[SealedRow], now: datetime) -> None:
    """Insert or replace rows, one a (organization, order, purpose), in the caller's transaction."""
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_orderpersonal"
            " (organization_id, order_id, purpose, lease, wrapped, sealed, held_until, written_at)"
            " SELECT v.*, substr(v.lease, 5, 10)::date, %b FROM unnest"
            " (%b::bigint[], %b::bigint[], %b::text[], %b::text[], %b::bytea[], %b::bytea[])"
            " v (organization_id, order_id, purpose, lease, wrapped, sealed)"
            " ORDER BY v.order_id, v.purpose"
            " ON CONFLICT (organization_id, order_id, purpose) DO UPDATE SET lease = excluded.lease,"
            " wrapped = excluded.wrapped, sealed = excluded.sealed, written_at = excluded.written_at,"
            f" held_until = {_LATER}",
            [
                now,
                [row.organization_id for row in rows],
                [row.order_id for row in rows],
                [row.purpose.value for row in rows],
                [row.sealed.lease for row in rows],
                [row.sealed.wrapped for row in rows],
                [row.sealed.sealed for row in rows],
            ],
        )


def erased_orders(order_ids: Sequence[int]) -> set[int]:
    """Which of some orders are erased."""
    if not order_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM packhaus_order WHERE id = ANY(%s) AND erased_at IS NOT NULL",
            [sorted(set(order_ids))],
        )
        return {row[0] for row in cursor}


def read_personal(order_ids: Sequence[int], purpose: Purpose) -> list[StoredRow]:
    """The rows of some orders for one purpose."""
    query = SQL(
        "SELECT h.organization_id, h.order_id, h.lease, h.wrapped, h.sealed, {}"
        " FROM packhaus_orderpersonal h JOIN packhaus_order o ON o.id = h.order_id"
        " WHERE h.order_id = ANY(%b::bigint[]) AND h.purpose = %b"
    ).format(_FACTS)
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(query, [list(order_ids), purpose.value], binary=True)
        return [
            StoredRow(organization_id, order_id, Sealed(lease, wrapped, sealed), facts_from(*facts))
            for organization_id, order_id, lease, wrapped, sealed, *facts in cursor
        ]


def page_of(holding: Holding, after: int, most: int, leases: Sequence[str] = ()) -> list[HeldRow]:
    """Up to ``most`` rows of a sealed holding with an id above ``after``, by id, without wrapped keys.

    ``leases``: only rows under one of these lease keys.
    """
    under = SQL("h.lease = ANY(%b::text[]) AND ") if leases else SQL("")
    query = _select(holding, SQL("''::bytea"), SQL("{}h.id > %b ORDER BY h.id LIMIT %b").format(under))
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(query, [*([list(leases)] if leases else []), after, most], binary=True)
        return [_held(holding, row) for row in cursor]


def lock_rows(holding: Holding, ids: Sequence[int]) -> list[HeldRow]:
    """Rows as they are now, held until the caller's transaction ends; without those that another holds."""
    query = _select(
        holding,
        SQL("h.wrapped"),
        SQL("h.id = ANY(%b::bigint[]) ORDER BY h.id FOR UPDATE OF h SKIP LOCKED"),
    )
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(query, [list(ids)], binary=True)
        return [_held(holding, row) for row in cursor]


def write_wrapped(holding: Holding, rows: Sequence[tuple[int, str, bytes, date | None]]) -> None:
    """Give rows another lease: (id, lease key's name, wrapped key, held until). What is sealed stays."""
    query = SQL(
        "UPDATE {} h SET lease = v.lease, wrapped = v.wrapped, held_until = v.held_until"
        " FROM unnest(%b::bigint[], %b::text[], %b::bytea[], %b::date[]) v (id, lease, wrapped, held_until)"
        " WHERE h.id = v.id"
    ).format(Identifier(holding.table))
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(query, [[row[place] for row in rows] for place in range(4)])


def write_held(holding: Holding, rows: Sequence[tuple[int, date | None]]) -> None:
    """Say until when rows are held: (id, day)."""
    query = SQL(
        "UPDATE {} h SET held_until = v.held_until FROM unnest(%b::bigint[], %b::date[]) v (id, held_until)"
        " WHERE h.id = v.id"
    ).format(Identifier(holding.table))
    with connection.wrap_database_errors, binary_cursor() as cursor:
        cursor.execute(query, [[row[0] for row in rows], [row[1] for row in rows]])


def _select(holding: Holding, wrapped: SQL, where: SQL | Composed) -> Composed:
    return SQL("SELECT h.id, h.lease, {}, h.held_until, {} FROM {} WHERE {}").format(
        wrapped,
        _TERM_BY_NUMBER if holding.by_number else _TERM[holding.ends_with],
        (_ROWS_BY_NUMBER if holding.by_number else _ROWS[holding.ends_with]).format(
            Identifier(holding.table)
        ),
        where,
    )


def _held(holding: Holding, row: Sequence[Any]) -> HeldRow:
    row_id, lease, wrapped, held_until, *rest = row
    if holding.by_number:
        ends_on, order_id, *facts = rest
        last: date | None = text_last_day(ends_on, None if order_id is None else facts_from(*facts))
    elif holding.ends_with is EndsWith.DATE:
        last = rest[0]
    else:
        purpose, *facts = rest
        last = last_day(facts_from(*facts), Purpose(purpose))
    return HeldRow(row_id, lease, last, wrapped, held_until)


def binary_cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    """A cursor of psycopg's own on Django's connection, for parameters and values in binary form."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)
