"""Labels (R5.2): a refused address mended and tried again, one batch clicked twice, two batches at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from django.db import connections

from packhaus.engine import bulk, due
from packhaus.engine.models import Batch, BatchItem
from packhaus.flow import announce, edit
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words
from packhaus.parcels.models import Parcel
from packhaus.privacy import vault
from reckoning import change, doubled, go_on, labels, make

if TYPE_CHECKING:
    from line import Line


def came_in(line: Line, count: int, **wish: Any) -> list[str]:
    ids = make(line, count, **wish)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    return ids


def start(line: Line, key: str) -> Batch:
    return announce.start_batch(
        line.organization,
        line.member,
        order_ids=list(line.orders().values_list("pk", flat=True)),
        service="",
        key=key,
        now=line.now(),
    )


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each in a thread with a connection of its own."""
    together = Barrier(len(work))

    def one(task: Callable[[], Any]) -> Any:
        together.wait(timeout=10)
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def run_claimed(line: Line) -> int:
    """What a second worker does: claim and run until nothing is due now."""
    ran = 0
    while claimed := bulk.claim(line.now(), line.now() + due.CLAIM, 1):
        for work in claimed:
            due.run(work.id, work.kind, work.subject)
            ran += 1
    return ran


@pytest.mark.parametrize(
    ("wrong", "said", "mend"),
    [
        ({"line1": "Gänseblümchenweg", "line2": ""}, "no house number", {"lines": ("Gänseblümchenweg 7",)}),
        ({"postal_code": "5106"}, "postal code", {"postal_code": "51063"}),
        ({"name": "Anna-Katharina " * 5}, "50 characters", {"name": "Anna-Katharina Berg"}),
    ],
)
def test_a_refused_address_is_mended_and_tried_again(
    quiet: Line, wrong: dict[str, str], said: str, mend: dict[str, Any]
) -> None:
    good, bad = make(quiet, 2)
    change(quiet, bad, address=wrong)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()
    batch = quiet.ship()
    assert batch.items.get(order__shop_order_id=good).state == "done", "the rest of the batch goes on"
    item = batch.items.get(order__shop_order_id=bad)
    order = quiet.orders().get(shop_order_id=bad)
    assert item.state == BatchItem.State.FAILED
    words = str(Words.from_stored(item.words))
    assert said in words
    assert "ddress" in words, "where it is mended"
    assert order.waiting == ["label_refused"]
    assert order.label_words == item.words
    assert Batch.objects.get().finished_at is not None

    given = vault.recipients([order.pk])[order.pk]
    with pytest.raises(NeedsMerchant, match="needs a name, a street"):
        edit.change_address(order, msgspec.structs.replace(given, lines=()), quiet.member, quiet.now())
    edit.change_address(order, msgspec.structs.replace(given, **mend), quiet.member, quiet.now())
    change(quiet, bad, gift_message="unrelated")
    go_on(quiet, lambda: quiet.orders().get(pk=order.pk).shop_updated_at > order.shop_updated_at)
    kept = vault.recipients([order.pk])[order.pk]
    assert all(getattr(kept, name) == value for name, value in mend.items()), "Amazon's old one stays out"

    announce.retry(item, quiet.member, quiet.now())
    quiet.work()
    assert labels(quiet) == {good: 1, bad: 1}
    assert not quiet.trouble()
    assert quiet.orders().get(pk=order.pk).waiting == []


def test_one_click_twice_is_one_batch(quiet: Line) -> None:
    came_in(quiet, 4)
    first, second = at_once(lambda: start(quiet, "click"), lambda: start(quiet, "click"))
    assert first.pk == second.pk
    assert Batch.objects.count() == 1
    at_once(lambda: run_claimed(quiet), lambda: run_claimed(quiet))
    quiet.work()
    assert start(quiet, "click").pk == first.pk, "a third click, much later"
    quiet.work()
    assert sorted(labels(quiet).values()) == [1, 1, 1, 1]


def test_two_batches_with_the_same_orders_at_once_buy_each_label_once(quiet: Line) -> None:
    ids = came_in(quiet, 6)
    one, two = at_once(lambda: start(quiet, "desk 1"), lambda: start(quiet, "desk 2"))
    assert {one.number, two.number} == {1, 2}
    at_once(*[lambda: run_claimed(quiet)] * 3)
    quiet.work()
    assert labels(quiet) == dict.fromkeys(ids, 1)
    assert not doubled(quiet)
    items = BatchItem.objects.all()
    assert items.filter(state="done").count() == 6
    other = items.exclude(state="done")
    assert {item.state for item in other} <= {"skipped", "failed"}
    for item in other:
        assert "No second label was bought" in str(Words.from_stored(item.words))
    assert Parcel.objects.exclude(state="voided").count() == 6


def test_two_labels_for_one_order_would_be_seen(quiet: Line) -> None:
    """The planted case: a label that somebody bought beside Packhaus."""
    (order_id,) = came_in(quiet, 1)
    quiet.ship()
    assert not doubled(quiet)
    (parcels,) = quiet.simulator.admin("/carrier/orders")["orders"].values()
    party = {"name": "Hagedorn", "lines": ["Lagerstraße 4"], "postal_code": "51063", "city": "Köln"}
    second = quiet.simulator.carrier(
        "POST",
        "/v1/parcels",
        {
            "reference": "by hand",
            "order_reference": order_id,
            "service": parcels[0]["service"],
            "weight_grams": 400,
            "sender": party | {"country": "DE"},
            "recipient": party | {"country": "DE"},
        },
    )
    assert second.status_code == 201, second.text
    assert doubled(quiet) == {order_id}


def test_a_stopped_batch_buys_nothing_until_it_goes_on(quiet: Line) -> None:
    came_in(quiet, 3)
    batch = start(quiet, "stopped")
    announce.stop(batch, quiet.member, quiet.now())
    quiet.work()
    assert not labels(quiet)
    assert announce.progress(batch).waiting == 3
    announce.go_on(batch, quiet.member, quiet.now())
    quiet.work()
    assert sum(labels(quiet).values()) == 3


def test_a_batch_without_carrier_sender_or_orders_says_which_is_missing(quiet: Line) -> None:
    came_in(quiet, 1)
    with pytest.raises(NeedsMerchant, match="No order was chosen"):
        announce.start_batch(
            quiet.organization, quiet.member, order_ids=[0], service="", key="none", now=quiet.now()
        )
    quiet.organization.sender.delete()
    with pytest.raises(NeedsMerchant, match="No sender is set up"):
        start(quiet, "no sender")
    quiet.organization.carrier_accounts.update(active=False)
    with pytest.raises(NeedsMerchant, match="No carrier is set up"):
        start(quiet, "no carrier")
