"""Weights (R3): summed, missing ones named, mended here or at Amazon, refreshed when they age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packhaus.flow import announce, connect, weigh
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words
from packhaus.products.models import Product
from reckoning import go_on, labels, make

if TYPE_CHECKING:
    from line import Line


def weigh_at_amazon(line: Line, sku: str, value: float | None, unit: str = "grams", **more: Any) -> None:
    line.simulator.admin("/weights", {"sku": sku, "value": value, "unit": unit} | more)


def skus(line: Line, count: int) -> list[str]:
    """The first SKUs of the shop's listings, their weights taken away."""
    found = [entry["sku"] for entry in line.simulator.admin("/listings")["listings"][:count]]
    for sku in found:
        weigh_at_amazon(line, sku, None)
    return found


def came_in(line: Line) -> None:
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    assert not line.trouble()


def test_every_unit_comes_in_as_grams(quiet: Line) -> None:
    names = skus(quiet, 4)
    entered = [(380.4, "grams", 380), (0.5, "kilograms", 500), (2, "pounds", 907), (8, "ounces", 227)]
    for sku, (value, unit, _) in zip(names, entered, strict=True):
        weigh_at_amazon(quiet, sku, value, unit)
    (order_id,) = make(quiet, skus=names, lines=4, quantity=2)
    came_in(quiet)
    order = quiet.orders().get(shop_order_id=order_id)
    here = {line.sku: (line.unit_grams, line.quantity) for line in order.lines.all()}
    for sku, (_, _, grams) in zip(names, entered, strict=True):
        assert here[sku][0] == grams
    assert order.weight_grams == sum(grams * pieces for grams, pieces in here.values())
    assert order.state == "ready"


def test_zero_and_900_kg_are_no_weights_and_say_so(quiet: Line) -> None:
    zero, freight, below = skus(quiet, 3)
    weigh_at_amazon(quiet, zero, 0, "kilograms")
    weigh_at_amazon(quiet, freight, 900, "kilograms")
    weigh_at_amazon(quiet, below, -3, "ounces")
    (order_id,) = make(quiet, skus=[zero, freight, below], lines=3)
    came_in(quiet)
    order = quiet.orders().get(shop_order_id=order_id)
    assert (order.state, order.waiting, order.weight_grams) == ("waiting", ["no_weight"], None)
    said = {p.sku: str(Words.from_stored(p.listing_problem)) for p in Product.objects.all()}
    assert "item_package_weight: 0 kilograms" in said[zero]
    assert "item_package_weight: 900 kilograms" in said[freight]
    assert "item_package_weight: -3 ounces" in said[below]
    for words in said.values():
        assert "above 0 and at most 70 kg" in words, "the form"
        assert "Correct it in the listing at Amazon, or enter the weight here" in words, "the two mends"
    for grams in (0, 900_000, -5):
        with pytest.raises(NeedsMerchant, match="between 1 g and 70 kg"):
            weigh.enter_weight(Product.objects.get(sku=zero), grams, quiet.member, quiet.now())


def test_a_weight_entered_here_once_frees_every_order_with_the_sku(quiet: Line) -> None:
    heavy, other = skus(quiet, 2)
    only_heavy = make(quiet, 3, skus=[heavy])
    both = make(quiet, 2, skus=[heavy, other], lines=2)
    came_in(quiet)
    assert quiet.orders(state="waiting").count() == 5
    lacking = quiet.orders().get(shop_order_id=both[0]).lines.filter(unit_grams=None)
    assert set(lacking.values_list("sku", flat=True)) == {heavy, other}, "both SKUs are named"

    mended = weigh.enter_weight(Product.objects.get(sku=heavy), 1180, quiet.member, quiet.now())
    assert mended == 3, "those that lack nothing else"
    assert set(quiet.orders(state="ready").values_list("shop_order_id", flat=True)) == set(only_heavy)
    assert set(quiet.orders(state="waiting").values_list("shop_order_id", flat=True)) == set(both)

    later = make(quiet, 1, skus=[heavy])
    go_on(quiet, lambda: quiet.orders(shop_order_id__in=later, state="ready").exists(), what="from now on")
    assert weigh.enter_weight(Product.objects.get(sku=other), 20, quiet.member, quiet.now()) == 2
    assert not quiet.orders(state="waiting").exists()

    weigh_at_amazon(quiet, heavy, 5000)
    go_on(quiet, lambda: Product.objects.get(sku=heavy).listing_grams == 5000, step=7200, most=100)
    assert Product.objects.get(sku=heavy).grams == 1180, "the merchant's own weight goes before the listing's"
    weigh.enter_weight(Product.objects.get(sku=heavy), None, quiet.member, quiet.now())
    assert quiet.orders(shop_order_id=later[0]).get().weight_grams % 5000 == 0, "the listing's holds again"


def test_a_weight_entered_at_amazon_is_found_by_itself(quiet: Line) -> None:
    (sku,) = skus(quiet, 1)
    (order_id,) = make(quiet, skus=[sku], quantity=1)
    came_in(quiet)
    assert quiet.orders().get().waiting == ["no_weight"]
    weigh_at_amazon(quiet, sku, 740)
    quiet.move(minutes=weigh.MISSING_AGAIN.total_seconds() / 60 + 1)
    quiet.work()
    order = quiet.orders().get()
    assert (order.state, order.weight_grams) == ("ready", 740)

    weigh_at_amazon(quiet, sku, 760)
    quiet.move(days=1)
    quiet.work()
    assert quiet.orders().get().weight_grams == 740, "it is kept, not asked for each day"
    quiet.move(days=weigh.AGED.days)
    quiet.work()
    assert quiet.orders().get(shop_order_id=order_id).weight_grams == 760, "an aged one is refreshed"


def test_weights_that_were_not_wanted_are_looked_up_once_they_are(quiet: Line) -> None:
    make(quiet, 3)
    quiet.move(minutes=5)
    connection = quiet.connect(countries=("DE",), import_weights=False)
    quiet.work()
    assert quiet.orders(state="waiting").count() == 3
    connect.change(
        connection,
        name=connection.name,
        import_weights=True,
        confirm_at=connection.confirm_at,
        countries=["DE"],
        now=quiet.now(),
    )
    quiet.work()
    assert quiet.orders(state="ready").count() == 3


def test_what_no_product_carries_is_named_and_goes_on_after_the_mend(quiet: Line) -> None:
    (sku,) = skus(quiet, 1)
    weigh_at_amazon(quiet, sku, 40, "kilograms")
    (order_id,) = make(quiet, skus=[sku], quantity=1)
    came_in(quiet)
    item = quiet.ship().items.get()
    assert "takes 40 kg to DE, 31.5 kg at most" in str(Words.from_stored(item.words))
    assert quiet.orders().get().waiting == ["label_refused"]
    assert not labels(quiet)
    weigh.enter_weight(Product.objects.get(sku=sku), 4000, quiet.member, quiet.now())
    assert quiet.orders().get().state == "ready", "the mend takes the reason away"
    announce.retry(item, quiet.member, quiet.now())
    quiet.work()
    assert labels(quiet) == {order_id: 1}
