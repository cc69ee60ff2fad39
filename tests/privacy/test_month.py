"""A month of orders: each record can be opened on each day of its term, and lies under no key beyond it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from packhaus.flow.erase import rewrap_due
from packhaus.kit.personal import Purpose
from packhaus.orders.models import Order
from packhaus.parcels.models import Document
from packhaus.privacy import vault
from packhaus.privacy.keys import LeaseName
from packhaus.privacy.models import LeaseKey, OrderPersonal
from packhaus.privacy.retention import facts_of, is_over, last_day
from packhaus.shops.models import Connection
from privacy.merchants import NOW, made_label, made_orders
from privacy.people import CONTACT, RECIPIENT, put_both

DAY = timedelta(days=1)


@dataclass
class Seen:
    """``late``: under a key of a later day than the term's last, or shown after it. ``early``: live, and its
    key's day is over, so that it would be lost when keys are destroyed."""

    live: int = 0
    over: int = 0
    late: int = 0
    early: int = 0


def live_a_month(connection: Connection, rewrapping: Callable[[datetime], object]) -> Seen:
    seen = Seen()
    chance = random.Random(9)
    for day in range(45):
        now = NOW + day * DAY
        _things_happen(connection, day, now, chance)
        rewrapping(now)
        _look(seen, now)
    return seen


def _things_happen(connection: Connection, day: int, now: datetime, chance: random.Random) -> None:
    if day < 12:
        orders = made_orders(connection, 3, purchased_at=now, ship_by=now + 2 * DAY, shop_updated_at=now)
        put_both(orders, now)
        made_label(orders[0], b"label", now)

    def some(most: int, **columns: object) -> list[int]:
        ids = list(
            Order.objects.filter(shop_state="open", **columns).order_by("pk").values_list("pk", flat=True)
        )
        return chance.sample(ids, min(most, len(ids)))

    Order.objects.filter(pk__in=some(2, shipped_at=None, purchased_at__lt=now)).update(shipped_at=now)
    Order.objects.filter(pk__in=some(1, delivered_at=None, shipped_at__lt=now)).update(delivered_at=now)
    if day % 5 == 4:
        cancelled = Order.objects.filter(pk__in=some(1, shipped_at=None))
        cancelled.update(shop_state="cancelled", shop_updated_at=now)


def _look(seen: Seen, now: datetime) -> None:
    today = now.date()
    orders = {order.pk: order for order in Order.objects.all()}
    opened = {
        Purpose.TAX: vault.recipients(list(orders), now),
        Purpose.FULFILLMENT: vault.contacts(list(orders), now),
    }
    for row in OrderPersonal.objects.all():
        order, purpose = orders[row.order_id], Purpose(row.purpose)
        last, lease = last_day(facts_of(order), purpose), LeaseName.parse(row.lease).lease
        assert last is not None
        found = opened[purpose].get(order.pk)
        seen.late += lease.day > last
        if is_over(last, today):
            seen.over += 1
            seen.late += found is not None
        else:
            seen.live += 1
            seen.early += lease.day < today
            assert found == (RECIPIENT if purpose is Purpose.TAX else CONTACT)
            assert lease.day <= today + 7 * DAY
    for document in Document.objects.select_related("parcel__order"):
        last = last_day(facts_of(document.parcel.order), Purpose.FULFILLMENT)
        day = LeaseName.parse(document.lease).lease.day
        assert last is not None
        seen.late += day > last
        seen.early += day < today <= last


@pytest.mark.django_db
def test_none_late_none_lost(connection: Connection) -> None:
    seen = live_a_month(connection, rewrap_due)
    assert (seen.late, seen.early) == (0, 0)
    assert seen.live > 1000
    assert seen.over > 100
    assert not LeaseKey.objects.exclude(destroyed_at=None).exists(), "no key is destroyed yet"


@pytest.mark.django_db
def test_without_rule_2_the_same_month_loses_records(connection: Connection) -> None:
    assert live_a_month(connection, lambda now: None).early > 100
