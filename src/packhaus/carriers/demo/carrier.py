"""The demo carrier: talks to the made-up parcel service of ``packhaus_simulator`` over HTTP.

It has the shape of a real carrier: a purchase is not idempotent, so an unknown one is asked for by our
reference; its own errors name fields.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import httpx
import msgspec

from packhaus.carriers.demo.refusals import refusal
from packhaus.carriers.port import (
    Bought,
    CarrierEventFound,
    EventKind,
    EventsPage,
    Service,
    Shipment,
    UnknownIs,
)
from packhaus.kit.errors import NeedsMerchant, Problem, Rejected, Retry
from packhaus.kit.money import Money
from packhaus.kit.words import Words, gettext_noop

_T = TypeVar("_T")
_NAME = "Demo-Paketdienst"
SERVICES = (
    Service(
        code="kleinpaket",
        name="Kleinpaket",
        heaviest_grams=1_000,
        countries=("DE",),
        confirm_method="Kleinpaket",
        confirm_carrier_name=_NAME,
    ),
    Service(
        code="paket",
        name="Paket",
        heaviest_grams=31_500,
        countries=("DE",),
        confirm_method="Paket",
        confirm_carrier_name=_NAME,
    ),
    Service(
        code="paket_international",
        name="Paket International",
        heaviest_grams=31_500,
        confirm_method="Paket International",
        confirm_carrier_name=_NAME,
    ),
)


class _Label(msgspec.Struct):
    data: str = ""


class _Parcel(msgspec.Struct):
    parcel_id: str
    reference: str
    tracking_number: str
    price_cents: int
    currency: str
    announced_at: datetime
    label: _Label | None = None
    voided_at: datetime | None = None


class _Parcels(msgspec.Struct):
    parcels: list[_Parcel]


class _Event(msgspec.Struct):
    seq: int
    tracking_number: str
    kind: str
    at: datetime


class _Events(msgspec.Struct):
    events: list[_Event]


class DemoCarrier:
    """An account at the demo carrier: its ``address`` and its ``key``."""

    unknown_is = UnknownIs.ASK

    def __init__(self, address: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=address.rstrip("/"),
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(20, connect=5),
            trust_env=False,
        )

    def services(self) -> Sequence[Service]:
        """Small parcel, parcel, parcel abroad."""
        return SERVICES

    def announce(self, shipment: Shipment) -> Bought:
        """Buy one label. Retry with ``sent`` where the answer did not come: maybe bought."""
        recipient, contact = shipment.recipient, shipment.contact
        body = {
            "reference": shipment.reference,
            "service": shipment.service,
            "weight_grams": shipment.weight_grams,
            "order_reference": shipment.order_reference,
            "po_number": recipient.po_number or None,
            "sender": {
                "name": shipment.sender.name,
                "lines": [shipment.sender.street],
                "postal_code": shipment.sender.postal_code,
                "city": shipment.sender.city,
                "country": shipment.sender.country,
            },
            "recipient": {
                "name": recipient.name or recipient.company,
                "company": recipient.company if recipient.name else "",
                "lines": list(recipient.lines),
                "postal_code": recipient.postal_code,
                "city": recipient.city,
                "region": recipient.region,
                "country": recipient.country,
                "phone": contact.phone if contact else "",
                "email": contact.email if contact else "",
            },
        }
        answer = self._call("POST", "/v1/parcels", json=body, effect=True)
        parcel = self._decode(answer, _Parcel, effect=True)
        try:
            return self._bought(parcel)
        except Problem as error:
            # The label is paid: whatever goes wrong from here on, it is there to be asked for.
            raise Retry(error.words, sent=True) from None

    def ask(self, reference: str) -> list[Bought]:
        """What was bought under our reference and not given back, oldest first."""
        found = self._decode(
            self._call("GET", "/v1/parcels", params={"reference": reference}), _Parcels
        ).parcels
        return [
            self._bought(parcel)
            for parcel in sorted(found, key=lambda parcel: parcel.announced_at)
            if parcel.voided_at is None
        ]

    def void(self, carrier_parcel_id: str) -> None:
        """Give one label back; one that is given back already is fine.

        Done is what the carrier says is given back: a proxy's page with status 200 is not.
        """
        answer = self._call("DELETE", f"/v1/parcels/{carrier_parcel_id}")
        if self._decode(answer, _Parcel).voided_at is None:
            raise Retry(Words(gettext_noop("The carrier has not taken the label back yet.")))

    def events(self, cursor: str) -> EventsPage:
        """Events after the sequence number ``cursor``, at most 500 a page."""
        after = int(cursor) if cursor.isdigit() else 0
        answer = self._call("GET", "/v1/events", params={"after": str(after), "limit": "500"})
        found = self._decode(answer, _Events).events
        known = {str(kind) for kind in EventKind}
        return EventsPage(
            events=tuple(
                CarrierEventFound(
                    outside_id=str(event.seq),
                    tracking_number=event.tracking_number,
                    kind=EventKind(event.kind),
                    at=event.at,
                )
                for event in found
                if event.kind in known
            ),
            cursor=str(max([after, *(event.seq for event in found)])),
            more=len(found) >= 500,
        )

    def _bought(self, parcel: _Parcel) -> Bought:
        if parcel.label and parcel.label.data:
            label = base64.b64decode(parcel.label.data)
        else:
            label = self._call("GET", f"/v1/parcels/{parcel.parcel_id}/label").content
        if not (label.startswith(b"%PDF-") and b"%%EOF" in label[-1024:]):
            raise Retry(
                Words(gettext_noop("The carrier sent a label that is damaged. Packhaus asks for it again.")),
                sent=True,
            )
        return Bought(
            carrier_parcel_id=parcel.parcel_id,
            tracking_number=parcel.tracking_number,
            price=Money(parcel.price_cents, parcel.currency),
            announced_at=parcel.announced_at,
            label=label,
        )

    def _decode(self, answer: httpx.Response, kind: type[_T], *, effect: bool = False) -> _T:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.DecodeError:
            raise Retry(
                Words(gettext_noop("The carrier gave an answer that cannot be read. Packhaus asks again.")),
                sent=effect,
            ) from None

    def _call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        params: dict[str, str] | None = None,
        effect: bool = False,
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, path, json=json, params=params)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise Retry(
                Words(gettext_noop("The carrier cannot be reached. Packhaus tries again by itself."))
            ) from None
        except httpx.HTTPError:
            raise Retry(
                Words(gettext_noop("The carrier has not answered. Packhaus asks again by itself.")),
                sent=effect,
            ) from None
        if answer.status_code == 401:
            raise NeedsMerchant(
                Words(gettext_noop("The carrier does not accept the key. Enter the current one.")),
                "carriers:settings",
            )
        if answer.status_code == 422:
            raise refusal(answer.content)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Retry(
                Words(gettext_noop("The carrier is out of order. Packhaus tries again by itself.")),
                sent=effect and answer.status_code != 429,
            )
        if answer.status_code >= 400:
            raise Rejected(
                Words(
                    gettext_noop("The carrier refused (answer %(status)s). Nothing is bought."),
                    {"status": str(answer.status_code)},
                )
            )
        return answer
