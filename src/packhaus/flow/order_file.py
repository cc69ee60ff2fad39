"""Orders of one's own out of a file (R5.1): its columns matched, its rows checked, the good ones taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from packhaus.accounts.models import Member, Organization
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.flow import bulk
from packhaus.flow.own import COMES_BY_ITSELF, KNOWN, known_numbers, name_of_amazon, own_shop
from packhaus.flow.sync import take_in
from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.kit.personal import Sealed
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.rules import is_amazons_number, may_write_to_buyer
from packhaus.privacy.errors import TermOver
from packhaus.privacy.order_files import last_day_of_file, open_order_file, seal_order_file
from packhaus.shops.models import OWN, Connection
from packhaus.shops.own.fields import FIELDS, guessed, lacking
from packhaus.shops.own.models import ColumnMatch, OrderFile, OrderFileText
from packhaus.shops.own.orders import Found, Orders, orders_of
from packhaus.shops.own.rows import Matching, Wrong
from packhaus.shops.own.table import Line, Table, read_table
from packhaus.shops.own.values import looks_like_kilograms

PAGE = 200
"""Orders in one commit."""
PAGES_A_JOB = 20
MOST_NOTES = 200
"""As many rows as the page shows: each page of orders writes what is said of the file anew."""


def take_file(organization: Organization, member: Member, raw: bytes, now: datetime) -> OrderFile:
    """Keep a file of orders, sealed, and match its columns as the last time, or by their names.

    Raises Rejected for what is no table, and as sealing does.
    """
    table = read_table(raw)
    connection = own_shop(organization, now)
    before = ColumnMatch.objects.filter(organization=organization, columns_digest=table.digest).first()
    matching = (
        msgspec.convert(before.matching, Matching)
        if before is not None
        else Matching(columns=guessed(table.columns), weight_unit=_unit_of(table))
    )
    with transaction.atomic():
        made = OrderFile.objects.create(
            organization=organization,
            connection=connection,
            made_at=now,
            made_by=member,
            encoding=table.encoding,
            delimiter=table.delimiter,
            columns_digest=table.digest,
            matching=msgspec.to_builtins(matching),
            rows=len(table.lines),
        )
        ends_on = last_day_of_file(now)
        sealed = seal_order_file(raw, organization.pk, made.public_id, ends_on, now)
        OrderFileText.objects.create(
            organization=organization,
            order_file=made,
            lease=sealed.lease,
            held_until=ends_on,
            wrapped=sealed.wrapped,
            sealed=sealed.sealed,
            ends_on=ends_on,
        )
    return made


def _unit_of(table: Table) -> str:
    """Kilograms where the weight's column says so or has places after the comma, else grams."""
    index = guessed(table.columns).get("weight")
    if index is None:
        return "g"
    says_so = "kg" in table.columns[index].casefold()
    return "kg" if says_so or any(looks_like_kilograms(line.cells[index]) for line in table.lines) else "g"


def is_remembered(order_file: OrderFile) -> bool:
    """Whether files with these columns were matched before."""
    return ColumnMatch.objects.filter(
        organization=order_file.organization_id, columns_digest=order_file.columns_digest
    ).exists()


def table_of(order_file: OrderFile, now: datetime) -> Table:
    """The file's table, opened. Raises TermOver where it is erased, and as opening does."""
    text = OrderFileText.objects.filter(order_file=order_file).first()
    if text is None:
        raise TermOver(Words(GONE))
    sealed = Sealed(text.lease, bytes(text.wrapped), bytes(text.sealed))
    return read_table(
        open_order_file(sealed, order_file.organization_id, order_file.public_id, text.ends_on, now)
    )


def matching_of(order_file: OrderFile) -> Matching:
    """How its columns are matched."""
    return msgspec.convert(order_file.matching, Matching)


def check(order_file: OrderFile, matching: Matching, now: datetime) -> Orders:
    """See what a file holds by ``matching``, and keep what is wrong with its rows. Nothing comes in yet.

    Raises Rejected where a column is lacking that must be there (``field`` is a code of ``fields.FIELDS``),
    or where not one row can be read.
    """
    missing = lacking(matching.columns)
    if missing:
        raise Rejected(Words(NO_COLUMN), missing[0])
    table = table_of(order_file, now)
    found = _orders(order_file, table, matching, now)
    known = _already_here(order_file.connection, found.found)
    order_file.matching = msgspec.to_builtins(matching)
    order_file.state = OrderFile.State.CHECKED
    order_file.orders_ready = len(found.found) - len(known)
    order_file.orders_known = len(known)
    order_file.problems = _in_order([*_stored(found.wrong, known), *_of_amazon(found.found)])
    order_file.save(update_fields=["matching", "state", "orders_ready", "orders_known", "problems"])
    return found


def _orders(order_file: OrderFile, table: Table, matching: Matching, now: datetime) -> Orders:
    amazon = name_of_amazon(order_file.organization)

    def keep_out(number: str) -> Words | None:
        return Words(COMES_BY_ITSELF, {"shop": amazon}) if amazon and is_amazons_number(number) else None

    return orders_of(table, matching, now, ZoneInfo(order_file.organization.time_zone), keep_out)


def _already_here(connection: Connection, found: Sequence[Found]) -> list[Found]:
    known = known_numbers(connection, [one.order.shop_order_id for one in found])
    return [one for one in found if one.order.shop_order_id in known]


def _of_amazon(found: Sequence[Found]) -> list[dict[str, object]]:
    """Of the orders that can come in those that are Amazon's: nobody writes to their buyers (R4.1)."""
    notes: list[dict[str, object]] = []
    for one in found:
        number, contact = one.order.shop_order_id, one.order.contact
        if not may_write_to_buyer(OWN, number, contact.email if contact else "")[0]:
            code = "number" if is_amazons_number(number) else "email"
            notes.append(Wrong(one.rows[0], code, Words(OF_AMAZON)).stored() | {"known": True})
    return notes


def _stored(wrong: Sequence[Wrong], known: Sequence[Found]) -> list[dict[str, object]]:
    here = [
        Wrong(one.rows[0], "number", Words(KNOWN, {"number": one.order.shop_order_id})).stored()
        | {"known": True}
        for one in known
    ]
    return _in_order([*(one.stored() for one in wrong), *here])


def _in_order(problems: list[dict[str, object]]) -> list[dict[str, object]]:
    """By row; what is only to be known of is said so often as the page shows it, and counted beside."""
    in_order = sorted(problems, key=lambda one: int(str(one["row"])))
    notes = [one for one in in_order if one.get("known")][MOST_NOTES:]
    if not notes:
        return in_order
    left_out = {id(one) for one in notes}
    return [one for one in in_order if id(one) not in left_out]


def start(order_file: OrderFile, now: datetime) -> None:
    """Let a checked file's orders come in, and remember how its columns were matched. Twice is once."""
    with transaction.atomic():
        started = OrderFile.objects.filter(pk=order_file.pk, state=OrderFile.State.CHECKED).update(
            state=OrderFile.State.IMPORTING, rows_done=0, orders_new=0, orders_known=0
        )
        if not started:
            return
        ColumnMatch.objects.update_or_create(
            organization=order_file.organization,
            columns_digest=order_file.columns_digest,
            defaults={"matching": order_file.matching, "used_at": now},
        )
        make_due("order_file", order_file.pk, now)


@due_kind("order_file")
def import_file(file_id: int, now: datetime) -> datetime | None:
    """Take a file's orders in, page by page, each page and how far it came in one commit."""
    order_file = (
        OrderFile.objects.select_related("organization", "connection")
        .filter(pk=file_id, state=OrderFile.State.IMPORTING)
        .first()
    )
    if order_file is None:
        return None
    try:
        table = table_of(order_file, now)
    except TermOver:
        _finish(order_file, [{"row": 0, "field": "", "words": Words(GONE).stored()}], now)
        return None
    orders = _orders(order_file, table, matching_of(order_file), now)
    last = table.lines[-1].number
    for _ in range(PAGES_A_JOB):
        page = [one for one in orders.found if one.rows[0] > order_file.rows_done][:PAGE]
        if not page:
            kept = [one for one in order_file.problems if one.get("known")]
            _finish(order_file, _merged(orders.wrong, kept), now, everything_in=not orders.refused, last=last)
            return None
        _take_page(order_file, page, now)
        seam("own.recorded")
    return now


def _take_page(order_file: OrderFile, page: Sequence[Found], now: datetime) -> None:
    with transaction.atomic():
        held = OrderFile.objects.select_for_update().get(pk=order_file.pk)
        if held.rows_done != order_file.rows_done:
            order_file.rows_done = held.rows_done
            return
        connection = order_file.connection
        bulk.weights_in_turn(connection.pk)
        known = _already_here(connection, page)
        numbers = {one.order.shop_order_id for one in known}
        new = [one.order for one in page if one.order.shop_order_id not in numbers]
        if new:
            take_in(connection, new, [], now)
        held.rows_done = page[-1].rows[-1]
        held.orders_new += len(new)
        held.orders_known += len(known)
        held.problems = _merged([], [*_unknown_yet(held.problems, known), *_stored([], known)])
        held.save(update_fields=["rows_done", "orders_new", "orders_known", "problems"])
        seam("own.written")
    order_file.rows_done, order_file.problems = held.rows_done, held.problems


def _unknown_yet(problems: list[dict[str, object]], known: Sequence[Found]) -> list[dict[str, object]]:
    """What was kept before, but for the rows that are said anew."""
    rows = {one.rows[0] for one in known}
    return [one for one in problems if not (one.get("known") and one["row"] in rows)]


def _merged(wrong: Sequence[Wrong], kept: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return _in_order([*(one.stored() for one in wrong), *kept])


def _finish(
    order_file: OrderFile,
    problems: list[dict[str, object]],
    now: datetime,
    *,
    everything_in: bool = False,
    last: int = 0,
) -> None:
    """The end: what was refused is said. A file of which all is in has no purpose here any more."""
    with transaction.atomic():
        OrderFile.objects.filter(pk=order_file.pk).update(
            state=OrderFile.State.DONE, problems=problems, rows_done=last, finished_at=now
        )
        if everything_in:
            OrderFileText.objects.filter(order_file=order_file).delete()


def refused_rows(order_file: OrderFile, now: datetime) -> tuple[Table, list[Line]]:
    """The table, and the rows that stayed behind, to be given back. Raises as :func:`table_of`."""
    table = table_of(order_file, now)
    refused = _orders(order_file, table, matching_of(order_file), now).refused
    return table, [line for line in table.lines if line.number in refused]


def forget(order_file: OrderFile) -> None:
    """Erase a file that is not wanted any more. Raises NeedsMerchant while its orders come in."""
    if order_file.state == OrderFile.State.IMPORTING:
        raise NeedsMerchant(Words(gettext_noop("Its orders are coming in just now. Wait until it is done.")))
    order_file.delete()


def wrong_column(order_file: OrderFile) -> str:
    """The field that makes most rows wrong, so that its column is surely another one; empty: none."""
    counts: dict[str, int] = {}
    for one in order_file.problems:
        if not one.get("known"):
            counts[str(one["field"])] = counts.get(str(one["field"]), 0) + 1
    code, count = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    return code if code in FIELDS and count * 2 > order_file.rows and order_file.rows > 1 else ""


OF_AMAZON = gettext_noop(
    "This is an order of Amazon's. It can come in and be sent, but its buyer gets no e-mail: Amazon forbids"
    " it and tells them itself."
)
GONE = gettext_noop("The file is erased: all of it is in, or its week is over. Choose it again.")
NO_COLUMN = gettext_noop("Choose the column of the file in which this stands.")
