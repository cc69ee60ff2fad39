"""The carrier's books: labels bought, parcels, the feed of scans."""

from datetime import datetime

from packhaus_simulator.carrier.checks import Complaint, complaints
from packhaus_simulator.carrier.journey import TEXTS, JourneyRules, Kind, plan_journey
from packhaus_simulator.carrier.parcel import SERVICES, Event, Parcel, ParcelRequest, Party
from packhaus_simulator.carrier.prices import COUNTRY_NAMES, price_cents
from packhaus_simulator.chance import seeded
from packhaus_simulator.label import LabelContent, draw_label
from packhaus_simulator.values import whole_second


class DeclinedError(Exception):
    """The carrier does not take the parcel."""

    def __init__(self, found: list[Complaint]) -> None:
        super().__init__(", ".join(complaint.code for complaint in found))
        self.complaints = found


class CarrierBook:
    """Everything that the carrier knows. Each purchase is a new label, the same reference or not."""

    def __init__(self, seed: int) -> None:
        self._rng = seeded(f"carrier {seed}")
        self.key = f"dp_{self._rng.randbytes(16).hex()}"
        self.rules = JourneyRules()
        self.refused_postal_codes: set[str] = set()
        self.parcels: dict[str, Parcel] = {}
        self.feed: list[tuple[Parcel, Event]] = []
        self._by_reference: dict[str, list[Parcel]] = {}
        self._by_number: dict[str, Parcel] = {}

    def buy(self, request: ParcelRequest, now: datetime) -> Parcel:
        """Announce a parcel and sell its label. Raises ``DeclinedError``."""
        found = complaints(request)
        if not found and request.recipient.postal_code in self.refused_postal_codes:
            text = "The carrier does not deliver to this address at present."
            found = [Complaint("recipient.postal_code", "not_routable", text)]
        if found:
            raise DeclinedError(found)
        number = self._tracking_number()
        announced = whole_second(now)
        content = _label_content(request, number, announced)
        parcel = Parcel(
            id=f"par_{self._rng.randbytes(10).hex()}",
            reference=request.reference,
            tracking_number=number,
            service=request.service,
            price_cents=price_cents(request.service, request.recipient.country, request.weight_grams),
            announced_at=announced,
            content=content,
            label=draw_label(content),
            email=request.recipient.email or "",
        )
        planned = plan_journey(announced, request.recipient.city, self.rules, self._rng)
        parcel.coming = sorted(planned, key=lambda entry: entry[0])
        self.parcels[parcel.id] = parcel
        self._by_number[number] = parcel
        self._by_reference.setdefault(parcel.reference, []).append(parcel)
        return parcel

    def of_reference(self, reference: str) -> list[Parcel]:
        """All parcels ever bought under a reference, oldest first."""
        return self._by_reference.get(reference, [])

    def references(self) -> dict[str, list[Parcel]]:
        """Reference -> parcels."""
        return self._by_reference

    def of_number(self, number: str) -> Parcel | None:
        """A parcel by its tracking number."""
        return self._by_number.get(number)

    def void(self, parcel: Parcel, now: datetime) -> None:
        """Take a label back; a parcel on its way cannot be voided. Raises ``DeclinedError``."""
        if parcel.handled:
            text = "The parcel is already on its way."
            raise DeclinedError([Complaint("parcel_id", "already_handled", text)])
        if parcel.voided_at is None:
            parcel.voided_at = whole_second(now)
            parcel.coming.clear()

    def settle(self, now: datetime) -> None:
        """Move what has happened by now into the feed, in the order in which it became known."""
        due = []
        for parcel in self.parcels.values():
            if parcel.coming and parcel.coming[0][0] <= now:
                due += [(told, parcel.id, event) for told, event in parcel.coming if told <= now]
                parcel.coming = [entry for entry in parcel.coming if entry[0] > now]
        for _, parcel_id, event in sorted(due, key=lambda entry: entry[:2]):
            self._tell(self.parcels[parcel_id], event)

    def scan(self, parcel: Parcel, kind: Kind, at: datetime, place: str | None) -> Event:
        """Tell the feed of a scan that a test ordered."""
        event = Event(kind, whole_second(at), TEXTS[kind], place)
        self._tell(parcel, event)
        return event

    def _tell(self, parcel: Parcel, event: Event) -> None:
        event.seq = len(self.feed) + 1
        parcel.events.append(event)
        self.feed.append((parcel, event))

    def _tracking_number(self) -> str:
        while True:
            number = f"DP{self._rng.randrange(10**11, 10**12)}"
            number += str(sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(number[2:])) % 10)
            if number not in self._by_number:
                return number


def _label_content(request: ParcelRequest, number: str, announced: datetime) -> LabelContent:
    return LabelContent(
        tracking_number=number,
        service_name=SERVICES[request.service],
        sender_lines=_lines(request.sender),
        recipient_lines=_lines(request.recipient),
        weight_grams=request.weight_grams,
        reference=request.reference,
        order_reference=request.order_reference or "",
        po_number=request.po_number,
        announced_on=announced.date(),
    )


def _lines(party: Party) -> tuple[str, ...]:
    head = [party.name] + ([party.company] if party.company and party.company not in party.lines else [])
    town = f"{party.postal_code} {party.city}"
    return (*head, *(line for line in party.lines if line.strip()), town, COUNTRY_NAMES[party.country])
