"""What stands in a recipient's name besides the name: order numbers, care of, the desk it goes to."""

from __future__ import annotations

import re

_MARKER = (
    r"(?:(?-i:P\.?\s?O\.?)(?!\s?box)(?:\s?-?\s?(?:no|nr|num|number|nummer))?|purchase\s+order(?:\s+(?:no|nr|number))?"
    r"|(?:bestell|auftrags?)\s?-?\s?(?:nummer|nr)|best\.?\s?-?\s?nr|(?:ihre|unsere)\s+bestellung"
    r"|numéro\s+de\s+commande|n[°º]\s+de\s+commande|numero\s+ordine|número\s+de\s+pedido)"
    r"(?![^\W\d_])\s?[#:.\s-]*"
)
_ANY_CASE_MARKER = _MARKER.replace("(?-i:", "(?:")
_SEPARATOR = r"[\s,;/|([–-]+"
_UNKNOWN_ORDER = re.compile(
    rf"(?P<name>.*?\S){_SEPARATOR}{_MARKER}(?P<number>[\w][\w./#+-]*(?:\s[\w./#+-]*\d[\w./#+-]*)*)\s*[)\]]?",
    re.IGNORECASE,
)
_CARE_OF = re.compile(
    r"(?P<before>.*?)(?:^|[\s,;(/–-]+)"
    r"(?:c\s?/\s?[o0]|℅|c\.\s?o\.|co/|p\s?/\s?a|chez|presso)(?:\s*[:.]\s*|\s+|(?<=/[o0])(?=[^\W\d_]))(?P<who>[^)]+)\)?",
    re.IGNORECASE,
)
_STAYS_WITH = re.compile(r"(?P<before>)(?:bei|bij|hos|u)\s+(?!de[rnm]?\b)(?P<who>[^\d]+)", re.IGNORECASE)
_ATTENTION = re.compile(
    r"(?P<before>.*?)(?:^|[\s,;(/–-]+)"
    r"(?:z\.?\s?h(?:d|nd)?\.?|zu\s+händen(?:\s+von)?|zu\s+hd\.|attn|att|fao|t\.\s?a\.\s?v\.?"
    r"|à\s+l'attention\s+de|all'attenzione\s+di)"
    r"(?:\s*[:.]\s*|\s+)(?P<who>[^)]+)\)?",
    re.IGNORECASE,
)


_LONGEST = 200
"""Characters: what is longer is no name, and is left alone."""


def split_order_number(name: str, known: str = "") -> tuple[str, str]:
    """The recipient's name and the purchase-order number that Amazon hangs behind it.

    ``known`` is the number that the order itself holds, empty where it holds none; then only a number
    with a word such as "PO" before it is taken. Nothing is taken that would leave no name.
    Source: Seller Central help QBDHEYGMALGGASA; how the two are joined is not said there.
    """
    text = name.strip()
    if len(text) > _LONGEST:
        return text, known.strip()
    if known.strip():
        return _split_known(text, known.strip()), known.strip()
    found = _UNKNOWN_ORDER.fullmatch(text)
    if found and any(character.isdigit() for character in found["number"]):
        return found["name"].rstrip(" ,;/|([–-"), found["number"]
    return text, ""


def _split_known(name: str, known: str) -> str:
    spelled = r"\s+".join(map(re.escape, known.split()))
    found = re.fullmatch(
        rf"(?P<name>.*?\S)(?P<between>{_SEPARATOR})(?P<marker>{_ANY_CASE_MARKER})?{spelled}\s*[)\]]?",
        name,
        re.IGNORECASE,
    )
    if found is None:
        return name
    left = found["name"].rstrip(" ,;/|([–-")
    is_marked = found["marker"] or found["between"].strip()
    is_telling = len(known) >= 3 and any(character.isdigit() for character in known)
    # A buyer may enter a surname or "2" as order number: then a bare ending may as well be the name's own.
    return left if is_marked or is_telling or (len(left.split()) > 1 and not known.isdigit()) else name


def split_care_of(text: str) -> tuple[str, str]:
    """What stands before "c/o", and with whom the recipient lives; the second empty where none is named."""
    before, who = _split(text, _CARE_OF)
    return (before, who) if who else _split(text, _STAYS_WITH)


def split_attention(text: str) -> tuple[str, str]:
    """What stands before "z. Hd.", and whose attention is asked for; the second empty where none is."""
    return _split(text, _ATTENTION)


def _split(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    found = pattern.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return text, ""
    return found["before"].strip(" ,;(/–-"), found["who"].strip(" ,;")
