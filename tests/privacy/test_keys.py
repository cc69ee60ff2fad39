"""Lease keys: files and their books, refused where they do not fit (DESIGN.md, Lease keys, rules 7 and 8)."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.errors import KeyFolderProblem, KeyGone, KeyMismatch, KeyMissing, KeyUnknown
from packhaus.privacy.keys import KeyRing, LeaseName, ring
from packhaus.privacy.lost import write_off
from packhaus.privacy.models import LeaseKey, OrderPersonal
from packhaus.privacy.retention import Lease, LeaseKind
from packhaus.privacy.seal import fingerprint
from privacy.merchants import NOW
from privacy.people import RECIPIENT, put_both

MakeOrders = Callable[..., list[Order]]
RUN = Lease(LeaseKind.RUN, date(2026, 12, 8))
END = Lease(LeaseKind.END, date(2026, 12, 3))
NOBODY = 65534


def stored(keys: KeyRing) -> bytes:
    """What a process without anything in memory reads."""
    (row,) = LeaseKey.objects.all()
    return keys.path_of(row.name).read_bytes()


def test_names() -> None:
    assert str(LeaseName(RUN, 1)) == "run-2026-12-08.1"
    assert LeaseName.parse("end-2026-12-03.12") == LeaseName(END, 12)


@pytest.mark.parametrize(
    "name",
    ["", "run", "run-2026-12-08", "run-2026-12-08.", "RUN-2026-12-08.1", "run-2026-13-08.1", "run-20261208.1",
     "run-2026-12-08.01", "run-2026-12-08.1/../x", "any-2026-12-08.1", "run-2026-12-08.1\n"],
)  # fmt: skip
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(KeyUnknown):
        LeaseName.parse(name)


@pytest.mark.django_db
def test_a_key_is_made_once_with_its_books(keys: KeyRing) -> None:
    cipher = keys.for_sealing(RUN, NOW)
    assert cipher.name == "run-2026-12-08.1"
    row = LeaseKey.objects.get()
    assert (row.kind, row.day, row.generation, row.created_at) == ("run", RUN.day, 1, NOW)
    path = keys.path_of(row.name)
    assert len(path.read_bytes()) == 32
    assert row.fingerprint == fingerprint(path.read_bytes())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    again = KeyRing(keys.folder).for_sealing(RUN, NOW)
    assert again.open(cipher.seal(b"x", b""), b"") == b"x"
    assert LeaseKey.objects.count() == 1


@pytest.mark.django_db
def test_the_books_say_nothing_of_the_key(keys: KeyRing) -> None:
    keys.for_sealing(RUN, NOW)
    key = stored(keys)
    row = repr(LeaseKey.objects.values().get())
    assert key.hex() not in row
    assert repr(key) not in row


@pytest.mark.django_db
def test_a_rolled_back_key_is_put_into_the_books_again(keys: KeyRing) -> None:
    with transaction.atomic():
        sealed = keys.for_sealing(RUN, NOW).seal(b"x", b"")
        transaction.set_rollback(True)
    assert LeaseKey.objects.count() == 0
    keys.for_sealing(RUN, NOW)
    assert LeaseKey.objects.count() == 1
    assert keys.for_opening(sealed.lease, NOW).open(sealed, b"") == b"x"


@pytest.mark.django_db
def test_another_key_in_the_file_is_refused(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    path = keys.path_of("run-2026-12-08.1")
    for wrong in (os.urandom(32), b"", os.urandom(31), os.urandom(33)):
        path.write_bytes(wrong)
        keys.forget()
        with pytest.raises(KeyMismatch) as refused:
            vault.recipients([order.pk], NOW)
        assert str(path) in str(refused.value)
        with pytest.raises(KeyMismatch):
            put_both([order], NOW)


@pytest.mark.django_db
def test_a_missing_file_is_refused_and_not_made_anew(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    path = keys.path_of("run-2026-12-08.1")
    key = path.read_bytes()
    path.unlink()
    keys.forget()
    with pytest.raises(KeyMissing) as refused:
        vault.recipients([order.pk], NOW)
    assert isinstance(refused.value, NeedsMerchant)
    assert str(path) in str(refused.value)
    with pytest.raises(KeyMissing):
        put_both([order], NOW)
    assert not path.exists()
    path.write_bytes(key)
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_a_missing_folder_is_refused_and_not_made_anew(
    make_orders: MakeOrders, keys: KeyRing, tmp_path: Path
) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    keys.folder.rename(tmp_path / "elsewhere")
    keys.forget()
    with pytest.raises(KeyFolderProblem) as refused:
        vault.recipients([order.pk], NOW)
    assert str(keys.folder) in str(refused.value)
    # ... nor for another day's key: the folder may only not be mounted
    with pytest.raises(KeyFolderProblem):
        keys.for_sealing(END, NOW)
    assert not keys.folder.exists()


@pytest.mark.django_db
def test_a_folder_that_is_a_file_is_refused(keys: KeyRing) -> None:
    keys.folder.parent.mkdir()
    keys.folder.write_text("")
    with pytest.raises(KeyFolderProblem) as refused:
        keys.for_sealing(RUN, NOW)
    assert str(keys.folder) in str(refused.value)
    assert LeaseKey.objects.count() == 0


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Permissions bind everyone but root, so where root runs the tests somebody else looks."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_read_or_entered_is_refused(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as place:
        settings.KEYS = Path(place) / "keys"
        keys = ring()
        name = keys.for_sealing(RUN, NOW).name
        keys.forget()
        keys.path_of(name).chmod(0)
        keys.folder.chmod(0o555)
        for folder in (keys.folder.parent, keys.folder.parent.parent):
            folder.chmod(0o755)
        for entered in (True, False):
            Path(place).chmod(0o755 if entered else 0)
            with as_somebody_else(), pytest.raises(KeyFolderProblem, match="Permission denied"):
                keys.for_sealing(END, NOW)
            with as_somebody_else(), pytest.raises(KeyFolderProblem, match="Permission denied"):
                keys.for_opening(name, NOW)
        Path(place).chmod(0o755)
        keys.folder.chmod(0o700)
        assert [path.stem for path in keys.folder.iterdir()] == [name]


@pytest.mark.django_db
def test_a_key_that_is_not_in_the_books_is_refused(keys: KeyRing) -> None:
    keys.for_sealing(RUN, NOW)
    keys.path_of("run-2026-12-07.1").write_bytes(os.urandom(32))
    with pytest.raises(KeyUnknown):
        keys.for_opening("run-2026-12-07.1", NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("lease", [RUN, END])
def test_rule_8_a_key_past_its_day_is_refused(keys: KeyRing, lease: Lease) -> None:
    name = keys.for_sealing(lease, NOW).name
    past = NOW + (lease.day + timedelta(days=1) - NOW.date())
    assert keys.for_opening(name, past - timedelta(hours=11)).name == name
    for _ in range(2):
        with pytest.raises(KeyGone) as refused:
            keys.for_opening(name, past)
        assert isinstance(refused.value, Rejected)
        keys.forget()
    with pytest.raises(KeyGone):
        keys.for_sealing(lease, past)


@pytest.mark.django_db
def test_rule_5_survivors_lie_under_past_run_keys_only(keys: KeyRing) -> None:
    run, end = keys.for_sealing(RUN, NOW).name, keys.for_sealing(END, NOW).name
    later = NOW + timedelta(days=20)
    assert keys.for_opening(run, later, survivors=True).name == run
    with pytest.raises(KeyGone):
        keys.for_opening(end, later, survivors=True)


@pytest.mark.django_db
def test_rule_8_a_key_marked_destroyed_brings_nobody_back(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    LeaseKey.objects.update(destroyed_at=NOW)
    keys.forget()
    assert keys.path_of("run-2026-12-08.1").exists()
    with pytest.raises(KeyGone):
        keys.for_opening("run-2026-12-08.1", NOW)
    assert vault.recipients([order.pk], NOW) == {}
    # What comes in from then on lies under the next generation.
    put_both([order], NOW)
    assert set(OrderPersonal.objects.values_list("lease", flat=True)) == {"run-2026-12-08.2"}
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_keys_of_a_lost_folder_are_written_off(make_orders: MakeOrders, keys: KeyRing) -> None:
    lost, kept = make_orders(2)
    put_both([lost], NOW)
    Order.objects.filter(pk=kept.pk).update(shipped_at=NOW - timedelta(days=27))
    kept.refresh_from_db()
    put_both([kept], NOW)
    keys.path_of("run-2026-12-08.1").unlink()
    assert write_off(keys, NOW) == ["run-2026-12-08.1"]
    assert vault.recipients([lost.pk, kept.pk], NOW) == {kept.pk: RECIPIENT}
    put_both([lost], NOW)
    assert vault.recipients([lost.pk, kept.pk], NOW) == {lost.pk: RECIPIENT, kept.pk: RECIPIENT}
    assert write_off(keys, NOW) == []
