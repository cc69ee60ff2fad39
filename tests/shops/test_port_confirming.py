"""Confirming a parcel at every shop behind the port (R5.4): accepted, refused in words, once in effect."""

from __future__ import annotations

import pytest

from packhaus.kit.errors import Retry
from packhaus.shops.port import ConfirmOutcome, Shop, ShopOrder, ShopState
from shops.ports import Door, parcel


def test_a_confirmation_reaches_the_other_side(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    """R5.4: carrier, number, time and pieces; the order is shipped there once all of it is confirmed."""
    first, *rest = open_order.lines
    half = parcel(open_order, quantities={first.line_id: first.quantity})
    assert door.confirmed(shop, half).outcome is ConfirmOutcome.ACCEPTED
    partly = shop.order(open_order.shop_order_id)
    assert isinstance(partly, ShopOrder)
    assert partly.state is ShopState.PARTLY_SHIPPED
    assert [line.quantity_shipped for line in partly.lines] == [first.quantity, *[0] * len(rest)]
    others = parcel(
        open_order,
        reference="2",
        carrier_code="Other",
        carrier_name="Demo-Paketdienst & Söhne",
        tracking_number="DP1000000002",
        quantities={line.line_id: line.quantity for line in rest},
    )
    assert door.confirmed(shop, others).outcome is ConfirmOutcome.ACCEPTED
    whole = shop.order(open_order.shop_order_id)
    assert isinstance(whole, ShopOrder)
    assert whole.state is ShopState.SHIPPED
    [packages] = door.simulator.admin("/confirmations")["confirmations"].values()
    assert [(each["reference"], each["tracking_number"]) for each in packages] == [
        ("1", "00340434161094015902"),
        ("2", "DP1000000002"),
    ]
    assert "Demo-Paketdienst & Söhne" in str(packages[1])


def test_the_same_reference_again_is_the_same_parcel(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    for number in ("00340434161094015902", "00340434161094015903"):
        package = parcel(open_order, tracking_number=number)
        assert door.confirmed(shop, package).outcome is ConfirmOutcome.ACCEPTED
    assert door.simulator.admin("/state")["packages_confirmed"] == 1


def test_what_is_refused_is_said_in_words(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    for changes in (
        {"carrier_code": "Demo-Paketdienst"},
        {"carrier_code": ""},
        {"carrier_code": "Other"},
        {"quantities": {"99": 1}},
    ):
        answer = door.confirmed(shop, parcel(open_order, **changes))
        assert answer.outcome is ConfirmOutcome.REFUSED, changes
        assert open_order.shop_order_id in str(answer.words)
        assert "00340434161094015902" not in str(answer.words), "a tracking number goes with the buyer's data"
    assert door.simulator.admin("/state")["packages_confirmed"] == 0


def test_too_many_pieces_are_looked_at_and_not_refused(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    """It can mean that the shop has the parcel already."""
    more = {line.line_id: line.quantity + 1 for line in open_order.lines}
    assert door.confirmed(shop, parcel(open_order, quantities=more)).outcome is ConfirmOutcome.CHECK
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED
    door.simulator.admin("/switches", {"reference_again": "refuse"})
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.CHECK
    door.simulator.admin("/switches", {"reference_again": "edit"})


LOST = [(kind, when) for kind in ("close", "timeout", "garbage") for when in ("before", "after")]


@pytest.mark.parametrize(("kind", "when"), [*LOST, ("truncated", "before")])
def test_a_lost_answer_to_a_confirmation_is_an_unknown(
    door: Door, shop: Shop, open_order: ShopOrder, kind: str, when: str
) -> None:
    door.fault("confirm", kind, times=1, when=when, seconds=0.8)
    with pytest.raises(Retry) as caught:
        shop.confirm(parcel(open_order))
    assert caught.value.sent
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED
    assert door.simulator.admin("/state")["packages_confirmed"] == 1, "sent twice, once in effect"
