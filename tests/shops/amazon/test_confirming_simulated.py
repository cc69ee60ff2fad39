"""Confirming against the simulator: a real other side over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from packhaus.kit.errors import Problem, Retry
from packhaus.shops.port import (
    ConfirmOutcome,
    OrdersWindow,
    ShopOrder,
    ShopState,
)
from shops.amazon.simulated import DE, Connect, orders, parcel
from simulators import SimulatorProcess


@pytest.fixture
def open_order(connect: Connect, window: OrdersWindow) -> ShopOrder:
    found = orders(connect(), window).values()
    return next(order for order in found if order.state is ShopState.OPEN and len(order.lines) > 1)


def test_a_confirmation_arrives(connect: Connect, open_order: ShopOrder, simulated: SimulatorProcess) -> None:
    shop = connect()
    first, *rest = open_order.lines
    half = parcel(open_order, quantities={first.line_id: first.quantity})
    assert shop.confirm(half).outcome is ConfirmOutcome.ACCEPTED
    partly = shop.order(open_order.shop_order_id)
    assert isinstance(partly, ShopOrder)
    assert partly.state is ShopState.PARTLY_SHIPPED
    assert [line.quantity_shipped for line in partly.lines] == [first.quantity, *[0] * len(rest)]
    others = parcel(open_order, reference="2", tracking_number="00340434161094015903",
                    quantities={line.line_id: line.quantity for line in rest})  # fmt: skip
    assert shop.confirm(others).outcome is ConfirmOutcome.ACCEPTED
    whole = shop.order(open_order.shop_order_id)
    assert isinstance(whole, ShopOrder)
    assert whole.state is ShopState.SHIPPED
    assert [(each.reference, each.tracking_number) for each in whole.packages] == [
        ("1", "00340434161094015902"),
        ("2", "00340434161094015903"),
    ]
    assert simulated.admin("/state")["packages_confirmed"] == 2


@pytest.mark.parametrize(
    ("changes", "outcome", "word"),
    [
        ({"carrier_code": "Demo-Paketdienst"}, ConfirmOutcome.REFUSED, "“Demo-Paketdienst”"),
        ({"quantities": {"99": 1}}, ConfirmOutcome.REFUSED, "Fetch the order again"),
        ({"shop_order_id": "000-0000000-0000000"}, ConfirmOutcome.CHECK, "cancelled"),
    ],
)
def test_refusals(
    connect: Connect, open_order: ShopOrder, changes: dict[str, Any], outcome: ConfirmOutcome, word: str
) -> None:
    answer = connect().confirm(parcel(open_order, **changes))
    assert answer.outcome is outcome
    assert word in str(answer.words)


def test_too_much_or_again_is_looked_at(
    connect: Connect, open_order: ShopOrder, simulated: SimulatorProcess
) -> None:
    shop = connect()
    more = {line.line_id: line.quantity + 1 for line in open_order.lines}
    assert shop.confirm(parcel(open_order, quantities=more)).outcome is ConfirmOutcome.CHECK
    assert shop.confirm(parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED
    assert shop.confirm(parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED, "the same reference edits"
    simulated.admin("/switches", {"reference_again": "refuse"})
    assert shop.confirm(parcel(open_order)).outcome is ConfirmOutcome.CHECK
    simulated.admin(f"/orders/{open_order.shop_order_id}", {"cancel": "BUYER"})
    assert shop.confirm(parcel(open_order, reference="2")).outcome is ConfirmOutcome.CHECK


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_leaves_the_confirmation_open(
    connect: Connect, open_order: ShopOrder, simulated: SimulatorProcess, when: str
) -> None:
    shop = connect()
    simulated.admin("/faults", {"operation": "confirmShipment", "kind": "close", "when": when, "times": 1})
    with pytest.raises(Retry) as caught:
        shop.confirm(parcel(open_order))
    assert caught.value.sent
    found = shop.order(open_order.shop_order_id)
    assert isinstance(found, ShopOrder)
    assert [each.reference for each in found.packages] == ([] if when == "before" else ["1"])


def test_the_simulator_saw_no_call_that_amazon_would_not_take(
    connect: Connect, window: OrdersWindow, open_order: ShopOrder, simulated: SimulatorProcess
) -> None:
    shop = connect()
    for call in (
        shop.participations,
        lambda: shop.weights(DE, ["A"]),
        lambda: shop.confirm(parcel(open_order)),
    ):
        try:
            call()
        except Problem as problem:
            pytest.fail(str(problem))
    statuses = {each["status"] for each in simulated.admin("/calls")["calls"]}
    assert not statuses & {400, 404, 413, 415}
    assert 200 in statuses
