"""Addresses put to the recognition, with what a test does not care about filled in."""

from __future__ import annotations

from packhaus.kit.addresses import Recognized, recognize
from packhaus.kit.personal import Recipient


def recognized(
    *lines: str, country: str = "DE", name: str = "Anna Schmidt", company: str = "", po_number: str = ""
) -> Recognized:
    return recognize(
        Recipient(
            name=name,
            company=company,
            lines=lines,
            postal_code="38100",
            city="Ort",
            country=country,
            po_number=po_number,
        )
    )
