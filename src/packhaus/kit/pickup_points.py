"""DHL's Packstation, post office and Postnummer in the lines of a German address.

A parcel to a Packstation comes back unless name and Postnummer are those of the DHL account, and buyers
write the three into any line, the company or behind the name.
"""

from __future__ import annotations

import re
from enum import StrEnum

from packhaus.kit.personal import Personal


class PickupKind(StrEnum):
    """Where a German parcel can wait for its recipient."""

    PACKSTATION = "packstation"
    POST_OFFICE = "post_office"


class PickupPoint(Personal, frozen=True):
    """A place of DHL's with its number, and the recipient's Postnummer; empty where not given."""

    kind: PickupKind | None = None
    number: str = ""
    post_number: str = ""


_LABEL_END = r"\s*(?:nr|nummer|no)?\s?[.:#]?\s*"
_PACKSTATION = re.compile(
    rf"(?:\b(?:dhl|an)\s*[-:,]?\s*)*\bpa(?:ck|k|ket)\s?-?\s?sta(?:t)?ion\b{_LABEL_END}(?P<number>\d{{3}}(?!\d))?",
    re.IGNORECASE,
)
_POST_OFFICE = re.compile(
    r"(?:\bdhl\s*[-:,]?\s*)?\b(?:post\s?-?\s?filiale|deutsche\s+post\s+filiale|filiale\s+deutsche\s+post)\b"
    rf"(?:\s+direkt)?{_LABEL_END}(?P<number>\d{{3,4}}(?!\d))?"
    rf"|\bdhl\s*[-:,]?\s*(?:paketshop|filiale)\b{_LABEL_END}(?P<shop>\d{{3,4}}(?!\d))?",
    re.IGNORECASE,
)
_BARE_BRANCH = re.compile(rf"filiale{_LABEL_END}(?P<number>\d{{3,4}})", re.IGNORECASE)
_DIGITS = r"\d(?:[\s.-]?\d){5,9}(?![\s.-]?\d)"
_POST_NUMBER = re.compile(
    rf"\b(?:dhl\s?-?\s?)?(?:post\s?-?\s?(?:nummer|nr|no)|(?:dhl\s?-?\s?)kunden\s?-?\s?(?:nummer|nr))\b\s?[.:#]*\s*"
    rf"(?P<number>{_DIGITS})",
    re.IGNORECASE,
)
_BARE_POST_NUMBER = re.compile(rf"(?P<number>{_DIGITS})")
_EMPTY_LABEL = re.compile(r"(?:dhl\s?-?\s?)?post\s?-?\s?(?:nummer|nr|no)\.?:?", re.IGNORECASE)
_AT_AN_END = re.compile(r"(?<![\d.-])(?P<number>\d{6,10})$|^(?P<first>\d{6,10})(?!\d)")
_STATION_NUMBER = re.compile(r"(?:nr\.?\s*)?(?P<number>\d{3})", re.IGNORECASE)
_EDGES = " ,;/|-–:()"


def find_pickup_point(texts: list[str]) -> tuple[PickupPoint, list[str]]:
    """Find what belongs to a pickup point in ``texts`` (name, company, lines); the second is what is left.

    The texts left are in the same order, emptied where all of one was taken. Loose digits count as a
    Postnummer (6 to 10 digits) or as the station's number (3) only beside a named Packstation or post
    office; "Postnummer" before them is enough elsewhere.
    """
    left = list(texts)
    kind, number = _take_place(left)
    post_number = _take(left, _POST_NUMBER)
    if kind is not None:
        post_number = post_number or _take_loose_post_number(left)
        number = number or _take_whole(left, _STATION_NUMBER)
    elif post_number or any(_BARE_POST_NUMBER.fullmatch(text) for text in left):
        # "Filiale 512" alone may be a chain's shop; beside a Postnummer it is a post office.
        number = _take_whole(left, _BARE_BRANCH)
        if number:
            kind, post_number = PickupKind.POST_OFFICE, post_number or _take_loose_post_number(left)
    if kind is not None:
        left = ["" if _EMPTY_LABEL.fullmatch(text) else text for text in left]
    return PickupPoint(kind, number, post_number), left


def _take_place(left: list[str]) -> tuple[PickupKind | None, str]:
    for kind, pattern in ((PickupKind.PACKSTATION, _PACKSTATION), (PickupKind.POST_OFFICE, _POST_OFFICE)):
        for index, text in enumerate(left):
            found = pattern.search(text)
            if found:
                left[index] = _without(text, found)
                return kind, next((group for group in found.groups() if group), "")
    return None, ""


def _take(left: list[str], pattern: re.Pattern[str]) -> str:
    for index, text in enumerate(left):
        found = pattern.search(text)
        if found:
            left[index] = _without(text, found)
            return _digits(found["number"])
    return ""


def _take_whole(left: list[str], pattern: re.Pattern[str]) -> str:
    for index, text in enumerate(left):
        found = pattern.fullmatch(text)
        if found:
            left[index] = ""
            return _digits(found["number"])
    return ""


def _take_loose_post_number(left: list[str]) -> str:
    whole = _take_whole(left, _BARE_POST_NUMBER)
    if whole:
        return whole
    for index, text in enumerate(left):
        found = _AT_AN_END.search(text)
        if found:
            left[index] = _without(text, found)
            return found["number"] or found["first"]
    return ""


def _without(text: str, found: re.Match[str]) -> str:
    before, after = text[: found.start()].strip(_EDGES), text[found.end() :].strip(_EDGES)
    return ", ".join(part for part in (before, after) if part)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
