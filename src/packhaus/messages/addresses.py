"""E-mail addresses and names as they go over the wire."""

from __future__ import annotations


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


def one_line(text: str) -> str:
    """A name or a subject without line breaks, which would begin a header of their own."""
    return " ".join(text.split())
