"""Settings > Data protection: what is held, due, erased and under which keys; the clock in doubt (R4.2)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from django.test import Client

from packhaus.accounts.models import Member
from packhaus.engine import clock
from packhaus.engine.models import Due
from packhaus.flow.erase import erase_due
from packhaus.kit.personal import Purpose
from packhaus.orders.models import Order
from packhaus.orders.pages.kept import kept_of
from packhaus.parcels.models import Parcel
from packhaus.privacy import watch
from packhaus.privacy.holdings import HOLDINGS
from packhaus.privacy.models import ClockWatch, LeaseKey
from packhaus.privacy.retention import utc_day
from packhaus.privacy.shown.bulk import Samples, rows_by_last_day, rows_by_purpose, rows_held
from packhaus.privacy.shown.due import due_soon
from packhaus.privacy.shown.erased import receipts, runs
from packhaus.privacy.shown.leases import shown_leases
from packhaus.shops.models import Connection
from privacy.merchants import made_connection, made_label, made_orders
from privacy.panel import member_of, shown, signed_in
from privacy.people import put_both
from privacy.planted import plant

ADDRESS = "/settings/data-protection/"
DAY = timedelta(days=1)


@pytest.fixture
def now(connection: Connection) -> datetime:
    return clock.now()


@pytest.fixture
def member(connection: Connection) -> Member:
    return member_of(connection.organization)


@pytest.fixture
def panel(member: Member) -> Client:
    return signed_in(member)


def shipped(connection: Connection, count: int, at: datetime, **columns: object) -> list[Order]:
    return made_orders(
        connection,
        count,
        state="shipped",
        shop_state="shipped",
        purchased_at=at,
        shop_updated_at=at,
        imported_at=at,
        shipped_at=at,
        **columns,
    )


def test_each_holding_is_counted(connection: Connection, now: datetime) -> None:
    before = rows_held(Samples(connection.organization_id))
    assert set(before) == {each.name for each in HOLDINGS}
    assert set(before.values()) == {0}
    plant(made_orders(connection, purchased_at=now, ship_by=now + DAY)[0], now)
    assert all(rows_held(Samples(connection.organization_id)).values()), "one of everything is planted"
    assert set(rows_held(Samples(made_connection("Another").organization_id)).values()) == {0}


def test_what_is_due_is_due_on_the_rules_own_day(connection: Connection, now: datetime) -> None:
    today = utc_day(now)
    put_both(shipped(connection, 3, now - 20 * DAY), now)
    put_both(shipped(connection, 2, now - 25 * DAY, delivered_at=now - 5 * DAY), now)
    put_both(made_orders(connection, 4, purchased_at=now, ship_by=now + DAY), now)
    due = due_soon(rows_by_last_day(Samples(connection.organization_id)), today)
    counted = {(one.day - today).days: (one.fulfillment, one.tax) for one in due.days if one.rows}
    assert counted == {4: (2, 0), 9: (3, 3), 24: (0, 2)}
    assert (due.rows, due.later, due.unknown) == (10, 8, 0)
    for order in Order.objects.filter(shipped_at__isnull=False):
        for one in kept_of(order, now).purposes:
            assert (one.term.last_day - today).days in counted


def test_what_is_overdue_counts_to_today(connection: Connection, now: datetime) -> None:
    put_both(shipped(connection, 1, now - 20 * DAY), now)
    later = utc_day(now) + 15 * DAY
    due = due_soon(rows_by_last_day(Samples(connection.organization_id)), later)
    assert (due.days[0].day, due.days[0].rows) == (later, 2)


def test_the_page_shows_it_all(panel: Client, connection: Connection, now: datetime) -> None:
    orders = shipped(connection, 3, now - 26 * DAY)
    put_both(orders, now)
    shown(panel, f"/orders/{orders[0].public_id}/")
    html = shown(panel, ADDRESS)
    assert '<b class="strong">6 records</b>' in html
    assert "To see an order" in html
    (name,) = LeaseKey.objects.values_list("name", flat=True)
    assert name in html
    assert "Is this host" not in html
    for address in (f"{ADDRESS}erased/", f"{ADDRESS}access/", f"{ADDRESS}requests/"):
        shown(panel, address)


def test_what_was_erased_stands_there_with_its_reason(
    panel: Client, connection: Connection, now: datetime
) -> None:
    put_both(shipped(connection, 3, now - 26 * DAY), now)
    watch.beat()
    later = now + 5 * DAY
    clock.move(5 * 86400)
    try:
        erase_due(later)
        (done, *_) = runs(list(receipts(connection.organization_id)))
        assert {part.name: part.rows for part in done.parts}["order_personal"] == 6
        assert done.early == 0
        html = shown(panel, f"{ADDRESS}erased/")
        assert "the time was over" in html
        assert "An order&#x27;s recipient and buyer" in html
        assert due_soon(rows_by_last_day(Samples(connection.organization_id)), utc_day(later)).rows == 0
        assert [key.state for key in shown_leases(Samples(connection.organization_id)) if key.rows] == []
    finally:
        clock.move(-5 * 86400)


def test_a_clock_in_doubt_is_asked_for_and_set_right(
    panel: Client, connection: Connection, now: datetime
) -> None:
    order = made_orders(connection, state="ready", purchased_at=now, ship_by=now + DAY)[0]
    put_both([order], now)
    watch.beat()
    ClockWatch.objects.update(beat_at=clock.unmoved() - timedelta(hours=30))
    page = panel.get(f"/orders/{order.public_id}/")
    assert page.status_code == 503
    assert f'href="{ADDRESS}"' in page.content.decode()
    html = shown(panel, ADDRESS)
    assert "Is this host" in html
    answer = panel.post(f"{ADDRESS}clock/", follow=True)
    assert "What is due is being erased now." in answer.content.decode()
    assert "Is this host" not in shown(panel, ADDRESS)
    assert Due.objects.filter(kind="erase").exists()
    shown(panel, f"/orders/{order.public_id}/")


def test_an_order_says_how_long_what_is_kept_and_why(
    panel: Client, connection: Connection, now: datetime
) -> None:
    order = shipped(connection, 1, now - 40 * DAY, delivered_at=now - 12 * DAY)[0]
    put_both([order], now)
    html = re.sub(r"\s+", " ", shown(panel, f"/orders/{order.public_id}/"))
    assert "(30 days after the shipment)" in html
    assert "(30 days after the delivery)" in html
    fulfillment, tax = kept_of(order, now).purposes
    assert fulfillment.gone_on == utc_day(now - 10 * DAY)
    assert tax.gone_on is None
    assert "for tax and invoices, until" in html
    Order.objects.filter(pk=order.pk).update(erased_at=now + 20 * DAY)
    order.refresh_from_db()
    after = kept_of(order, now + 20 * DAY)
    assert not after.asked
    assert str(after.last_why) == "30 days after the delivery"


def test_a_label_is_not_printed_again_when_it_is_erased(
    panel: Client, connection: Connection, now: datetime
) -> None:
    order = shipped(connection, 1, now - 10 * DAY)[0]
    parcel = made_label(order, b"label", now).parcel
    Parcel.objects.filter(pk=parcel.pk).update(state="delivered", announced_at=now)
    assert "Print label" in shown(panel, f"/parcels/{parcel.public_id}/")
    Order.objects.filter(pk=order.pk).update(shipped_at=now - 31 * DAY, erased_at=now)
    parcel.documents.all().delete()
    html = shown(panel, f"/parcels/{parcel.public_id}/")
    assert "Print label" not in html
    assert "The label is erased" in html
    said = panel.get(f"/parcels/{parcel.public_id}/label.pdf", follow=True).content.decode()
    assert "cannot be printed again" in said


def test_another_merchant_sees_none_of_it(connection: Connection, now: datetime) -> None:
    put_both(shipped(connection, 3, now - 26 * DAY), now)
    other = signed_in(member_of(made_connection("Another").organization, "Otto Other"))
    assert '<b class="strong">0 records</b>' in shown(other, ADDRESS)


def test_of_very_many_a_part_is_looked_at(
    panel: Client, connection: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_both(shipped(connection, 2000, now - 26 * DAY), now)
    with database.cursor() as cursor:
        cursor.execute("ANALYZE packhaus_orderpersonal, packhaus_order")
    exact = Samples(connection.organization_id)
    assert rows_held(exact)["order_personal"] == 4000
    assert not exact.used
    monkeypatch.setattr("packhaus.privacy.shown.bulk.COUNTED", 1000)
    samples = Samples(connection.organization_id)
    about = (
        rows_held(samples)["order_personal"],
        due_soon(rows_by_last_day(samples), utc_day(now)).rows,
        sum(key.rows for key in shown_leases(samples)),
        2 * rows_by_purpose(samples)[Purpose.TAX],
    )
    assert samples.used
    assert all(2500 < rows < 5500 for rows in about), about
    html = shown(panel, ADDRESS)
    assert "the numbers of this page are estimates" in html
