"""Made-up buyers whose every field is a word that nothing else contains."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.kit.personal import Contact, Purpose, Recipient
from packhaus.orders.models import Order
from packhaus.privacy.retention import facts_of
from packhaus.privacy.vault import PersonalRow, put

PLAIN = "Zqgrünwaldstraße"
RECIPIENT = Recipient(
    name="Jürgen Zqmüller",
    company="Zqöhm & Söhne",
    lines=("Zqgrünwaldstraße 5", "c/o Zqłukasz"),
    postal_code="Zq80331",
    city="Zqmünchen",
    country="DE",
    tax_number="DEZq123",
    extended={"district": "Zqau"},
)
CONTACT = Contact(
    phone="+49 Zq 151",
    email="zq@example.org",
    delivery_notes="Zqhinterhaus",
    gift_messages={"1": "Zqherzlichen 🎂"},
)


def words_of(record: Recipient | Contact) -> list[str]:
    """Every text in a record but the country, which is not personal."""
    found: list[str] = []
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if field == "country":
            continue
        if isinstance(value, dict):
            found += value.values()
        elif isinstance(value, tuple):
            found += value
        elif value:
            found.append(value)
    return found


def put_both(orders: Sequence[Order], now: datetime) -> frozenset[tuple[int, Purpose]]:
    """The recipient and the contact of each order, put into the vault."""
    rows = []
    for order in orders:
        facts = facts_of(order)
        rows.append(PersonalRow(order.organization_id, order.pk, Purpose.TAX, RECIPIENT, facts))
        rows.append(PersonalRow(order.organization_id, order.pk, Purpose.FULFILLMENT, CONTACT, facts))
    return put(rows, now)
