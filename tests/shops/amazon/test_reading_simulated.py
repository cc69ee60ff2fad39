"""Reading against the simulator: a real other side over real HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from packhaus.kit.errors import AuthorizationEnded, Retry
from packhaus.shops.port import (
    OddOrder,
    OrdersWindow,
    ShopState,
    TokenEnded,
)
from shops.amazon.simulated import DE, Connect, orders, pages
from simulators import SimulatorProcess


def test_the_account_is_found(connect: Connect, simulated: SimulatorProcess) -> None:
    found = connect().participations()
    assert {each.marketplace_id for each in found} == set(simulated.info["marketplace_ids"])
    assert {"DE", "FR", "PL"} <= {each.country for each in found}
    assert len({each.country for each in found}) == len(found), (
        "no marketplace that is none of Amazon's shops"
    )


def test_all_orders_come_in_whole(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    read = pages(connect(), window)
    assert [len(page.orders) for page in read] == [100, 100, 40]
    assert all(page.odd == () for page in read)
    found = {order.shop_order_id: order for page in read for order in page.orders}
    listed = {
        each["id"]: each["status"]
        for each in simulated.admin("/orders")["orders"]
        if each["fulfilled_by"] == "MERCHANT"
    }
    assert {number: order.status for number, order in found.items()} == listed
    assert not any(order.oddities for order in found.values())
    states = {order.state for order in found.values()}
    assert states == set(ShopState) - {ShopState.UNKNOWN}
    for order in found.values():
        if order.state is ShopState.PENDING:
            assert order.recipient is None or not order.recipient.has_street()
        if order.state in (ShopState.OPEN, ShopState.PARTLY_SHIPPED):
            assert order.recipient is not None
            assert order.recipient.has_street()
            assert order.recipient.country == order.country
            assert order.ship_by is not None
    assert any(order.is_prime for order in found.values())
    assert any(
        order.is_business and order.recipient and order.recipient.po_number for order in found.values()
    )
    assert any(order.is_replacement for order in found.values())
    assert any(order.cancel_requested for order in found.values())
    assert any(order.contact and order.contact.gift_messages for order in found.values())


def test_one_order_is_the_same_as_on_its_page(connect: Connect, window: OrdersWindow) -> None:
    shop = connect()
    found = orders(shop, window)
    for number in list(found)[:5]:
        assert shop.order(number) == found[number]
    assert shop.order("000-0000000-0000000") is None


def test_what_is_personal_is_what_amazon_holds(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    found = next(
        order
        for order in orders(connect(), window).values()
        if order.state is ShopState.OPEN and order.contact and order.contact.gift_messages
    )
    truth = simulated.admin(f"/orders/{found.shop_order_id}")["order"]
    address = truth["recipient"]["deliveryAddress"]
    assert found.recipient is not None
    assert found.recipient.name == address["name"]
    assert found.recipient.postal_code == address["postalCode"]
    assert found.contact is not None
    assert found.contact.phone == address.get("phone", "")
    for needle in (address["name"], address["addressLine1"]):
        assert needle not in repr(found)


def test_odd_orders_are_set_aside_alone(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    shop = connect()
    open_ones = [number for number, each in orders(shop, window).items() if each.state is ShopState.OPEN]
    spoiled: dict[str, tuple[dict[str, Any], str]] = {
        open_ones[0]: ({"line_patches": {"0": {"quantityOrdered": -3}}}, "quantityOrdered is -3"),
        open_ones[1]: ({"line_patches": {"0": {"product": {"sellerSku": None}}}}, "no SKU"),
        open_ones[2]: ({"patch": {"proceeds": {"grandTotal": {"currencyCode": "DEM"}}}}, "DEM"),
        open_ones[3]: ({"patch": {"createdTime": None}}, "createdTime"),
        open_ones[4]: ({"line_patches": {"0": {"quantityOrdered": "two"}}}, "string"),
    }
    borne: dict[str, dict[str, Any]] = {
        open_ones[5]: {"patch": {"newField": {"deep": [1]}}},
        open_ones[6]: {"line_patches": {"0": {"product": {"title": "T" * 500}}}},
        open_ones[7]: {"patch": {"fulfillment": {"fulfillmentStatus": "ON_THE_ROOF"}}},
    }
    for number, (change, _) in spoiled.items():
        simulated.admin(f"/orders/{number}", change)
    for number, change in borne.items():
        simulated.admin(f"/orders/{number}", change)
    simulated.advance(300)
    read = pages(connect(), window)
    aside = {odd.shop_order_id: str(odd.why) for page in read for odd in page.odd}
    assert set(aside) == set(spoiled)
    for number, (_, word) in spoiled.items():
        assert word in aside[number]
    found = {order.shop_order_id: order for page in read for order in page.orders}
    assert len(found) + len(aside) == 240
    assert set(borne) <= set(found)
    assert (found[open_ones[7]].status, found[open_ones[7]].state) == ("ON_THE_ROOF", ShopState.UNKNOWN)
    assert isinstance(shop.order(open_ones[0]), OddOrder)


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"kind": "status", "status": 500}, "500"),
        ({"kind": "status", "status": 503}, "503"),
        ({"kind": "status", "status": 429}, "limit"),
        ({"kind": "garbage"}, "could not be read"),
        ({"kind": "truncated"}, "broke|could not be read"),
        ({"kind": "close"}, "broke"),
    ],
)
def test_faults_pass(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess, fault: dict[str, Any], word: str
) -> None:
    simulated.admin("/faults", {"operation": "searchOrders", "times": 1, **fault})
    shop = connect()
    with pytest.raises(Retry, match=word):
        shop.orders(window, None)
    simulated.admin("/faults", method="DELETE")
    assert len(connect().orders(window, None).orders) == 100


def test_empty_and_short_pages_go_on(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    simulated.admin("/faults", {"operation": "searchOrders", "kind": "empty_page", "times": 2})
    simulated.admin("/faults", {"operation": "searchOrders", "kind": "short_page", "size": 30, "times": 4})
    read = pages(connect(), window)
    assert [len(page.orders) for page in read[:2]] == [0, 0]
    assert len({order.shop_order_id for page in read for order in page.orders}) == 240


def test_a_token_past_its_day_starts_the_window_again(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    shop = connect()
    token = shop.orders(window, None).next_token
    simulated.advance(25 * 3600)
    with pytest.raises(TokenEnded):
        shop.orders(window, token)
    fresh = shop.orders(window, None).next_token
    other = msgspec.structs.replace(window, updated_since=window.updated_since + timedelta(days=1))
    with pytest.raises(TokenEnded):
        shop.orders(other, fresh)


def test_a_limit_of_amazons_is_met_with_its_time(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    for _ in range(20):
        connect().orders(window, None)
    with pytest.raises(Retry, match="limit for searchOrders") as caught:
        connect().orders(window, None)
    assert caught.value.after is not None
    assert simulated.admin("/state")["calls"]


def test_an_access_token_that_ended_early_is_renewed(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    shop = connect()
    shop.orders(window, None)
    simulated.advance(3601)
    assert len(shop.orders(window, None).orders) == 100


DENIALS: list[tuple[dict[str, str], dict[str, Any], str]] = [
    ({"refresh_token": "Atzr|wrong"}, {}, "token"),
    ({"client_secret": "amzn1.oa2-cs.v1.wrong"}, {}, "secret"),
    ({}, {"revoke_refresh_token": True}, "token"),
    ({}, {"expire_secret": True}, "secret"),
    ({}, {"roles": []}, "role"),
]


@pytest.mark.parametrize(("changes", "at_amazon", "cause"), DENIALS)
@pytest.mark.parametrize("before", [False, True])
def test_what_ends_an_authorization_is_told_apart(
    connect: Connect,
    window: OrdersWindow,
    simulated: SimulatorProcess,
    changes: dict[str, str],
    at_amazon: dict[str, Any],
    cause: str,
    before: bool,
) -> None:
    """With and without an access token from before: it must not hide that the rest has ended."""
    shop = connect(**changes)
    if before and not changes:
        shop.orders(window, None)
    if at_amazon:
        simulated.admin("/authorization", at_amazon)
    with pytest.raises(AuthorizationEnded) as caught:
        shop.orders(window, None)
    assert caught.value.cause == cause


def test_a_country_that_the_account_has_not(connect: Connect, start: datetime) -> None:
    japan = OrdersWindow(updated_since=start - timedelta(days=1), marketplace_ids=("A1VC38T7YXB528",))
    with pytest.raises(AuthorizationEnded) as caught:
        connect().orders(japan, None)
    assert caught.value.cause in ("region", "role")


def test_without_the_delivery_role_orders_come_without_addresses(
    connect: Connect, window: OrdersWindow, simulated: SimulatorProcess
) -> None:
    roles = simulated.admin("/authorization")["roles"]
    simulated.admin(
        "/authorization",
        {"roles": [role for role in roles if "elivery" not in role and "hipping" not in role]},
    )
    found = connect().orders(window, None)
    assert len(found.orders) == 100
    assert not any(order.recipient and order.recipient.has_street() for order in found.orders)
    assert all(order.contact is None or not order.contact.phone for order in found.orders)


def test_weights_are_those_of_the_listings(connect: Connect, simulated: SimulatorProcess) -> None:
    listings = simulated.admin("/listings")["listings"]
    skus = [each["sku"] for each in listings][:20]
    found = connect().weights(DE, skus)
    assert [each.sku for each in found] == skus
    has = {each["sku"]: bool(each["weights"]) for each in listings}
    assert {each.sku: each.grams is not None for each in found} == {sku: has[sku] for sku in skus}
    assert all(each.problem is None and each.title for each in found)


@pytest.mark.parametrize(("value", "says"), [(0, "0 kilograms"), (900, "900 kilograms")])
def test_a_weight_of_zero_or_of_900_kg(
    connect: Connect, simulated: SimulatorProcess, value: float, says: str
) -> None:
    sku = simulated.admin("/listings")["listings"][0]["sku"]
    simulated.admin(
        "/weights", {"sku": sku, "attribute": "item_package_weight", "value": value, "unit": "kilograms"}
    )
    (found,) = connect().weights(DE, [sku])
    assert found.grams is None
    assert says in str(found.problem)
