"""The eight rules together: random lives, a backup a day, a program that is off for ten days.

Every wrapped key that was ever stored is kept, as a backup keeps it, and tried against the key files that
exist. *Late*: it opens after its last day has ended. *Early*: what may still be held cannot be opened.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from packhaus.flow import erase
from packhaus.flow.erase import erase_due, erase_now
from packhaus.kit.errors import Problem
from packhaus.kit.personal import Purpose
from packhaus.orders.models import Order
from packhaus.parcels.models import Document
from packhaus.privacy import retire
from packhaus.privacy.clearing.run import Reason
from packhaus.privacy.destroy import delete_on_sight
from packhaus.privacy.keys import KeyRing, LeaseName
from packhaus.privacy.models import ErasureReceipt, LeaseKey, OrderPersonal
from packhaus.privacy.retention import facts_of, is_over, last_day
from packhaus.privacy.seal import LeaseCipher
from packhaus.shops.models import Connection
from privacy.merchants import NOW, made_label, made_orders
from privacy.people import put_both

DAY = timedelta(days=1)
LIVES = 160
OFF = range(38, 48)


@dataclass
class Kept:
    """What any backup holds of one record: each wrapped key, and the name of the key that it lies under.

    ``ended_on``: its last day, where a run found that to be over: what has ended stays ended.
    """

    order_id: int
    purpose: Purpose
    ended_on: date | None = None
    wrapped: set[tuple[str, bytes]] = field(default_factory=set)


@dataclass
class Found:
    late: list[str] = field(default_factory=list)
    late_while_off: int = 0
    early: list[str] = field(default_factory=list)
    live: int = 0
    over: int = 0


class Lives:
    """Orders that come, ship late or never, arrive, are cancelled, and of which some must go at once."""

    def __init__(self, connection: Connection, keys: KeyRing, seed: int) -> None:
        self.connection = connection
        self.keys = keys
        self.chance = random.Random(seed)
        self.backups: dict[tuple[str, int], Kept] = {}
        self.asked: dict[int, date] = {}
        self.found = Found()

    def live(self, days: int = 75, run: Callable[[datetime], object] = erase_due, off: range = OFF) -> Found:
        for day in range(days):
            now = NOW.replace(hour=0, minute=0) + day * DAY
            if day in off:
                self._look(now, off=True)
                continue
            self.keys.forget()
            self._run(run, now)
            self._look(now, off=False)
            self._happens(day, now + timedelta(hours=9))
            self._run(run, now + timedelta(hours=14))
            self._happens(day, now + timedelta(hours=16))
            self._run(run, now + timedelta(hours=23, minutes=55))
        return self.found

    def _run(self, run: Callable[[datetime], object], now: datetime) -> None:
        self._back_up()
        run(now)
        self._back_up()
        orders = Order.objects.in_bulk()
        for kept in self.backups.values():
            last = last_day(facts_of(orders[kept.order_id]), kept.purpose)
            if kept.ended_on is None and last is not None and is_over(last, now.date()):
                kept.ended_on = last

    def _happens(self, day: int, now: datetime) -> None:
        if day < 40 and day % 2 == 0:
            orders = made_orders(
                self.connection,
                LIVES // 40,
                purchased_at=now,
                ship_by=now + self.chance.choice((1, 2, -55)) * DAY,
                shop_updated_at=now,
            )
            put_both(orders, now)
            made_label(orders[0], b"label", now)
        for order in self._some(3, shipped_at=None, shop_state="open"):
            # What is learned late moves the last day to one that is near, or that is over already.
            late = self.chance.choice((0, 0, 1, 22, 25, 28, 40))
            self._set(order, shipped_at=now - late * DAY)
        for order in self._some(2, delivered_at=None, shipped_at__lt=now):
            self._set(order, delivered_at=max(order.shipped_at, now - self.chance.choice((0, 3)) * DAY))
        if self.chance.random() < 0.1:
            for order in self._some(1, shipped_at=None, shop_state="open"):
                self._set(order, shop_state="cancelled", shop_updated_at=now)
        if self.chance.random() < 0.05:
            for order in self._some(1, shop_state="open"):
                self.asked[order.pk] = now.date()
                erase_now([order.pk], Reason.REQUEST, now)
        if self.chance.random() < 0.1:
            for document in Document.objects.order_by("?")[:1]:
                retire.retire_until(document.held_until, retire.tonight(now))
                self.asked[-document.pk] = now.date()
                document.delete()

    def _some(self, most: int, **columns: object) -> list[Order]:
        found = list(Order.objects.filter(erased_at=None, **columns).order_by("pk"))
        return self.chance.sample(found, min(most, len(found)))

    def _set(self, order: Order, **columns: object) -> None:
        Order.objects.filter(pk=order.pk).update(**columns)

    def _back_up(self) -> None:
        for row in OrderPersonal.objects.all():
            self._keep("personal", row, row.order_id, Purpose(row.purpose))
        for row in Document.objects.select_related("parcel"):
            self._keep("document", row, row.parcel.order_id, Purpose.FULFILLMENT)

    def _keep(self, kind: str, row: OrderPersonal | Document, order_id: int, purpose: Purpose) -> None:
        kept = self.backups.setdefault((kind, row.pk), Kept(order_id, purpose))
        kept.wrapped.add((row.lease, bytes(row.wrapped)))

    def _look(self, now: datetime, *, off: bool) -> None:
        today = now.date()
        orders = Order.objects.in_bulk()
        ciphers = {
            path.stem: LeaseCipher(path.stem, bytearray(path.read_bytes()))
            for path in self.keys.folder.glob("*.key")
        }
        for (kind, pk), kept in self.backups.items():
            last = kept.ended_on or last_day(facts_of(orders[kept.order_id]), kept.purpose)
            asked = self.asked.get(kept.order_id) or (self.asked.get(-pk) if kind == "document" else None)
            if asked is not None:
                last = min(last or asked, asked)
            opening = [name for name, wrapped in kept.wrapped if _opens(ciphers.get(name), wrapped)]
            if is_over(last, today):
                self.found.over += 1
                if opening and off:
                    self.found.late_while_off += 1
                elif opening:
                    self.found.late.append(f"{now:%m-%d} {kind} {pk}, last day {last}, under {opening}")
            else:
                self.found.live += 1
                if not opening:
                    self.found.early.append(f"{now:%m-%d} {kind} {pk}, last day {last}")


def _opens(cipher: LeaseCipher | None, wrapped: bytes) -> bool:
    if cipher is None:
        return False
    try:
        cipher.unwrap(wrapped)
    except Problem:
        return False
    return True


@pytest.fixture
def lives(connection: Connection, keys: KeyRing) -> Iterator[Lives]:
    return Lives(connection, keys, seed=150)


@pytest.mark.django_db
def test_r4_2_none_late_but_while_it_was_off_and_none_lost(lives: Lives, keys: KeyRing) -> None:
    found = lives.live()
    assert found.late == []
    assert found.early == []
    assert found.late_while_off > 0, "the ten days must have met something that was due"
    assert (found.live > 3_000, found.over > 3_000) == (True, True)
    assert not OrderPersonal.objects.filter(order__erased_at__isnull=False).exists()
    assert {path.stem for path in keys.folder.glob("*.key")} == set(
        LeaseKey.objects.filter(destroyed_at=None).values_list("name", flat=True)
    )
    receipts = ErasureReceipt.objects.filter(holding="order_personal")
    assert receipts.filter(late_by_outage=True).exists()
    assert receipts.filter(late_by_outage=False).exists()
    assert not ErasureReceipt.objects.exclude(early=0).exists()


@pytest.mark.django_db
def test_without_rule_4_backups_open_what_must_be_gone(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retire, "_retire", lambda days, at: None)
    assert len(lives.live(days=30, off=range(0)).late) > 0


@pytest.mark.django_db
def test_without_wrapping_again_the_living_are_lost(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase, "SEALED", ())
    assert len(lives.live(days=12, off=range(0)).early) > 0


@pytest.mark.django_db
def test_only_reading_deletes_keys_on_sight_as_well(lives: Lives, keys: KeyRing) -> None:
    lives.live(days=14, off=range(0))
    past = NOW + 60 * DAY
    there = {LeaseName.parse(path.stem).lease for path in keys.folder.glob("*.key")}
    assert any(lease.kind == "end" for lease in there)
    delete_on_sight(keys, past)
    left = {LeaseName.parse(path.stem).lease for path in keys.folder.glob("*.key")}
    assert left == {lease for lease in there if lease.kind == "run"}
