"""Sealed rows: out of the running database, and out of a dump of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from canaries.days import Facts
from canaries.opener import Wrapped

PERSONAL, DOCUMENT, FILE = "packhaus_orderpersonal", "packhaus_document", "packhaus_orderfiletext"
_SEALED = (PERSONAL, DOCUMENT, FILE)


class Record(NamedTuple):
    """What a sealed row is about: an order's data for a purpose, or a file with a last day of its own."""

    name: str
    order_id: int
    purpose: str
    ends_on: date | None
    bound_to: bytes


_ABOUT = {
    PERSONAL: "SELECT r.id, r.xmin::text, r.order_id, r.purpose, NULL::date, 'packhaus:1:order:' ||"
    " r.organization_id || ':' || r.order_id || ':' || r.purpose FROM packhaus_orderpersonal r",
    DOCUMENT: "SELECT r.id, r.xmin::text, p.order_id, 'fulfillment', NULL::date, 'packhaus:1:document:' ||"
    " r.organization_id || ':' || p.public_id || '/' || r.kind FROM packhaus_document r"
    " JOIN packhaus_parcel p ON p.id = r.parcel_id",
    FILE: "SELECT r.id, r.xmin::text, 0, 'file', r.ends_on, 'packhaus:1:document:' || r.organization_id ||"
    " ':' || f.public_id || '/orders' FROM packhaus_orderfiletext r"
    " JOIN packhaus_orderfile f ON f.id = r.order_file_id",
}


class Live:
    """The sealed rows of the running database, each version read once."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.there: set[str] = set()
        self._versions: dict[str, str] = {}

    def read(self, database: psycopg.Connection[Any]) -> list[Wrapped]:
        """The rows that are new or were written again since the last time."""
        self.there = set()
        new: list[Wrapped] = []
        for table in _SEALED:
            changed: dict[int, Record] = {}
            for key, version, order_id, purpose, ends_on, bound_to in database.execute(_ABOUT[table]):
                name = f"{table}/{key}"
                self.there.add(name)
                if self._versions.get(name) != version:
                    record = Record(name, order_id, purpose, ends_on, bound_to.encode())
                    changed[key] = self.records[name] = record
                    self._versions[name] = version
            new += [
                Wrapped(changed[key].name, lease, bytes(wrapped), bytes(sealed), changed[key].bound_to)
                for key, lease, wrapped, sealed in database.execute(
                    f"SELECT id, lease, wrapped, sealed FROM {table} WHERE id = ANY(%s)",
                    [list(changed)],
                )
            ]
        return new

    def from_dump(self, dump: Path) -> Iterator[Wrapped]:
        """The sealed rows of a plain dump, but for records that the running database never had."""
        columns: list[str] = []
        table = ""
        with dump.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("COPY public."):
                    table, _, rest = line.removeprefix("COPY public.").partition(" (")
                    columns = [name.strip('"') for name in rest.partition(")")[0].split(", ")]
                elif line == "\\.\n":
                    table = ""
                elif table in _SEALED:
                    row = dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))
                    record = self.records.get(f"{table}/{row['id']}")
                    if record is not None:
                        yield Wrapped(
                            record.name,
                            row["lease"],
                            bytes.fromhex(row["wrapped"].removeprefix("\\\\x")),
                            bytes.fromhex(row["sealed"].removeprefix("\\\\x")),
                            record.bound_to,
                        )


def facts_of_orders(
    database: psycopg.Connection[Any],
) -> dict[int, tuple[str, str, Facts]]:
    """By order id: the shop, the shop's number, and what decides the days."""
    rows = database.execute(
        "SELECT o.id, c.shop, o.shop_order_id, o.purchased_at, o.ship_by, o.shipped_at, o.delivered_at,"
        " o.cancelled_here_at, o.shop_state, o.shop_updated_at"
        " FROM packhaus_order o JOIN packhaus_connection c ON c.id = o.connection_id"
    )
    return {row[0]: (row[1], row[2], Facts(*row[3:])) for row in rows}
