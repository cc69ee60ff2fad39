"""A clock that ran ahead and is put right: what became due by it is not late by as much as it was wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from packhaus.engine.due import make_due
from packhaus.engine.jobs import Ticker
from packhaus.engine.models import Due

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_set_back_a_day_all_work_is_due_now_and_not_in_a_day() -> None:
    ticker = Ticker()
    assert ticker.tick(NOW + A_DAY) == 0
    make_due("sync", 1, NOW + A_DAY + timedelta(minutes=3))
    make_due("remind", 2, NOW + A_DAY + timedelta(hours=14))
    assert ticker.tick(NOW) == 2
    assert not Due.objects.filter(claimed_until=None).exists()


@pytest.mark.django_db(transaction=True)
def test_moments_that_come_in_the_other_order_bring_nothing_forward() -> None:
    ticker = Ticker()
    make_due("remind", 2, NOW + timedelta(hours=14))
    ticker.tick(NOW)
    assert ticker.tick(NOW - timedelta(seconds=2)) == 0
    assert Due.objects.get().due_at == NOW + timedelta(hours=14)


@pytest.mark.django_db(transaction=True)
def test_a_tick_without_that_leaves_it_for_a_day() -> None:
    """The planted case: each tick on its own sees nothing of the step back."""
    Ticker().tick(NOW + A_DAY)
    make_due("sync", 1, NOW + A_DAY + timedelta(minutes=3))
    assert Ticker().tick(NOW) == 0
