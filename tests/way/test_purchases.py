"""A purchase without an answer (R5.2): whatever keeps it unanswered, no second label is bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packhaus.carriers.models import CarrierAccount
from packhaus.engine.models import Batch
from packhaus.flow import announce
from packhaus.kit.words import Words
from packhaus.parcels.models import Parcel, Purchase
from reckoning import calm, doubled, fault, go_on, labels, make

if TYPE_CHECKING:
    from line import Line


def came_in(line: Line) -> str:
    line.simulator.admin("/carrier", {"journeys": {"moving": False}})
    (order_id,) = make(line)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    return order_id


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "status", "status": 401},
        {"kind": "status", "status": 403},
        {"kind": "status", "status": 404},
        {"kind": "status", "status": 422},
        {"kind": "garbage"},
        {"kind": "close"},
    ],
    ids=lambda wish: str(wish.get("status", wish["kind"])),
)
def test_a_carrier_that_cannot_be_asked_leaves_it_unknown(wish: dict[str, Any], quiet: Line) -> None:
    order_id = came_in(quiet)
    fault(quiet, "carrier.buy", "close", when="after", times=1)
    fault(quiet, "carrier.list", **wish)
    batch = quiet.ship()
    assert labels(quiet) == {order_id: 1}, "the carrier has sold it, though nobody here knows"
    for _ in range(3):
        quiet.move(minutes=5)
        quiet.work()
    assert Purchase.objects.get().state == "unknown"
    assert batch.items.get().state == "unknown"
    assert quiet.orders().get().waiting == ["label_unknown"]
    again = quiet.ship(quiet.orders(), key="impatient")
    assert again.items.get().state == "failed"
    assert "buys no second label before it knows" in str(Words.from_stored(again.items.get().words))
    announce.retry(batch.items.get(), quiet.member, quiet.now())
    quiet.work()
    assert not doubled(quiet)

    calm(quiet)
    go_on(quiet, lambda: batch.items.get().state == "done", step=300, what="cleared up")
    assert labels(quiet) == {order_id: 1}
    assert Parcel.objects.get().tracking_number
    assert quiet.orders().get().waiting == []
    assert Batch.objects.get(key="first").finished_at is not None


def test_a_key_that_the_carrier_does_not_know_buys_nothing_and_says_so(quiet: Line) -> None:
    order_id = came_in(quiet)
    fault(quiet, "carrier.buy", "status", status=401, times=1)
    item = quiet.ship().items.get()
    assert item.state == "failed"
    assert "does not accept the key. Enter the current one" in str(Words.from_stored(item.words))
    assert not labels(quiet)
    announce.retry(item, quiet.member, quiet.now())
    quiet.work()
    assert labels(quiet) == {order_id: 1}


def _buy_beside(line: Line, key: str, order_id: str) -> None:
    """The first call comes through after all, later than anybody waits."""
    party = {"name": "Hagedorn", "lines": ["Lagerstraße 4"], "postal_code": "51063", "city": "Köln"}
    wish = {
        "reference": key,
        "order_reference": order_id,
        "service": "paket",
        "weight_grams": 400,
        "sender": party | {"country": "DE"},
        "recipient": party | {"country": "DE"},
    }
    answer = line.simulator.carrier("POST", "/v1/parcels", wish)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("times", [0, 4])
def test_of_two_labels_under_one_key_one_goes_back_however_often_it_takes(times: int, quiet: Line) -> None:
    order_id = came_in(quiet)
    fault(quiet, "carrier.buy", "close", times=1)
    batch = quiet.ship()
    key = Purchase.objects.get().key
    _buy_beside(quiet, key, order_id)
    _buy_beside(quiet, key, order_id)
    assert doubled(quiet) == {order_id}
    if times:
        fault(quiet, "carrier.void", "status", status=503, times=times)
    go_on(quiet, lambda: batch.items.get().state == "done", step=90, what="cleared up")
    assert labels(quiet) == {order_id: 1}
    (standing,) = quiet.simulator.admin("/carrier/orders")["orders"][order_id]
    assert standing["tracking_number"] == Parcel.objects.get().tracking_number


def test_a_second_label_that_the_carrier_keeps_is_told_to_the_merchant(quiet: Line) -> None:
    order_id = came_in(quiet)
    fault(quiet, "carrier.buy", "close", times=1)
    batch = quiet.ship()
    key = Purchase.objects.get().key
    _buy_beside(quiet, key, order_id)
    _buy_beside(quiet, key, order_id)
    second = quiet.simulator.admin("/carrier/orders")["orders"][order_id][1]["parcel_id"]
    quiet.simulator.admin("/carrier/events", {"kind": "handled", "parcel_id": second})
    go_on(quiet, lambda: batch.items.get().state == "done", step=90, what="cleared up")
    said = [str(Words.from_stored(line.words)) for line in quiet.orders().get().timeline.all()]
    assert any(second in words and "ask it for the money" in words for words in said), said


def test_a_carrier_that_says_nothing_of_the_key_sells_it_once(quiet: Line) -> None:
    order_id = came_in(quiet)
    fault(quiet, "carrier.buy", "status", status=503, times=3)
    batch = quiet.ship()
    go_on(quiet, lambda: batch.items.get().state == "done", step=61, what="bought in the end")
    assert labels(quiet) == {order_id: 1}
    assert Purchase.objects.count() == 1, "one attempt, one key"
    assert CarrierAccount.objects.get().problem is None
