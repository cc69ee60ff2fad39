"""From an order at Amazon to a confirmed parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.confirmations.models import Confirmation
from packhaus.orders.bulk import derived_of
from packhaus.parcels.models import Parcel, Purchase

if TYPE_CHECKING:
    from line import Line


def test_the_whole_line(line: Line) -> None:
    line.connect()
    line.work()
    assert not line.trouble()
    assert line.orders().count() == line.at_amazon()["merchant_fulfilled"]
    ready = list(line.orders(state="ready"))
    assert len(ready) > 15

    batch = line.ship(ready)
    assert not line.trouble()
    done = batch.items.filter(state="done").count()
    assert done > 12
    assert done == Purchase.objects.filter(state="bought").count() == line.at_amazon()["labels"]["bought"]
    assert batch.items.exclude(state__in=("done", "failed")).count() == 0
    assert all(item.words for item in batch.items.filter(state="failed"))

    assert line.at_amazon()["packages_confirmed"] == 0, "nothing is confirmed before the first scan"
    for _ in range(8):
        line.move(hours=8)
        line.work()
    parcels = Parcel.objects.filter(state__in=("delivered", "exception", "out_for_delivery", "in_transit"))
    assert parcels.count() == done
    assert Confirmation.objects.filter(state="accepted").count() == done, line.trouble()
    assert line.at_amazon()["packages_confirmed"] == done
    assert Confirmation.objects.filter(seen_at=None).count() == 0

    stored = {order.pk: (order.state, tuple(order.waiting), order.weight_grams) for order in line.orders()}
    derived = {
        pk: (str(one.state), one.waiting, one.weight.grams) for pk, one in derived_of(list(stored)).items()
    }
    assert stored == derived
