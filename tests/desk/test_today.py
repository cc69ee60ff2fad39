"""Today says what must leave, what waits and how it goes, out of the orders that there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from packhaus.authorizations.models import Authorization
from packhaus.desk.day_bar import day_bar
from packhaus.desk.deadlines import Deadline, deadlines
from packhaus.engine.models import Due
from packhaus.kit.words import Words
from packhaus.shops.models import SetAside
from packhaus.shops.problems import keep

if TYPE_CHECKING:
    from django.test import Client

    from desk.merchant import Merchant
    from packhaus.accounts.models import Member


def page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def printed(merchant: Merchant) -> Merchant:
    """A merchant past the first label."""
    merchant.parcel(merchant.order("shipped", ship_by=merchant.now - timedelta(days=3)), "delivered")
    return merchant


def test_before_the_first_label_stands_the_way_to_it(signed_in: Client, english: Member) -> None:
    shown = page(signed_in)
    assert "1 of 5 steps done" in shown
    assert "Enter sender" in shown
    assert "How it goes" not in shown


def test_the_checklist_follows_what_is_there(signed_in: Client, english: Member, merchant: Merchant) -> None:
    merchant.order("ready")
    shown = page(signed_in)
    assert "4 of 5 steps done" in shown
    assert "Hagedorn DE: 1 order has come in" in shown
    assert "1 order is ready for it." in shown
    label = merchant.parcel(merchant.order("in_parcels"), printed_at=None)
    assert "It is bought. Print it" in page(signed_in)
    label.printed_at = merchant.now
    label.save()
    assert "steps done" not in page(signed_in)


def test_the_title_is_the_message(signed_in: Client, english: Member, printed: Merchant) -> None:
    assert "<h1>Nothing has to leave today</h1>" in page(signed_in)
    printed.order("ready")
    assert "<h1>1 order must leave today</h1>" in page(signed_in)
    printed.order("shipped")
    printed.order("in_parcels")
    assert "<h1>2 of 3 orders must still leave today</h1>" in page(signed_in)
    printed.organization.orders.exclude(state="shipped").delete()
    assert "<h1>The one order of today has left</h1>" in page(signed_in)
    printed.order("ready", ship_by=printed.now - timedelta(hours=3))
    assert "<h1>1 order should have left already</h1>" in page(signed_in)


def test_it_counts_as_the_list_of_orders_does(signed_in: Client, english: Member, printed: Merchant) -> None:
    for hours in (-20, -1, 2, 8, 30):
        printed.order("ready", ship_by=printed.now + timedelta(hours=hours))
        printed.order("in_parcels", ship_by=printed.now + timedelta(hours=hours))
    printed.order("pending")
    printed.order("cancelled")
    due = deadlines(printed.organization, printed.now)
    listed = signed_in.get("/orders/?state=open&only=due").content.decode()
    assert listed.count("data-row") == due.left == 8
    assert "Buy 4 labels" in page(signed_in)
    ready = signed_in.get("/orders/?state=ready&only=due").content.decode()
    assert ready.count("data-row") == due.ready == 4


def test_deadlines_stand_apart_today_and_together_after(printed: Merchant) -> None:
    with timezone.override("Europe/Berlin"):
        now = printed.now
        for minutes in (60, 60, 120):
            printed.order("ready", ship_by=now + timedelta(minutes=minutes))
        for minutes in (0, 5, 10):
            printed.order("held", ship_by=now + timedelta(days=1, minutes=minutes))
        printed.order("waiting", ship_by=now - timedelta(minutes=1))
        rows = deadlines(printed.organization, now).rows
    assert [(row.late, row.left) for row in rows] == [(True, 1), (False, 2), (False, 1), (False, 3)]


def test_the_day_is_that_of_the_merchant(printed: Merchant, now: datetime) -> None:
    late_evening = now.replace(hour=22, minute=30)
    printed.order("ready", ship_by=late_evening)
    with timezone.override("Europe/Berlin"):
        assert deadlines(printed.organization, now).left == 1
    with timezone.override("Asia/Tokyo"):
        assert deadlines(printed.organization, now).left == 0, "in Tokyo that is tomorrow"


def test_the_bar_of_the_day_has_room_for_every_deadline(now: datetime) -> None:
    with timezone.override("Europe/Berlin"):
        at = [now.replace(hour=hour, minute=minute) for hour, minute in ((5, 0), (12, 0), (12, 5), (22, 59))]
        bar = day_bar(now, [Deadline(moment, label=f"{moment:%H:%M}", unlabelled=3) for moment in at])
    places = [float(stop.at.rstrip("%")) for stop in bar.stops]
    assert places == sorted(places)
    assert 0 <= places[0] < places[-1] <= 100
    assert [bool(stop.text) for stop in bar.stops] == [True, True, False, True], "words never overlap"
    assert bar.stops[-1].side == "before"


def test_what_waits_has_a_number_a_meaning_and_one_button(
    signed_in: Client, english: Member, printed: Merchant
) -> None:
    printed.order("waiting", ("no_weight",))
    printed.order("waiting", ("no_weight", "no_address"), ship_by=printed.now + timedelta(days=2))
    printed.order("waiting", ("no_address",))
    loud = printed.order("cancelled", ("cancelled_after_label",))
    shown = page(signed_in)
    assert "2 SKUs without a weight" in shown
    assert "2 orders wait, 1 of them due today." in shown
    assert 'href="/products/?show=missing">Enter weights</a>' in shown
    assert "2 without an address" in shown
    assert 'href="/orders/?reason=no_address">Enter addresses</a>' in shown
    assert f'href="/orders/{loud.public_id}/">Give labels back</a>' in shown, "one order: straight to it"
    assert "3 orders stand still because of it" in shown


def test_a_connection_in_trouble_and_orders_set_aside_are_said(
    signed_in: Client, english: Member, printed: Merchant
) -> None:
    keep(printed.connection, Words("Amazon refuses the token of %(who)s.", {"who": "us"}), printed.now, "")
    SetAside.objects.create(
        organization=printed.organization,
        connection=printed.connection,
        shop_order_id="302-9911223-4455667",
        words={"text": "A line has no SKU.", "values": {}},
        lease="x",
        wrapped=b"",
        sealed=b"",
        first_at=printed.now,
        last_at=printed.now,
        ends_on=printed.now.date(),
    )
    shown = page(signed_in)
    assert "Hagedorn DE is not connected" in shown
    assert "Amazon refuses the token of us." in shown
    assert "1 order set aside" in shown


def test_how_it_goes_is_counted_from_what_is_there(
    signed_in: Client, english: Member, printed: Merchant
) -> None:
    now = printed.now
    for state, count in (("delivered", 3), ("in_transit", 2), ("announced", 1), ("lost", 1), ("voided", 5)):
        for _ in range(count):
            parcel = printed.parcel(printed.order("shipped", ship_by=now), state)
            if state in ("delivered", "in_transit"):
                late = timedelta(hours=1) if state == "in_transit" else timedelta(hours=-1)
                printed.confirmation(parcel, "accepted", accepted_at=now + late)
    printed.confirmation(printed.parcel(printed.order("shipped"), "handled"), "owed")
    printed.confirmation(printed.parcel(printed.order("shipped"), "handled"), "refused")
    Due.objects.create(kind="sync", subject=printed.connection.pk, due_at=now + timedelta(minutes=3))
    shown = page(signed_in)
    for words in ("4 delivered", "4 on their way", "1 not handed over", "1 in trouble"):
        assert words in shown
    assert "40.0 % <small>Amazon allows less than 4 %" in shown
    assert "€4.59" in shown
    assert "not read yet, next today" in shown
    Authorization.objects.update(state="deactivated")
    shown = page(signed_in)
    assert "not read yet" in shown
    assert "next today" not in shown, "past its end nobody reads it"


def test_another_merchants_orders_are_not_counted(
    signed_in: Client, english: Member, printed: Merchant, now: datetime
) -> None:
    from desk.merchant import Merchant as Other
    from packhaus.accounts.models import Organization

    other = Other(Organization.objects.create(name="Fremd", created_at=now), now, "Fremder Shop")
    other.parcel(other.order("ready"))
    other.order("waiting", ("no_weight",))
    other.batch(other.order("ready"))
    shown = page(signed_in)
    assert "<h1>Nothing has to leave today</h1>" in shown
    assert "Waits for you" not in shown
    assert "Fremder Shop" not in shown
    assert "at work" not in shown


def test_batches_at_work_stand_in_the_frame(signed_in: Client, english: Member, printed: Merchant) -> None:
    first = printed.batch(printed.order("ready"))
    first.number = 1127
    first.save()
    assert f'href="/batches/{first.public_id}/"' in page(signed_in)
    assert "1 batch at work" in page(signed_in)
    second = printed.batch(printed.order("ready"), printed.order("ready"))
    second.items.filter(position=0).update(state="done")
    shown = page(signed_in)
    assert "2 batches at work" in shown
    assert "Batch 1127" in shown, "a number that names has no separators"
    assert "1 / 2" in shown
    for batch in (first, second):
        batch.finished_at = printed.now
        batch.save()
    assert "at work" not in page(signed_in)
