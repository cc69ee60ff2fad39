"""Rules 1 and 2 at work on a real database, over days, kills and several workers."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from packhaus.engine.models import Due
from packhaus.flow.erase import KIND, erase_again, erase_due, rewrap_due, start_erasing
from packhaus.kit.errors import NeedsMerchant, Retry
from packhaus.kit.personal import Sealed
from packhaus.orders.models import Order
from packhaus.parcels.models import Document
from packhaus.privacy import vault
from packhaus.privacy.holdings import SEALED
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import LeaseKey, OrderPersonal
from packhaus.privacy.retention import facts_of
from packhaus.privacy.rewrap import Rewrapped, rewrap
from packhaus.shops.models import Connection, SetAside
from privacy.merchants import NOW, made_connection, made_label, made_orders, made_set_aside
from privacy.people import RECIPIENT, put_both

MakeOrders = Callable[..., list[Order]]
PERSONAL = SEALED[0]
DAY = timedelta(days=1)
HERE = Path(__file__).parent


def leases() -> set[str]:
    return set(OrderPersonal.objects.values_list("lease", flat=True))


@pytest.mark.django_db
def test_rule_2_from_two_days_before(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    for days in range(5):
        assert rewrap(PERSONAL, keys, NOW + days * DAY) == Rewrapped(seen=2)
        assert leases() == {"run-2026-12-08.1"}
    before = list(OrderPersonal.objects.order_by("pk").values_list("sealed", "wrapped"))
    assert rewrap(PERSONAL, keys, NOW + 5 * DAY) == Rewrapped(seen=2, wrapped=2)
    assert leases() == {"run-2026-12-13.1"}
    after = list(OrderPersonal.objects.order_by("pk").values_list("sealed", "wrapped"))
    assert [sealed for sealed, _ in after] == [sealed for sealed, _ in before], "what is sealed stays"
    assert all(new != old for (_, new), (_, old) in zip(after, before, strict=True))
    assert vault.recipients([order.pk], NOW + 8 * DAY) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_rule_2_as_soon_as_the_last_day_comes_near(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    Order.objects.update(shipped_at=NOW - 25 * DAY)
    assert rewrap(PERSONAL, keys, NOW).wrapped == 2
    assert leases() == {"end-2026-12-05.1"}
    assert rewrap(PERSONAL, keys, NOW).wrapped == 0


@pytest.mark.django_db
def test_a_delivery_moves_the_end_of_tax_alone(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders(shipped_at=NOW - 25 * DAY)
    put_both([order], NOW)
    assert leases() == {"end-2026-12-05.1"}
    Order.objects.update(delivered_at=NOW - 22 * DAY)
    assert rewrap(PERSONAL, keys, NOW).wrapped == 1
    assert dict(OrderPersonal.objects.values_list("purpose", "lease")) == {
        "fulfillment": "end-2026-12-05.1",
        "tax": "end-2026-12-08.1",
    }
    later = NOW + 5 * DAY
    assert vault.contacts([order.pk], later) == {}
    assert vault.recipients([order.pk], later) == {order.pk: RECIPIENT}


@pytest.mark.django_db
def test_what_is_over_is_left_and_not_brought_back(make_orders: MakeOrders, keys: KeyRing) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    Order.objects.update(shipped_at=NOW - 60 * DAY)
    assert rewrap(PERSONAL, keys, NOW + 6 * DAY) == Rewrapped(seen=2, over=2)
    assert leases() == {"run-2026-12-08.1"}
    assert vault.recipients([order.pk], NOW) == {}


@pytest.mark.django_db
def test_a_program_that_was_off_for_ten_days_loses_nothing(make_orders: MakeOrders, keys: KeyRing) -> None:
    live, over = make_orders(2)
    Order.objects.filter(pk=over.pk).update(shipped_at=NOW - 25 * DAY)
    over.refresh_from_db()
    put_both([live, over], NOW)
    later = NOW + 20 * DAY
    assert vault.recipients([live.pk, over.pk], later) == {live.pk: RECIPIENT}, "even before it is renewed"
    found = rewrap_due(later)["order_personal"]
    assert (found.seen, found.wrapped, found.over) == (4, 2, 2)
    assert vault.recipients([live.pk, over.pk], later) == {live.pk: RECIPIENT}
    assert set(OrderPersonal.objects.filter(order=live).values_list("lease", flat=True)) == {
        "run-2026-12-28.1"
    }


@pytest.mark.django_db
def test_labels_and_what_is_set_aside_are_carried_on_too(connection: Connection, keys: KeyRing) -> None:
    (order,) = made_orders(connection)
    document, aside = made_label(order, b"label", NOW), made_set_aside(connection, b"text", NOW)
    later = NOW + 6 * DAY
    found = rewrap_due(later)
    assert {name for name, done in found.items() if done.wrapped} == {"document", "set_aside"}
    document.refresh_from_db()
    aside.refresh_from_db()
    assert document.lease == aside.lease == "run-2026-12-14.1"
    label = Sealed(document.lease, document.wrapped, document.sealed)
    name = document.parcel.public_id
    assert vault.open_document(label, order.organization_id, name, facts_of(order), later) == b"label"
    text = Sealed(aside.lease, aside.wrapped, aside.sealed)
    assert vault.open_set_aside(text, aside.organization_id, "306-1", aside.ends_on, later) == b"text"
    # Near its end the text lies under the key of its last day.
    rewrap_due(NOW + 25 * DAY)
    assert SetAside.objects.get().lease == f"end-{aside.ends_on}.1"
    assert Document.objects.get().lease == "run-2027-01-02.1"


@pytest.mark.django_db
def test_a_key_that_is_missing_stops_no_other(make_orders: MakeOrders, keys: KeyRing) -> None:
    lost, kept = make_orders(2)
    put_both([lost], NOW)
    put_both([kept], NOW + DAY)
    keys.path_of("run-2026-12-08.1").unlink()
    keys.forget()
    with pytest.raises(NeedsMerchant) as told:
        rewrap_due(NOW + 7 * DAY)
    assert "run-2026-12-08.1" in str(told.value)
    assert vault.recipients([kept.pk], NOW + 7 * DAY) == {kept.pk: RECIPIENT}
    assert leases() == {"run-2026-12-08.1", "run-2026-12-15.1"}


@pytest.mark.django_db
def test_a_row_with_an_unreadable_lease_stops_no_other(make_orders: MakeOrders, keys: KeyRing) -> None:
    odd, kept = make_orders(2)
    put_both([odd, kept], NOW)
    OrderPersonal.objects.filter(order=odd).update(lease="?")
    done = rewrap(PERSONAL, keys, NOW + 6 * DAY)
    assert (done.wrapped, list(done.refused)) == (2, ["?"])


@pytest.mark.django_db
def test_pages_reach_every_row(make_orders: MakeOrders, keys: KeyRing) -> None:
    put_both(make_orders(10), NOW)
    assert rewrap(PERSONAL, keys, NOW + 6 * DAY, page=3) == Rewrapped(seen=20, wrapped=20)


@pytest.mark.django_db(transaction=True)
def test_two_workers_wrap_each_row_once(keys: KeyRing) -> None:
    orders = made_orders(made_connection(), 200)
    put_both(orders, NOW)
    together = threading.Barrier(2)

    def work(_: int) -> Rewrapped:
        together.wait()
        try:
            return rewrap(PERSONAL, KeyRing(keys.folder), NOW + 6 * DAY, page=20)
        finally:
            transaction.get_connection().close()

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(work, range(2)))
    assert sum(done.wrapped for done in found) == 400
    assert len(vault.recipients([order.pk for order in orders], NOW + 6 * DAY)) == 200


@pytest.mark.django_db(transaction=True)
def test_a_record_written_meanwhile_is_not_spoiled(keys: KeyRing) -> None:
    """A new address is being written while its row is due: the rewrap leaves it, the newer one stays."""
    (order,) = orders = made_orders(made_connection())
    put_both(orders, NOW)
    later = NOW + 6 * DAY
    written, wrapped = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                put_both(orders, later)
                written.set()
                assert wrapped.wait(20)
        finally:
            transaction.get_connection().close()

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write)
        assert written.wait(20)
        assert rewrap(PERSONAL, keys, later).wrapped == 0
        wrapped.set()
        writing.result()
    assert rewrap(PERSONAL, keys, later).wrapped == 0
    assert vault.recipients([order.pk], later) == {order.pk: RECIPIENT}


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_pages_loses_nothing(keys: KeyRing) -> None:
    orders = made_orders(made_connection(), 600)
    put_both(orders, NOW)
    place = django_settings.DATABASES["default"]
    database = "dbname={NAME} user={USER} host={HOST} port={PORT}".format(**place)
    worker = subprocess.Popen(
        [sys.executable, HERE / "rewrap_forever.py", (NOW + 6 * DAY).isoformat()],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "PACKHAUS_KEYS": str(django_settings.KEYS),
            "PYTHONPATH": str(HERE.parents[1] / "src"),
        },
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"ready\n"
    moved = OrderPersonal.objects.filter(lease="run-2026-12-14.1")
    while not moved.exists():
        assert worker.poll() is None
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    already = moved.count()
    assert 0 < already < 1200, "the kill came in the middle"
    ids = [order.pk for order in orders]
    assert len(vault.recipients(ids, NOW)) == len(vault.contacts(ids, NOW)) == 600
    assert rewrap(PERSONAL, keys, NOW + 6 * DAY).wrapped == 1200 - already
    assert len(vault.recipients(ids, NOW)) == len(vault.contacts(ids, NOW)) == 600


@pytest.mark.django_db
def test_the_work_is_due_every_hour_and_around_midnight(connection: Connection, keys: KeyRing) -> None:
    start_erasing(NOW)
    assert list(Due.objects.values_list("kind", "due_at")) == [(KIND, NOW)]
    assert erase_again(0, NOW) == NOW + timedelta(hours=1)
    late = NOW.replace(hour=23, minute=30)
    assert erase_again(0, late) == NOW.replace(hour=23, minute=55)
    assert erase_again(0, NOW.replace(hour=23, minute=55)) == NOW.replace(hour=0) + DAY


@pytest.mark.django_db
def test_trouble_with_one_key_leaves_midnight_where_it_is(make_orders: MakeOrders, keys: KeyRing) -> None:
    put_both(make_orders(), NOW)
    (name,) = leases()
    keys.path_of(name).write_bytes(bytes(32))
    keys.forget()
    late = NOW.replace(hour=23, minute=52) + 5 * DAY
    with pytest.raises(Retry) as told:
        erase_again(0, late)
    assert name in str(told.value)
    assert told.value.after == late + timedelta(minutes=3), "as without it"


@pytest.mark.django_db
def test_a_long_run_makes_way_for_midnight(make_orders: MakeOrders, keys: KeyRing) -> None:
    put_both(make_orders(3), NOW)
    stopped = rewrap(PERSONAL, keys, NOW, page=2, stop=lambda: True)
    assert (stopped.seen, stopped.skipped) == (2, 1)
    just_before = NOW.replace(hour=23, minute=59, second=59, microsecond=999_000)
    assert erase_due(just_before).skipped > 0
    assert erase_due(NOW.replace(hour=0) + DAY).skipped == 0


@pytest.mark.django_db
def test_no_page_wraps_under_a_key_that_was_retired_since_the_last_one(
    make_orders: MakeOrders, keys: KeyRing
) -> None:
    put_both(make_orders(1), NOW)
    later = NOW + 6 * DAY

    def another_worker_retires_it() -> bool:
        LeaseKey.objects.filter(day=(later + 7 * DAY).date()).update(retire_at=later)
        return False

    rewrap(PERSONAL, keys, later, page=1, stop=another_worker_retires_it)
    assert leases() == {"run-2026-12-14.1", "run-2026-12-14.2"}
