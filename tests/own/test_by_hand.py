"""An order entered by hand goes the whole line with nobody at the other side (R5.1, R5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packhaus.confirmations.models import Confirmation
from packhaus.kit.errors import Rejected
from packhaus.parcels.models import Parcel
from packhaus.privacy import vault

if TYPE_CHECKING:
    from own.merchant import Own


def test_it_is_ready_with_its_weight_and_its_label_is_bought(own: Own) -> None:
    order = own.enter("B-17")
    assert (order.state, order.weight_grams, order.country) == ("ready", 850, "DE")
    own.ship(order)
    parcel = Parcel.objects.get(order=order)
    assert parcel.state == "announced"
    assert parcel.weight_grams == 850
    assert Confirmation.objects.count() == 0, "nobody is to be told"


def test_after_the_first_scan_it_is_shipped_and_nobody_was_told(own: Own) -> None:
    order = own.enter()
    own.ship(order)
    own.line.move(hours=30)
    own.line.work()
    order.refresh_from_db()
    assert order.state == "shipped"
    assert order.shipped_at is not None
    assert Confirmation.objects.count() == 0
    assert own.line.at_amazon()["packages_confirmed"] == 0
    assert own.line.trouble() == []


def test_without_a_number_it_gets_the_next_one(own: Own) -> None:
    numbers = [own.enter().shop_order_id for _ in range(2)]
    own.enter("H-1003")
    assert [*numbers, own.enter().shop_order_id] == ["H-1001", "H-1002", "H-1004"]


def test_a_number_comes_in_once(own: Own) -> None:
    own.enter("B-17", name="Ida Erste")
    with pytest.raises(Rejected) as refused:
        own.enter("B-17", name="Otto Zweiter")
    assert refused.value.field == "number"
    order = own.line.orders().get()
    assert vault.recipients([order.pk])[order.pk].name == "Ida Erste"


def test_without_a_weight_it_waits_for_that_of_its_sku(own: Own) -> None:
    order = own.enter(grams=None)
    assert order.waiting == ["no_weight"]


def test_it_stands_beside_amazons_orders(own: Own) -> None:
    own.line.connect()
    own.line.work()
    there = own.line.orders(connection__shop="amazon").count()
    order = own.enter()
    own.line.work()
    assert there > 0
    assert own.line.orders().count() == there + 1
    order.refresh_from_db()
    assert order.state == "ready"
    assert own.line.trouble() == []
