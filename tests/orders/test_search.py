"""Search: by order number, tracking number and SKU (R5.1); a name never reaches an address."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from desk.merchant import Merchant
from packhaus.accounts.models import Organization


def sought(browser: Client, text: str) -> str:
    """Where a search leads: an address, or the text of the page that it shows."""
    answer = browser.post("/orders/search/", {"q": text})
    return answer.headers.get("Location") or answer.content.decode()


@pytest.mark.parametrize("typed", ["302-7719043-5528161", " 302-7719043-5528161 ", "302-7719043- 5528161"])
def test_a_whole_number_opens_its_order(signed_in: Client, merchant: Merchant, typed: str) -> None:
    order = merchant.order(shop_order_id="302-7719043-5528161")
    assert sought(signed_in, typed) == f"/orders/{order.public_id}/"


@pytest.mark.parametrize("typed", ["5528161", "7719043-55", "302-77"])
def test_a_part_of_a_number_lists_its_orders(signed_in: Client, merchant: Merchant, typed: str) -> None:
    found = merchant.order("shipped", shop_order_id="302-7719043-5528161")
    merchant.order(shop_order_id="302-0000000-0000000")
    answer = signed_in.post("/orders/search/", {"q": typed}, follow=True)
    assert answer.redirect_chain == [(f"/orders/?q={typed}", 302)]
    html = answer.content.decode()
    assert found.shop_order_id in html
    assert "302-0000000-0000000" not in html


@pytest.mark.parametrize("typed", ["0034043412345678", "0034 0434 1234 5678", "345678"])
def test_a_tracking_number_opens_its_order(signed_in: Client, merchant: Merchant, typed: str) -> None:
    order = merchant.order("shipped")
    merchant.parcel(order, tracking_number="0034043412345678")
    assert sought(signed_in, typed) == f"/orders/{order.public_id}/"


def test_an_end_that_several_tracking_numbers_share_lists_them(signed_in: Client, merchant: Merchant) -> None:
    orders = [merchant.order("shipped"), merchant.order("shipped")]
    for place, order in enumerate(orders):
        merchant.parcel(order, tracking_number=f"00{place}345678")
    page = sought(signed_in, "345678")
    assert "Bestellungen mit dieser Sendungsnummer" in page
    for order in orders:
        assert order.shop_order_id in page


def test_a_sku_lists_the_orders_that_hold_it(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order()
    order.lines.update(sku="TF-750-SW")
    merchant.order()
    answer = signed_in.post("/orders/search/", {"q": "tf-750"}, follow=True)
    assert answer.redirect_chain == [("/orders/?q=tf-750", 302)]
    assert answer.content.decode().count("data-row") == 1


@pytest.mark.parametrize(
    "typed",
    ["Jürgen Möller", "Möller", "moeller@example.de", "50674 Köln", "Aachener Straße 57", "", "%", "_"],
)
def test_what_may_be_a_buyer_never_reaches_an_address(
    signed_in: Client, merchant: Merchant, typed: str
) -> None:
    merchant.order()
    answer = signed_in.post("/orders/search/", {"q": typed})
    assert answer.status_code == 200
    assert "Die Suche findet:" in answer.content.decode()
    assert "Location" not in answer.headers


def test_the_frame_sends_what_is_typed_by_post(signed_in: Client, merchant: Merchant) -> None:
    html = signed_in.get("/orders/").content.decode()
    assert '<form class="search" role="search" method="post" action="/orders/search/">' in html


def test_another_merchants_numbers_are_not_found(
    signed_in: Client, merchant: Merchant, now: datetime
) -> None:
    other = Merchant(Organization.objects.create(name="Fremd", created_at=now), now)
    order = other.order(shop_order_id="999-7719043-5528161")
    order.lines.update(sku="FREMD-1")
    other.parcel(order, tracking_number="0034043499999999")
    for typed in ("999-7719043-5528161", "999-77", "FREMD", "0034043499999999"):
        assert "Die Suche findet:" in sought(signed_in, typed)
