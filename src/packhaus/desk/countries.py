"""Names of the countries that orders go to and marketplaces stand for, by ISO 3166 alpha-2."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

COUNTRIES: dict[str, Promise] = {
    "AE": pgettext_lazy("country", "United Arab Emirates"),
    "AT": pgettext_lazy("country", "Austria"),
    "AU": pgettext_lazy("country", "Australia"),
    "BE": pgettext_lazy("country", "Belgium"),
    "BG": pgettext_lazy("country", "Bulgaria"),
    "BR": pgettext_lazy("country", "Brazil"),
    "CA": pgettext_lazy("country", "Canada"),
    "CH": pgettext_lazy("country", "Switzerland"),
    "CY": pgettext_lazy("country", "Cyprus"),
    "CZ": pgettext_lazy("country", "Czechia"),
    "DE": pgettext_lazy("country", "Germany"),
    "DK": pgettext_lazy("country", "Denmark"),
    "EE": pgettext_lazy("country", "Estonia"),
    "EG": pgettext_lazy("country", "Egypt"),
    "ES": pgettext_lazy("country", "Spain"),
    "FI": pgettext_lazy("country", "Finland"),
    "FR": pgettext_lazy("country", "France"),
    "GB": pgettext_lazy("country", "United Kingdom"),
    "GR": pgettext_lazy("country", "Greece"),
    "HR": pgettext_lazy("country", "Croatia"),
    "HU": pgettext_lazy("country", "Hungary"),
    "IE": pgettext_lazy("country", "Ireland"),
    "IN": pgettext_lazy("country", "India"),
    "IS": pgettext_lazy("country", "Iceland"),
    "IT": pgettext_lazy("country", "Italy"),
    "JP": pgettext_lazy("country", "Japan"),
    "LI": pgettext_lazy("country", "Liechtenstein"),
    "LT": pgettext_lazy("country", "Lithuania"),
    "LU": pgettext_lazy("country", "Luxembourg"),
    "LV": pgettext_lazy("country", "Latvia"),
    "MC": pgettext_lazy("country", "Monaco"),
    "MT": pgettext_lazy("country", "Malta"),
    "MX": pgettext_lazy("country", "Mexico"),
    "NL": pgettext_lazy("country", "Netherlands"),
    "NO": pgettext_lazy("country", "Norway"),
    "PL": pgettext_lazy("country", "Poland"),
    "PT": pgettext_lazy("country", "Portugal"),
    "RO": pgettext_lazy("country", "Romania"),
    "SA": pgettext_lazy("country", "Saudi Arabia"),
    "SE": pgettext_lazy("country", "Sweden"),
    "SG": pgettext_lazy("country", "Singapore"),
    "SI": pgettext_lazy("country", "Slovenia"),
    "SK": pgettext_lazy("country", "Slovakia"),
    "SM": pgettext_lazy("country", "San Marino"),
    "TR": pgettext_lazy("country", "Türkiye"),
    "UA": pgettext_lazy("country", "Ukraine"),
    "US": pgettext_lazy("country", "United States"),
    "ZA": pgettext_lazy("country", "South Africa"),
}


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where it is not in the list."""
    name = COUNTRIES.get(code.upper())
    return str(name) if name is not None else code


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their names, sorted as a reader looks them up: Ägypten stands at A."""
    pairs = [(code, country_name(code)) for code in codes]
    return sorted(pairs, key=lambda pair: unicodedata.normalize("NFKD", pair[1]).casefold())
