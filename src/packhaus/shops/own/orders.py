"""Orders out of the rows of a file: rows that belong together, and the rows that are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.own.rows import Matching, Read, Wrong, number_of, read_row
from packhaus.shops.own.table import Line, Table
from packhaus.shops.port import ShopLine, ShopOrder, ShopState

PLACED = "placed"
"""The status of one's own orders, which no shop keeps."""


KeepOut = Callable[[str], Words | None]


def _nobody(number: str) -> Words | None:
    return None


@dataclass(frozen=True)
class Found:
    """An order, and the rows of the file that it came from."""

    order: ShopOrder = field(repr=False)
    rows: tuple[int, ...]


@dataclass
class Orders:
    """What a table holds: orders that can be taken in, in their order, and why the other rows cannot.

    ``refused`` are the rows that stay behind: also good ones, where another row of their order is refused.
    """

    found: list[Found] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)


def orders_of(
    table: Table, matching: Matching, now: datetime, zone: ZoneInfo, keep_out: KeepOut = _nobody
) -> Orders:
    """All orders of a table. Rows with one number, one below the other, are one order.

    ``keep_out`` says why an order with a number is not for this shop; None where it is.

    An order with a row that is refused does not come in without it. A number that comes again further down
    is refused there, so that no order is doubled.
    """
    result = Orders()
    seen: dict[str, int] = {}
    for number, lines in _groups(table, matching):
        reads: list[Read] = []
        wrong: list[Wrong] = []
        for line in lines:
            read, faults = read_row(line, len(table.columns), matching, now, zone)
            wrong += faults
            if read is not None:
                reads.append(read)
        first = lines[0].number
        if number and number in seen:
            wrong.append(Wrong(first, "number", Words(AGAIN, {"row": str(seen[number])})))
        elif number:
            seen[number] = first
        if number and (why := keep_out(number)) is not None:
            wrong.append(Wrong(first, "number", why))
        if not wrong:
            wrong += _disagreeing(reads)
        if wrong:
            result.wrong += wrong
            result.refused |= {line.number for line in lines}
        else:
            result.found.append(Found(_order(reads, now), tuple(read.row for read in reads)))
    return result


def _groups(table: Table, matching: Matching) -> Iterator[tuple[str, list[Line]]]:
    for number, lines in groupby(table.lines, key=lambda line: number_of(line, matching)):
        group = list(lines)
        if number:
            yield number, group
        else:
            yield from (("", [line]) for line in group)


def _disagreeing(reads: list[Read]) -> list[Wrong]:
    """What is wrong between rows of one order, each of which is right by itself."""
    head = reads[0]
    if head.recipient is None:
        return [Wrong(head.row, "name", Words(NO_ADDRESS))]
    skus: dict[str, int] = {}
    weight: int | None = None
    for read in reads:
        if read.recipient is not None and read.recipient != head.recipient:
            return [Wrong(read.row, "number", Words(OTHER_RECIPIENT, {"row": str(head.row)}))]
        if read.sku in skus:
            return [Wrong(read.row, "sku", Words(SAME_SKU, {"row": str(skus[read.sku])}))]
        skus[read.sku] = read.row
        if read.weight is not None and weight is not None and read.weight != weight:
            return [Wrong(read.row, "weight", Words(OTHER_WEIGHT, {"row": str(head.row)}))]
        weight = weight or read.weight
    return []


def _order(reads: list[Read], now: datetime) -> ShopOrder:
    head = reads[0]
    contact = next((read.contact for read in reads if read.contact.email), head.contact)
    return ShopOrder(
        shop_order_id=head.number,
        status=PLACED,
        state=ShopState.OPEN,
        updated_at=now,
        purchased_at=head.ordered_at,
        country=head.recipient.country if head.recipient else "",
        total=head.total,
        weight_grams=next((read.weight for read in reads if read.weight is not None), None),
        lines=tuple(
            ShopLine(line_id=str(position), sku=read.sku, title=read.title, quantity=read.quantity)
            for position, read in enumerate(reads, 1)
        ),
        recipient=head.recipient,
        contact=contact if contact.email or contact.phone or contact.delivery_notes else None,
    )


AGAIN = gettext_noop(
    "This order number stands in row %(row)s already, so this row was left out: no order comes in twice. If"
    " it is another order, give it its own number; if it is a line of that one, put the row below it."
)
NO_ADDRESS = gettext_noop("This order has no address. Fill in name, street, postal code and city.")
OTHER_RECIPIENT = gettext_noop(
    "Row %(row)s has the same order number and another recipient. Give each order its own number."
)
SAME_SKU = gettext_noop(
    "Row %(row)s of this order has the same SKU. Put both into one row, with the pieces of both."
)
OTHER_WEIGHT = gettext_noop(
    "This row gives the order another weight than a row above it (from row %(row)s on). Give the weight of"
    " the whole parcel once."
)
