"""Odd orders from Amazon: each is named, set aside or taken as it can be; the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packhaus.engine.models import BatchItem
from packhaus.kit.words import Words
from packhaus.shops.models import SetAside, SyncCursor
from reckoning import change, fault, go_on, labels, lost, make

if TYPE_CHECKING:
    from line import Line

LONG = "Straße des langen Textes " * 20
ASIDE: dict[str, tuple[dict[str, Any], str]] = {
    "missing": ({"patch": {"lastUpdatedTime": None}}, "lastUpdatedTime"),
    "no sku": ({"line_patches": {"0": {"product": {"sellerSku": None}}}}, "orderItems[0].product.sellerSku"),
    "negative": ({"line_patches": {"0": {"quantityOrdered": -2}}}, "orderItems[0].quantityOrdered is -2"),
    "currency": (
        {"patch": {"proceeds": {"grandTotal": {"amount": "10.00", "currencyCode": "EUX"}}}},
        "proceeds.grandTotal.currencyCode is EUX",
    ),
    "form": ({"patch": {"orderItems": "none"}}, "orderItems has the form string, but must be"),
}
"""What is changed in an order at Amazon, and what its words must name: the field, with its form."""

TAKEN: dict[str, dict[str, Any]] = {
    "unknown field": {"patch": {"novelty": {"deep": [1, {"x": None}]}}},
    "unknown status": {"patch": {"fulfillment": {"fulfillmentStatus": "AWAITING_PICKUP"}}},
    "unknown program": {"patch": {"programs": ["AMAZON_SPACE"]}},
    "unknown level": {"patch": {"fulfillment": {"fulfillmentServiceLevel": "TELEPORT"}}},
    "long texts": {
        "address": {"name": LONG[:500], "line1": LONG[:500], "city": LONG[:500]},
        "line_patches": {"0": {"product": {"title": LONG[:500]}}},
    },
}


def test_each_odd_order_is_named_and_the_rest_goes_on(quiet: Line) -> None:
    good = make(quiet, 3)
    odd = dict(zip(ASIDE, make(quiet, len(ASIDE)), strict=True))
    taken = dict(zip(TAKEN, make(quiet, len(TAKEN)), strict=True))
    for name, order_id in odd.items():
        change(quiet, order_id, **ASIDE[name][0])
    for name, order_id in taken.items():
        change(quiet, order_id, **TAKEN[name])
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()

    assert not lost(quiet)
    assert not quiet.trouble()
    here = set(quiet.orders().values_list("shop_order_id", flat=True))
    assert here == {*good, *taken.values()}, "what can be read is here, whatever stood beside it"
    words = {one.shop_order_id: str(Words.from_stored(one.words)) for one in SetAside.objects.all()}
    for name, order_id in odd.items():
        assert ASIDE[name][1] in words[order_id], words[order_id]
        assert "set aside whole" in words[order_id]
        assert "Seller Central" in words[order_id], "the mend"
    assert LONG[:20] not in str(list(SetAside.objects.values_list("words", flat=True)))

    strange = quiet.orders().get(shop_order_id=taken["unknown status"])
    assert strange.shop_status == "AWAITING_PICKUP", "the shop's own word is kept"
    assert (strange.state, strange.waiting) == ("waiting", ["unknown_status"])
    for name in ("unknown field", "unknown program", "unknown level"):
        assert quiet.orders().get(shop_order_id=taken[name]).state == "ready", name

    batch = quiet.ship(quiet.orders())
    failed = {
        item.order.shop_order_id: str(Words.from_stored(item.words))
        for item in batch.items.select_related("order").exclude(state="done")
    }
    assert set(failed) == {taken["unknown status"], taken["long texts"]}
    assert "50 characters" in failed[taken["long texts"]], failed
    assert len(labels(quiet)) == len(here) - 2

    for order_id in odd.values():
        change(quiet, order_id, patch={}, line_patches={"0": {}})
    go_on(quiet, lambda: not SetAside.objects.exists(), what="mended orders come in by themselves")
    assert set(odd.values()) <= set(quiet.orders().values_list("shop_order_id", flat=True))


def test_an_order_that_turns_odd_gets_no_label_by_what_is_known_of_old(quiet: Line) -> None:
    (order_id,) = make(quiet)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()
    assert quiet.orders().get().state == "ready"

    change(quiet, order_id, line_patches={"0": {"quantityOrdered": -1}})
    go_on(quiet, lambda: SetAside.objects.exists(), what="the change is read")
    batch = quiet.ship(quiet.orders())
    item = batch.items.get()
    assert item.state == BatchItem.State.FAILED
    assert "quantityOrdered is -1" in str(Words.from_stored(item.words))
    assert not labels(quiet)

    change(quiet, order_id, line_patches={"0": {}})
    go_on(quiet, lambda: not SetAside.objects.exists(), what="the order can be read again")
    from packhaus.flow import announce

    announce.retry(item, quiet.member, quiet.now())
    quiet.work()
    assert labels(quiet) == {order_id: 1}


def test_empty_and_short_pages_with_a_next_one_end_nothing(quiet: Line) -> None:
    ids = make(quiet, 9)
    quiet.move(minutes=5)
    fault(quiet, "searchOrders", "short_page", size=4, times=4)
    fault(quiet, "searchOrders", "empty_page", times=2)
    quiet.connect(countries=("DE",))
    quiet.work()
    assert set(quiet.orders().values_list("shop_order_id", flat=True)) == set(ids)
    cursor = SyncCursor.objects.get()
    assert cursor.completed_at is not None
    assert cursor.pages >= 5, "empty and short ones were read to the end"
