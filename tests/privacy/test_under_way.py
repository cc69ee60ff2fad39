"""Calls that were under way when an order was erased: their answers leave nothing personal behind (R4.2)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.carriers.port import Bought, CarrierEventFound, EventKind, EventsPage
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Batch, BatchItem, Due, Timeline
from packhaus.flow.confirm import _refuse
from packhaus.flow.edit import change_address
from packhaus.flow.erase import KIND, erase_due, erase_now
from packhaus.flow.labels import give_up, keep_label
from packhaus.flow.track import _take_in
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.money import Money
from packhaus.kit.words import Words
from packhaus.orders.models import Order
from packhaus.parcels.models import CarrierEvent, Document, Parcel, Purchase
from packhaus.privacy import vault
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import OrderPersonal
from privacy.merchants import NOW, made_connection, made_label, made_orders
from privacy.panel import member_of
from privacy.people import RECIPIENT, put_both
from privacy.planted import plant

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)
QUOTING = Words("Zqgrünwaldstraße 5 is unknown")


def called(order: Order) -> tuple[BatchItem, Purchase]:
    """A label for ``order`` that the carrier is asked for just now."""
    parcel = made_label(order, b"label", NOW).parcel
    parcel.documents.all().delete()
    batch = Batch.objects.create(organization=order.organization, number=1, key="one", created_at=NOW)
    item = BatchItem.objects.create(
        organization=order.organization, batch=batch, position=1, order=order, parcel=parcel
    )
    purchase = Purchase.objects.create(
        organization=order.organization, parcel=parcel, key="key-1", state="intended", state_at=NOW
    )
    return item, purchase


def sold() -> Bought:
    return Bought(
        carrier_parcel_id="C-1",
        tracking_number="JD1",
        price=Money(499, "EUR"),
        announced_at=NOW,
        label=b"%PDF",
    )


@pytest.mark.django_db
def test_a_label_that_comes_after_the_erasure_is_not_kept(make_orders: MakeOrders) -> None:
    erased, live = make_orders(2)
    put_both([erased, live], NOW)
    item, purchase = called(erased)
    erase_now([erased.pk], Reason.REQUEST, NOW)
    keep_label(item, purchase, sold(), NOW)
    parcel = Parcel.objects.get(pk=purchase.parcel_id)
    assert not Document.objects.exists()
    assert not Confirmation.objects.exists()
    assert (parcel.state, parcel.tracking_number, parcel.carrier_parcel_id) == ("announced", "", "")
    assert parcel.price_cents == 499, "what it cost is known"
    assert "erased meanwhile" in str(Timeline.objects.filter(kind="label").get().words)


@pytest.mark.django_db
def test_what_a_carrier_refuses_after_the_erasure_is_not_quoted(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    item, purchase = called(order)
    erase_now([order.pk], Reason.REQUEST, NOW)
    give_up(item, QUOTING, NOW)
    order.refresh_from_db()
    purchase.refresh_from_db()
    item.refresh_from_db()
    held = [order.label_words, purchase.words, item.words, *Timeline.objects.values_list("words", flat=True)]
    assert "Zq" not in str(held)
    assert purchase.state == "refused"


@pytest.mark.django_db
def test_what_a_shop_answers_after_the_erasure_is_not_kept(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    plant(order, NOW)
    Confirmation.objects.update(state="intended", words=None)
    confirmation = Confirmation.objects.get()
    erase_now([order.pk], Reason.REQUEST, NOW)
    _refuse(confirmation, QUOTING, NOW)
    confirmation.refresh_from_db()
    assert (confirmation.state, confirmation.words, confirmation.receipt) == ("refused", None, "")
    assert "Zq" not in str(list(Timeline.objects.values_list("words", flat=True)))


@pytest.mark.django_db
def test_an_event_without_a_number_belongs_to_no_parcel(make_orders: MakeOrders) -> None:
    (order,) = make_orders(shipped_at=NOW - 40 * DAY, shop_state="shipped")
    parcel = made_label(make_orders()[0], b"label", NOW).parcel
    Parcel.objects.filter(pk=parcel.pk).update(order=order)
    erase_due(NOW)
    event = CarrierEventFound(outside_id="E-1", tracking_number="", kind=EventKind.DELIVERED, at=NOW)
    with transaction.atomic():
        _take_in(parcel.carrier_account, EventsPage(events=(event,), cursor="1", more=False), NOW)
    assert not CarrierEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1970, 2036])
def test_a_carriers_wrong_clock_keeps_no_address_for_years_and_takes_none_away(
    make_orders: MakeOrders, year: int
) -> None:
    (order,) = make_orders(units=1, purchased_at=NOW - DAY)
    parcel = made_label(order, b"label", NOW).parcel
    Parcel.objects.update(tracking_number="JD1", state="announced", announced_at=NOW)
    event = CarrierEventFound(
        outside_id="E-1",
        tracking_number="JD1",
        kind=EventKind.DELIVERED,
        at=datetime(year, 1, 1, tzinfo=UTC),
    )
    with transaction.atomic():
        _take_in(parcel.carrier_account, EventsPage(events=(event,), cursor="1", more=False), NOW)
    parcel.refresh_from_db()
    order.refresh_from_db()
    assert (parcel.state, parcel.delivered_at, order.delivered_at) == ("delivered", NOW, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("told", [True, False])
def test_a_delivery_told_minutes_before_midnight_still_counts(make_orders: MakeOrders, told: bool) -> None:
    late = NOW.replace(hour=23, minute=57)
    (order,) = make_orders(units=1, shipped_at=NOW - 29 * DAY, shop_state="shipped")
    parcel = made_label(order, b"label", NOW).parcel
    Parcel.objects.update(
        tracking_number="JD1", state="announced", announced_at=NOW - 30 * DAY, created_at=NOW - 30 * DAY
    )
    put_both([order], NOW)
    erase_due(late - timedelta(minutes=2))
    event = CarrierEventFound(
        outside_id="E-1", tracking_number="JD1", kind=EventKind.DELIVERED, at=NOW - 20 * DAY
    )
    if told:
        with transaction.atomic():
            _take_in(parcel.carrier_account, EventsPage(events=(event,), cursor="1", more=False), late)
    for due in Due.objects.filter(kind=KIND, due_at__lte=late):
        erase_due(due.due_at)
    midnight = NOW.replace(hour=0) + DAY
    erase_due(midnight)
    assert set(vault.recipients([order.pk], midnight)) == ({order.pk} if told else set())


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_saved_while_the_order_is_erased_does_not_stay(keys: KeyRing) -> None:
    (order,) = made_orders(made_connection())
    member: Member = member_of(order.organization)
    put_both([order], NOW)
    refused: list[NeedsMerchant] = []

    def save() -> None:
        try:
            change_address(order, RECIPIENT, member, NOW)
        except NeedsMerchant as problem:
            refused.append(problem)
        finally:
            database.close()

    with transaction.atomic():
        erase_now([order.pk], Reason.REQUEST, NOW)
        saving = threading.Thread(target=save)
        saving.start()
        saving.join(1)
        assert saving.is_alive(), "it waits for who erases"
    saving.join(20)
    assert len(refused) == 1
    assert not OrderPersonal.objects.exists()
    assert not Order.objects.get().has_address
