"""A person's request: their orders found, a copy given out, all erased at once; a receipt is left (R4.2)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from django.test import Client

from packhaus.accounts.models import Member
from packhaus.engine import clock
from packhaus.flow import person
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Contact, Purpose, Recipient
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.privacy import vault
from packhaus.privacy.models import AccessLog, ErasureReceipt, OrderPersonal, PersonRequest
from packhaus.privacy.retention import facts_of
from packhaus.shops.models import Connection
from privacy.merchants import made_connection, made_label, made_orders
from privacy.panel import member_of, shown, signed_in
from privacy.people import CONTACT, RECIPIENT, words_of

BASE = "/settings/data-protection/requests/"
OTHER = Recipient(
    name="Jörg Weiß", lines=("Kölner Straße 2",), postal_code="04277", city="Leipzig", country="DE"
)


@pytest.fixture
def now(connection: Connection) -> datetime:
    return clock.now()


@pytest.fixture
def orders(connection: Connection, now: datetime) -> list[Order]:
    """Three orders: two of one person, the last of another."""
    made = made_orders(
        connection,
        3,
        state="shipped",
        shop_state="shipped",
        purchased_at=now,
        shipped_at=now,
        shop_updated_at=now,
        imported_at=now,
    )
    rows = []
    for order, recipient, contact in zip(
        made,
        (RECIPIENT, RECIPIENT, OTHER),
        (CONTACT, CONTACT, Contact(email="joerg@weiss.example")),
        strict=True,
    ):
        facts = facts_of(order)
        rows.append(vault.PersonalRow(order.organization_id, order.pk, Purpose.TAX, recipient, facts))
        rows.append(vault.PersonalRow(order.organization_id, order.pk, Purpose.FULFILLMENT, contact, facts))
    vault.put(rows, now)
    return made


@pytest.fixture
def member(connection: Connection) -> Member:
    return member_of(connection.organization)


@pytest.fixture
def panel(member: Member) -> Client:
    return signed_in(member)


def found(panel: Client, text: str) -> list[str]:
    answer = panel.post(f"{BASE}find/", {"q": text}, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    return re.findall(r'name="order" value="(\w+)"', html)


def ids(orders: list[Order]) -> list[str]:
    return [order.public_id for order in orders]


@pytest.mark.parametrize(
    "text",
    ["jurgen zqmuller", "ZQMÜLLER zqmünchen", "zq@example.org", "Zqöhm", "+49 Zq 151", "Zqgrünwaldstrasse"],
)
def test_their_orders_are_found_however_it_is_written(panel: Client, orders: list[Order], text: str) -> None:
    assert found(panel, text) == ids(orders[:2])


def test_others_are_not_found(panel: Client, orders: list[Order]) -> None:
    assert found(panel, "joerg@weiss.example") == ids(orders[2:])
    assert found(panel, "Jürgen Leipzig") == []
    assert found(panel, "xy") == []


def test_an_order_number_is_enough(panel: Client, orders: list[Order]) -> None:
    assert found(panel, orders[2].shop_order_id) == ids(orders[2:])


def test_many_orders_are_looked_through_step_by_step(
    panel: Client, orders: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "STEP", 1)
    fields = {"q": "zqmuller", "after": "0", "seen": "0", "total": "0"}
    carried: list[str] = []
    for step in (1, 2, 3):
        html = panel.post(f"{BASE}find/", {**fields, "order": carried}).content.decode()
        assert f"{step} of 3" in html
        fields |= dict(re.findall(r'type="hidden" name="(q|after|seen|total)" value="([^"]*)"', html))
        carried = re.findall(r'name="order" value="(\w+)"', html)
    html = panel.post(f"{BASE}find/", {**fields, "order": carried}).content.decode()
    assert re.findall(r'name="order" value="(\w+)"', html) == ids(orders[:2])
    assert "Looking through" not in html


def test_what_is_typed_is_kept_nowhere_and_the_search_is_on_record(
    panel: Client, orders: list[Order], member: Member
) -> None:
    found(panel, "Zqöhm")
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%%zqöhm%%'")
            assert cursor.fetchone() == (0,), table
    looked, *named = AccessLog.objects.filter(member=member).order_by("pk")
    assert (looked.kind, looked.order, looked.orders) == ("request", None, 3)
    assert [row.order for row in named] == orders[:2]


def test_another_merchants_orders_are_not_found(orders: list[Order]) -> None:
    other = signed_in(member_of(made_connection("Another").organization, "Otto Other"))
    assert found(other, "zqmuller") == []
    assert found(other, orders[0].shop_order_id) == []
    for what in ("copy", "erase"):
        other.post(f"{BASE}{what}/", {"order": ids(orders), "sure": "1"})
    assert not PersonRequest.objects.exists()
    assert OrderPersonal.objects.count() == 6


def test_a_copy_holds_all_that_is_held(
    panel: Client, orders: list[Order], member: Member, now: datetime
) -> None:
    document = made_label(orders[0], b"%PDF-1.4 Zqlabel", now)
    parcel = document.parcel
    sealed = vault.seal_document(
        b"%PDF-1.4 Zqlabel", parcel.organization_id, f"{parcel.public_id}/label", facts_of(orders[0]), now
    )
    type(document).objects.filter(pk=document.pk).update(
        lease=sealed.lease, wrapped=sealed.wrapped, sealed=sealed.sealed
    )
    Parcel.objects.filter(pk=parcel.pk).update(tracking_number="JD0001")
    answer = panel.post(f"{BASE}copy/", {"order": ids(orders[:2])})
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(file.read("data.json"))
    text = file.read("data.json").decode()
    page = file.read("readable.html").decode()
    assert [one["order_number"] for one in data] == [order.shop_order_id for order in orders[:2]]
    assert not [word for word in words_of(RECIPIENT) + words_of(CONTACT) if word not in text]
    assert not [word for word in words_of(RECIPIENT) if word.replace("&", "&amp;") not in page]
    assert "JD0001" in page
    assert '<th scope="row">Tax number</th><td>DEZq123</td>' in page
    assert "<td>Zqgrünwaldstraße 5, c/o Zqłukasz</td>" in page
    assert "<td>for tax and invoices</td>" in page
    assert data[0]["kept"][0]["why"] == "30 days after the shipment"
    label = f"labels/{orders[0].shop_order_id}-1.pdf"
    assert file.read(label) == b"%PDF-1.4 Zqlabel"
    assert "Jörg Weiß" not in text
    receipt = PersonRequest.objects.get()
    assert (receipt.kind, receipt.member) == ("copy", member)
    assert receipt.order_numbers == [order.shop_order_id for order in orders[:2]]
    assert set(AccessLog.objects.values_list("kind", flat=True)) == {"export"}
    assert "Copy given out" in shown(panel, BASE)


def test_erasing_says_first_what_it_means(panel: Client, orders: list[Order]) -> None:
    Order.objects.filter(pk=orders[0].pk).update(state="ready")
    html = panel.post(f"{BASE}erase/", {"order": ids(orders[:2])}).content.decode()
    assert "Erase what is held of 2 orders?" in html
    assert "your archive is off" in html
    assert "1 order has not left yet" in html
    assert OrderPersonal.objects.count() == 6


def test_erasing_takes_all_at_once_and_leaves_receipts(
    panel: Client, orders: list[Order], member: Member, now: datetime
) -> None:
    panel.post(f"{BASE}erase/", {"order": ids(orders[:2]), "sure": "1"})
    assert set(OrderPersonal.objects.values_list("order_id", flat=True)) == {orders[2].pk}
    assert vault.recipients([order.pk for order in orders], now) == {orders[2].pk: OTHER}
    receipt = PersonRequest.objects.get()
    assert (receipt.kind, receipt.member, len(receipt.order_numbers)) == ("erase", member, 2)
    assert ErasureReceipt.objects.get(holding="order_personal", reason="request").rows == 4
    page = shown(panel, f"/orders/{orders[0].public_id}/")
    assert "as it was asked for" in page
    again = panel.post(f"{BASE}erase/", {"order": ids(orders[:2]), "sure": "1"}, follow=True)
    assert "erased already" in again.content.decode()
    assert PersonRequest.objects.count() == 1


def test_the_receipts_hold_nothing_personal(panel: Client, orders: list[Order]) -> None:
    panel.post(f"{BASE}copy/", {"order": ids(orders[:1])})
    panel.post(f"{BASE}erase/", {"order": ids(orders[:1]), "sure": "1"})
    with database.cursor() as cursor:
        cursor.execute("SELECT r::text FROM packhaus_personrequest r")
        rows = " ".join(row[0] for row in cursor)
    assert rows.count(orders[0].shop_order_id) == 2
    assert not [word for word in words_of(RECIPIENT) + words_of(CONTACT) if word in rows]


def test_nothing_is_chosen(panel: Client, orders: list[Order]) -> None:
    for what in ("copy", "erase"):
        said = panel.post(f"{BASE}{what}/", follow=True).content.decode()
        assert "No order is chosen" in said


def test_too_short_a_text_is_refused() -> None:
    with pytest.raises(NeedsMerchant):
        person.check_search("a b")
    person.check_search("a b c")


def test_while_the_clock_is_in_doubt_nobody_is_looked_for(
    panel: Client, orders: list[Order], now: datetime
) -> None:
    from packhaus.privacy import watch
    from packhaus.privacy.models import ClockWatch

    watch.beat()
    ClockWatch.objects.update(beat_at=clock.unmoved() - timedelta(hours=30))
    said = panel.post(f"{BASE}find/", {"q": "zqmuller"}, follow=True).content.decode()
    assert "you say that the clock is right" in said
    assert not AccessLog.objects.exists()
