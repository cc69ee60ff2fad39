"""Lease keys shared by threads, processes and hosts, and how long one holds them (DESIGN.md, rule 7)."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import transaction

from packhaus.kit.personal import Sealed
from packhaus.privacy import vault
from packhaus.privacy.errors import KeyMismatch
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import LeaseKey
from packhaus.privacy.retention import Lease, LeaseKind
from privacy.merchants import NOW, made_connection, made_orders
from privacy.people import put_both

RUN = Lease(LeaseKind.RUN, date(2026, 12, 8))


@pytest.mark.django_db(transaction=True)
def test_rule_7_a_key_stays_in_memory_for_60_seconds(keys: KeyRing) -> None:
    name = keys.for_sealing(RUN, NOW).name
    keys.path_of(name).write_bytes(os.urandom(32))
    # In memory, so a changed file is not seen yet; nor is a clock that went back trusted with it.
    assert keys.for_opening(name, NOW + timedelta(seconds=59)).name == name
    with pytest.raises(KeyMismatch):
        keys.for_opening(name, NOW + timedelta(seconds=60))
    with pytest.raises(KeyMismatch):
        keys.for_opening(name, NOW - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_rule_7_a_key_that_nobody_asks_for_leaves_memory_by_itself(keys: KeyRing) -> None:
    brief = KeyRing(keys.folder, timedelta(seconds=0.2))
    brief.for_sealing(RUN, NOW)
    assert brief._held
    threading.Event().wait(0.6)
    assert not brief._held


@pytest.mark.django_db(transaction=True)
def test_rule_7_many_at_once_make_one_key(keys: KeyRing) -> None:
    """Each thread is a process of its own here: its own connection, its own ring, one folder."""
    count = 8
    together = threading.Barrier(count)

    def make(_: int) -> Sealed:
        together.wait()
        try:
            with transaction.atomic():
                return KeyRing(keys.folder).for_sealing(RUN, NOW).seal(b"x", b"")
        finally:
            transaction.get_connection().close()

    with ThreadPoolExecutor(count) as threads:
        sealed = list(threads.map(make, range(count)))
    assert LeaseKey.objects.count() == 1
    assert len(list(keys.folder.iterdir())) == 1
    assert [keys.for_opening(each.lease, NOW).open(each, b"") for each in sealed] == [b"x"] * count


@pytest.mark.django_db(transaction=True)
def test_two_merchants_share_a_day_but_not_a_record(keys: KeyRing) -> None:
    first, second = made_connection("First"), made_connection("Second")
    orders = [*made_orders(first), *made_orders(second)]
    put_both(orders, NOW)
    assert LeaseKey.objects.count() == 1
    assert len(vault.recipients([order.pk for order in orders], NOW)) == 2
