"""What a mail about authorizations is told: a line for each account. Nothing of buyers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop


class Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """One account. ``shop`` as people call it; ``ending``: what ends it, its year or a client secret.

    ``ends_on`` is the day of its end in the merchant's zone, ``reason`` a stored sentence (``kit.words``).
    ``cause``: what shut an account out or let it in again, where it was no renewal: ``role``, ``keys``,
    ``test``, ``secret``, ``token``. Of an archive that cannot be written: ``count`` orders, whose first data
    goes after ``ends_on``.
    """

    account: str
    shop: str = "Amazon"
    seller_id: str = ""
    ending: Literal["year", "secret"] = "year"
    ends_on: date | None = None
    count: int = 0
    cause: str = ""
    reason: dict[str, object] | None = None


class _Values(msgspec.Struct, forbid_unknown_fields=True):
    lines: list[Line] = []


def lines_of(values: Mapping[str, object]) -> list[Line]:
    """The lines in a mail's ``values``. Raises Bug where they have another form."""
    try:
        return msgspec.convert(dict(values), _Values).lines
    except msgspec.ValidationError as error:
        raise Bug(
            Words(gettext_noop("A mail cannot be written from these values: %(why)s"), {"why": str(error)})
        ) from None
