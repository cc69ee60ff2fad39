"""Rule 6: a clock that leaps erases nothing and opens nothing until it is sure; sealing goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from packhaus.engine import clock
from packhaus.engine.models import Due
from packhaus.flow.erase import erase_due, erase_now
from packhaus.orders.models import Order
from packhaus.privacy import vault, watch
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.errors import ClockInDoubt
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import ClockWatch, LeaseKey, OrderPersonal
from privacy.merchants import NOW, made_label
from privacy.people import RECIPIENT, put_both

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)


def leap(by: timedelta) -> None:
    """Let the database's clock have leapt by that much since the last run."""
    row = ClockWatch.objects.get()
    ClockWatch.objects.update(beat_at=row.beat_at - by)


def over(make_orders: MakeOrders) -> Order:
    (order,) = make_orders()
    put_both([order], NOW)
    Order.objects.update(shipped_at=NOW - 60 * DAY)
    order.refresh_from_db()
    return order


@pytest.mark.django_db
@pytest.mark.parametrize("by", [timedelta(hours=25), timedelta(days=-3), timedelta(days=400)])
def test_a_leap_destroys_nothing_and_opens_nothing(
    by: timedelta, make_orders: MakeOrders, keys: KeyRing
) -> None:
    erase_due(NOW)
    live, _ = make_orders()[0], over(make_orders)
    leap(by)
    before = sorted(keys.folder.iterdir())
    with pytest.raises(ClockInDoubt) as told:
        erase_due(NOW + 30 * DAY)
    assert str(abs(round(by.total_seconds() / 3600))) in str(told.value)
    assert OrderPersonal.objects.count() == 2
    assert sorted(keys.folder.iterdir()) == before
    assert not LeaseKey.objects.exclude(destroyed_at=None).exists()
    with pytest.raises(ClockInDoubt):
        vault.recipients([live.pk], NOW)
    with pytest.raises(ClockInDoubt):
        erase_now([live.pk], Reason.REQUEST, NOW)


@pytest.mark.django_db
def test_sealing_goes_on_meanwhile(make_orders: MakeOrders) -> None:
    erase_due(NOW)
    leap(2 * DAY)
    (order,) = make_orders()
    assert put_both([order], NOW) == frozenset()
    made_label(order, b"label", NOW)
    assert OrderPersonal.objects.count() == 2
    watch.clock_is_right()
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_a_day_without_a_run_is_no_leap(make_orders: MakeOrders) -> None:
    erase_due(NOW)
    leap(timedelta(hours=23))
    over(make_orders)
    erase_due(NOW)
    assert OrderPersonal.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "agrees"), [(0, True), (290, True), (-290, True), (310, False), (86_400, False)]
)
def test_a_shops_clock_ends_the_doubt_within_five_minutes(
    off: int, agrees: bool, make_orders: MakeOrders
) -> None:
    erase_due(NOW)
    over(make_orders)
    leap(3 * DAY)
    with pytest.raises(ClockInDoubt):
        erase_due(NOW)
    here = clock.now()
    watch.heard(here + timedelta(seconds=off), here)
    assert watch.is_sure() is agrees
    if agrees:
        assert Due.objects.get(kind="erase").due_at <= clock.now(), "erasing goes on at once"
        erase_due(NOW)
        assert OrderPersonal.objects.count() == 0
        assert ClockWatch.objects.get().sure_by == "shop"
    else:
        with pytest.raises(ClockInDoubt):
            erase_due(NOW)


@pytest.mark.django_db
def test_what_a_shop_said_before_the_leap_counts_for_nothing(make_orders: MakeOrders) -> None:
    erase_due(NOW)
    here = clock.now()
    watch.heard(here, here)
    leap(3 * DAY)
    for _ in range(2):
        with pytest.raises(ClockInDoubt):
            erase_due(NOW)
    assert watch.second_clock() is None


@pytest.mark.django_db
def test_a_clock_that_is_set_right_again_is_believed(make_orders: MakeOrders) -> None:
    erase_due(NOW)
    leap(3 * DAY)
    with pytest.raises(ClockInDoubt):
        erase_due(NOW)
    leap(-3 * DAY)
    assert watch.is_sure()
    erase_due(NOW)
    assert ClockWatch.objects.get().doubt_since is None


@pytest.mark.django_db
def test_the_merchant_says_that_the_clock_is_right(make_orders: MakeOrders) -> None:
    erase_due(NOW)
    assert watch.clock_is_right() is False
    over(make_orders)
    leap(10 * DAY)
    assert watch.clock_is_right() is True
    erase_due(NOW)
    assert OrderPersonal.objects.count() == 0
    assert ClockWatch.objects.get().sure_by == "merchant"


@pytest.mark.django_db
def test_moved_by_the_demos_own_command_it_goes_on(make_orders: MakeOrders) -> None:
    erase_due(clock.now())
    (order,) = make_orders(purchased_at=clock.now(), ship_by=clock.now())
    put_both([order], clock.now())
    clock.move(timedelta(days=62).total_seconds())
    try:
        assert watch.is_sure()
        erase_due(clock.now())
        assert OrderPersonal.objects.count() == 0
    finally:
        clock.forget()


@pytest.mark.django_db
def test_a_page_that_needs_an_address_says_why_it_has_none(
    signed_in: Client, keys: KeyRing, make_orders: MakeOrders
) -> None:
    (order,) = make_orders(has_address=True)
    put_both([order], clock.now())
    Order.objects.update(organization=signed_in.session and order.organization)
    from packhaus.accounts.models import Member

    Member.objects.update(organization=order.organization)
    erase_due(clock.now())
    page = f"/orders/{order.public_id}/"
    assert RECIPIENT.name in signed_in.get(page).content.decode()
    leap(2 * DAY)
    answer = signed_in.get(page)
    assert answer.status_code == 503
    assert "48" in answer.content.decode()
    assert RECIPIENT.name not in answer.content.decode()
    assert 'href="/settings/data-protection/"' in answer.content.decode()
