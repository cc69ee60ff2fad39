"""Streets and house numbers in address lines, as people in Germany and its neighbors write them."""

from __future__ import annotations

import re

from packhaus.kit.personal import Personal

HOUSE_NUMBER_EXPECTED = frozenset({"DE", "AT", "NL", "PL", "FR", "IT", "ES", "SE"})
"""Countries whose addresses have a house number nearly always, and whose ways to write it are known here."""

NUMBER_FIRST = frozenset({"FR", "LU", "GB", "IE"})
"""Countries in which the house number stands before the street."""


class Street(Personal, frozen=True):
    """A street line in parts. ``number`` is empty where there is none, ``addition`` is what follows it."""

    name: str = ""
    number: str = ""
    addition: str = ""


_MONTH = (
    r"(?:janu?ar\w*|febr\w*|mär[zs]|mar[sz]o?|maart|marzec|marca|april\w*|avril|abril|kwie\w+|ma[iy]o?|mei|maggio|maja"
    r"|jun[ie]\w*|juin|giugno|czerw\w+|jul[iy]\w*|juillet|luglio|lip\w+|aug\w*|août|agosto|sierp\w+|sept?\w*|settembre"
    r"|wrze\w+|o[kc]tob\w*|ottobre|paź\w+|nov\w*|listopada|de[zc]\w*|dicembre|diciembre|grud\w+|styczni\w+|luty|lutego)\b"
)
_LETTER = r"(?:\s?[a-zA-Z](?![^\W_]))"
_NUMBER = (
    rf"\d{{1,5}}{_LETTER}?(?:\s?[-–/+&]\s?(?:\d{{1,5}}{_LETTER}?|[a-zA-Z](?![^\W_])))*"
    r"(?:\s?/?\s?(?:bis|ter|quater|hs)\b|\s?[-/]\s?[ivx]{1,4}(?![^\W_]))?"
)
_MARK = r"(?:(?:haus[\s-]?)?nr|hausnummer|nummer|no|num|núm|n)\s?[.:°º]?|n[°º]|č\.?p\.?"

_NUMBER_ALONE = re.compile(rf"(?:(?:{_MARK})\s*)?(?P<number>(?=\d{{1,4}}(?!\d)){_NUMBER})", re.IGNORECASE)
_MARKED = re.compile(
    rf"(?P<name>.*[^\W\d_].*?)[\s,]+(?:{_MARK})\s*(?P<number>{_NUMBER})(?:[\s,;/–-]+(?P<addition>\S.*))?",
    re.IGNORECASE,
)
_NUMBER_LAST = re.compile(
    r"(?P<name>(?=.*?[^\W\d_]).+?)(?:[\s,]+|(?<=str\.)|(?<=straße)|(?<=strasse)|(?<=straat)|(?<=weg))"
    rf"(?P<number>{_NUMBER})(?!\.?\s+(?:d[ei]\s+)?{_MONTH})(?:[\s,;/–-]+(?P<addition>\S.*))?",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"(?P<number>\d{1,5}(?:\s?(?:bis|ter|quater|[a-d])(?![^\W_]))?(?:\s?[-/]\s?\d{1,5})?)[\s,]+"
    rf"(?!{_MONTH})(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
_MANNHEIM_SQUARE = re.compile(
    r"(?P<name>[A-U]\s?[1-9]\d?)[\s,]+(?P<number>\d{1,3}\s?[a-z]?(?:\s?-\s?\d{1,3})?)"
)
_WITHOUT_NUMBER = re.compile(
    r"(?P<name>.+?)[\s,]+(?P<number>s\s?/\s?n|s\.\s?n\.?|snc|s\.n\.c\.?|sin número|senza numero)",
    re.IGNORECASE,
)
_ENDS_IN_MONTH = re.compile(rf".*{_MONTH}", re.IGNORECASE)

_STREET_WORD = re.compile(
    r"[^\W\d_]*(?:straße|strasse|str\.|weg|allee|platz|gasse|damm|ufer|chaussee|steig|pfad|promenade|twiete"
    r"|straat|laan|plein|gracht|kade|dijk|singel|steeg|gatan|gata|vägen|gränd|torget|stigen|allén)(?![^\W\d_])"
    r"|[^\W\d_]+(?:str|ring|wall|graben|markt|berg|kamp|väg|torg)(?![^\W\d_])"
    r"|[^\W\d_]\s(?:ring|wall|graben|markt)$"
    r"|^(?:am|im|zum|zur|(?:an|auf|in|unter|hinter|vor|bei)\s+de[rnm]|an\s+de|op\s+de)\s+\S"
    r"|^(?:ul\.|ulica|al\.|aleja|aleje|os\.|osiedle|pl\.|plac|rondo)\s?\S"
    r"|^(?:rue|avenue|av\.|boulevard|bd|bld|place|chemin|allée|impasse|route|quai|cours|square|lieu-?dit)\s\S"
    r"|\b(?:rue|avenue|boulevard|chemin|impasse|route)\s(?:de|du|des|d')"
    r"|^(?:via|viale|v\.le|piazza|p\.za|piazzale|corso|c\.so|vicolo|largo|strada|contrada|località|loc\.)\s?\S"
    r"|^(?:calle|c/|c\.|avda\.?|avenida|plaza|pza\.?|paseo|camino|carrer|ronda|travesía|carretera|ctra\.?)\s?\S",
    re.IGNORECASE,
)

_UNIT_WORDS = (
    r"wohnung|whg|apartment|appartement|appt?|apt|ap|zimmer|raum|büro|gebäude|geb|halle|haus|block|aufgang|eingang"
    r"|tor|rampe|stiege|tür|top|etage|stock|bau|bât|bat|bâtiment|esc|escalier|escalera|porte|scala|interno|int|piano"
    r"|palazzina|piso|puerta|portal|bloque|lgh|lägenhet|lokal|lok|klatka|unit|suite|floor|room|abteilung|abt"
    r"|kostenstelle|kst|lager|parzelle"
)
_UNIT = re.compile(
    rf"(?:{_UNIT_WORDS})\b(?!-).*"
    r"|\d+\s?[.ºeè°]*\s*(?:og|ug|dg|stock|etage|obergeschoss|stockwerk|étage|piano|piso|planta|verdieping|piętro|tr)\b.*"
    r"|(?:eg|dg|erdgeschoss|dachgeschoss|hinterhaus|vorderhaus|seitenflügel|wareneingang)\b.*",
    re.IGNORECASE,
)
_ENDS_IN_UNIT = re.compile(rf".*\b(?:{_UNIT_WORDS})\.?", re.IGNORECASE)


def is_unit(line: str) -> bool:
    """Whether ``line`` names a part of a building: floor, flat, gate. Never a street."""
    return _UNIT.fullmatch(line) is not None


def names_street(line: str) -> bool:
    """Whether ``line`` holds a word that streets are called by, in any of the known languages."""
    return _STREET_WORD.search(line) is not None


def house_number(line: str) -> str:
    """The number in a line that holds nothing else; empty where it holds more."""
    found = _NUMBER_ALONE.fullmatch(line)
    return found["number"] if found else ""


def parse_street(line: str, country: str) -> Street | None:
    """Street, house number and what follows it in ``line``; None where it is no street.

    ``country`` is ISO 3166 alpha-2 and says on which side the number is looked for first. A street
    without a number is known by its words only, and its ``number`` is empty.
    """
    head, _, tail = map(str.strip, line.partition(","))
    if is_unit(head):
        street = parse_street(tail, country) if tail else None
        return street and Street(street.name, street.number, _listed(head, street.addition))
    if country == "DE" and (square := _MANNHEIM_SQUARE.fullmatch(line)):
        return Street(square["name"], square["number"])
    if without := _WITHOUT_NUMBER.fullmatch(line):
        return Street(without["name"], without["number"])
    before = _before(line, country)
    if before and country in NUMBER_FIRST:
        return before
    marked = _MARKED.fullmatch(line)
    if marked and not _ENDS_IN_UNIT.fullmatch(marked["name"]):
        return _without_place(marked["name"], marked["number"], marked["addition"] or "")
    last = _NUMBER_LAST.fullmatch(line)
    if last and not _is_year(last["name"], last["number"]):
        name, number, addition = last["name"], last["number"], last["addition"] or ""
        if addition.isdigit() and _looks_like_a_year(number):
            return Street(f"{name} {number}", addition)
        return _without_place(name, number, addition)
    if before:
        return before
    return Street(line) if names_street(line) else None


def _without_place(name: str, number: str, addition: str) -> Street:
    """A house or a shop may stand before its street: "Haus Sonne, Hauptstr. 5"."""
    name = name.rstrip(" ,")
    place, _, street = name.rpartition(",")
    if place and names_street(street.strip()) and not names_street(place):
        return Street(street.strip(), number, _listed(place, addition))
    return Street(name, number, addition)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _before(line: str, country: str) -> Street | None:
    found = _NUMBER_BEFORE.fullmatch(line)
    if found is None or (country not in NUMBER_FIRST and not names_street(found["name"])):
        return None
    return Street(found["name"], found["number"])


def _is_year(name: str, number: str) -> bool:
    """A street may be called by a date: rue du 8 Mai 1945, Plein 1944."""
    return _looks_like_a_year(number) and _ENDS_IN_MONTH.fullmatch(name) is not None


def _looks_like_a_year(number: str) -> bool:
    return number.isdigit() and 1700 <= int(number) <= 2099
