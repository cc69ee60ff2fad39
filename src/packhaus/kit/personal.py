"""Personal data as types: their ``repr`` and ``str`` show nothing, so no log or error can hold it.

What Amazon counts as personal, by purpose (R4.2): :class:`Recipient` is needed for tax and invoices,
:class:`Contact` only to fulfill the order.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NoReturn, Self

import msgspec


class Purpose(StrEnum):
    """Why personal data is held; each purpose has its own end (R4.2)."""

    FULFILLMENT = "fulfillment"
    TAX = "tax"


class Personal(msgspec.Struct, frozen=True):
    """A record of personal data. Read a field only where it is used; never print the record."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: personal data>"

    __str__ = __repr__

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def __reduce__(self) -> NoReturn:
        """Refuse pickling: a pickle is a plain copy in a file, a cache or a job."""
        raise TypeError(f"A {type(self).__name__} is personal data and is not pickled")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Recipient(Personal, frozen=True, omit_defaults=True):
    """Whom a parcel goes to, as the shop sent it. ``country`` is ISO 3166 alpha-2."""

    name: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    address_type: str = ""
    po_number: str = ""
    buyer_name: str = ""
    buyer_company: str = ""
    tax_number: str = ""
    extended: dict[str, str] = {}

    def has_street(self) -> bool:
        """Whether there is enough to deliver to: a name and at least one address line."""
        return bool(self.name or self.company) and any(line.strip() for line in self.lines)


class Contact(Personal, frozen=True, omit_defaults=True):
    """What only fulfilling needs. Keys of the dictionaries are the shop's line ids."""

    phone: str = ""
    email: str = ""
    delivery_notes: str = ""
    gift_messages: dict[str, str] = {}
    gift_senders: dict[str, str] = {}
    customized_urls: dict[str, str] = {}


class Sealed(msgspec.Struct, frozen=True):
    """Bytes that only the holder of the lease key can open.

    ``lease`` names the lease key, ``wrapped`` is this record's own key under it, ``sealed`` is nonce and
    ciphertext.
    """

    lease: str
    wrapped: bytes
    sealed: bytes
