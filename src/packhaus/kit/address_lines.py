"""The free lines of an address, each told apart: street, company, care of, post-office box, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from packhaus.kit.personal import Personal
from packhaus.kit.recipient_names import split_attention, split_care_of
from packhaus.kit.streets import Street, house_number, is_unit, names_street, parse_street


class Lines(Personal, frozen=True, kw_only=True):
    """What the lines hold; empty where nothing was found.

    ``street_first``: the street is the first line with anything in it. ``number_apart``: the house number
    stood in a line of its own.
    """

    street: Street = Street()
    company: str = ""
    care_of: str = ""
    attention: str = ""
    po_box: str = ""
    additions: tuple[str, ...] = ()
    street_first: bool = True
    number_apart: bool = False


# Short forms only as they are written: "ab", "sa" and "eg" are words, names and floors as well.
_LEGAL_FORM = re.compile(
    r"\b(?:g?gmbh|mbh|kgaa|ohg|gbr|e\.?\s?kfr?\.|e\.\s?v\.|ltd|llc|inc|s\.\s?r\.\s?l\.|srls?|s\.p\.a\.|spa|s\.n\.c\.|snc"
    r"|sarl|sasu?|eurl|s\.\s?l\.(?:\s?u\.)?|sp\.?\s?z\s?o\.?\s?o|sp\.\s?j\.|aktiebolag|aps|s\.r\.o|v\.o\.f"
    r"|(?-i:AG|KG|UG|e\.?\s?K|eG|SE|B\.?V|N\.?V|S\.?A|SLU?|AB|Oy|A/S))(?![^\W_])"
    r"|&\s?(?:co|cie|söhne|sohn|partner)\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"^(?:firma|fa\.|praxis|kanzlei|apotheke|autohaus|hotel|gasthof|pension|restaurant|universität|hochschule|institut"
    r"|schule|grundschule|gymnasium|kindergarten|kita|stadtverwaltung|gemeinde|landratsamt|klinik|krankenhaus|rathaus)\b"
    r"|(?:apotheke|werkstatt|bäckerei|metzgerei|buchhandlung|verlag|praxis|zentrum|klinik|gymnasium|schule)$",
    re.IGNORECASE,
)
_PO_BOX = re.compile(
    r"(?:postfach|postbus|box|b\.?\s?p\.?|boîte\s+postale|casella\s+postale|c\.\s?p\.|apartado(?:\s+de\s+correos)?|apdo\.?"
    r"|skrytka\s+(?:pocztowa|poczt\.)|p\.?\s?o\.?\s?box)\s?(?:nr\.?)?\s*(?P<number>\d[\d\s]{0,9})",
    re.IGNORECASE,
)


_LONGEST = 120
"""Characters: what is longer is no address line, and is kept as it is."""


def tidy(text: str) -> str:
    """The text on one line with single spaces, without commas at its ends."""
    return " ".join(text.split()).strip(" ,;")


def read_lines(lines: Sequence[str], country: str) -> Lines:
    """Tell apart what the tidied ``lines`` hold, by the habits of ``country`` (ISO 3166 alpha-2)."""
    care_of = attention = company = po_box = ""
    streets: dict[int, Street] = {}
    numbers: dict[int, str] = {}
    rest: dict[int, str] = {}
    for index, line in enumerate(lines):
        if len(line) > _LONGEST:
            rest[index] = line
            continue
        alone, who = split_care_of(line)
        alone, whose = split_attention(alone)
        if (who and care_of) or (whose and attention):
            rest[index] = line
            continue
        care_of, attention = care_of or who, attention or whose
        if not alone:
            continue
        box = _PO_BOX.fullmatch(alone)
        if box and not po_box:
            po_box = box["number"].strip()
        elif not company and _is_company(alone, country):
            company = alone
        elif number := house_number(alone):
            numbers[index], rest[index] = number, alone
        else:
            rest[index] = alone
            if street := parse_street(alone, country):
                streets[index] = street
    at, street = _best_street(streets, numbers, rest)
    number_at = None if street.number else _number_for(at, numbers)
    if number_at is not None:
        street = Street(street.name, numbers[number_at], street.addition)
    left = [line for index, line in rest.items() if index not in (at, number_at)]
    return Lines(
        street=street,
        company=company,
        care_of=care_of,
        attention=attention,
        po_box=po_box,
        additions=tuple([street.addition, *left] if street.addition else left),
        street_first=at is None or not any(lines[:at]),
        number_apart=number_at is not None,
    )


def _is_company(line: str, country: str) -> bool:
    if _LEGAL_FORM.search(line):
        street = parse_street(line, country)
        return not (street and street.number and names_street(street.name))
    return _TRADE.search(line) is not None and not names_street(line)


def _best_street(
    streets: dict[int, Street], numbers: dict[int, str], rest: dict[int, str]
) -> tuple[int | None, Street]:
    """The line most like a street: with number and a street's word, with a number, with a word alone.

    A name alone is taken for the street only where its number follows in the next line.
    """
    if streets:
        at = max(streets, key=lambda index: (_likeness(streets[index]), -index))
        return at, streets[at]
    for index in numbers:
        before = rest.get(index - 1, "")
        if before and index - 1 not in numbers and not is_unit(before):
            return index - 1, Street(before)
    return None, Street()


def _likeness(street: Street) -> int:
    return 2 * bool(street.number) + names_street(street.name)


def _number_for(at: int | None, numbers: dict[int, str]) -> int | None:
    if at is None:
        return None
    return next((index for index in numbers if index > at), next(iter(numbers), None))
