"""A copy is closed on its record's own day, though the record lay under keys of later days (rule 4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from packhaus.flow.erase import erase_due
from packhaus.orders.models import Order
from packhaus.privacy.errors import KeyFolderProblem
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import LeaseKey, OrderPersonal
from packhaus.privacy.retention import Lease, LeaseKind
from privacy.merchants import NOW
from privacy.people import put_both

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)


@pytest.mark.django_db
def test_rule_4_a_record_that_died_with_its_key_takes_the_later_ones_along(
    make_orders: MakeOrders, keys: KeyRing
) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    assert set(OrderPersonal.objects.values_list("lease", flat=True)) == {"run-2026-12-08.1"}
    # The shop sends it once more, and it left long ago: then the program is off over its last day.
    Order.objects.update(shipped_at=NOW - 28 * DAY, shop_state="shipped")
    order.refresh_from_db()
    put_both([order], NOW)
    assert set(OrderPersonal.objects.values_list("lease", flat=True)) == {"end-2026-12-02.1"}
    erase_due(NOW.replace(hour=0) + 2 * DAY)
    assert not OrderPersonal.objects.exists()
    assert not keys.path_of("run-2026-12-08.1").exists(), "a backup of the first hour can be opened"


@pytest.mark.django_db
def test_off_for_long_with_the_folder_not_mounted_no_new_one_is_made(
    make_orders: MakeOrders, keys: KeyRing, tmp_path: Path
) -> None:
    put_both(make_orders(), NOW)
    keys.forget()
    keys.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(KeyFolderProblem):
        keys.for_sealing(Lease(LeaseKind.RUN, (NOW + 17 * DAY).date()), NOW + 10 * DAY)
    assert not keys.folder.exists()


@pytest.mark.django_db
def test_an_empty_mount_point_is_a_missing_folder(
    make_orders: MakeOrders, keys: KeyRing, tmp_path: Path
) -> None:
    put_both(make_orders(), NOW)
    keys.forget()
    keys.folder.rename(tmp_path / "elsewhere")
    keys.folder.mkdir()
    with pytest.raises(KeyFolderProblem):
        keys.for_sealing(Lease(LeaseKind.RUN, (NOW + 8 * DAY).date()), NOW + DAY)
    assert list(keys.folder.iterdir()) == []
    assert LeaseKey.objects.count() == 1
