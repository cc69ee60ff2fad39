"""One row of a file of orders, read by its matched columns: an order's head and one line of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from packhaus.kit.errors import Rejected
from packhaus.kit.money import Money
from packhaus.kit.personal import Contact, Personal, Recipient
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.own import values
from packhaus.shops.own.countries import country_code
from packhaus.shops.own.table import Line, letter

OLDEST = timedelta(days=59)
"""An order that was bought longer ago and has not left: its buyer's data has ended (R4.2)."""

T = TypeVar("T")


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """Which column has which field, and what holds for all rows. ``country`` is ISO 3166 alpha-2."""

    columns: dict[str, int] = {}
    country: str = "DE"
    weight_unit: str = "g"
    currency: str = "EUR"


@dataclass(frozen=True)
class Wrong:
    """Why a row is refused: its number in the file, the field (a code of ``fields.FIELDS``), the words."""

    row: int
    field: str
    words: Words

    def stored(self) -> dict[str, object]:
        """The form in which a table keeps it."""
        return {"row": self.row, "field": self.field, "words": self.words.stored()}


class Read(Personal, frozen=True, kw_only=True):
    """A row that could be read."""

    row: int
    number: str
    recipient: Recipient | None
    contact: Contact
    sku: str
    title: str
    quantity: int
    weight: int | None
    total: Money | None
    ordered_at: datetime


@dataclass
class _Cells:
    line: Line
    matching: Mapping[str, int]
    wrong: list[Wrong] = field(default_factory=list)

    def __call__(self, code: str) -> str:
        index = self.matching.get(code)
        return self.line.cells[index] if index is not None and index < len(self.line.cells) else ""

    def read(self, how: Callable[[], T], otherwise: T) -> T:
        """What ``how`` reads; where it refuses, that is kept and ``otherwise`` stands for it."""
        try:
            return how()
        except Rejected as error:
            self.wrong.append(Wrong(self.line.number, error.field, error.words))
            return otherwise


def read_row(
    line: Line, columns: int, matching: Matching, now: datetime, zone: ZoneInfo
) -> tuple[Read | None, list[Wrong]]:
    """A row by ``matching``, or all that is wrong with it. ``columns``: how many the head has.

    A row without any address is a further line of the order above it: ``recipient`` is None.
    """
    if len(line.cells) > columns:
        place = {"column": letter(columns - 1)}
        return None, [Wrong(line.number, "", Words(TOO_WIDE, place))]
    cells = _Cells(line, matching.columns)
    number = cells.read(lambda: _needed(cells("number"), 60, "number"), "")
    recipient = _recipient(cells, matching) if _has_address(cells) else None
    contact = Contact(
        phone=cells.read(lambda: values.short(cells("phone"), 30, "phone"), ""),
        email=cells.read(lambda: values.email(cells("email")), ""),
        delivery_notes=cells.read(lambda: values.short(cells("notes"), 200, "notes"), ""),
    )
    sku = cells.read(lambda: values.short(cells("sku"), 100, "sku"), "")
    title = cells.read(lambda: values.short(cells("title"), 500, "title"), "")
    if not sku and not title:
        cells.wrong.append(Wrong(line.number, "sku", Words(NO_GOODS)))
    quantity = cells.read(lambda: values.pieces(cells("quantity")), 1)
    weight = cells.read(lambda: values.weight(cells("weight"), matching.weight_unit), None)
    total = cells.read(lambda: values.amount(cells("total"), matching.currency), None)
    ordered_at = cells.read(lambda: _ordered_at(cells("ordered_on"), now, zone), now)
    if cells.wrong:
        return None, cells.wrong
    read = Read(
        row=line.number,
        number=number,
        recipient=recipient,
        contact=contact,
        sku=sku or title[:100],
        title=title,
        quantity=quantity,
        weight=weight,
        total=total,
        ordered_at=ordered_at,
    )
    return read, []


def number_of(line: Line, matching: Matching) -> str:
    """The order number of a row, whatever else is wrong with it; empty where it has none."""
    index = matching.columns.get("number")
    return " ".join(line.cells[index].split()) if index is not None and index < len(line.cells) else ""


def _has_address(cells: _Cells) -> bool:
    return any(cells(code) for code in ("name", "last_name", "company", "street", "postal_code", "city"))


def _recipient(cells: _Cells, matching: Matching) -> Recipient:
    name = " ".join(part for part in (cells("first_name"), cells("last_name")) if part) or cells("name")
    company = cells("company")
    if not name and not company:
        cells.wrong.append(Wrong(cells.line.number, "name", Words(values.MISSING)))
    street = " ".join(part for part in (cells("street"), cells("house_number")) if part)
    code = cells("country")
    country = country_code(code) if code else matching.country
    if not country:
        words = Words(NO_COUNTRY, {"form": values.form_of(code)})
        cells.wrong.append(Wrong(cells.line.number, "country", words))
    extra = cells.read(lambda: values.short(cells("extra"), 180, "extra"), "")
    first = cells.read(lambda: _needed(street, 180, "street"), "")
    return Recipient(
        name=cells.read(lambda: values.short(name, 100, "name"), ""),
        company=cells.read(lambda: values.short(company, 100, "company"), ""),
        lines=tuple(part for part in (first, extra) if part),
        postal_code=cells.read(lambda: values.postal_code(cells("postal_code"), country), ""),
        city=cells.read(lambda: values.city(cells("city")), ""),
        region=cells.read(lambda: values.short(cells("region"), 80, "region"), ""),
        country=country,
    )


def _needed(text: str, most: int, code: str) -> str:
    found = values.short(text, most, code)
    if not found:
        raise Rejected(Words(values.MISSING), code)
    return found


def _ordered_at(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    found = values.ordered_on(text, zone)
    if found is None:
        return now
    if now - found > OLDEST:
        raise Rejected(Words(TOO_OLD), "ordered_on")
    if found - now > timedelta(days=1):
        raise Rejected(Words(IN_THE_FUTURE), "ordered_on")
    return min(found, now)


TOO_WIDE = gettext_noop(
    "This row goes on to the right of the last column, %(column)s. A text with the separator in it must stand"
    " in quotation marks."
)
NO_GOODS = gettext_noop("Neither an SKU nor what was sold stands here. Fill one of them in.")
NO_COUNTRY = gettext_noop(
    "This is no country we know, of the form %(form)s. Write its code, as in DE or AT, or its name."
)
TOO_OLD = gettext_noop(
    "This order is older than 60 days. Its buyer's data may not come in any more. Leave the row out; if it"
    " must still be sent, correct the date."
)
IN_THE_FUTURE = gettext_noop("This day has not come yet. Correct the date.")
