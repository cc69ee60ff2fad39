"""Countries as people write them into files of orders."""

from __future__ import annotations

_NAMES = {
    "AE": "ARE,vereinigte arabische emirate,united arab emirates",
    "AT": "AUT,österreich,oesterreich,austria,a",
    "AU": "AUS,australien,australia",
    "BE": "BEL,belgien,belgium,belgique,belgië,b",
    "BG": "BGR,bulgarien,bulgaria",
    "BR": "BRA,brasilien,brazil",
    "CA": "CAN,kanada,canada",
    "CH": "CHE,schweiz,switzerland,suisse,svizzera",
    "CY": "CYP,zypern,cyprus",
    "CZ": "CZE,tschechien,tschechische republik,czechia,czech republic",
    "DE": "DEU,GER,deutschland,germany,allemagne,brd,d",
    "DK": "DNK,dänemark,daenemark,denmark,danmark",
    "EE": "EST,estland,estonia",
    "EG": "EGY,ägypten,egypt",
    "ES": "ESP,spanien,spain,españa,e",
    "FI": "FIN,finnland,finland",
    "FR": "FRA,frankreich,france,f",
    "GB": "GBR,UK,großbritannien,grossbritannien,vereinigtes königreich,united kingdom,great britain,england",
    "GR": "GRC,griechenland,greece",
    "HR": "HRV,kroatien,croatia",
    "HU": "HUN,ungarn,hungary",
    "IE": "IRL,irland,ireland",
    "IN": "IND,indien,india",
    "IS": "ISL,island,iceland",
    "IT": "ITA,italien,italy,italia,i",
    "JP": "JPN,japan",
    "LI": "LIE,liechtenstein",
    "LT": "LTU,litauen,lithuania",
    "LU": "LUX,luxemburg,luxembourg,l",
    "LV": "LVA,lettland,latvia",
    "MC": "MCO,monaco",
    "MT": "MLT,malta",
    "MX": "MEX,mexiko,mexico",
    "NL": "NLD,niederlande,netherlands,the netherlands,nederland,holland",
    "NO": "NOR,norwegen,norway,norge",
    "PL": "POL,polen,poland,polska",
    "PT": "PRT,portugal",
    "RO": "ROU,rumänien,romania",
    "SA": "SAU,saudi-arabien,saudi arabia",
    "SE": "SWE,schweden,sweden,sverige",
    "SG": "SGP,singapur,singapore",
    "SI": "SVN,slowenien,slovenia",
    "SK": "SVK,slowakei,slovakia",
    "SM": "SMR,san marino",
    "TR": "TUR,türkei,turkey,türkiye",
    "UA": "UKR,ukraine",
    "US": "USA,vereinigte staaten,united states,united states of america,vereinigte staaten von amerika",
    "ZA": "ZAF,südafrika,south africa",
}
_CODES = {name.casefold(): code for code, names in _NAMES.items() for name in (code, *names.split(","))}


def country_code(text: str) -> str:
    """The code (ISO 3166 alpha-2) of a country's code or German or English name; empty: not known."""
    return _CODES.get(" ".join(text.split()).casefold(), "")
