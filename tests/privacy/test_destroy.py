"""The end of a key: an old copy of the folder, a folder that is missing, a full disk, the system's timer."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from packhaus.engine.models import Due
from packhaus.flow import erase
from packhaus.flow.erase import erase_due, start_erasing, start_reading
from packhaus.kit import keyfiles
from packhaus.kit.errors import NeedsMerchant
from packhaus.orders.models import Order
from packhaus.privacy import destroy, vault
from packhaus.privacy.by_name import delete_past
from packhaus.privacy.clearing.run import Run
from packhaus.privacy.destroy import destroy_keys
from packhaus.privacy.errors import KeyFolderProblem, KeyGone
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import ErasureReceipt, LeaseKey, OrderPersonal
from packhaus.privacy.retention import Lease, LeaseKind
from privacy.merchants import NOW, made_connection, made_orders
from privacy.people import RECIPIENT, put_both

MakeOrders = Callable[..., list[Order]]
DAY = timedelta(days=1)
SOURCE = str(Path(destroy.__file__).parents[2])
MIDNIGHT = NOW.replace(hour=0) + 5 * DAY
"""The end of the last day of what was shipped 25 days before: 5 December."""
END = "end-2026-12-05.1"


@pytest.fixture
def due(make_orders: MakeOrders, keys: KeyRing) -> list[Order]:
    """One order whose day ends at MIDNIGHT, one that lives on."""
    orders = [*make_orders(1, shipped_at=NOW - 25 * DAY), *make_orders(1)]
    put_both(orders, NOW)
    erase_due(NOW)
    assert keys.path_of(END).exists()
    return orders


@pytest.mark.django_db
def test_rule_3_an_end_key_goes_whatever_lies_under_it(due: list[Order], keys: KeyRing) -> None:
    done = destroy_keys(keys, Run(MIDNIGHT))
    assert (done.ended, done.files) == ([END], [END])
    assert OrderPersonal.objects.filter(lease=END).count() == 2
    assert not keys.path_of(END).exists()


@pytest.mark.django_db
def test_rule_3_a_run_key_goes_once_it_is_empty(due: list[Order], keys: KeyRing) -> None:
    past = NOW.replace(hour=0) + 8 * DAY
    assert destroy_keys(keys, Run(past)).ended == [END], "what lives lies under the other one still"
    erase_due(past)
    assert not keys.path_of("run-2026-12-08.1").exists()
    assert vault.recipients([due[1].pk], past) == {due[1].pk: RECIPIENT}


@pytest.mark.django_db
def test_rule_8_an_old_copy_of_the_folder_brings_nobody_back(
    due: list[Order], keys: KeyRing, tmp_path: Path
) -> None:
    shutil.copytree(keys.folder, tmp_path / "copy")
    erase_due(NOW.replace(hour=0) + 8 * DAY)
    shutil.copytree(tmp_path / "copy", keys.folder, dirs_exist_ok=True)
    assert keys.path_of(END).exists()
    assert keys.path_of("run-2026-12-08.1").exists()
    later = NOW + 8 * DAY
    with pytest.raises(KeyGone):
        keys.for_opening("run-2026-12-08.1", later, survivors=True)
    assert not keys.path_of("run-2026-12-08.1").exists(), "stumbled on"
    start_reading(later)
    assert not keys.path_of(END).exists(), "seen at a start"
    shutil.copytree(tmp_path / "copy", keys.folder, dirs_exist_ok=True)
    erase_due(later)
    assert [path.stem for path in keys.folder.iterdir()] == ["run-2026-12-16.1"]


@pytest.mark.django_db
def test_a_hard_link_is_no_copy(due: list[Order], keys: KeyRing, tmp_path: Path) -> None:
    before = keys.path_of(END).read_bytes()
    (tmp_path / "link").hardlink_to(keys.path_of(END))
    erase_due(MIDNIGHT)
    assert (tmp_path / "link").read_bytes() != before


@pytest.mark.django_db
def test_the_folder_is_missing(due: list[Order], keys: KeyRing, tmp_path: Path) -> None:
    away = tmp_path / "away"
    keys.folder.rename(away)
    keys.forget()
    with pytest.raises(KeyFolderProblem) as told:
        erase_due(MIDNIGHT)
    assert str(keys.folder) in str(told.value)
    assert not OrderPersonal.objects.filter(order=due[0]).exists(), "the rows are cleared all the same"
    assert LeaseKey.objects.get(name=END).file_gone_at is None, "nobody says that it is gone"
    away.rename(keys.folder)
    erase_due(MIDNIGHT + timedelta(hours=1))
    assert not keys.path_of(END).exists()
    assert LeaseKey.objects.get(name=END).file_gone_at is not None
    assert vault.recipients([due[1].pk], MIDNIGHT) == {due[1].pk: RECIPIENT}


@pytest.mark.django_db
def test_a_file_that_cannot_be_deleted_is_said_and_tried_again(due: list[Order], keys: KeyRing) -> None:
    path = keys.path_of(END)
    path.unlink()
    path.mkdir()
    with pytest.raises(KeyFolderProblem) as told:
        erase_due(MIDNIGHT)
    assert str(told.value).startswith("1 keys whose time is over cannot be deleted")
    assert not OrderPersonal.objects.filter(order=due[0]).exists()
    assert LeaseKey.objects.get(name=END).file_gone_at is None
    path.rmdir()
    erase_due(MIDNIGHT + timedelta(hours=1))
    assert LeaseKey.objects.get(name=END).file_gone_at is not None


@pytest.mark.django_db
def test_a_worker_starts_though_the_folder_is_missing(due: list[Order], keys: KeyRing) -> None:
    shutil.rmtree(keys.folder)
    start_erasing(MIDNIGHT)
    assert not OrderPersonal.objects.filter(order=due[0]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_starts_though_the_database_takes_no_receipt(keys: KeyRing) -> None:
    put_both(made_orders(made_connection(), shipped_at=NOW - 40 * DAY), NOW - 39 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE packhaus_erasurereceipt RENAME TO away")
        try:
            start_erasing(NOW)
        finally:
            cursor.execute("ALTER TABLE away RENAME TO packhaus_erasurereceipt")
    assert Due.objects.filter(kind="erase").exists(), "it is tried again"
    start_erasing(NOW)
    assert not OrderPersonal.objects.exists()


@pytest.mark.django_db
def test_rows_that_nobody_can_open_keep_no_key(due: list[Order], keys: KeyRing) -> None:
    OrderPersonal.objects.filter(order=due[1]).update(wrapped=b"spoiled")
    with pytest.raises(NeedsMerchant):
        erase_due(NOW.replace(hour=0) + 8 * DAY)
    assert not keys.path_of("run-2026-12-08.1").exists()


@pytest.mark.django_db
def test_the_systems_timer_needs_no_database(keys: KeyRing, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    folder = tmp_path / "data" / "keys" / "leases"
    folder.mkdir(parents=True)
    names = {
        f"end-{today - DAY}.1": False,
        f"end-{today - 30 * DAY}.2": False,
        f"end-{today}.1": True,
        f"run-{today - DAY}.1": True,
        "end-of-the-world.1": True,
    }
    for name in names:
        (folder / f"{name}.key").write_bytes(bytes(32))
    (folder / "end-2020-01-01.1.txt").write_text("no key")
    done = subprocess.run(
        [sys.executable, "-m", "packhaus", "--data", str(tmp_path / "data"), "erase-keys"],
        env={
            **os.environ,
            "DATABASE_URL": "host=/nowhere",
            "PYTHONPATH": SOURCE,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "2 keys deleted.\n")
    assert {name: (folder / f"{name}.key").exists() for name in names} == names
    assert (folder / "end-2020-01-01.1.txt").exists()
    assert delete_past(folder, today + DAY) == [f"end-{today}.1"]


@pytest.mark.django_db
def test_a_disk_that_is_full_leaves_no_half_key(keys: KeyRing) -> None:
    """A process that may write no file: the key is refused in words, and no file is left of it."""
    program = (
        "import resource, sys; from pathlib import Path; from packhaus.kit.keyfiles import kept_bytes\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))\n"
        "try: kept_bytes(Path(sys.argv[1]))\n"
        "except OSError as error: print(error.strerror)"
    )
    folder = keys.folder
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "run-2026-12-08.1.key")],
        env={**os.environ, "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout in ("No space left on device\n", "File too large\n")
    assert list(folder.iterdir()) == []
    keys.for_sealing(Lease(LeaseKind.RUN, (NOW + 7 * DAY).date()), NOW)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.django_db
def test_a_disk_that_is_full_while_wrapping_loses_nothing(due: list[Order], keys: KeyRing) -> None:
    """No new key can be written: what should move stays where it is, and is moved when there is room."""
    later = NOW + 6 * DAY
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    keys.forget()
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        with pytest.raises(NeedsMerchant):
            erase.rewrap_due(later)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert set(OrderPersonal.objects.filter(order=due[1]).values_list("lease", flat=True)) == {
        "run-2026-12-08.1"
    }
    erase_due(later)
    assert vault.recipients([due[1].pk], later) == {due[1].pk: RECIPIENT}
    assert ErasureReceipt.objects.get(holding="order_personal").rows == 2


def test_a_key_file_is_deleted_once(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    keyfiles.kept_bytes(path)
    assert keyfiles.delete_file(path) is True
    assert keyfiles.delete_file(path) is False
