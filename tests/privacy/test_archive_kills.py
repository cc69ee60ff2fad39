"""R4.3: SIGKILL at every seam of the archive: a bundle is whole or absent, and each order in one, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from packhaus.engine import clock
from packhaus.orders.models import Order
from packhaus.privacy.archive.models import ArchiveBundle
from packhaus.privacy.archive.status import status_of
from packhaus.privacy.archive.write import path_of
from packhaus.privacy.keys import KeyRing
from packhaus.shops.models import Connection
from privacy.archives import DAY, Holder, numbers_in, numbers_of, shipped, switch_on
from privacy.merchants import made_connection
from workers import Workers, until

SEAMS = ("archive.intended", "archive.draft", "archive.written", "archive.manifest")


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path, keys: KeyRing, settings: Any) -> Iterator[Workers]:
    settings.ARCHIVE = tmp_path / "archive"
    folder = tmp_path / "workers"
    folder.mkdir()
    clock.forget()
    started = Workers(folder, settings.KEYS, {"PACKHAUS_ARCHIVE": str(settings.ARCHIVE)})
    yield started
    started.stop()


@pytest.fixture
def shop(workers: Workers) -> Connection:
    return made_connection()


def planted(shop: Connection, holder: Holder, age: int = 20) -> list[Order]:
    """Orders of two months, so of two bundles."""
    now = clock.now()
    switch_on(shop.organization, now, holder)
    return shipped(shop, 30, now - age * DAY) + shipped(shop, 30, now - (age + 5) * DAY)


def all_written(orders: list[Order]) -> bool:
    found = ArchiveBundle.objects.all()
    return bool(found) and sum(bundle.orders for bundle in found if bundle.written_at) == len(orders)


def killed(workers: Workers, seam: str, sabotage: str = "") -> None:
    first = workers.start(seam=seam, sabotage=sabotage)
    until(lambda: f"it is killed\n{workers.logs()}", lambda: first.poll() is not None)
    assert first.returncode == -9, workers.logs()


def whole(bundles: list[ArchiveBundle], folder: Path) -> None:
    """Files are there that are in the books, and no others."""
    expected = {path_of(bundle) for bundle in bundles}
    expected |= {path.with_suffix(".json") for path in expected}
    assert set(folder.iterdir()) == expected


@pytest.mark.parametrize("seam", SEAMS)
def test_the_next_worker_finishes_what_a_kill_left(
    seam: str, workers: Workers, shop: Connection, settings: Any
) -> None:
    holder = Holder()
    orders = planted(shop, holder)
    killed(workers, seam)
    for path in settings.ARCHIVE.glob("packhaus-*.age"):
        bundle = ArchiveBundle.objects.get(file_name=path.name)
        assert holder.opens(bundle).lines, "what is there under its name is whole"
    workers.start()
    until(lambda: f"all is written\n{workers.logs()}", lambda: all_written(orders))
    bundles = list(ArchiveBundle.objects.all())
    assert numbers_in(holder, bundles) == numbers_of(orders), "each order once"
    whole(bundles, settings.ARCHIVE)


def test_without_the_intent_a_kill_leaves_orders_in_two_bundles(
    workers: Workers, shop: Connection, settings: Any
) -> None:
    holder = Holder()
    orders = planted(shop, holder)
    killed(workers, "archive.written", sabotage="archive")
    workers.start()
    until(lambda: f"all is written\n{workers.logs()}", lambda: all_written(orders))
    bundles = list(ArchiveBundle.objects.all())
    assert numbers_in(holder, bundles) == numbers_of(orders)
    with pytest.raises(AssertionError):
        whole(bundles, settings.ARCHIVE)


def test_killed_before_it_was_recorded_and_off_until_the_data_is_gone(
    workers: Workers, shop: Connection, settings: Any
) -> None:
    """The bundle that is there holds what the vault lost meanwhile: it is recorded and not written again."""
    holder = Holder()
    orders = planted(shop, holder, age=15)
    killed(workers, "archive.written")
    (written,) = settings.ARCHIVE.glob("packhaus-*.age")
    before = written.read_bytes()
    clock.move(16 * DAY.total_seconds())
    first = ArchiveBundle.objects.get(file_name=written.name)
    workers.start()
    until(
        lambda: f"it is recorded and all is erased\n{workers.logs()}",
        lambda: (
            ArchiveBundle.objects.filter(pk=first.pk).exclude(written_at=None).exists()
            and Order.objects.exclude(erased_at=None).count() == len(orders)
        ),
    )
    assert written.read_bytes() == before
    first.refresh_from_db()
    assert first.orders == len(holder.opens(first).lines)
    missed = status_of(shop.organization, clock.now()).missed
    assert first.orders + missed == len(orders), "each order is archived or said to be missed"


def test_two_workers_at_the_same_archive(workers: Workers, shop: Connection, settings: Any) -> None:
    holder = Holder()
    orders = planted(shop, holder)
    workers.start()
    workers.start()
    until(lambda: f"all is written\n{workers.logs()}", lambda: all_written(orders))
    bundles = list(ArchiveBundle.objects.all())
    assert numbers_in(holder, bundles) == numbers_of(orders)
    whole(bundles, settings.ARCHIVE)
