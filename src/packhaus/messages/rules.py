"""Whether a buyer may be written to (R4.1), when, and in which language: pure."""

from __future__ import annotations

import re
import unicodedata

from packhaus.kit.mail_addresses import wire_domain
from packhaus.kit.words import Words, gettext_noop

OWN_SHOP = "own"
"""The one shop whose buyers may be written to: the merchant's own. What is not named here may not."""
AMAZONS_NAMES = "amazon"
"""What the name of each of Amazon's interfaces begins with, of those to come too."""
_PARTED = r"[\W_]{1,3}"
_AMAZON_NUMBER = re.compile(rf"(?<![0-9])[0-9]{{3}}{_PARTED}[0-9]{{7}}{_PARTED}[0-9]{{7}}(?![0-9])")
_AMAZON_DOMAIN = re.compile(r"(^|\.)amazon(\.[a-z]{2,3}){1,2}$")
_GERMAN = frozenset({"DE", "AT", "CH", "LI", "LU"})


def may_write_to_buyer(shop: str, order_number: str = "", address: str = "") -> tuple[bool, Words]:
    """Whether a mail may go to the buyer of an order, and why or why not (R4.1). No setting has a say in it.

    ``shop`` is the connection's, as the database has it. An order of Amazon's that was entered by hand or
    taken from a file stays one: its number's form, or a mail address that Amazon made for its buyer, tells.
    """
    if shop.startswith(AMAZONS_NAMES):
        return False, Words(AMAZON)
    if shop != OWN_SHOP:
        return False, Words(NOT_OWN)
    if is_amazons_number(order_number):
        return False, Words(AMAZON_BY_NUMBER)
    if _AMAZON_DOMAIN.search(_domain(address)):
        return False, Words(AMAZON_BY_ADDRESS)
    return True, Words(OWN)


def is_amazons_number(order_number: str) -> bool:
    """Whether an order number is one of Amazon's, in whatever way other programs write it: with a word before
    it, with spaces or long dashes for the hyphens."""
    return _AMAZON_NUMBER.search(unicodedata.normalize("NFKC", order_number)) is not None


def _domain(address: str) -> str:
    """An address's domain as the mail would find it: other letters and dots can stand for the same one."""
    return wire_domain(address.rpartition("@")[2].strip()).rstrip(".").lower()


def is_due(at: str, parcel_state: str, handled: bool) -> bool:
    """Whether the tracking mail of a parcel is to go out now; ``at``: ``announced`` or ``handled``.

    Not for a parcel that has come to its end already: it would tell the buyer nothing.
    """
    if parcel_state in ("draft", "voided", "delivered", "returning", "returned", "lost"):
        return False
    return handled or at == "announced"


def language_of(country: str) -> str:
    """The language in which a buyer is written to, by the country that the parcel goes to."""
    return "de" if country in _GERMAN else "en"


AMAZON = gettext_noop(
    "Off, always: Amazon forbids tracking e-mails to its buyers (rules of communication since 6 November"
    " 2020). Amazon tells them itself. No setting changes that."
)
NOT_OWN = gettext_noop("Off: only buyers of your own orders can be written to.")
AMAZON_BY_NUMBER = gettext_noop(
    "Off: the order number is one of Amazon's, and Amazon forbids tracking e-mails to its buyers, also where"
    " the order was entered here by hand or from a file."
)
AMAZON_BY_ADDRESS = gettext_noop(
    "Off: the e-mail address is one that Amazon made for its buyer, and Amazon forbids tracking e-mails to"
    " them."
)
OWN = gettext_noop("Your own order: its buyer can be written to.")
