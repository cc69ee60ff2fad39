"""E-mail addresses: which ones a mail can go to, and how they go over the wire: pure."""

from __future__ import annotations

import re
import unicodedata

_LONGEST, _LONGEST_BOX = 254, 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_BOX = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}", re.IGNORECASE)
_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""What domains are also parted by (RFC 3490 3.1): who compares domains must know them as dots."""


def mail_address(text: str) -> str:
    """An address that a mail can go to, without what copying leaves around it. Raises ValueError.

    A dot-atom before the @ (RFC 5322 3.4.1), in ASCII, for few mail servers take more; behind it a domain
    of two parts at least, which may have umlauts (RFC 5890).
    """
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()
    box, _, domain = visible.removeprefix("mailto:").rpartition("@")
    domain = _DOTS.sub(".", domain)
    if len(box) > _LONGEST_BOX or not _BOX.fullmatch(box) or not _DOMAIN.fullmatch(wire_domain(domain)):
        raise ValueError("no address that a mail can go to")
    address = f"{box}@{domain}"
    if len(wire_address(address)) > _LONGEST:
        raise ValueError("an address cannot be so long")
    return address


def wire_address(address: str) -> str:
    """An address with its domain in ASCII (RFC 5891), as old mail servers want it."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{wire_domain(domain)}"


def wire_domain(domain: str) -> str:
    """A domain in ASCII; as it is where it has no such form."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
