"""Single cells of a file of orders, read or refused with the field, the value's form and the mend.

No sentence here quotes a cell: sentences are stored in plain form, and a cell can be personal data. It shows
a cell's form instead: ``99-AAA``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from packhaus.kit.errors import Rejected
from packhaus.kit.mail_addresses import mail_address
from packhaus.kit.money import Money
from packhaus.kit.weights import HEAVIEST_GRAMS, grams
from packhaus.kit.words import Words, gettext_noop

MOST_PIECES = 9_999
_POSTAL = {"DE": 5, "AT": 4, "CH": 4, "FR": 5, "IT": 5, "ES": 5, "BE": 4, "DK": 4, "LU": 4}
_PLATES = {
    "DE": "D",
    "AT": "A",
    "CH": "CH",
    "FR": "F",
    "IT": "I",
    "ES": "E",
    "BE": "B",
    "DK": "DK",
    "LU": "L",
}
"""What people write before a postal code, as in D-04277."""
_ROUNDED = re.compile(r"[0-9][.,][0-9]+[Ee]\+[0-9]+")
"""What Excel makes of a long number: its last digits are gone for good."""
_WITHOUT_POSTAL = frozenset({"IE", "AE"})
_WEIGHT = re.compile(
    r"(?P<number>[0-9][0-9.,' ]*)\s*(?P<unit>kg|kilo|kilogramm|g|gr|gramm|lb|oz)?\.?", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,' ][0-9]{3})+")
"""With grams and amounts, what stands before three digits parts thousands: 1.250 g are 1250."""
_UNITS = {"gr": "g", "gramm": "g", "kilo": "kg", "kilogramm": "kg"}
_DATES = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d")
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", "T%H:%M")


def form_of(text: str) -> str:
    """A cell's form and nothing of what it says: digits as 9, letters as A, at most 20 characters."""
    shown = "".join(
        "9" if letter.isdigit() else "A" if letter.isalpha() else letter if letter in " .,-/+@" else "?"
        for letter in text[:20]
    )
    return shown + ("…" if len(text) > 20 else "")


def short(text: str, most: int, field: str) -> str:
    """A text of at most ``most`` characters on one line. Raises Rejected."""
    cleaned = " ".join(text.split())
    if _ROUNDED.fullmatch(cleaned):
        raise Rejected(Words(ROUNDED, {"form": form_of(cleaned)}), field)
    if len(cleaned) > most:
        raise Rejected(Words(TOO_LONG, {"length": str(len(cleaned)), "most": str(most)}), field)
    if not cleaned.isprintable():
        raise Rejected(Words(NOT_PRINTABLE), field)
    return cleaned


def postal_code(text: str, country: str) -> str:
    """A postal code as the country has it; a wrong one would be refused by the carrier. Raises Rejected."""
    code = short(text, 12, "postal_code")
    if not code:
        if country in _WITHOUT_POSTAL:
            return ""
        raise Rejected(Words(MISSING), "postal_code")
    digits = _POSTAL.get(country)
    if digits:
        code = re.sub(rf"(?i)^(?:{_PLATES[country]}|{country})[ -]?(?=[0-9])", "", code)
    if digits and not (code.isascii() and code.isdigit() and len(code) == digits):
        lost_zero = code.isascii() and code.isdigit() and len(code) == digits - 1
        words = LOST_ZERO if lost_zero else POSTAL_FORM
        raise Rejected(
            Words(words, {"digits": str(digits), "country": country, "form": form_of(code)}), "postal_code"
        )
    if not any(letter.isdigit() for letter in code):
        raise Rejected(Words(POSTAL_NO_DIGIT, {"form": form_of(code)}), "postal_code")
    return code


def city(text: str) -> str:
    """A place's name. Raises Rejected where it can be none: mostly another column was matched."""
    name = short(text, 80, "city")
    if not name:
        raise Rejected(Words(MISSING), "city")
    if not any(letter.isalpha() for letter in name) or "@" in name:
        raise Rejected(Words(NO_CITY, {"form": form_of(name)}), "city")
    return name


def email(text: str) -> str:
    """An e-mail address that a mail can go to, or empty. Raises Rejected."""
    address = text.strip()
    if not address:
        return ""
    try:
        return mail_address(address)
    except ValueError:
        box = address.rpartition("@")[0]
        words = Words(NO_EMAIL, {"form": form_of(address)}) if box.isascii() else Words(UMLAUT_BEFORE_AT)
        raise Rejected(words, "email") from None


def pieces(text: str) -> int:
    """How many; 1 where nothing stands there. Raises Rejected."""
    cleaned = text.strip() or "1"
    try:
        number = Decimal(cleaned.replace(",", "."))
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number != number.to_integral_value() or not 1 <= number <= MOST_PIECES:
        raise Rejected(Words(NO_PIECES, {"most": str(MOST_PIECES), "form": form_of(cleaned)}), "quantity")
    return int(number)


def weight(text: str, unit: str) -> int | None:
    """Whole grams of a weight with its unit, or in ``unit`` (g, kg); None: none given. Raises Rejected."""
    cleaned = text.strip()
    if not cleaned:
        return None
    match = _WEIGHT.fullmatch(cleaned)
    found = (match["unit"] or unit).lower() if match else ""
    try:
        if match is None:
            raise ValueError
        unit = _UNITS.get(found, found)
        value = _decimal(match["number"], whole_before_three=unit == "g")
        if unit == "g" and not match["unit"] and value != value.to_integral_value():
            raise Rejected(Words(WHICH_UNIT), "weight")
        return grams(value, unit) if value else None
    except ValueError:
        values = {"form": form_of(cleaned), "heaviest": str(HEAVIEST_GRAMS // 1000)}
        raise Rejected(Words(NO_WEIGHT, values), "weight") from None


def looks_like_kilograms(text: str) -> bool:
    """Whether a weight without a unit has places after the comma, as grams have none."""
    match = _WEIGHT.fullmatch(text.strip())
    if match is None or match["unit"]:
        return False
    try:
        value = _decimal(match["number"], whole_before_three=True)
    except ValueError:
        return False
    return value != value.to_integral_value()


def amount(text: str, currency: str) -> Money | None:
    """An amount with a comma or a point; None: none given. Raises Rejected."""
    cleaned = re.sub(r"(?i)€|eur|chf|\s", "", text)
    if not cleaned:
        return None
    try:
        return Money.parse(str(_decimal(cleaned, whole_before_three=True)), currency)
    except ValueError:
        raise Rejected(Words(NO_AMOUNT, {"form": form_of(text.strip())}), "total") from None


def ordered_on(text: str, zone: ZoneInfo) -> datetime | None:
    """A day, with or without a time, in the merchant's zone; None: none given. Raises Rejected."""
    cleaned = " ".join(text.replace(",", " ").replace("Uhr", "").split())
    if not cleaned:
        return None
    try:
        if found := _iso(cleaned):
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=zone).astimezone(UTC)
        for day in _DATES:
            for time in _TIMES:
                try:
                    parsed = datetime.strptime(cleaned, day + time)  # noqa: DTZ007 - its zone comes next
                except ValueError:
                    continue
                return parsed.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        pass
    raise Rejected(Words(NO_DATE, {"form": form_of(cleaned)}), "ordered_on")


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _decimal(text: str, *, whole_before_three: bool) -> Decimal:
    """A number as people write it: ``1.234,5``, ``1,234.5``, ``1234,5``. Raises ValueError."""
    if whole_before_three and _THOUSANDS.fullmatch(text.strip()):
        return Decimal(re.sub(r"[^0-9]", "", text))
    cleaned = re.sub(r"['\s]", "", text)
    comma, point = cleaned.rfind(","), cleaned.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "." if comma > point else ","
        cleaned = cleaned.replace(thousands, "")
    cleaned = cleaned.replace(",", ".")
    try:
        number = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError("no number") from None
    if not number.is_finite():
        raise ValueError("no number")
    return number


MISSING = gettext_noop("This is missing. Fill it in.")
TOO_LONG = gettext_noop("This has %(length)s letters, and %(most)s at most fit. Shorten it.")
NOT_PRINTABLE = gettext_noop("A sign in it cannot be printed. Write it anew.")
LOST_ZERO = gettext_noop(
    "A postal code of %(country)s has %(digits)s digits, and this has one less: Excel takes the zero at the"
    " beginning away. Put it back and format the column as text."
)
POSTAL_FORM = gettext_noop(
    "A postal code of %(country)s has %(digits)s digits, and this has the form %(form)s. Correct it, or match"
    " another column."
)
POSTAL_NO_DIGIT = gettext_noop(
    "A postal code has digits, and this has the form %(form)s. Correct it, or match another column."
)
NO_CITY = gettext_noop("This has the form %(form)s and can be no city. Correct it, or match another column.")
NO_EMAIL = gettext_noop(
    "An e-mail address is of the form name@domain.example, and this of the form %(form)s. Correct it, or"
    " leave it empty."
)
UMLAUT_BEFORE_AT = gettext_noop(
    "Before the @ stands a letter, such as ä or é, that mails cannot go to. Correct it, or leave it empty."
)
NO_PIECES = gettext_noop(
    "Pieces are a whole number from 1 to %(most)s, and this has the form %(form)s. Correct it, or match"
    " another column."
)
NO_WEIGHT = gettext_noop(
    "A weight is a number above zero such as 1180 g or 1,18 kg, %(heaviest)s kg at most, and this has the"
    " form %(form)s. Correct it, choose the right unit, or leave it empty."
)
WHICH_UNIT = gettext_noop(
    "This number has places after the comma and no unit, so it is hardly grams. Write g or kg behind it, or"
    " choose kilograms for all."
)
ROUNDED = gettext_noop(
    "Excel has rounded this long number (form %(form)s), so its last digits are lost. Export the file again"
    " without opening it in Excel, or format the column as text before."
)
NO_AMOUNT = gettext_noop(
    "An amount is a number such as 74,80, and this has the form %(form)s. Correct it, or leave it empty."
)
NO_DATE = gettext_noop(
    "A date is of the form 24.11.2026 or 2026-11-24, and this of the form %(form)s. Correct it, or leave it"
    " empty."
)
