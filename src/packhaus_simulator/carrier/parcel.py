"""A parcel request as the carrier's API takes it, and the parcel it becomes."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from packhaus_simulator.label import LabelContent

SERVICES = {"paket": "Paket", "kleinpaket": "Kleinpaket", "paket_international": "Paket International"}


class Party(msgspec.Struct, forbid_unknown_fields=True):
    """Sender or recipient. ``lines``: street and what else is written above town and country."""

    name: str
    postal_code: str
    city: str
    country: str
    lines: list[str]
    company: str | None = None
    region: str | None = None
    phone: str | None = None
    email: str | None = None


class ParcelRequest(msgspec.Struct, forbid_unknown_fields=True):
    """Body of ``POST /v1/parcels``. ``reference`` is the caller's own and may come again."""

    reference: str
    service: str
    weight_grams: int
    sender: Party
    recipient: Party
    order_reference: str | None = None
    po_number: str | None = None


@dataclass
class Event:
    """One scan. ``seq`` grows in the order in which the feed learned of it, not in the order of ``at``."""

    kind: str
    at: datetime
    text: str
    place: str | None = None
    seq: int = 0


@dataclass
class Parcel:
    """A bought label and what happens to it. ``coming``: (when the feed learns of it, event).

    ``email``: the recipient's, as a carrier keeps it to write to them.
    """

    id: str
    reference: str
    tracking_number: str
    service: str
    price_cents: int
    announced_at: datetime
    content: LabelContent
    label: bytes
    email: str = ""
    events: list[Event] = field(default_factory=list)
    coming: list[tuple[datetime, Event]] = field(default_factory=list)
    voided_at: datetime | None = None

    @property
    def handled(self) -> bool:
        """Whether the carrier has it in its hands."""
        return any(event.kind != "announced" for event in self.events)
