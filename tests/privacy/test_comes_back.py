"""What is erased, or older than its rule, comes back by no door, whatever a shop or carrier says (R4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import transaction

from packhaus.carriers.port import CarrierEventFound, EventKind, EventsPage
from packhaus.flow.aside import set_aside
from packhaus.flow.erase import erase_due, erase_now
from packhaus.flow.sync import take_in
from packhaus.flow.track import _take_in as take_in_events
from packhaus.kit.personal import Purpose
from packhaus.kit.words import Words
from packhaus.orders.models import Order, OrderLine
from packhaus.parcels.models import Parcel, ParcelLine
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import OrderPersonal
from packhaus.privacy.retention import facts_of, last_day
from packhaus.shops.models import SetAside
from packhaus.shops.port import OddOrder, ShopOrder, ShopState
from privacy.merchants import NOW, made_label
from privacy.people import CONTACT, RECIPIENT, put_both

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)


def told(order: Order, **changes: Any) -> ShopOrder:
    """The order as the shop tells of it now: open, with its buyer."""
    shop_order = ShopOrder(
        shop_order_id=order.shop_order_id,
        status="Unshipped",
        state=ShopState.OPEN,
        updated_at=NOW,
        purchased_at=order.purchased_at,
        ship_by=order.ship_by,
        country="DE",
        recipient=RECIPIENT,
        contact=CONTACT,
    )
    return msgspec.structs.replace(shop_order, **changes)


def odd(order: Order) -> OddOrder:
    return OddOrder(shop_order_id=order.shop_order_id, why=Words("odd"), raw=b"Zqtext")


@pytest.mark.django_db
def test_the_shops_word_brings_nothing_back_that_the_carriers_has_ended(make_orders: MakeOrders) -> None:
    (order,) = make_orders(
        shipped_at=NOW - 31 * DAY,
        delivered_at=NOW - 25 * DAY,
        purchased_at=NOW - 35 * DAY,
        ship_by=NOW - 33 * DAY,
        shop_updated_at=NOW - 35 * DAY,
    )
    put_both([order], NOW - 25 * DAY)
    erase_due(NOW)
    assert list(OrderPersonal.objects.values_list("purpose", flat=True)) == [Purpose.TAX]
    with transaction.atomic():
        take_in(order.connection, [told(order)], [], NOW)
    assert list(OrderPersonal.objects.values_list("purpose", flat=True)) == [Purpose.TAX]


@pytest.mark.django_db
def test_what_comes_anew_lies_no_longer_than_the_carriers_word_allows(make_orders: MakeOrders) -> None:
    (order,) = make_orders(shipped_at=NOW - 27 * DAY, shop_updated_at=NOW - 28 * DAY)
    with transaction.atomic():
        take_in(order.connection, [told(order)], [], NOW)
    leases = set(OrderPersonal.objects.values_list("lease", flat=True))
    assert leases == {"end-2026-12-03.1"}, "a copy of this very moment could be opened longer"


@pytest.mark.django_db
def test_the_text_of_an_order_goes_with_the_order(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders(shipped_at=NOW - 27 * DAY, shop_state="shipped")
    set_aside(order.connection, [odd(order)], NOW)
    assert SetAside.objects.get().lease.startswith("end-2026-12-03")
    midnight = NOW.replace(hour=0)
    for day in range(1, 4):
        erase_due(midnight + day * DAY)
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_the_text_of_an_order_goes_earlier_where_the_order_does(
    make_orders: MakeOrders, keys: KeyRing
) -> None:
    (order,) = make_orders()
    set_aside(order.connection, [odd(order)], NOW)
    lease = SetAside.objects.get().lease
    Order.objects.update(shipped_at=NOW - 29 * DAY, shop_state="shipped")
    erase_due(NOW + timedelta(hours=1))
    assert SetAside.objects.get().lease.startswith("end-2026-12-01")
    assert not keys.path_of(lease).exists(), "a copy opens it with a key of a later day"
    erase_due(NOW.replace(hour=0) + DAY)
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_an_erased_orders_text_is_not_set_aside(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    erase_now([order.pk], Reason.REQUEST, NOW)
    set_aside(order.connection, [odd(order)], NOW)
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_what_was_odd_about_an_order_stays_erased(make_orders: MakeOrders) -> None:
    (order,) = make_orders(shop_updated_at=NOW - DAY)
    put_both([order], NOW)
    erase_now([order.pk], Reason.REQUEST, NOW)
    with transaction.atomic():
        take_in(order.connection, [told(order, oddities=(Words("odd: Zq"),))], [], NOW)
    order.refresh_from_db()
    assert order.oddities == []


@pytest.mark.django_db
def test_a_date_at_the_end_of_all_days_stops_no_other(make_orders: MakeOrders) -> None:
    never = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    far, near = make_orders(2)
    Order.objects.filter(pk=far.pk).update(ship_by=never)
    far.refresh_from_db()
    put_both([far, near], NOW)
    Order.objects.filter(pk=near.pk).update(shipped_at=NOW - 60 * DAY, shop_state="shipped")
    assert erase_due(NOW).orders == 1
    Order.objects.filter(pk=far.pk).update(shipped_at=never, delivered_at=never, shop_state="shipped")
    erase_due(NOW + timedelta(hours=1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told_by_carrier", "days"),
    [
        (("handled", "returning", "returned"), {"fulfillment": 30, "tax": 30}),
        (("handled", "exception", "lost"), {"fulfillment": 30, "tax": 30}),
        (("handled", "delivered", "returning", "returned"), {"fulfillment": 30, "tax": 31}),
    ],
)
def test_a_return_makes_nothing_last_longer(
    make_orders: MakeOrders, told_by_carrier: tuple[str, ...], days: dict[str, int]
) -> None:
    (order,) = make_orders(units=1)
    parcel = made_label(order, b"label", NOW).parcel
    line = OrderLine.objects.create(
        organization=order.organization, order=order, position=0, shop_line_id="1", sku="A", quantity=1
    )
    ParcelLine.objects.create(organization=order.organization, parcel=parcel, order_line=line, quantity=1)
    Parcel.objects.update(tracking_number="JD1", state="announced", announced_at=NOW)
    events = tuple(
        CarrierEventFound(
            outside_id=f"E-{number}", tracking_number="JD1", kind=EventKind(kind), at=NOW + number * DAY
        )
        for number, kind in enumerate(told_by_carrier)
    )
    with transaction.atomic():
        take_in_events(
            parcel.carrier_account, EventsPage(events=events, cursor="1", more=False), NOW + 5 * DAY
        )
    order.refresh_from_db()
    ends = {purpose: last_day(facts_of(order), purpose) for purpose in Purpose}
    assert ends == {purpose: (NOW + days[purpose] * DAY - DAY).date() for purpose in Purpose}
