"""Whatever happens to orders, in any sequence: what is stored is what the rules derive, after every step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from packhaus.flow import announce, edit, weigh
from packhaus.flow import labels as flow_labels
from packhaus.kit.errors import NeedsMerchant
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.products.models import Product
from reckoning import change, labels, make, stored_and_derived

if TYPE_CHECKING:
    from line import Line

SCANS = (
    "handled",
    "in_transit",
    "exception",
    "out_for_delivery",
    "delivered",
    "returning",
    "returned",
    "lost",
)
MOST = 3
which = st.integers(0, 1)


class Desk(RuleBasedStateMachine):
    """Two orders, and everything that a merchant, a buyer, Amazon and the carrier do to them."""

    line: Line

    def __init__(self) -> None:
        super().__init__()
        self.ids = make(self.line, 2, quantity=MOST)
        self.clicks = 0
        self.read()

    def read(self) -> None:
        self.line.move(minutes=6)
        self.line.work()

    def order(self, at: int) -> Order:
        return self.line.orders().get(shop_order_id=self.ids[at])

    @rule(at=which)
    def hold(self, at: int) -> None:
        edit.hold([self.order(at)], self.line.member, self.line.now())

    @rule(at=which)
    def release(self, at: int) -> None:
        edit.release([self.order(at)], self.line.member, self.line.now())

    @rule(at=which)
    def cancel_here(self, at: int) -> None:
        edit.cancel_here(self.order(at), self.line.member, self.line.now())

    @rule(at=which)
    def uncancel(self, at: int) -> None:
        edit.uncancel(self.order(at), self.line.member, self.line.now())

    @rule(at=which, grams=st.sampled_from([None, 400, 15_000]))
    def weigh(self, at: int, grams: int | None) -> None:
        product = Product.objects.get(sku=self.order(at).lines.get().sku)
        weigh.enter_weight(product, grams, self.line.member, self.line.now())

    @rule(at=which, pieces=st.integers(1, MOST))
    def other_quantity(self, at: int, pieces: int) -> None:
        change(self.line, self.ids[at], quantities={"0": pieces})

    @rule(at=which, reason=st.sampled_from(["", "BOUGHT_BY_MISTAKE"]))
    def buyer_wants(self, at: int, reason: str) -> None:
        change(self.line, self.ids[at], buyer_cancel_reason=reason)

    @rule()
    def second_is_cancelled_at_amazon(self) -> None:
        change(self.line, self.ids[1], cancel="BUYER")

    @rule()
    def look(self) -> None:
        self.read()

    @rule(both=st.booleans(), carrier_out=st.sampled_from(["", "before", "after"]))
    def ship(self, both: bool, carrier_out: str) -> None:
        if carrier_out:
            wish = {"operation": "carrier.buy", "kind": "close", "when": carrier_out, "times": 1}
            self.line.simulator.admin("/faults", wish)
        self.clicks += 1
        announce.start_batch(
            self.line.organization,
            self.line.member,
            order_ids=[self.order(at).pk for at in range(2 if both else 1)],
            service="",
            key=f"{self.ids[0]}-{self.clicks}",
            now=self.line.now(),
        )
        self.line.work()

    def _parcels(self) -> list[Parcel]:
        return list(Parcel.objects.filter(order__shop_order_id__in=self.ids).order_by("pk"))

    @precondition(lambda self: any(parcel.tracking_number for parcel in self._parcels()))
    @rule(kind=st.sampled_from(SCANS), late=st.integers(0, 90), newest=st.booleans())
    def scan(self, kind: str, late: int, newest: bool) -> None:
        known = [parcel for parcel in self._parcels() if parcel.tracking_number]
        at = (self.line.now() - timedelta(minutes=late)).strftime("%Y-%m-%dT%H:%M:%SZ")
        number = known[-1 if newest else 0].tracking_number
        self.line.simulator.admin("/carrier/events", {"kind": kind, "tracking_number": number, "at": at})
        self.line.move(minutes=2)
        self.line.work()

    @precondition(lambda self: any(parcel.state == "announced" for parcel in self._parcels()))
    @rule()
    def give_back(self) -> None:
        parcel = next(parcel for parcel in self._parcels() if parcel.state == "announced")
        flow_labels.give_back(parcel, self.line.member, self.line.now())
        self.line.work()

    @precondition(lambda self: any(parcel.state == "delivered" for parcel in self._parcels()))
    @rule()
    def give_back_what_is_gone(self) -> None:
        parcel = next(parcel for parcel in self._parcels() if parcel.state == "delivered")
        with pytest.raises(NeedsMerchant):
            flow_labels.give_back(parcel, self.line.member, self.line.now())

    @invariant()
    def stored_is_derived(self) -> None:
        stored, derived = stored_and_derived(self.line.orders(shop_order_id__in=self.ids))
        assert stored == derived

    @invariant()
    def no_piece_lies_in_two_parcels(self) -> None:
        for parcel_order in self.ids:
            packed = sum(
                line.quantity
                for parcel in Parcel.objects.filter(order__shop_order_id=parcel_order).exclude(state="voided")
                for line in parcel.lines.all()
            )
            assert packed <= MOST

    @invariant()
    def nothing_is_in_trouble(self) -> None:
        unforeseen = [row for row in self.line.trouble() if " at " in row[1] or "cannot go" in row[1]]
        assert not unforeseen

    def teardown(self) -> None:
        self.line.simulator.admin("/faults", method="DELETE")
        for _ in range(3):
            self.line.move(minutes=3)
            self.line.work()
        standing = labels(self.line)
        for order_id in self.ids:
            ours = Parcel.objects.filter(order__shop_order_id=order_id).exclude(state__in=("voided", "draft"))
            assert standing.get(order_id, 0) == ours.count(), "the carrier's books and ours agree"


def test_stored_state_is_derived_state_after_any_step(quiet: Line) -> None:
    quiet.simulator.admin("/carrier", {"journeys": {"moving": False}})
    make(quiet)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()

    class AtThisDesk(Desk):
        line = quiet

    run_state_machine_as_test(
        AtThisDesk,
        settings=settings(
            max_examples=10,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_state_that_somebody_wrote_by_hand_would_be_seen(quiet: Line) -> None:
    make(quiet)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()
    stored, derived = stored_and_derived(quiet.orders())
    assert stored == derived
    quiet.orders().update(state="shipped")
    stored, derived = stored_and_derived(quiet.orders())
    assert stored != derived


def test_each_word_of_the_merchant_moves_the_order(quiet: Line) -> None:
    make(quiet)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()

    def state() -> Any:
        return quiet.orders().get().state

    order, member = quiet.orders().get(), quiet.member
    steps = (
        (lambda: edit.hold([order], member, quiet.now()), "held"),
        (lambda: edit.hold([quiet.orders().get()], member, quiet.now()), "held"),
        (lambda: edit.release([order], member, quiet.now()), "ready"),
        (lambda: edit.cancel_here(order, member, quiet.now()), "cancelled"),
        (lambda: edit.uncancel(order, member, quiet.now()), "ready"),
    )
    for step, after in steps:
        step()
        assert state() == after
    said = list(order.timeline.order_by("pk").values_list("kind", flat=True))
    assert said == ["imported", "held", "released", "cancelled", "released"], "each word once"
