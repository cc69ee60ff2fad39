"""One suite for every shop: what the port promises, against a real other side over HTTP (R1, R2, R3, R5.4).

A shop that is added to the registry is added to ``ports.py`` and must pass all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from line import hosts
from packhaus.kit.errors import AuthorizationEnded, Problem, Retry
from packhaus.shops.port import ConfirmOutcome, OddOrder, Shop, ShopOrder, ShopState, TokenEnded
from packhaus.shops.registry import SHOPS
from shops.ports import CALLS, DE, Door, opened, parcel
from simulators import SimulatorProcess, running_simulator

SEED, ORDERS = 11, 60


@pytest.fixture(scope="module")
def process() -> Iterator[SimulatorProcess]:
    with running_simulator(seed=SEED, orders=ORDERS) as simulator:
        yield simulator


@pytest.fixture(params=sorted(CALLS))
def door(
    request: pytest.FixtureRequest, process: SimulatorProcess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Door]:
    process.admin("/faults", method="DELETE")
    process.reset(seed=SEED, orders=ORDERS)
    process.admin("/calls", method="DELETE")
    for name, value in hosts(process).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PACKHAUS_AMAZON_READ_SECONDS", "0.5")
    yield opened(request.param, process)
    process.admin("/faults", method="DELETE")


@pytest.fixture
def shop(door: Door) -> Shop:
    return door.open()


@pytest.fixture
def open_order(door: Door, shop: Shop) -> ShopOrder:
    return next(
        order
        for order in door.orders(shop).values()
        if order.state is ShopState.OPEN and len(order.lines) > 1 and order.recipient is not None
    )


def test_every_shop_is_in_this_suite() -> None:
    assert set(SHOPS) == set(CALLS)


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


def test_a_confirmation_reaches_the_other_side(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    """R5.4: carrier, number, time and pieces; the order is shipped there once all of it is confirmed."""
    first, *rest = open_order.lines
    half = parcel(open_order, quantities={first.line_id: first.quantity})
    assert door.confirmed(shop, half).outcome is ConfirmOutcome.ACCEPTED
    partly = shop.order(open_order.shop_order_id)
    assert isinstance(partly, ShopOrder)
    assert partly.state is ShopState.PARTLY_SHIPPED
    assert [line.quantity_shipped for line in partly.lines] == [first.quantity, *[0] * len(rest)]
    others = parcel(
        open_order,
        reference="2",
        carrier_code="Other",
        carrier_name="Demo-Paketdienst & Söhne",
        tracking_number="DP1000000002",
        quantities={line.line_id: line.quantity for line in rest},
    )
    assert door.confirmed(shop, others).outcome is ConfirmOutcome.ACCEPTED
    whole = shop.order(open_order.shop_order_id)
    assert isinstance(whole, ShopOrder)
    assert whole.state is ShopState.SHIPPED
    [packages] = door.simulator.admin("/confirmations")["confirmations"].values()
    assert [(each["reference"], each["tracking_number"]) for each in packages] == [
        ("1", "00340434161094015902"),
        ("2", "DP1000000002"),
    ]
    assert "Demo-Paketdienst & Söhne" in str(packages[1])


def test_the_same_reference_again_is_the_same_parcel(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    for number in ("00340434161094015902", "00340434161094015903"):
        package = parcel(open_order, tracking_number=number)
        assert door.confirmed(shop, package).outcome is ConfirmOutcome.ACCEPTED
    assert door.simulator.admin("/state")["packages_confirmed"] == 1


def test_what_is_refused_is_said_in_words(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    for changes in (
        {"carrier_code": "Demo-Paketdienst"},
        {"carrier_code": ""},
        {"carrier_code": "Other"},
        {"quantities": {"99": 1}},
    ):
        answer = door.confirmed(shop, parcel(open_order, **changes))
        assert answer.outcome is ConfirmOutcome.REFUSED, changes
        assert open_order.shop_order_id in str(answer.words)
        assert "00340434161094015902" not in str(answer.words), "a tracking number goes with the buyer's data"
    assert door.simulator.admin("/state")["packages_confirmed"] == 0


def test_too_many_pieces_are_looked_at_and_not_refused(door: Door, shop: Shop, open_order: ShopOrder) -> None:
    """It can mean that the shop has the parcel already."""
    more = {line.line_id: line.quantity + 1 for line in open_order.lines}
    assert door.confirmed(shop, parcel(open_order, quantities=more)).outcome is ConfirmOutcome.CHECK
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED
    door.simulator.admin("/switches", {"reference_again": "refuse"})
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.CHECK
    door.simulator.admin("/switches", {"reference_again": "edit"})


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


LOST = [(kind, when) for kind in ("close", "timeout", "garbage") for when in ("before", "after")]


@pytest.mark.parametrize(("kind", "when"), [*LOST, ("truncated", "before")])
def test_a_lost_answer_to_a_confirmation_is_an_unknown(
    door: Door, shop: Shop, open_order: ShopOrder, kind: str, when: str
) -> None:
    door.fault("confirm", kind, times=1, when=when, seconds=0.8)
    with pytest.raises(Retry) as caught:
        shop.confirm(parcel(open_order))
    assert caught.value.sent
    assert door.confirmed(shop, parcel(open_order)).outcome is ConfirmOutcome.ACCEPTED
    assert door.simulator.admin("/state")["packages_confirmed"] == 1, "sent twice, once in effect"


def test_access_that_was_taken_back_ends_the_authorization(door: Door, shop: Shop) -> None:
    assert shop.participations()
    door.end_access()
    fresh = door.open()
    for ask in (fresh.participations, lambda: fresh.orders(door.window(), None), lambda: fresh.order("A")):
        with pytest.raises(AuthorizationEnded) as caught:
            ask()
        assert caught.value.cause == "token"


def test_keys_that_are_wrong_are_told_from_a_token(door: Door) -> None:
    with pytest.raises(AuthorizationEnded) as caught:
        door.open(client_secret="wrong").participations()
    assert caught.value.cause == "secret"


def test_another_accounts_seller_id_is_found_out_before_anything_is_saved(door: Door) -> None:
    stranger = door.open(seller_id="A2STRANGER0000")
    with pytest.raises(AuthorizationEnded) as caught:
        _let_in(stranger)
    assert caught.value.cause in ("seller", "token")


def _let_in(shop: Shop) -> None:
    """What is asked before a connection is saved."""
    shop.participations()
    shop.check_seller(DE)


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
