"""What a merchant with orders of one's own does, and what the mail server took."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from line import Line
from packhaus.engine.due import make_due
from packhaus.flow import order_file, own
from packhaus.kit.personal import Contact, Recipient
from packhaus.messages import outbox
from packhaus.messages.models import Message, TrackingMails
from packhaus.messages.server import save_server
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.shops.own.models import OrderFile
from packhaus.shops.port import ShopLine, ShopOrder, ShopState

HEAD = "Bestellnummer;Name;Straße;PLZ;Ort;Land;E-Mail;SKU;Artikel;Menge;Gewicht"


def row(number: object = 1001, **cells: str) -> str:
    """A row of a file with :data:`HEAD`."""
    right = {
        "name": f"Jörg Müßig {number}",
        "street": "Königstraße 3a",
        "code": "04277",
        "city": "Leipzig",
        "country": "DE",
        "email": f"joerg{number}@muessig.example",
        "sku": "TASSE-1",
        "title": "Tasse",
        "pieces": "2",
        "weight": "1,2 kg",
    }
    return ";".join([str(number), *(right | cells).values()])


def file_of(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows, ""]).encode()


class Own:
    """The merchant at one side, carrier and mail server at the other."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.organization = line.organization
        smtp = line.simulator.info["smtp"]
        save_server(
            line.organization,
            host=smtp["host"],
            port=smtp["port"],
            security="none",
            user=smtp["user"],
            password=smtp["password"],
            sender_address="versand@hagedorn.example",
            sender_name="Hagedorn Versand",
            now=line.now(),
        )

    def write_mails(self, at: str = "announced", *, delivered: bool = False) -> None:
        TrackingMails.objects.update_or_create(
            organization=self.organization,
            defaults={"on_since": self.line.now(), "at": at, "delivered": delivered},
        )

    def enter(self, number: str = "", **changes: Any) -> Order:
        country = changes.pop("country", "DE")
        order = ShopOrder(
            shop_order_id=number,
            status="placed",
            state=ShopState.OPEN,
            updated_at=self.line.now(),
            purchased_at=self.line.now(),
            country=country,
            weight_grams=changes.pop("grams", 850),
            lines=(ShopLine(line_id="1", sku="TASSE-1", title="Tasse", quantity=2),),
            recipient=Recipient(
                name=changes.pop("name", "Jörg Müßig"),
                lines=("Königstraße 3a",),
                postal_code=changes.pop("code", "04277"),
                city="Leipzig",
                country=country,
            ),
            contact=Contact(email=changes.pop("email", "joerg@muessig.example")),
        )
        assert changes == {}
        return own.enter(self.organization, order, self.line.now())

    def upload(self, raw: bytes) -> OrderFile:
        return order_file.take_file(self.organization, self.line.member, raw, self.line.now())

    def bring_in(self, raw: bytes) -> OrderFile:
        """Upload, check by the columns as they were guessed, take in."""
        made = self.upload(raw)
        order_file.check(made, order_file.matching_of(made), self.line.now())
        order_file.start(made, self.line.now())
        self.line.work()
        made.refresh_from_db()
        return made

    def ship(self, *orders: Order, key: str = "first") -> None:
        self.line.ship(list(orders), key=key)

    def mails(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.line.simulator.admin("/mails")["mails"]
        return found

    def messages(self) -> dict[str, str]:
        """The mails to buyers by kind, and what became of each."""
        return dict(Message.objects.filter(recipient=None).values_list("kind", "state"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plant(own: Own, order: Order, kind: str = "tracking", **changes: Any) -> Message:
    """A row in the outbox that no code of ours would write."""
    now = own.line.now()
    values: dict[str, Any] = {
        "organization": own.organization,
        "kind": kind,
        "order": order,
        "parcel": Parcel.objects.filter(order=order).first(),
        "language": "de",
        "key": f"planted:{order.pk}:{kind}",
        "message_id": f"<planted-{order.pk}@hagedorn.example>",
        "state_at": now,
        "made_at": now,
        "due_at": now,
    }
    made = Message.objects.create(**(values | changes))
    make_due(outbox.DUE, own.organization.pk, now)
    return made
