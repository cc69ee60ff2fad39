"""Bad input: each order on its own, the odd one with a reason that names field, form and mend (issue 9)."""

from __future__ import annotations

import json

import pytest

from packhaus.shops.amazon.read import UnreadableError, read_one, read_order, read_page
from packhaus.shops.port import OddOrder, ShopOrder, ShopState
from shops.amazon.changes import NEW, ODD, TAKEN, Change, address, item, product
from shops.amazon.orders import PERSONAL, an_order, as_bytes, plain_order

MEND = "Seller Central"


@pytest.mark.parametrize(("change", "names"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_an_odd_order_is_set_aside_and_the_rest_goes_on(change: Change, names: tuple[str, ...]) -> None:
    odd_one = plain_order("302-0000000-0000002")
    change(odd_one)
    orders = [plain_order("302-0000000-0000001"), odd_one, plain_order("302-0000000-0000003")]
    page = read_page(as_bytes({"orders": orders, "pagination": {"nextToken": "next"}}))
    assert [order.shop_order_id for order in page.orders] == ["302-0000000-0000001", "302-0000000-0000003"]
    assert page.next_token == "next"
    (aside,) = page.odd
    for name in (*names, MEND):
        assert name in str(aside.why)
    assert json.loads(aside.raw) == odd_one
    assert 0 < len(aside.shop_order_id) <= 60
    for needle in PERSONAL:
        assert needle not in str(aside.why) + repr(aside)


def test_an_order_set_aside_keeps_its_number() -> None:
    order = plain_order("302-0000000-0000002")
    del order["createdTime"]
    found = read_order(as_bytes(order))
    assert isinstance(found, OddOrder)
    assert found.shop_order_id == "302-0000000-0000002"


def test_an_order_without_number_has_a_name_of_its_own() -> None:
    first, second = plain_order("1"), plain_order("2")
    del first["orderId"], second["orderId"]
    second["createdTime"] = "2026-11-22T18:04:05Z"
    names = {read_order(as_bytes(each)).shop_order_id for each in (first, second, first)}
    assert len(names) == 2


@pytest.mark.parametrize(
    "raw", [b"null", b"7", b"[]", b'"text"', b"{}", b"", b"{", b'{"orderId": "\xff"}', b"[" * 100_000]
)
def test_what_is_no_order_is_set_aside(raw: bytes) -> None:
    found = read_order(raw)
    assert isinstance(found, OddOrder)
    assert str(found.why)


@pytest.mark.parametrize("change", [case[1] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_what_is_bearable_comes_in_without_a_word(change: Change) -> None:
    order = plain_order("302-0000000-0000001")
    change(order)
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.oddities == ()


@pytest.mark.parametrize(("change", "word"), [case[1:] for case in NEW], ids=[case[0] for case in NEW])
def test_a_new_value_comes_in_and_is_said(change: Change, word: str) -> None:
    order = plain_order("302-0000000-0000001")
    change(order)
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.state is ShopState.OPEN
    assert word in " ".join(str(words) for words in found.oddities)


@pytest.mark.parametrize("status", ["ON_ITS_WAY_UPSTAIRS", "UNFULFILLABLE", "", "X" * 500])
def test_a_new_status_is_kept_word_for_word(status: str) -> None:
    order = plain_order("302-0000000-0000001")
    order["fulfillment"]["fulfillmentStatus"] = status
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.state is ShopState.UNKNOWN
    assert found.status == (status if len(status) <= 60 else "X" * 59 + "…")
    assert "before you ship" in str(found.oddities[0])


def test_an_order_without_fulfillment_is_unknown() -> None:
    order = plain_order("1")
    del order["fulfillment"]
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert (found.status, found.state, found.ship_by) == ("", ShopState.UNKNOWN, None)
    assert "no status" in str(found.oddities[0])


def test_text_of_500_characters_comes_in() -> None:
    long = "ß" * 500
    order = plain_order("1")
    product(order).update(title=long)
    address(order).update(name=long, addressLine1=long, city=long, postalCode=long)
    order["buyer"]["buyerName"] = long
    item(order)["fulfillment"] = {"packing": {"giftOption": {"giftMessage": long}}}
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.lines[0].title == long
    assert found.recipient is not None
    assert (found.recipient.name, found.recipient.lines[0], found.recipient.city) == (long, long, long)
    assert found.contact is not None
    assert found.contact.gift_messages == {"10000000000001": long}


def test_a_longer_title_is_cut_where_one_sees_it() -> None:
    order = plain_order("1")
    product(order).update(title="t" * 501, asin="B" * 500)
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.lines[0].title == "t" * 499 + "…"
    assert found.lines[0].asin == ""


def test_the_sign_that_no_database_takes_is_left_out() -> None:
    order = plain_order("1")
    product(order).update(title="a\x00b")
    address(order).update(name="Bär\x00bel")
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert found.lines[0].title == "ab"
    assert found.recipient is not None
    assert found.recipient.name == "Bärbel"


@pytest.mark.parametrize("status", ["CANCELLED", "SHIPPED"])
def test_a_closed_order_is_taken_with_less(status: str) -> None:
    """That it was cancelled must be known, whatever else is wrong with it."""
    order = plain_order("1")
    order["fulfillment"]["fulfillmentStatus"] = status
    product(order).pop("sellerSku")
    order["proceeds"]["grandTotal"]["currencyCode"] = "DEM"
    found = read_order(as_bytes(order))
    assert isinstance(found, ShopOrder)
    assert (found.lines[0].sku, found.total) == ("", None)
    assert len(found.oddities) == 2


def test_an_empty_page_with_a_next_one_goes_on() -> None:
    page = read_page(as_bytes({"orders": [], "pagination": {"nextToken": "n+/="}}))
    assert (page.orders, page.odd, page.next_token) == ((), (), "n+/=")


@pytest.mark.parametrize("pagination", [{}, {"nextToken": ""}, {"nextToken": None}, None])
def test_the_last_page_has_no_next_one(pagination: object) -> None:
    page = read_page(
        as_bytes({"orders": [], "pagination": pagination, "lastUpdatedBefore": "2026-11-24T10:40:00Z"})
    )
    assert page.next_token is None
    assert page.up_to is not None
    assert page.up_to.isoformat() == "2026-11-24T10:40:00+00:00"


def test_an_order_twice_on_a_page_is_kept_in_its_later_state() -> None:
    older, newer = plain_order("1"), plain_order("1")
    newer["lastUpdatedTime"] = "2026-11-24T09:00:00Z"
    newer["fulfillment"]["fulfillmentStatus"] = "CANCELLED"
    for orders in ([older, newer], [newer, older]):
        (found,) = read_page(as_bytes({"orders": orders})).orders
        assert found.state is ShopState.CANCELLED


def test_half_an_emoji_harms_only_its_own_text() -> None:
    """A text cut amid an emoji makes the page invalid JSON; the orders on it must come in all the same."""
    good, cut = plain_order("1"), plain_order("2")
    item(cut)["fulfillment"] = {"packing": {"giftOption": {"giftMessage": "HIER"}}}
    body = as_bytes({"orders": [good, cut], "pagination": {"nextToken": "n"}}).replace(
        b"HIER", b"Gr\\u00fc\\ud83d"
    )
    page = read_page(body)
    assert ([order.shop_order_id for order in page.orders], page.odd, page.next_token) == (
        ["1", "2"],
        (),
        "n",
    )
    contact = page.orders[1].contact
    assert contact is not None
    assert contact.gift_messages == {"10000000000001": "Grü?"}
    one = read_one(b'{"order": ' + as_bytes(cut).replace(b"HIER", b"\\ud83d") + b"}")
    assert isinstance(one, ShopOrder)


def test_damaged_letters_set_only_their_order_aside() -> None:
    body = as_bytes({"orders": [plain_order("1"), plain_order("2")]}).replace(
        b'"orderId": "2"', b'"orderId": "2\xff"'
    )
    page = read_page(body)
    assert [order.shop_order_id for order in page.orders] == ["1"]
    assert "damaged" in str(page.odd[0].why)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"{}",
        b'{"orders": null}',
        b'{"orders": {}}',
        b'{"orders": [',
        b"[" * 100_000,
        b'{"orders": [], "pagination": 7}',
        b'{"orders": [], "lastUpdatedBefore": "soon"}',
    ],
)
def test_what_is_no_page_is_none(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_page(content)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"<html>", b'{"orders": []}'])
def test_what_is_no_answer_to_one_order_is_none(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_one(content)


def test_an_odd_order_asked_for_alone_is_odd_too() -> None:
    order = an_order()
    order["orderItems"][0]["quantityOrdered"] = -1
    found = read_one(as_bytes({"order": order}))
    assert isinstance(found, OddOrder)
    assert "-1" in str(found.why)
