"""One suite for every shop: what the port promises, against a real other side over HTTP (R1 to R3, R5.4).

A shop that is added to the registry is added to ``ports.py`` and must pass all of it: reading here,
confirming and what goes wrong in the two files beside.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from packhaus.kit.errors import Problem
from packhaus.shops.models import OWN
from packhaus.shops.port import OddOrder, Shop, ShopOrder, ShopState, TokenEnded
from packhaus.shops.registry import SHOPS
from shops.ports import CALLS, DE, Door

ORDERS = 60


def test_every_shop_is_in_this_suite() -> None:
    """Orders of one's own come from nobody on the other side of a wire: they have tests of their own."""
    assert set(SHOPS) - {OWN} == set(CALLS)


def test_it_says_where_the_account_sells(door: Door, shop: Shop) -> None:
    """R2.2: the countries are the account's own, and nothing that is no marketplace is among them."""
    found = shop.participations()
    assert {each.marketplace_id for each in found} == set(door.simulator.info["marketplace_ids"])
    assert {each.country for each in found} >= {"DE", "FR", "PL"}
    assert all(each.participating and not each.suspended and each.name for each in found)
    assert {each.marketplace_id for each in found} <= {
        each.marketplace_id for each in SHOPS[door.name].marketplaces
    }


def test_all_orders_come_in_pages_whole_once_and_without_loss(door: Door, shop: Shop) -> None:
    pages = list(door.pages(shop, door.window()))
    got = [order.shop_order_id for page in pages for order in page.orders]
    truth = {each["id"]: each for each in door.simulator.admin("/orders")["orders"]}
    mine = {each for each, order in truth.items() if order["fulfilled_by"] == "MERCHANT"}
    assert len(mine) >= ORDERS
    assert sorted(got) == sorted(mine), "none lost, none twice, none of Amazon's own"
    assert not [odd for page in pages for odd in page.odd]
    assert all(page.orders for page in pages), "a page has one order at least"
    assert pages[0].up_to is not None
    assert timedelta(0) <= door.clock() - pages[0].up_to < timedelta(hours=2)
    for order in (order for page in pages for order in page.orders):
        assert sorted(line.sku for line in order.lines) == sorted(truth[order.shop_order_id]["skus"])


def test_an_order_has_all_that_a_label_needs(door: Door, shop: Shop) -> None:
    """The recipient as Amazon has it, phone, deadline, and what the lines say."""
    made = door.simulator.admin(
        "/orders",
        {"marketplace": "DE", "status": "UNSHIPPED", "address": "two_lines", "quantity": 3, "lines": 2}
        | {"special": False},
    )["ids"][0]
    door.simulator.admin(f"/orders/{made}", {"gift_message": "Alles Gute! <Ümläute> & mehr"})
    order = shop.order(made)
    truth = door.simulator.admin(f"/orders/{made}")
    assert isinstance(order, ShopOrder)
    assert order.recipient is not None
    assert order.contact is not None
    address = truth["address"]
    assert order.recipient.name == address["name"]
    assert order.recipient.lines == tuple(address["lines"])
    assert (order.recipient.postal_code, order.recipient.city) == (address["postal_code"], address["city"])
    assert (order.country, order.recipient.country) == ("DE", "DE")
    assert order.contact.phone == address["phone"]
    assert set(order.contact.gift_messages.values()) == {"Alles Gute! <Ümläute> & mehr"}
    assert order.contact.gift_messages.keys() <= {line.line_id for line in order.lines}
    assert [line.quantity for line in order.lines] == [3, 3]
    assert all(line.title and line.asin and line.price and line.price.cents > 0 for line in order.lines)
    assert order.total is not None
    assert order.total.cents == sum(line.price.cents for line in order.lines if line.price)
    assert order.state is ShopState.OPEN
    assert order.ship_by is not None
    assert order.deliver_by is not None
    assert order.purchased_at <= order.updated_at < order.ship_by <= order.deliver_by
    assert (order.marketplace_id, order.service_level) == (DE, "STANDARD")


def test_an_order_is_read_afresh(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    known = open_order.shop_order_id
    door.simulator.admin(f"/orders/{known}", {"address": {"line1": "Neue Straße 9", "line2": ""}})
    again = door.patiently(lambda: shop.order(known))
    assert isinstance(again, ShopOrder)
    assert again.recipient is not None
    assert "Neue Straße 9" in again.recipient.lines
    door.simulator.admin(f"/orders/{known}", {"cancel": "BUYER"})
    cancelled = door.patiently(lambda: shop.order(known))
    assert isinstance(cancelled, ShopOrder)
    assert cancelled.state is ShopState.CANCELLED
    assert door.patiently(lambda: shop.order("000-0000000-0000000")) is None


def test_weights_come_in_grams_whatever_their_unit(door: Door, shop: Shop) -> None:
    """R3.1, R3.2: each SKU is answered; what has no weight says so and is not left out."""
    skus = [each["sku"] for each in door.simulator.admin("/listings")["listings"]][:4]
    for sku, value, unit in zip(
        skus, (1.25, 380, 2, None), ("kilograms", "grams", "pounds", "grams"), strict=True
    ):
        for attribute in ("item_package_weight", "website_shipping_weight", "item_weight"):
            wish = {"sku": sku, "value": value, "unit": unit, "attribute": attribute}
            is_wanted = value is not None and attribute == "item_package_weight"
            door.simulator.admin("/weights", wish if is_wanted else wish | {"value": None})
    asked = [*skus, "no-such-sku"]
    found = [
        each
        for start in range(0, len(asked), shop.weights_page)
        for each in shop.weights(DE, asked[start : start + shop.weights_page])
    ]
    assert [each.sku for each in found] == asked
    assert [each.grams for each in found] == [1250, 380, 907, None, None]
    assert all(each.source and each.title for each in found[:3])
    assert found[3].problem is None
    assert found[4].problem is not None
    assert not any(each.refused for each in found)


def test_the_shops_own_time_is_heard(door: Door, shop: Shop) -> None:
    assert shop.heard_at is None
    shop.participations()
    there = datetime.fromisoformat(door.simulator.admin("/state")["clock"]["now"])
    assert shop.heard_at is not None
    assert abs(shop.heard_at - there) < timedelta(seconds=10)


@pytest.mark.parametrize("token", ["nonsense", "ids:;next:nonsense", "ids:no-such-number;next:"])
def test_a_token_that_is_not_taken_any_more_begins_the_window_anew(
    door: Door, shop: Shop, token: str
) -> None:
    with pytest.raises(TokenEnded):
        shop.orders(door.window(), token)


def test_nothing_that_is_printed_holds_a_secret_or_a_buyer(door: Door, shop: Shop) -> None:
    order = next(each for each in door.orders(shop).values() if each.recipient and each.recipient.name)
    assert order.recipient is not None
    problem: Problem | None = None
    try:
        door.open(
            refresh_token="amzn.mws.secret-of-a-token", client_secret="secret-of-a-key"
        ).participations()
    except Problem as error:
        problem = error
    assert problem is not None
    printed = f"{shop!r} {vars(shop)!r} {order!r} {problem!r} {problem.__context__!r}"
    held = (*(getattr(door.credentials, name) for name in ("client_secret", "refresh_token")), "secret-of")
    assert not [each for each in (*held, order.recipient.name) if each in printed]
    assert "secret" not in repr(OddOrder(shop_order_id="1", why=problem.words, raw=b"secret"))
