"""What a carrier is: the door that each carrier's folder opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from packhaus.kit.money import Money
from packhaus.kit.personal import Contact, Personal, Recipient


class EventKind(StrEnum):
    """What happened to a parcel, in the words of R5.3."""

    ANNOUNCED = "announced"
    HANDLED = "handled"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"


class UnknownIs(StrEnum):
    """How a purchase without an answer is cleared up."""

    ASK = "ask"
    RESEND = "resend"
    MERCHANT = "merchant"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a carrier. Weights in grams. ``countries`` empty: all."""

    code: str
    name: str
    heaviest_grams: int
    countries: tuple[str, ...] = ()
    confirm_carrier_code: str = "Other"
    confirm_carrier_name: str = ""
    confirm_method: str = ""


class SenderAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where parcels leave from: the merchant's own address, not personal data of a buyer."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str
    phone: str = ""
    email: str = ""


class Shipment(Personal, frozen=True, kw_only=True):
    """One parcel to be announced. ``reference`` is our purchase key, by which it can be asked for."""

    reference: str
    service: str
    weight_grams: int
    sender: SenderAddress
    recipient: Recipient
    contact: Contact | None
    order_reference: str


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """A label that the carrier sold. ``label`` is a PDF with an address: personal data."""

    carrier_parcel_id: str
    tracking_number: str
    price: Money
    announced_at: datetime
    label: bytes

    def __repr__(self) -> str:
        return f"<Bought {self.carrier_parcel_id}>"


class CarrierEventFound(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the carrier tells it. ``at`` is the carrier's own time, aware, UTC."""

    outside_id: str
    tracking_number: str
    kind: EventKind
    at: datetime


class EventsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Events since a cursor. ``cursor`` is where the next call goes on; ``more``: at once."""

    events: tuple[CarrierEventFound, ...]
    cursor: str
    more: bool


class Carrier(Protocol):
    """A carrier account. Methods may raise Retry (``sent``: unknown), NeedsMerchant, Rejected."""

    unknown_is: UnknownIs

    def services(self) -> Sequence[Service]:
        """The products that can be bought."""

    def announce(self, shipment: Shipment) -> Bought:
        """Buy one label (R5.2). Rejected: nothing is bought."""

    def ask(self, reference: str) -> list[Bought]:
        """What the carrier sold under our ``reference``, oldest first."""

    def void(self, carrier_parcel_id: str) -> None:
        """Give one label back."""

    def events(self, cursor: str) -> EventsPage:
        """What happened since ``cursor`` (empty: from the beginning) (R5.3)."""
