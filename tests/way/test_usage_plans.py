"""Amazon's limits (429): our own buckets keep to them, whoever asks and however much is due."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from packhaus.confirmations.models import Confirmation
from packhaus.engine import bulk, due
from packhaus.engine.limits import SharedLimiter
from packhaus.engine.models import RateBucket
from packhaus.flow import sync
from packhaus.shops.models import Connection
from reckoning import calls, confirmed, fault, make

if TYPE_CHECKING:
    from line import Line

MANY = 60


def owed(line: Line, count: int) -> None:
    """So many confirmations are due at once."""
    line.simulator.admin("/carrier", {"journeys": {"moving": False}})
    make(line, count)
    line.move(minutes=5)
    line.connect(countries=("DE",), confirm_at="announced")
    line.work(kinds=("sync", "weights"))
    line.ship()


def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SharedLimiter, "take", lambda *_: None)


def test_many_confirmations_keep_to_two_a_second(quiet: Line) -> None:
    owed(quiet, MANY)
    quiet.work(rounds=600)
    assert Confirmation.objects.filter(state="accepted").count() == MANY
    assert len(confirmed(quiet)) == MANY
    assert calls(quiet, "confirmShipment", 204) == MANY, "none is sent twice"
    assert calls(quiet, "confirmShipment", 429) == 0
    assert not Connection.objects.get().problems.exists(), "waiting for a limit is no trouble"
    assert max(Confirmation.objects.values_list("attempts", flat=True)) == 1


def test_without_our_buckets_amazon_says_429(quiet: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    no_limits(monkeypatch)
    owed(quiet, 20)
    quiet.work(rounds=600)
    assert calls(quiet, "confirmShipment", 429) > 0
    assert len(confirmed(quiet)) == 20, "nothing is lost for all that"


def _worker(line: Line) -> None:
    """A second worker: claims and runs what is due now, one piece after the other."""
    try:
        while claimed := bulk.claim(line.now(), line.now() + due.CLAIM, 1):
            for work in claimed:
                due.run(work.id, work.kind, work.subject)
    finally:
        connections.close_all()


def _ask_for_all(line: Line) -> None:
    make(line, 45)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    for order in line.orders():
        sync.fetch_again(order, line.member, line.now())
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(_worker, [line, line]):
            pass


def test_two_workers_share_a_bucket(quiet: Line) -> None:
    _ask_for_all(quiet)
    assert 25 <= calls(quiet, "getOrder", 200) <= 45
    assert calls(quiet, "getOrder", 429) == 0
    quiet.work(rounds=600)
    assert calls(quiet, "getOrder", 200) == 45
    assert calls(quiet, "getOrder", 429) == 0


def test_two_workers_without_a_bucket_run_into_the_limit(
    quiet: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_limits(monkeypatch)
    _ask_for_all(quiet)
    assert calls(quiet, "getOrder", 429) > 0


def test_a_rate_that_amazon_names_is_learned(quiet: Line) -> None:
    quiet.simulator.admin("/limits", {"operation": "confirmShipment", "rate": 0.2, "burst": 10})
    owed(quiet, 25)
    quiet.work(rounds=600)
    assert RateBucket.objects.get(operation="confirmShipment").learned_rate == 0.2
    assert calls(quiet, "confirmShipment", 429) == 0
    assert len(confirmed(quiet)) == 25
    moments = sorted(Confirmation.objects.values_list("called_at", flat=True))
    assert (moments[-1] - moments[0]).total_seconds() > 14 / 0.2, "ten times as slow as published"


def test_a_burst_of_429_costs_waiting_and_nothing_else(quiet: Line) -> None:
    fault(quiet, "searchOrders", "status", status=429, times=3)
    ids = make(quiet, 3)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    for _ in range(5):
        quiet.work()
        quiet.move(minutes=3)
    assert set(quiet.orders().values_list("shop_order_id", flat=True)) == set(ids)
    assert calls(quiet, "searchOrders", 429) == 3
