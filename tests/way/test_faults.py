"""An unkind Amazon, an unkind carrier: whatever goes wrong with a call, with effect or not, nothing is lost.

Each operation meets every kind of fault once, one after the other, while orders go the whole way. The same
checks see a loss or a double where a guard is switched off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packhaus.carriers.demo.carrier import DemoCarrier
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import BatchItem
from packhaus.flow import confirm
from packhaus.flow.labels import give_back
from packhaus.parcels.models import CarrierEvent, Parcel, Purchase
from packhaus.shops.models import Connection
from reckoning import calls, calm, confirmed, doubled, fault, go_on, labels, lost, make, told_wrong

if TYPE_CHECKING:
    from line import Line

FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 503, "when": "after"},
    {"kind": "timeout", "seconds": 1.2},
    {"kind": "timeout", "seconds": 1.2, "when": "after"},
    {"kind": "garbage"},
    {"kind": "garbage", "when": "after"},
    {"kind": "truncated", "when": "after"},
    {"kind": "close"},
    {"kind": "close", "when": "after"},
)
AT_AMAZON = ("token", "searchOrders", "searchListingsItems", "getOrder", "confirmShipment")
AT_CARRIER = ("carrier.buy", "carrier.list", "carrier.label", "carrier.events", "carrier.void")
ORDERS = 6


@pytest.fixture
def impatient(quiet: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Amazon is not waited for long; no parcel moves by itself."""
    monkeypatch.setenv("PACKHAUS_AMAZON_READ_SECONDS", "0.8")
    quiet.simulator.admin("/carrier", {"journeys": {"moving": False}})
    return quiet


def plan(line: Line, operation: str) -> None:
    for wish in FAULTS:
        fault(line, operation, times=1, **wish)
    if operation == "getOrder":
        # It is asked where nobody knows whether a confirmation came through.
        for _ in FAULTS:
            fault(line, "confirmShipment", "close", when="after", times=1)
    if operation in ("carrier.list", "carrier.label"):
        for _ in FAULTS:
            fault(line, "carrier.buy", "close", when="after", times=1)


def left(line: Line, operation: str) -> int:
    """Faults of an operation that have not struck yet."""
    standing = line.simulator.admin("/faults")["faults"]
    return sum(entry["left"] or 0 for entry in standing if entry["operation"] == operation)


def live(line: Line, operation: str) -> list[str]:
    """Orders come in, get labels, are scanned and confirmed, while calls of ``operation`` go wrong."""
    ids = make(line, ORDERS)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    if operation not in ("token", *AT_AMAZON):
        line.work()
    plan(line, operation)
    line.move(hours=1.1)
    go_on(line, lambda: line.orders(state="ready").count() == ORDERS, step=180, what="orders are here")
    batch = line.ship()
    go_on(line, lambda: not batch.items.exclude(state="done").exists(), step=90, what="labels are bought")
    ids += _again(line, operation)
    for number in Parcel.objects.exclude(state="voided").values_list("tracking_number", flat=True):
        line.simulator.admin("/carrier/events", {"kind": "handled", "tracking_number": number})
    accepted = Confirmation.objects.filter(state="accepted")
    go_on(line, lambda: accepted.count() == len(ids) and not _left(line, operation), step=200, most=90)
    return ids


def _left(line: Line, operation: str) -> int:
    """Let more calls be made until each fault of the operation has struck."""
    rest = left(line, operation)
    if rest and operation == "token":
        line.move(hours=1.1)
    elif rest and operation == "searchListingsItems":
        line.move(days=8)
    return rest


def _again(line: Line, operation: str) -> list[str]:
    """For giving back: the first labels are given back, and bought again."""
    if operation != "carrier.void":
        return []
    for parcel in Parcel.objects.filter(state="announced"):
        give_back(parcel, line.member, line.now())
    voided = Purchase.objects.filter(state="voided")
    go_on(line, lambda: voided.count() == ORDERS and not left(line, operation), step=60, what="given back")
    line.ship(key="again")
    return []


@pytest.mark.parametrize("operation", [*AT_AMAZON, *AT_CARRIER])
def test_nothing_is_lost_or_doubled_whatever_goes_wrong(operation: str, impatient: Line) -> None:
    ids = live(impatient, operation)
    assert calls(impatient, operation, 500) >= (1 if operation in ("searchOrders", "carrier.buy") else 0)
    assert not lost(impatient)
    assert set(ids) == set(impatient.orders().values_list("shop_order_id", flat=True))
    assert labels(impatient) == dict.fromkeys(ids, 1)
    assert not doubled(impatient)
    assert not told_wrong(impatient)
    assert all(len(packages) == 1 for packages in confirmed(impatient).values())
    assert set(confirmed(impatient)) == set(ids)
    assert not BatchItem.objects.exclude(state="done").exists()
    assert CarrierEvent.objects.filter(kind="handled").count() == len(ids)
    impatient.move(hours=1)
    impatient.work()
    assert not impatient.trouble()
    assert not Connection.objects.get().problems.exists(), "what has passed is not shown any more"


def test_without_asking_the_carrier_a_label_is_doubled(
    impatient: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DemoCarrier, "ask", lambda self, reference: [])
    live(impatient, "carrier.buy")
    assert doubled(impatient)
    assert told_wrong(impatient), "labels that nobody told Amazon of"


def test_without_looking_at_unknown_ones_a_confirmation_is_lost(
    impatient: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm, "_DUE", ("owed",))
    with pytest.raises(AssertionError):
        live(impatient, "confirmShipment")
    assert told_wrong(impatient) or Confirmation.objects.exclude(state="accepted").exists()


def test_an_order_that_a_search_hides_would_be_seen_as_lost(impatient: Line) -> None:
    ids = make(impatient, ORDERS)
    fault(impatient, "searchOrders", "hidden", order_ids=ids[:1])
    impatient.move(minutes=5)
    impatient.connect(countries=("DE",))
    impatient.work()
    assert lost(impatient) == {ids[0]}


def test_everything_at_once_for_a_day(impatient: Line) -> None:
    ids = make(impatient, 10)
    impatient.move(minutes=5)
    impatient.connect(countries=("DE",))
    for seed, wish in enumerate(FAULTS):
        if wish["kind"] != "timeout":
            fault(impatient, "*", probability=0.05, seed=seed, **wish)
    go_on(impatient, lambda: impatient.orders(state="ready").count() == 10, step=300, most=200)
    batch = impatient.ship()
    ids += make(impatient, 5)
    for _ in range(8):
        impatient.move(minutes=30)
        impatient.work()
    calm(impatient)
    go_on(impatient, lambda: not lost(impatient) and not batch.items.exclude(state="done").exists(), step=300)
    go_on(impatient, lambda: impatient.orders(state="ready").count() == 5, step=300, most=200)
    impatient.ship(key="rest")
    for number in Parcel.objects.exclude(state="voided").values_list("tracking_number", flat=True):
        impatient.simulator.admin("/carrier/events", {"kind": "handled", "tracking_number": number})
    go_on(impatient, lambda: Confirmation.objects.filter(state="accepted").count() == 15, step=300, most=90)
    assert labels(impatient) == dict.fromkeys(ids, 1)
    assert not told_wrong(impatient)
