"""After a disaster: buyers' data whose lease keys are gone is given up and fetched from the shop again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhaus.engine.due import make_due
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.privacy.keys import ring
from packhaus.privacy.lost import write_off
from packhaus.privacy.models import OrderPersonal

_OPEN = ("pending", "open", "partly_shipped", "unknown")


@dataclass(frozen=True)
class Recovery:
    """How many keys are given up, how many orders lose data, how many of these are asked for again."""

    keys: int
    orders: int
    asked_again: int


def give_up_lost_keys(now: datetime) -> Recovery:
    """Give up lease keys without a file; open orders that lay under them are asked for at the shop again.

    The merchant's own act, after a database was restored. Safe to run twice.
    """
    with transaction.atomic():
        names = write_off(ring(), now)
        lost = OrderPersonal.objects.filter(lease__in=names)
        ids = sorted(set(lost.values_list("order_id", flat=True)))
        hold_still(ids)
        lost.delete()
        Order.objects.filter(pk__in=ids).update(has_address=False)
        again = list(
            Order.objects.filter(pk__in=ids, shop_state__in=_OPEN, erased_at=None).values_list(
                "pk", flat=True
            )
        )
        make_due("refetch", again, now)
        refresh(ids, now)
    return Recovery(len(names), len(ids), len(again))
