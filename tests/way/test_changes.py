"""Orders that change while they are worked on: cancelled, wanted back, shipped in part, other quantities."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Timeline
from packhaus.flow import edit
from packhaus.flow import labels as labels_flow
from packhaus.kit.words import Words
from packhaus.orders.waiting import REASONS
from packhaus.parcels.models import Parcel, Purchase
from reckoning import change, confirmed, fault, go_on, labels, make, stored_and_derived, told_wrong

if TYPE_CHECKING:
    from line import Line


def came_in(line: Line, count: int = 1, confirm_at: str = "handled", **wish: Any) -> list[str]:
    line.simulator.admin("/carrier", {"journeys": {"moving": False}})
    ids = make(line, count, **wish)
    line.move(minutes=5)
    line.connect(countries=("DE",), confirm_at=confirm_at)
    line.work()
    return ids


def read(line: Line) -> None:
    line.move(minutes=6)
    line.work()
    stored, derived = stored_and_derived(line.orders())
    assert stored == derived


def scan(line: Line, kind: str = "handled", **more: Any) -> None:
    for number in Parcel.objects.exclude(state="voided").values_list("tracking_number", flat=True):
        line.simulator.admin("/carrier/events", {"kind": kind, "tracking_number": number} | more)


def test_cancelled_at_amazon_before_the_label_buys_none(quiet: Line) -> None:
    gone, stays = came_in(quiet, 2)
    change(quiet, gone, cancel="BUYER")
    quiet.move(minutes=6)
    assert quiet.orders(state="ready").count() == 2, "not read yet"
    batch = quiet.ship(quiet.orders())
    item = batch.items.get(order__shop_order_id=gone)
    assert item.state == "skipped"
    assert "cancelled. No label was bought" in str(Words.from_stored(item.words))
    assert labels(quiet) == {stays: 1}


def test_cancelled_while_the_carrier_is_out_buys_none_after_all(quiet: Line) -> None:
    gone, held, stays = came_in(quiet, 3)
    fault(quiet, "carrier.buy", "close")
    batch = quiet.ship(quiet.orders())
    assert batch.items.filter(state="unknown").count() == 3
    assert quiet.orders(waiting__contains=["label_unknown"]).count() == 3
    change(quiet, gone, cancel="AMAZON")
    edit.hold(quiet.orders(shop_order_id=held), quiet.member, quiet.now())
    quiet.move(minutes=20)
    quiet.work()
    quiet.simulator.admin("/faults", method="DELETE")
    go_on(quiet, lambda: not batch.items.filter(state="unknown").exists(), what="cleared up")
    assert labels(quiet) == {stays: 1}
    words = {
        item.order.shop_order_id: str(Words.from_stored(item.words))
        for item in batch.items.select_related("order").filter(state="skipped")
    }
    assert "cancelled" in words[gone]
    assert "held" in words[held]
    assert {order.shop_order_id: order.state for order in quiet.orders()} == {
        gone: "cancelled",
        held: "held",
        stays: "in_parcels",
    }


def test_cancelled_after_the_label_is_shouted_about_and_the_label_goes_back(quiet: Line) -> None:
    (order_id,) = came_in(quiet)
    quiet.ship()
    change(quiet, order_id, cancel="BUYER")
    read(quiet)
    order = quiet.orders().get()
    assert (order.state, order.waiting) == ("cancelled", ["cancelled_after_label"])
    assert REASONS["cancelled_after_label"].loud
    assert Confirmation.objects.get().state == "moot"
    said = [str(Words.from_stored(line.words)) for line in Timeline.objects.filter(kind="cancelled")]
    assert any("do not hand it over" in words for words in said)

    labels_flow.give_back(Parcel.objects.get(), quiet.member, quiet.now())
    quiet.work()
    assert not labels(quiet)
    order.refresh_from_db()
    assert (order.state, order.waiting) == ("cancelled", [])
    read(quiet)
    assert not confirmed(quiet)


def test_a_label_that_the_carrier_does_not_take_back_stays_as_it_was(quiet: Line) -> None:
    (order_id,) = came_in(quiet)
    quiet.ship()
    parcel = Parcel.objects.get()
    scan(quiet)
    labels_flow.give_back(parcel, quiet.member, quiet.now())
    quiet.work()
    assert not quiet.trouble(), "it is no endless errand"
    assert Purchase.objects.get().state == "bought"
    assert "refused" in str(Words.from_stored(Purchase.objects.get().words))
    assert labels(quiet) == {order_id: 1}
    go_on(quiet, lambda: order_id in confirmed(quiet), step=60, what="it is on its way, and told")


def test_a_buyer_who_wants_to_cancel_stops_the_order_until_somebody_decides(quiet: Line) -> None:
    asked, withdrawn = came_in(quiet, 2)
    for order_id in (asked, withdrawn):
        change(quiet, order_id, buyer_cancel_reason="BOUGHT_BY_MISTAKE")
    read(quiet)
    assert quiet.orders(waiting__contains=["cancel_requested"]).count() == 2
    batch = quiet.ship(quiet.orders())
    assert {item.state for item in batch.items.all()} == {"failed"}
    assert "asked Amazon to cancel" in str(Words.from_stored(batch.items.first().words))
    assert not labels(quiet)

    change(quiet, withdrawn, buyer_cancel_reason="")
    read(quiet)
    assert quiet.orders().get(shop_order_id=withdrawn).state == "ready"
    edit.release(quiet.orders(shop_order_id=asked), quiet.member, quiet.now())
    assert quiet.orders().get(shop_order_id=asked).state == "ready", "the merchant decided to ship"


def _elsewhere(line: Line, order_id: str, pieces: int) -> None:
    """A colleague confirms pieces in Seller Central: Amazon numbers its packages from 1."""
    order = line.simulator.admin(f"/orders/{order_id}")["order"]
    body = {
        "marketplaceId": order["salesChannel"]["marketplaceId"],
        "packageDetail": {
            "packageReferenceId": "1",
            "carrierCode": "DHL",
            "trackingNumber": "00340434161094042557",
            "shipDate": (line.now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "orderItems": [{"orderItemId": order["orderItems"][0]["orderItemId"], "quantity": pieces}],
        },
    }
    answer = line.simulator.call(f"/orders/v0/orders/{order_id}/shipmentConfirmation", body=body)
    assert answer.status_code == 204, answer.text


def test_what_left_elsewhere_is_neither_packed_nor_overwritten(quiet: Line) -> None:
    (order_id,) = came_in(quiet, quantity=3)
    _elsewhere(quiet, order_id, 1)
    read(quiet)
    order = quiet.orders().get()
    assert (order.shop_state, order.state) == ("partly_shipped", "ready")
    assert order.lines.get().open == 2
    quiet.ship()
    parcel = Parcel.objects.get()
    assert parcel.lines.get().quantity == 2
    assert parcel.weight_grams == 2 * (order.lines.get().unit_grams or 0)
    order.refresh_from_db()
    assert order.state != "ready", "nothing is left for a second label"
    again = quiet.ship(quiet.orders(), key="again")
    assert again.items.get().state == "skipped"
    assert labels(quiet) == {order_id: 1}

    scan(quiet)
    go_on(quiet, lambda: Confirmation.objects.get().state == "accepted", what="told")
    packages = {one["reference"]: one for one in confirmed(quiet)[order_id]}
    assert len(packages) == 2
    assert packages["1"]["tracking_number"] == "00340434161094042557", "theirs is as it was"
    read(quiet)
    assert quiet.orders().get().state == "shipped"
    read(quiet)
    assert quiet.simulator.admin(f"/orders/{order_id}")["status"] == "SHIPPED"


def test_fewer_pieces_before_the_label_are_packed_and_more_after_it_wait(quiet: Line) -> None:
    (order_id,) = came_in(quiet, quantity=3)
    change(quiet, order_id, quantities={"0": 2})
    read(quiet)
    quiet.ship()
    parcel = Parcel.objects.get()
    assert parcel.lines.get().quantity == 2
    change(quiet, order_id, quantities={"0": 3})
    read(quiet)
    order = quiet.orders().get()
    assert (order.state, order.lines.get().open) == ("ready", 1)
    quiet.ship(key="rest")
    assert labels(quiet) == {order_id: 2}, "two parcels, each for pieces of its own"
    scan(quiet)
    go_on(quiet, lambda: not Confirmation.objects.exclude(state="accepted").exists(), what="both told")
    assert not told_wrong(quiet)
    assert quiet.simulator.admin(f"/orders/{order_id}")["status"] == "SHIPPED"


def test_a_line_cancelled_after_its_parcel_left_is_told_as_far_as_amazon_takes_it(quiet: Line) -> None:
    (order_id,) = came_in(quiet, quantity=3)
    quiet.ship()
    change(quiet, order_id, quantities={"0": 1})
    scan(quiet)
    go_on(quiet, lambda: Confirmation.objects.get().state == "refused", step=900, what="refused in words")
    said = str(Words.from_stored(Confirmation.objects.get().words))
    assert "more pieces were confirmed" in said
    assert "compare the quantities in Seller Central" in said
    assert "confirmation_refused" in quiet.orders().get().waiting


def test_scans_that_come_late_twice_or_after_the_delivery_jam_nothing(quiet: Line) -> None:
    one, other = came_in(quiet, 2)
    quiet.ship()
    first, second = (
        Parcel.objects.get(order__shop_order_id=order_id).tracking_number for order_id in (one, other)
    )
    now = quiet.now()

    def told(number: str, kind: str, minutes: float) -> None:
        at = (now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        quiet.simulator.admin("/carrier/events", {"kind": kind, "tracking_number": number, "at": at})

    told(first, "delivered", 5)
    quiet.move(minutes=2)
    quiet.work()
    told(first, "in_transit", 6)
    told(first, "handled", 1)
    told(first, "handled", 1)
    told(second, "handled", 2)
    quiet.move(minutes=10)
    quiet.work()
    assert not quiet.trouble()
    delivered = Parcel.objects.get(tracking_number=first)
    assert delivered.state == "delivered", "a scan after it moves nothing"
    assert delivered.handled_at == (now + timedelta(minutes=1)).replace(microsecond=0)
    assert Parcel.objects.get(tracking_number=second).state == "handled", "the next ones in the feed count"
    go_on(quiet, lambda: set(confirmed(quiet)) == {one, other}, what="both told")


def test_scans_before_the_label_is_recorded_are_not_passed_by(quiet: Line) -> None:
    (order_id,) = came_in(quiet)
    fault(quiet, "carrier.buy", "close", when="after", times=1)
    fault(quiet, "carrier.list", "status", status=503)
    quiet.ship()
    (parcels,) = quiet.simulator.admin("/carrier/orders")["orders"].values()
    quiet.simulator.admin("/carrier/events", {"kind": "delivered", "parcel_id": parcels[0]["parcel_id"]})
    from packhaus.carriers.models import CarrierAccount
    from packhaus.engine.due import make_due

    make_due("events", CarrierAccount.objects.get().pk, quiet.now())
    for _ in range(3):
        quiet.move(minutes=2)
        quiet.work()
    assert Purchase.objects.get().state in ("intended", "unknown")
    quiet.simulator.admin("/faults", method="DELETE")
    go_on(quiet, lambda: order_id in confirmed(quiet), step=120, what="told, though its scan came before")
    assert Parcel.objects.get().state == "delivered"
