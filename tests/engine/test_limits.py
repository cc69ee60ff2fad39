"""A limit is shared state: burst first, then one token a period, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from packhaus.engine import bulk

T0 = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_it_gives_the_burst_and_then_one_token_a_period() -> None:
    given = [bulk.take_token("s", "searchOrders", 0.0056, 20, T0)[0] for _ in range(25)]
    assert given == [True] * 20 + [False] * 5
    assert not bulk.take_token("s", "searchOrders", 0.0056, 20, T0 + timedelta(seconds=177))[0]
    assert bulk.take_token("s", "searchOrders", 0.0056, 20, T0 + timedelta(seconds=179))[0]
    assert not bulk.take_token("s", "searchOrders", 0.0056, 20, T0 + timedelta(seconds=180))[0]


def test_two_sellers_do_not_share_a_bucket() -> None:
    assert bulk.take_token("a", "x", 1, 1, T0)[0]
    assert bulk.take_token("b", "x", 1, 1, T0)[0]
    assert not bulk.take_token("a", "x", 1, 1, T0)[0]


def test_the_rate_that_the_other_side_names_overrides_the_default() -> None:
    bulk.take_token("s", "x", 1, 1, T0)
    bulk.set_bucket("s", "x", T0, rate=10)
    assert bulk.take_token("s", "x", 1, 1, T0 + timedelta(seconds=0.11))[0]


def test_workers_who_ask_in_the_other_order_get_nothing_for_free() -> None:
    for _ in range(5):
        bulk.take_token("s", "x", 1, 5, T0)
    assert not bulk.take_token("s", "x", 1, 5, T0 - timedelta(seconds=20))[0]
    assert not bulk.take_token("s", "x", 1, 5, T0)[0]
    assert bulk.take_token("s", "x", 1, 5, T0 + timedelta(seconds=1.1))[0]


def test_a_clock_that_is_set_back_neither_gives_for_free_nor_stops_the_refill() -> None:
    for _ in range(5):
        bulk.take_token("s", "x", 1, 5, T0)
    back = T0 - timedelta(hours=1)
    assert not bulk.take_token("s", "x", 1, 5, back)[0]
    assert not bulk.take_token("s", "x", 1, 5, back + timedelta(seconds=0.5))[0]
    assert bulk.take_token("s", "x", 1, 5, back + timedelta(seconds=1.1))[0]
