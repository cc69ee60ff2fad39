"""Labels that are given back, and packages that others make: nothing is told that is not so (R5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packhaus.confirmations.models import Confirmation
from packhaus.flow import confirm, labels
from packhaus.kit.errors import NeedsMerchant
from packhaus.parcels.models import Parcel

if TYPE_CHECKING:
    from line import Line


def with_labels(line: Line, confirm_at: str, count: int = 1, **wish: Any) -> None:
    line.simulator.reset(seed=7, orders=0)
    from packhaus.carriers.setup import save_account

    save_account(
        line.organization,
        carrier="demo",
        name="Demo-Paketdienst",
        address=line.simulator.info["carrier"],
        key=line.simulator.info["carrier_key"],
        now=line.now(),
    )
    line.simulator.admin(
        "/orders",
        {"count": count, "marketplace": "DE", "weights": "all", "address": "plain", "special": False} | wish,
    )
    line.move(minutes=10)
    line.connect(countries=("DE",), confirm_at=confirm_at)
    line.work()
    line.ship()


def packages(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = line.simulator.admin("/confirmations")["confirmations"]
    return found


def test_a_label_that_the_shop_knows_is_not_given_back(line: Line) -> None:
    with_labels(line, "announced")
    assert Confirmation.objects.get().state == "accepted"
    with pytest.raises(NeedsMerchant, match="tracking number already"):
        labels.give_back(Parcel.objects.get(), line.member, line.now())
    assert Parcel.objects.get().state == "announced"


def test_a_label_on_its_way_back_is_not_confirmed(line: Line) -> None:
    with_labels(line, "handled")
    parcel = Parcel.objects.get()
    labels.give_back(parcel, line.member, line.now())
    Confirmation.objects.update(state="owed", due_at=line.now())
    confirm.confirm(line.connection.pk, line.now())
    assert packages(line) == {}
    line.work()
    assert Parcel.objects.get().state == "voided"
    confirmation = Confirmation.objects.get()
    assert confirmation.state == "moot"
    with pytest.raises(NeedsMerchant):
        confirm.confirm_again(confirmation, line.member, line.now())
    assert packages(line) == {}


def test_our_package_reference_is_none_that_people_use(line: Line) -> None:
    with_labels(line, "announced")
    (made,) = packages(line).values()
    assert [package["reference"] for package in made] == ["901"]


def test_an_order_cancelled_a_moment_ago_gets_no_label(line: Line) -> None:
    with_labels(line, "handled", count=2)
    line.simulator.admin("/orders", {"count": 1, "marketplace": "DE", "weights": "all", "address": "plain"})
    line.move(minutes=4)
    line.work()
    order = line.orders(state="ready").get()
    before = line.at_amazon()["labels"]["bought"]
    line.simulator.admin(f"/orders/{order.shop_order_id}", {"cancel": "BUYER"})
    batch = line.ship([order], key="second")
    assert line.at_amazon()["labels"]["bought"] == before
    assert batch.items.get().state in ("failed", "skipped")
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_an_order_with_amazons_own_label_gets_none_here(line: Line) -> None:
    with_labels(line, "handled")
    made = line.simulator.admin("/orders", {"count": 1, "marketplace": "DE", "weights": "all"})["ids"]
    line.simulator.admin(f"/orders/{made[0]}", {"programs": ["FBM_SHIP_PLUS"]})
    line.move(minutes=10)
    line.work()
    order = line.orders(shop_order_id=made[0]).get()
    assert (order.state, order.waiting) == ("waiting", ["shop_ships_itself"])


def test_a_live_label_of_an_order_that_left_otherwise_is_shouted_about(line: Line) -> None:
    with_labels(line, "handled")
    order = line.orders().get()
    line.simulator.admin(f"/orders/{order.shop_order_id}", {"status": "SHIPPED"})
    line.move(minutes=10)
    line.work()
    order.refresh_from_db()
    assert order.waiting == ["shipped_elsewhere"]
    labels.give_back(Parcel.objects.get(), line.member, line.now())
    line.work()
    order.refresh_from_db()
    assert order.waiting == []
