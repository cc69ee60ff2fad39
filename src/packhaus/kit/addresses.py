"""What the lines of an address hold, whatever they are called.

Amazon's address lines are free text: the street may stand in the second, a company in the first, the house
number alone in the third, a Postnummer behind the name. This recognizes and hints. It never changes what the
shop sent and never refuses an order (R5.1): carriers refuse, and these hints say beforehand what they will
miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from packhaus.kit.address_lines import Lines, read_lines, tidy
from packhaus.kit.personal import Personal, Recipient
from packhaus.kit.pickup_points import PickupKind, PickupPoint, find_pickup_point
from packhaus.kit.recipient_names import split_care_of, split_order_number
from packhaus.kit.streets import HOUSE_NUMBER_EXPECTED, NUMBER_FIRST
from packhaus.kit.words import gettext_noop


class Hint(StrEnum):
    """What somebody should look at before a label is bought."""

    HOUSE_NUMBER_MISSING = "house_number_missing"
    STREET_MISSING = "street_missing"
    STREET_NOT_FIRST = "street_not_first"
    HOUSE_NUMBER_APART = "house_number_apart"
    STATION_NUMBER_MISSING = "station_number_missing"
    POST_NUMBER_MISSING = "post_number_missing"
    POST_NUMBER_WITHOUT_STATION = "post_number_without_station"
    ONLY_DHL = "only_dhl"
    PO_BOX = "po_box"
    ORDER_NUMBER_IN_NAME = "order_number_in_name"


HINT_WORDS: dict[Hint, str] = {
    Hint.HOUSE_NUMBER_MISSING: gettext_noop("No house number found: the carrier may refuse the address."),
    Hint.STREET_MISSING: gettext_noop("No street found in the address lines."),
    Hint.STREET_NOT_FIRST: gettext_noop("The street does not stand in the first address line."),
    Hint.HOUSE_NUMBER_APART: gettext_noop("The house number stands in a line of its own."),
    Hint.STATION_NUMBER_MISSING: gettext_noop("The number of the Packstation or post office is missing."),
    Hint.POST_NUMBER_MISSING: gettext_noop(
        "A Packstation needs the recipient's Postnummer: without it the parcel returns."
    ),
    Hint.POST_NUMBER_WITHOUT_STATION: gettext_noop(
        "There is a Postnummer, but no Packstation or post office."
    ),
    Hint.ONLY_DHL: gettext_noop("Only DHL delivers to a Packstation or post office."),
    Hint.PO_BOX: gettext_noop("This is a post-office box: parcels are not delivered there."),
    Hint.ORDER_NUMBER_IN_NAME: gettext_noop(
        "The buyer's order number stood behind the name and was taken out of it."
    ),
}
"""A sentence for each hint, to be translated where it is shown."""

SERIOUS = frozenset(
    {
        Hint.HOUSE_NUMBER_MISSING,
        Hint.STREET_MISSING,
        Hint.STATION_NUMBER_MISSING,
        Hint.POST_NUMBER_MISSING,
        Hint.PO_BOX,
    }
)
"""Hints that a carrier is likely to refuse or return a parcel for; the others only tell."""


class Recognized(Personal, frozen=True, kw_only=True):
    """An address in parts; ``original`` is as the shop sent it. A part that was not found is empty.

    ``additions`` are lines that are none of the others: floors, buildings, departments.
    """

    original: Recipient
    name: str
    company: str = ""
    care_of: str = ""
    attention: str = ""
    street: str = ""
    house_number: str = ""
    additions: tuple[str, ...] = ()
    pickup: PickupPoint = PickupPoint()
    po_box: str = ""
    po_number: str = ""
    hints: tuple[Hint, ...] = ()

    @property
    def street_line(self) -> str:
        """Street and house number as the country writes them."""
        if self.original.country.upper() in NUMBER_FIRST:
            return f"{self.house_number} {self.street}".strip()
        return f"{self.street} {self.house_number}".strip()


def shown_name(recipient: Recipient) -> str:
    """Whom a list names: the person without a purchase-order number behind it, else the company."""
    name, _ = split_order_number(tidy(recipient.name), recipient.po_number)
    return name or recipient.company


def recognize(recipient: Recipient) -> Recognized:
    """Say what the name, company and lines of ``recipient`` hold, by the habits of its country.

    Known are DE, AT, NL, PL, FR, IT, ES, SE; of other countries only what is plain is told, and no house
    number is asked for. ``original`` is untouched. Source: R5.1; merchants' findings 12, 13 and 34.
    """
    country = recipient.country.upper()
    whole_name = tidy(recipient.name)
    name, po_number = split_order_number(whole_name, recipient.po_number)
    texts = [name, tidy(recipient.company), *map(tidy, recipient.lines)]
    pickup = PickupPoint()
    if country in ("", "DE"):
        pickup, texts = find_pickup_point(texts)
    alone, care_of = split_care_of(texts[0])
    company = texts[1]
    lines = read_lines(["" if _same(line, company) else line for line in texts[2:]], country)
    company = company or lines.company
    additions = lines.additions
    if lines.company and lines.company != company:
        additions = (lines.company, *additions)
    if care_of and lines.care_of:
        additions = (f"c/o {lines.care_of}", *additions)
    return Recognized(
        original=recipient,
        name=alone or texts[0] or whole_name,
        company=company,
        care_of=care_of or lines.care_of,
        attention=lines.attention,
        street=lines.street.name,
        house_number=lines.street.number,
        additions=additions,
        pickup=pickup,
        po_box=lines.po_box,
        po_number=po_number,
        hints=tuple(_hints(lines, pickup, country, number_in_name=name != whole_name)),
    )


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _hints(lines: Lines, pickup: PickupPoint, country: str, *, number_in_name: bool) -> Iterator[Hint]:
    if pickup.kind is not None:
        yield Hint.ONLY_DHL
        if not pickup.number:
            yield Hint.STATION_NUMBER_MISSING
        if not pickup.post_number and pickup.kind is PickupKind.PACKSTATION:
            yield Hint.POST_NUMBER_MISSING
    elif pickup.post_number:
        yield Hint.POST_NUMBER_WITHOUT_STATION
    if pickup.kind is None and not lines.street.name:
        if lines.po_box:
            yield Hint.PO_BOX
        elif country in HOUSE_NUMBER_EXPECTED or not lines.additions:
            yield Hint.STREET_MISSING
    if lines.street.name and pickup.kind is None:
        if not lines.street.number and country in HOUSE_NUMBER_EXPECTED:
            yield Hint.HOUSE_NUMBER_MISSING
        if lines.number_apart:
            yield Hint.HOUSE_NUMBER_APART
        if not lines.street_first:
            yield Hint.STREET_NOT_FIRST
    if number_in_name:
        yield Hint.ORDER_NUMBER_IN_NAME
