"""A page that comes in and a weight that is entered at the same moment find each other."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from packhaus.flow import bulk, sync, weigh
from packhaus.orders.models import OrderLine
from packhaus.products.models import Product

if TYPE_CHECKING:
    from line import Line


def enter_while_a_page_comes_in(line: Line) -> int:
    """Take in an order, and enter its SKU's weight before that is committed. Lines left without a weight."""
    line.simulator.reset(seed=7, orders=0)
    from packhaus.carriers.models import CarrierAccount

    CarrierAccount.objects.all().delete()
    sku = line.simulator.admin("/orders", {"count": 1, "marketplace": "DE", "weights": "none", "lines": 1})
    line.move(minutes=10)
    line.connect(countries=("DE",))
    line.work()
    assert sku
    product = Product.objects.get()
    order = line.orders().get()
    found = sync.open_connection(order.connection).order(order.shop_order_id)
    order.delete()
    entered = threading.Event()

    def enter() -> None:
        try:
            weigh.enter_weight(product, 380, line.member, line.now())
        finally:
            entered.set()
            connection.close()

    with transaction.atomic():
        sync.take_in(line.connection, [found], [], line.now())
        other = threading.Thread(target=enter)
        other.start()
        entered.wait(1.0)
    other.join(10)
    return OrderLine.objects.filter(unit_grams=None).count()


def test_the_line_gets_the_weight(line: Line) -> None:
    assert enter_while_a_page_comes_in(line) == 0
    assert not line.orders(waiting__contains=["no_weight"]).exists()


def test_without_taking_turns_it_does_not(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_waits(connection_id: int) -> Any:
        return None

    monkeypatch.setattr(bulk, "weights_in_turn", nobody_waits)
    assert enter_while_a_page_comes_in(line) == 1, "the guard is off: the test must see the line left behind"
