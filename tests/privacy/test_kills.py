"""SIGKILL at every seam of the erasure: the next worker finishes it, once, and takes nothing that lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from packhaus.engine import clock
from packhaus.engine.models import Due, Timeline
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.errors import ClockInDoubt
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import ClockWatch, ErasureReceipt, LeaseKey, OrderPersonal
from packhaus.privacy.retention import utc_day
from privacy.merchants import made_connection, made_label, made_orders
from privacy.people import put_both
from workers import Workers, until

DAY = timedelta(days=1)
SEAMS = ("erase.marked", "erase.unlinked", "erase.recorded", "erase.page", "erase.rows", "erase.orders")
EACH = 40


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path, keys: KeyRing, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    clock.forget()
    started = Workers(folder, settings.KEYS, {})
    yield started
    started.stop()


class Planted:
    """Orders whose day ended some days ago, orders of which it is told too late, and living ones."""

    def __init__(self) -> None:
        self.now = clock.now()
        connection = made_connection()
        before = self.now - 4 * DAY
        columns = {"purchased_at": before - 30 * DAY, "ship_by": before, "shop_state": "shipped"}
        self.over = made_orders(connection, EACH, shipped_at=before - 28 * DAY, **columns)
        self.told_late = made_orders(connection, EACH, purchased_at=before, ship_by=before)
        self.live = made_orders(connection, EACH, purchased_at=before, ship_by=before)
        put_both([*self.over, *self.told_late, *self.live], before)
        for order in (self.over[0], self.told_late[0], self.live[0]):
            made_label(order, b"label", before)
        Order.objects.filter(pk__in=ids(self.told_late)).update(shipped_at=self.now - 60 * DAY)

    @property
    def gone(self) -> list[int]:
        return ids(self.over) + ids(self.told_late)


def ids(orders: list[Order]) -> list[int]:
    return [order.pk for order in orders]


def old_keys(keys: KeyRing, before: datetime) -> list[str]:
    """Key files that were made before ``before`` (all that the planted rows ever lay under)."""
    made = LeaseKey.objects.filter(created_at__lt=before).values_list("name", flat=True)
    return [name for name in made if keys.path_of(name).exists()]


def erased(planted: Planted, keys: KeyRing) -> bool:
    return (
        not OrderPersonal.objects.filter(order__in=planted.gone).exists()
        and Order.objects.exclude(erased_at=None).count() == 2 * EACH
        and old_keys(keys, planted.now) == []
        and not LeaseKey.objects.exclude(destroyed_at=None).filter(file_gone_at=None).exists()
    )


def kill_at(seam: str, workers: Workers, planted: Planted, keys: KeyRing, sabotage: str = "") -> None:
    first = workers.start(seam=seam)
    until(lambda: f"it is killed\n{workers.logs()}", lambda: first.poll() is not None)
    assert first.returncode == -9, workers.logs()
    workers.start(sabotage=sabotage)
    until(
        lambda: f"all is erased\n{workers.logs()}",
        lambda: erased(planted, keys),
        seconds=10 if sabotage else 30,
    )


@pytest.mark.parametrize("seam", SEAMS)
def test_the_next_worker_finishes_what_a_kill_left(seam: str, workers: Workers, keys: KeyRing) -> None:
    planted = Planted()
    assert len(old_keys(keys, planted.now)) == 2
    kill_at(seam, workers, planted, keys)
    counted = ErasureReceipt.objects.filter(holding="order_personal").aggregate(rows=Sum("rows"))
    assert counted["rows"] == 4 * EACH, "each row once, whatever was begun twice"
    assert Timeline.objects.filter(kind="erased").count() == 2 * EACH
    keys.forget()
    assert len(vault.recipients(ids(planted.live))) == EACH
    assert len(vault.contacts(ids(planted.live))) == EACH
    ended = [name for receipt in ErasureReceipt.objects.filter(holding="lease_key") for name in receipt.keys]
    assert sorted(ended) == sorted(set(ended))
    assert f"end-{utc_day(planted.now) - 3 * DAY}.1" in ended


def test_without_deleting_on_sight_a_kill_leaves_a_key(workers: Workers, keys: KeyRing) -> None:
    planted = Planted()
    with pytest.raises(AssertionError, match="all is erased"):
        kill_at("erase.marked", workers, planted, keys, sabotage="erase")
    assert not OrderPersonal.objects.filter(order__in=planted.gone).exists()
    assert old_keys(keys, planted.now) != [], "the guard is off: the test must see a key that is left"


def test_two_workers_at_the_same_orders(workers: Workers, keys: KeyRing) -> None:
    planted = Planted()
    workers.start()
    workers.start()
    until(lambda: f"all is erased\n{workers.logs()}", lambda: erased(planted, keys))
    counted = ErasureReceipt.objects.filter(holding="order_personal").aggregate(rows=Sum("rows"))
    assert counted["rows"] == 4 * EACH
    assert Timeline.objects.filter(kind="erased").count() == 2 * EACH
    keys.forget()
    assert len(vault.recipients(ids(planted.live))) == EACH


def test_a_worker_in_doubt_of_the_clock_waits_for_the_merchant(workers: Workers, keys: KeyRing) -> None:
    planted = Planted()
    ClockWatch.objects.create(pk=1, beat_at=clock.unmoved() - 10 * DAY, ran_at=planted.now - 10 * DAY)
    workers.start()
    until(
        lambda: f"it says so\n{workers.logs()}",
        lambda: Due.objects.filter(kind="erase", trouble__contains="240").exists(),
    )
    assert OrderPersonal.objects.filter(order__in=planted.gone).count() == 4 * EACH
    assert len(old_keys(keys, planted.now)) == 2
    with pytest.raises(ClockInDoubt):
        vault.recipients(ids(planted.live))
    assert "Erasure goes on." in workers.command("clock-is-right")
    until(lambda: f"all is erased\n{workers.logs()}", lambda: erased(planted, keys))
    assert len(vault.recipients(ids(planted.live))) == EACH
    assert "was not in doubt" in workers.command("clock-is-right")
