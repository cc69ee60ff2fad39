"""Packhaus was off for ten days: Amazon's clock says whether to believe ours; nothing stays a minute late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from packhaus.engine import bulk, clock
from packhaus.flow.erase import erase_due, start_erasing
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.errors import ClockInDoubt
from packhaus.privacy.keys import ring
from packhaus.privacy.models import ClockWatch, ErasureReceipt, LeaseKey, OrderPersonal
from reckoning import make

if TYPE_CHECKING:
    from line import Line

TEN_DAYS = timedelta(days=10)


def off_for_ten_days(line: Line) -> tuple[Order, Order]:
    """One order whose day ended while it was off, and one that lives; the last run was ten days ago."""
    make(line, 2)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    over, live = line.orders().order_by("pk")
    erase_due(line.now())
    Order.objects.filter(pk=over.pk).update(shipped_at=line.now() - timedelta(days=35))
    ClockWatch.objects.update(beat_at=clock.unmoved() - TEN_DAYS, ran_at=line.now() - TEN_DAYS)
    start_erasing(line.now())
    with pytest.raises(ClockInDoubt):
        vault.recipients([live.pk])
    assert OrderPersonal.objects.filter(order=over).exists()
    return over, live


def test_r4_2_amazons_clock_agrees_and_within_a_minute_all_is_gone(quiet: Line) -> None:
    over, live = off_for_ten_days(quiet)
    old = list(LeaseKey.objects.filter(destroyed_at=None).values_list("name", flat=True))
    started = quiet.now()
    quiet.move(minutes=3)
    waited = quiet.now()
    quiet.work()
    gone_at = Order.objects.get(pk=over.pk).erased_at
    assert gone_at is not None
    assert gone_at - waited < timedelta(minutes=1)
    assert gone_at - started < timedelta(minutes=4), "of these three until the shop's orders were read again"
    assert not OrderPersonal.objects.filter(order=over).exists()
    assert ErasureReceipt.objects.filter(holding="order_personal", late_by_outage=True).exists()
    assert ClockWatch.objects.get().sure_by == "shop"
    assert set(vault.recipients([live.pk])) == {live.pk}
    assert [name for name in old if ring().path_of(name).exists()] == [], "a backup of then opens nothing"


def test_a_clock_that_is_ten_days_ahead_of_amazons_erases_nothing(quiet: Line) -> None:
    over, live = off_for_ten_days(quiet)
    clock.move(TEN_DAYS.total_seconds())
    try:
        quiet.work()
        assert OrderPersonal.objects.filter(order=over).exists()
        assert Order.objects.filter(erased_at__isnull=False).count() == 0
        with pytest.raises(ClockInDoubt):
            vault.recipients([live.pk])
    finally:
        clock.move(-TEN_DAYS.total_seconds())
    # As a worker does, which notices that its clock was set back.
    bulk.bring_forward(quiet.now())
    quiet.work()
    assert not OrderPersonal.objects.filter(order=over).exists()
    assert set(vault.recipients([live.pk])) == {live.pk}
