"""Limits, faults and ended access at every shop behind the port: told apart, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from packhaus.kit.errors import AuthorizationEnded, Retry
from packhaus.shops.port import Shop
from shops.ports import DE, Door

ORDERS = 60


def _ask(shop: Shop, door: Door, call: str) -> Any:
    asked: dict[str, Callable[[], Any]] = {
        "participations": shop.participations,
        "orders": lambda: shop.orders(door.window(), None),
        "order": lambda: shop.order("000-0000000-0000000"),
        "weights": lambda: shop.weights(DE, ["A"]),
    }
    return asked[call]()


@pytest.mark.parametrize("call", ["participations", "orders", "order", "weights"])
def test_our_own_limiter_stops_before_the_shop_does(door: Door, shop: Shop, call: str) -> None:
    ended = _until_a_limit(shop, door, call)
    assert ended.after is not None
    assert ended.after > door.clock()
    assert not {429, 503} & set(door.statuses(call)), "the other side has refused none of them"
    door.wait_until(ended.after)
    _ask(shop, door, call)


def _until_a_limit(shop: Shop, door: Door, call: str) -> Retry:
    for _ in range(200):
        try:
            _ask(shop, door, call)
        except Retry as error:
            return error
    raise AssertionError("no limit was met in 200 calls")


@pytest.mark.parametrize("call", ["participations", "orders", "order", "weights"])
def test_the_shops_own_limit_is_waited_for(door: Door, shop: Shop, call: str) -> None:
    door.simulator.admin("/limits", {"operation": door.calls[call], "rate": 0.001, "burst": 1})
    _ask(shop, door, call)
    with pytest.raises(Retry) as caught:
        _ask(shop, door, call)
    assert caught.value.after is not None
    assert caught.value.after > door.clock()
    assert caught.value.cause == "limit"
    assert not caught.value.sent
    assert door.limiter.emptied, "all who share the limit know of it"


@pytest.mark.parametrize("fault", [
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 503},
    {"kind": "garbage"},
    {"kind": "truncated", "when": "after"},
    {"kind": "close"},
    {"kind": "timeout", "seconds": 0.8},
], ids=lambda fault: f"{fault['kind']}{fault.get('status', '')}")  # fmt: skip
def test_a_fault_is_tried_again_and_loses_nothing(door: Door, shop: Shop, fault: dict[str, Any]) -> None:
    wish = {name: value for name, value in fault.items() if name != "kind"}
    for call in ("participations", "orders", "order", "weights"):
        door.fault(call, fault["kind"], times=1, **wish)
        with pytest.raises(Retry) as caught:
            _ask(shop, door, call)
        assert caught.value.after is None
        assert caught.value.cause in ("outage", "unreadable", "unreachable")
        assert not caught.value.sent, "asking changes nothing"
        door.calm()
    assert len(door.orders(shop)) >= ORDERS


def test_access_that_was_taken_back_ends_the_authorization(door: Door, shop: Shop) -> None:
    assert shop.participations()
    door.end_access()
    fresh = door.open()
    for ask in (fresh.participations, lambda: fresh.orders(door.window(), None), lambda: fresh.order("A")):
        with pytest.raises(AuthorizationEnded) as caught:
            ask()
        assert caught.value.cause == "token"


def test_keys_that_are_wrong_are_told_from_a_token(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACKHAUS_MWS_SECRET_KEY", "wrong")
    with pytest.raises(AuthorizationEnded) as caught:
        door.open(client_secret="wrong").participations()
    assert caught.value.cause == {"amazon": "secret", "amazon_mws": "keys"}[door.name]


def test_another_accounts_seller_id_is_found_out_before_anything_is_saved(door: Door) -> None:
    stranger = door.open(seller_id="A2STRANGER0000")
    with pytest.raises(AuthorizationEnded) as caught:
        _let_in(stranger)
    assert caught.value.cause in ("seller", "token")


def _let_in(shop: Shop) -> None:
    """What is asked before a connection is saved."""
    shop.participations()
    shop.check_seller(DE)
