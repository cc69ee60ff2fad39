"""Whatever Amazon sends, the reader gives an order or an odd order, and what it gives fits our tables."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from packhaus.shops.amazon.read import UnreadableError, read_order, read_page
from packhaus.shops.port import OddOrder, ShopOrder
from shops.amazon.models import ORDERS, static_examples
from shops.amazon.orders import PERSONAL, an_order, as_bytes, plain_order

_SAMPLES = [
    *(
        order
        for each in static_examples(ORDERS, "searchOrders", "200")
        for order in each["response"]["orders"]
    ),
    *(each["response"]["order"] for each in static_examples(ORDERS, "getOrder", "200")),
    an_order(),
    plain_order("302-0000000-0000001"),
]
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_TEXTS = st.text(max_size=20) | st.sampled_from(
    [
        "",
        "x" * 501,
        "\x00",
        "EUR",
        "CANCELLED",
        "2026-11-24T06:30:00Z",
        "9999-12-31T23:59:59-12:00",
        "-0",
        "1e99",
    ]
)
_SCALARS = st.none() | st.booleans() | st.integers() | _FLOATS | _TEXTS
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def changed_orders(draw: st.DrawFn) -> bytes:
    """An order with some of its fields taken away, replaced, doubled or added."""
    order = json.loads(json.dumps(draw(st.sampled_from(_SAMPLES))))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(list(_places(order)) or [order]))
        _change(draw, place)
    return as_bytes(order)


def _places(value: Any) -> Any:
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _places(inner)


def _change(draw: st.DrawFn, place: Any) -> None:
    how = draw(st.sampled_from(["remove", "replace", "add", "swap"]))
    if isinstance(place, list):
        at = draw(st.integers(0, len(place) - 1))
        if how == "remove":
            del place[at]
        elif how == "add":
            place.append(place[at])
        else:
            place[at] = draw(_VALUES)
        return
    key = draw(st.sampled_from(sorted(place)))
    if how == "remove":
        del place[key]
    elif how == "add":
        place[draw(_TEXTS)] = draw(_VALUES)
    elif how == "swap":
        place[key] = place[draw(st.sampled_from(sorted(place)))]
    else:
        place[key] = draw(_VALUES)


@given(changed_orders())
def test_an_order_or_an_odd_order(raw: bytes) -> None:
    found = read_order(raw)
    if isinstance(found, OddOrder):
        assert found.raw == raw
        assert 0 < len(found.shop_order_id) <= 60
        assert "%(" not in str(found.why)
        assert not any(needle in str(found.why) + repr(found) for needle in PERSONAL)
    else:
        assert_fits(found)


@given(st.binary(max_size=60))
def test_no_order_at_all(raw: bytes) -> None:
    assert isinstance(read_order(raw), OddOrder)


@given(st.lists(changed_orders(), max_size=4), st.none() | st.text(max_size=10))
def test_none_is_lost_on_a_page(raws: list[bytes], token: str | None) -> None:
    pagination = b"" if token is None else b', "pagination": ' + as_bytes({"nextToken": token})
    page = read_page(b'{"orders": [' + b", ".join(raws) + b"]" + pagination + b"}")
    alone = [read_order(raw) for raw in raws]
    assert {each.shop_order_id for each in page.orders} == {
        each.shop_order_id for each in alone if isinstance(each, ShopOrder)
    }
    assert [each.why for each in page.odd] == [each.why for each in alone if isinstance(each, OddOrder)]
    assert page.next_token == (token or None)


@given(st.binary(max_size=60) | _VALUES.map(as_bytes))
def test_no_page_at_all(content: bytes) -> None:
    try:
        page = read_page(content)
    except UnreadableError:
        return
    assert page.orders == ()


def assert_fits(order: ShopOrder) -> None:
    """The bounds of the tables ``order`` and ``order_line``."""
    for text, most in [
        (order.shop_order_id, 60),
        (order.status, 60),
        (order.service_level, 60),
        (order.marketplace_id, 20),
        (order.country, 2),
    ]:
        assert len(text) <= most
        assert "\x00" not in text
    for moment in (order.updated_at, order.purchased_at, order.ship_by, order.deliver_by):
        assert moment is None or moment.tzinfo is UTC or moment.utcoffset() == UTC.utcoffset(None)
    assert order.total is None or abs(order.total.cents) < 2**63
    assert len({line.line_id for line in order.lines}) == len(order.lines)
    for line in order.lines:
        assert 0 < len(line.line_id) <= 60
        assert len(line.sku) <= 100
        assert len(line.title) <= 500
        assert len(line.asin) <= 20
        assert 0 <= line.quantity <= 9999
        assert 0 <= line.quantity_shipped <= 9999
        assert line.price is None or abs(line.price.cents) < 2**63
        assert "\x00" not in line.line_id + line.sku + line.title + line.asin + line.cancel_reason
    for package in order.packages:
        assert 0 < len(package.reference) <= 60
        assert all(0 <= quantity <= 9999 * 10 for quantity in package.quantities.values())
    assert all(str(words) for words in order.oddities)
    for person in (order.recipient, order.contact):
        assert person is None or person != type(person)()
