"""Amazon's own words for carriers and their services, to check a carrier when it is set up (finding 29).

The list stands in ``carriers.json`` with its source and date. It covers Germany; of other countries nothing
is said.
"""

from __future__ import annotations

import difflib
import functools
from importlib import resources

import msgspec

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon.confirming import OTHER


class Carrier(msgspec.Struct, frozen=True):
    """One carrier. ``code`` is what is sent; ``also`` are older spellings of it.

    ``whole`` says whether ``services`` are all that Amazon lists.
    """

    code: str
    services: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    whole: bool = False

    def has(self, service: str) -> bool:
        """Whether ``service`` is one of its services, with or without the carrier's name before it."""
        bare = service.removeprefix(f"{self.code} ")
        return bare in {each.removeprefix(f"{self.code} ") for each in self.services}


class _Table(msgspec.Struct, frozen=True):
    source: str
    read: str
    countries: dict[str, tuple[Carrier, ...]]


def carriers_of(country: str) -> tuple[Carrier, ...]:
    """The carriers that Amazon lists for a country (ISO 3166 alpha-2); none where no list is at hand."""
    return _table().countries.get(country, ())


def source() -> str:
    """Where the list is from and when it was read, to stand beside it."""
    return f"{_table().source} ({_table().read})"


def doubt_about(country: str, code: str, name: str = "", service: str = "") -> Words | None:
    """Why Amazon would not know this carrier or service in a country; None where nothing speaks against it.

    Capitals and blanks count: Amazon compares letter by letter.
    """
    listed = carriers_of(country)
    if not listed:
        return None
    carrier = next((each for each in listed if code == each.code or code in each.also), None)
    if carrier is None:
        near = _near(code, [each.code for each in listed])
        return Words(UNKNOWN_CARRIER, {"carrier": code[:60], "near": near})
    if carrier.code == OTHER:
        return _doubt_about_name(name.strip(), listed)
    if service and carrier.whole and not carrier.has(service):
        near = _near(service, list(carrier.services))
        return Words(UNKNOWN_SERVICE, {"carrier": carrier.code, "service": service[:60], "near": near})
    return None


def _doubt_about_name(name: str, listed: tuple[Carrier, ...]) -> Words | None:
    known = next((each.code for each in listed if each.code.casefold() == name.casefold()), None)
    if known is not None:
        return Words(NOT_OTHER, {"carrier": known})
    return None if 1 <= len(name) <= 50 else Words(NO_NAME, {"length": str(len(name))})


@functools.cache
def _table() -> _Table:
    text = resources.files(__package__).joinpath("carriers.json").read_bytes()
    return msgspec.json.decode(text, type=_Table)


def _near(word: str, choices: list[str]) -> str:
    by_fold = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.casefold(), list(by_fold), n=3, cutoff=0.4)
    return ", ".join(by_fold[each] for each in found) or ", ".join(choices)


UNKNOWN_CARRIER = gettext_noop(
    "Amazon does not list “%(carrier)s” as a carrier. Near it are: %(near)s. If it is none of them, take "
    "“Other” and enter the carrier's name."
)
UNKNOWN_SERVICE = gettext_noop(
    "Amazon does not list “%(service)s” as a service of %(carrier)s; its tracking may then not count. "
    "Near it are: %(near)s."
)
NOT_OTHER = gettext_noop(
    "Amazon lists %(carrier)s as a carrier of its own: choose it instead of “Other”, else its tracking "
    "does not count."
)
NO_NAME = gettext_noop(
    "With “Other” Amazon wants the carrier's name, of 1 to 50 characters; this one has %(length)s."
)
