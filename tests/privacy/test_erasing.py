"""The daily run: every place is cleared in its time, with receipts, and nothing comes back (R4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.engine.models import Due, Timeline
from packhaus.flow.aside import clear_aside
from packhaus.flow.edit import change_address
from packhaus.flow.erase import KIND, erase_due, erase_now
from packhaus.flow.sync import take_in
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Purpose
from packhaus.orders.models import Order
from packhaus.parcels.models import Document, Purchase
from packhaus.privacy import vault
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.holdings import HOLDINGS, SEALED
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import ErasureReceipt, LeaseKey, OrderPersonal
from packhaus.privacy.retention import facts_of, last_day
from packhaus.shops.models import SetAside
from packhaus.shops.port import ShopOrder, ShopState
from privacy.merchants import NOW, made_label, made_orders, made_set_aside
from privacy.people import CONTACT, RECIPIENT, put_both
from privacy.planted import plant

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)


def ship(order: Order, days_ago: float) -> None:
    Order.objects.filter(pk=order.pk).update(
        shipped_at=NOW - days_ago * DAY, shop_state="shipped", shop_status="Shipped"
    )


@pytest.mark.django_db
def test_r4_2_every_holding_is_cleared_by_the_daily_run(make_orders: MakeOrders) -> None:
    over, live = make_orders(2)
    gone, kept = plant(over, NOW), None
    live.connection = over.connection
    put_both([live], NOW)
    kept = made_label(live, b"label", NOW)
    assert set(gone.there) == {holding.name for holding in HOLDINGS}, "plant something for a new holding"
    assert all(is_there() for is_there in gone.there.values())
    ship(over, 60)
    later = NOW + 35 * DAY
    Order.objects.filter(pk=live.pk).update(purchased_at=later, ship_by=later)
    for day in range(36):
        erase_due(NOW + day * DAY)
    assert {name for name, is_there in gone.there.items() if is_there()} == set()
    assert Document.objects.filter(pk=kept.pk).exists()
    assert vault.recipients([live.pk], later) == {live.pk: RECIPIENT}
    told = {receipt.holding for receipt in ErasureReceipt.objects.exclude(rows=0)}
    assert told == {holding.name for holding in HOLDINGS} | {"lease_key"}


@pytest.mark.django_db
def test_without_the_run_everything_stays(make_orders: MakeOrders) -> None:
    (over,) = make_orders()
    planted = plant(over, NOW)
    ship(over, 60)
    assert all(is_there() for is_there in planted.there.values())


@pytest.mark.django_db
def test_what_stays_of_an_order_holds_nothing_personal(make_orders: MakeOrders) -> None:
    (order,) = make_orders(country="DE", total_cents=1299, currency="EUR")
    plant(order, NOW)
    ship(order, 60)
    erase_due(NOW)
    order.refresh_from_db()
    assert (order.erased_at, order.has_address) == (NOW, False)
    assert (order.country, order.total_cents, order.shop_order_id[:3]) == ("DE", 1299, "306")
    parcel = order.parcels.get()
    assert (parcel.tracking_number, parcel.service_name) == ("", "Parcel")
    assert parcel.confirmation.state == "moot"
    assert Purchase.objects.get(parcel=parcel).key == f"gone-{Purchase.objects.get(parcel=parcel).pk}"
    assert list(Timeline.objects.filter(order=order).values_list("kind", flat=True)) == ["erased"]


@pytest.mark.django_db
def test_r4_2_fulfillment_goes_before_tax(make_orders: MakeOrders) -> None:
    (order,) = make_orders(shipped_at=NOW - 25 * DAY, delivered_at=NOW - 20 * DAY)
    put_both([order], NOW)
    for day in range(8):
        erase_due(NOW + day * DAY)
    later = NOW + 7 * DAY
    assert list(OrderPersonal.objects.values_list("purpose", flat=True)) == [Purpose.TAX]
    assert vault.recipients([order.pk], later) == {order.pk: RECIPIENT}
    assert Order.objects.get().erased_at is None
    for day in range(8, 12):
        erase_due(NOW + day * DAY)
    assert not OrderPersonal.objects.exists()
    last = last_day(facts_of(order), Purpose.TAX)
    assert last is not None
    assert Order.objects.get().erased_at == NOW.replace(month=last.month, day=last.day) + DAY


@pytest.mark.django_db
def test_r4_2_at_midnight_everything_goes_and_not_hours_later(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    planted = plant(order, NOW)
    ship(order, 25)
    ends_at = NOW.replace(hour=0) + 5 * DAY
    erase_due(ends_at - timedelta(minutes=5))
    assert all(is_there() for is_there in planted.there.values())
    erase_due(ends_at)
    left = {name for name, is_there in planted.there.items() if is_there()}
    assert left == {"order_file"}, "a file has a day of its own"
    order.refresh_from_db()
    assert order.erased_at == ends_at


@pytest.mark.django_db
def test_an_update_after_the_erasure_brings_nothing_back(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    ship(order, 60)
    erase_due(NOW)
    # The shop now tells of it as if it had never been shipped: by its facts it could be held again.
    Order.objects.update(shipped_at=None, shop_state="open", shop_updated_at=NOW)
    order.refresh_from_db()
    assert put_both([order], NOW) == {(order.pk, Purpose.TAX), (order.pk, Purpose.FULFILLMENT)}
    assert not OrderPersonal.objects.exists()


@pytest.mark.django_db
def test_receipts_count_by_merchant_and_say_nothing_else(make_orders: MakeOrders, keys: KeyRing) -> None:
    orders = make_orders(3, shipped_at=NOW - 25 * DAY)
    put_both(orders, NOW)
    for day in range(1, 6):
        erase_due(NOW.replace(hour=0) + day * DAY)
    rows = ErasureReceipt.objects.get(holding="order_personal")
    assert (rows.rows, rows.organization, rows.reason, rows.early) == (6, orders[0].organization, "term", 0)
    assert rows.day == (NOW + 5 * DAY).date()
    assert rows.finished_at is not None
    assert not rows.late_by_outage
    ended = ErasureReceipt.objects.get(holding="lease_key")
    assert not ended.late_by_outage
    assert (ended.keys, ended.organization) == (["end-2026-12-05.1"], None)
    assert not keys.path_of("end-2026-12-05.1").exists()
    assert LeaseKey.objects.get(name="end-2026-12-05.1").file_gone_at is not None


@pytest.mark.django_db
def test_what_was_due_while_it_was_off_is_said_to_be_late(make_orders: MakeOrders, keys: KeyRing) -> None:
    put_both(make_orders(3, shipped_at=NOW - 25 * DAY), NOW)
    erase_due(NOW)
    erase_due(NOW + 10 * DAY)
    assert {receipt.late_by_outage for receipt in ErasureReceipt.objects.exclude(rows=0)} == {True}
    assert set(ErasureReceipt.objects.values_list("holding", flat=True)) >= {"order_personal", "lease_key"}


@pytest.mark.django_db
def test_asked_for_it_goes_at_once_from_every_copy(
    make_orders: MakeOrders, keys: KeyRing, member: Member
) -> None:
    asked, other = make_orders(2)
    put_both([asked, other], NOW)
    gone = made_label(asked, b"label", NOW)
    backup = list(OrderPersonal.objects.filter(order=asked).values_list("lease", "wrapped"))
    assert erase_now([asked.pk], Reason.REQUEST, NOW, member) == 1
    assert erase_now([asked.pk], Reason.REQUEST, NOW, member) == 0, "a second click"
    assert not OrderPersonal.objects.filter(order=asked).exists()
    assert not Document.objects.filter(pk=gone.pk).exists()
    assert Due.objects.get(kind=KIND).due_at == NOW
    assert Timeline.objects.get(order=asked, kind="erased").who == member
    assert ErasureReceipt.objects.get(holding="order_personal").reason == "request"
    erase_due(NOW + timedelta(seconds=1))
    assert {keys.path_of(lease).exists() for lease, _ in backup} == {False}
    assert vault.recipients([other.pk], NOW) == {other.pk: RECIPIENT}
    assert vault.contacts([other.pk], NOW) == {other.pk: CONTACT}
    retired = ErasureReceipt.objects.get(holding="lease_key")
    assert (retired.reason, retired.keys) == ("retired", ["run-2026-12-08.1"])


@pytest.mark.django_db
def test_what_is_deleted_ahead_of_its_day_is_gone_from_every_copy_that_night(
    make_orders: MakeOrders, keys: KeyRing
) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    aside = made_set_aside(order.connection, b"text", NOW)
    with transaction.atomic():
        clear_aside(order.connection, [aside.shop_order_id], NOW)
    assert not SetAside.objects.exists()
    erase_due(NOW + timedelta(hours=1))
    assert keys.path_of(aside.lease).exists(), "not before the night, for it costs a move of all others"
    midnight = NOW.replace(hour=0) + DAY
    keys.forget()
    erase_due(midnight)
    assert not keys.path_of(aside.lease).exists()
    assert vault.recipients([order.pk], midnight) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_an_address_changed_here_stays_though_its_line_is_gone(
    make_orders: MakeOrders, member: Member
) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    change_address(order, RECIPIENT, member, NOW)
    Timeline.objects.all().delete()
    assert Order.objects.get().address_edited
    ship(order, 60)
    erase_due(NOW)
    order.refresh_from_db()
    with pytest.raises(NeedsMerchant):
        change_address(order, RECIPIENT, member, NOW)


@pytest.mark.django_db
def test_pages_of_rows_and_other_merchants(make_orders: MakeOrders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packhaus.flow.erase.PAGE", 3)
    orders = make_orders(10)
    put_both(orders, NOW)
    for order in orders[:7]:
        ship(order, 60)
    assert erase_due(NOW).orders == 7
    assert sorted(set(OrderPersonal.objects.values_list("order_id", flat=True))) == [
        order.pk for order in orders[7:]
    ]


@pytest.mark.django_db
def test_the_queue_holds_ids_only(make_orders: MakeOrders) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from packhaus.engine.jobs import tick

    before = list(ProcrastinateJob.objects.values_list("pk", flat=True))
    (order,) = make_orders()
    put_both([order], NOW)
    erase_now([order.pk], Reason.MERCHANT, NOW)
    assert tick(NOW) == 1
    job = ProcrastinateJob.objects.exclude(pk__in=before).get()
    assert {name: type(value) for name, value in job.args.items()} == {
        "due_id": int,
        "kind": str,
        "subject": int,
    }


def test_every_sealed_holding_says_until_when_it_is_held() -> None:
    from django.apps import apps

    tables = {model._meta.db_table: model for model in apps.get_app_config("packhaus").get_models()}
    for holding in SEALED:
        names = {field.name for field in tables[holding.table]._meta.local_fields}
        assert {"lease", "wrapped", "sealed", "held_until", "organization"} <= names


@pytest.mark.django_db
def test_an_order_that_comes_in_too_late_has_no_address(connection: object, make_orders: MakeOrders) -> None:
    (order,) = make_orders(shipped_at=NOW - 60 * DAY, shop_state="shipped", has_address=True)
    assert len(put_both([order], NOW)) == 2
    erase_due(NOW)
    order.refresh_from_db()
    assert (order.erased_at, order.has_address) == (NOW, False)
    assert made_orders(order.connection)[0].erased_at is None


@pytest.mark.django_db
def test_r4_2_a_page_of_the_shop_after_the_erasure_brings_nothing_back(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    Order.objects.update(shop_updated_at=NOW - DAY)
    ship(order, 60)
    erase_due(NOW)
    again = ShopOrder(
        shop_order_id=order.shop_order_id,
        status="Unshipped",
        state=ShopState.OPEN,
        updated_at=NOW,
        purchased_at=NOW,
        ship_by=NOW,
        country="AT",
        recipient=RECIPIENT,
        contact=CONTACT,
    )
    with transaction.atomic():
        take_in(order.connection, [again], [], NOW)
    order.refresh_from_db()
    assert (order.shop_status, order.has_address, order.erased_at) == ("Unshipped", False, NOW)
    assert not OrderPersonal.objects.exists()
