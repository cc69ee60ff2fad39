"""What the carrier refuses, field by field."""

import re
from dataclasses import dataclass

from packhaus_simulator.carrier.parcel import SERVICES, ParcelRequest, Party
from packhaus_simulator.carrier.prices import COUNTRY_NAMES

_NUMBERED = ("DE", "NL", "PL")
_MOST_GRAMS = {"paket": 31_500, "paket_international": 31_500, "kleinpaket": 1_000}
_NAME_LENGTH, _LINE_LENGTH = 50, 60
_STATION = re.compile(r"\b(Packstation|Postfiliale|Paketbox)\b", re.IGNORECASE)
_POSTAL_CODES = {
    "DE": r"\d{5}",
    "AT": r"\d{4}",
    "FR": r"\d{5}",
    "IT": r"\d{5}",
    "ES": r"\d{5}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "SE": r"\d{3} ?\d{2}",
}


@dataclass(frozen=True)
class Complaint:
    """One thing wrong: the field's path, a code for machines, a sentence for people."""

    field: str
    code: str
    message: str


def complaints(request: ParcelRequest) -> list[Complaint]:
    """Everything that keeps the carrier from taking this parcel."""
    found = _service(request)
    found += _party(request.sender, "sender")
    found += _party(request.recipient, "recipient")
    if not 1 <= len(request.reference) <= 60:
        found.append(Complaint("reference", "length", "The reference must have 1 to 60 characters."))
    return found


def _service(request: ParcelRequest) -> list[Complaint]:
    if request.service not in SERVICES:
        known = ", ".join(SERVICES)
        return [Complaint("service", "unknown_service", f"Unknown service. Known ones: {known}.")]
    found = []
    most = _MOST_GRAMS[request.service]
    if not 1 <= request.weight_grams <= most:
        found.append(Complaint("weight_grams", "out_of_range", f"The weight must be 1 to {most} grams."))
    abroad = request.recipient.country != "DE"
    if abroad != (request.service == "paket_international"):
        text = "This service does not go to the recipient's country."
        found.append(Complaint("service", "country_not_served", text))
    return found


def _party(party: Party, path: str) -> list[Complaint]:
    found = []
    for name, value in (("name", party.name), ("city", party.city), ("postal_code", party.postal_code)):
        if not value.strip():
            found.append(Complaint(f"{path}.{name}", "required", "This field must not be empty."))
    if len(party.name) > _NAME_LENGTH:
        found.append(
            Complaint(f"{path}.name", "too_long", f"At most {_NAME_LENGTH} characters fit on the label.")
        )
    lines = [line for line in party.lines if line.strip()]
    if not lines:
        found.append(Complaint(f"{path}.lines", "required", "At least one address line is needed."))
    if len(lines) > 4 or any(len(line) > _LINE_LENGTH for line in lines):
        text = f"At most 4 lines of {_LINE_LENGTH} characters fit on the label."
        found.append(Complaint(f"{path}.lines", "too_long", text))
    if party.country not in COUNTRY_NAMES:
        found.append(
            Complaint(f"{path}.country", "unknown_country", "The carrier does not serve this country.")
        )
        return found
    pattern = _POSTAL_CODES.get(party.country)
    if pattern and party.postal_code.strip() and not re.fullmatch(pattern, party.postal_code.strip()):
        text = "The postal code does not have the country's form."
        found.append(Complaint(f"{path}.postal_code", "bad_form", text))
    if lines and party.country in _NUMBERED and not _has_house_number(lines):
        text = "No address line holds a house number."
        found.append(Complaint(f"{path}.lines", "house_number_missing", text))
    return found


def _has_house_number(lines: list[str]) -> bool:
    if any(_STATION.search(line) for line in lines):
        return True
    # "Straße des 17. Juni" has a digit but no house number: an ordinal does not count.
    return any(re.search(r"\d", re.sub(r"\b\d+\.(?!\d)", "", line)) for line in lines)
