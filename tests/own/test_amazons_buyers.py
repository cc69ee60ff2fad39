"""No way round: however an order of Amazon's comes in, nobody writes to its buyer (R4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from own.merchant import file_of, row
from packhaus.flow import order_file
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words
from packhaus.messages.models import Message
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from own.merchant import Own


def given_to_the_carrier(own: Own, order: Order) -> list[str]:
    """The e-mail addresses that the carrier has for an order's parcels, and could write to."""
    parcels = own.line.simulator.admin("/carrier/orders")["orders"][order.shop_order_id]
    return [parcel["email"] for parcel in parcels]


@pytest.mark.parametrize(
    "address",
    [
        "x7q3@marketplace.amazon.de",
        "X7Q3@MARKETPLACE.AMAZON.DE",
        "x7q3@marketplace.amazon\u3002de",
        "x7q3@marketplace\uff0eamazon\uff0ede",
        "x7q3@marketplace.\uff41mazon.de",
        "x7q3@marketplace.ama\u00adzon.de",
    ],
)
def test_r4_1_amazons_address_out_of_a_file_is_not_written_to_in_whatever_letters(
    own: Own, address: str
) -> None:
    own.write_mails()
    made = own.bring_in(file_of(row(1, email=address), row(2)))
    assert made.orders_new == 2
    own.ship(*Order.objects.all())
    assert [mail["to"] for mail in own.mails()] == [["joerg2@muessig.example"]]
    refused = Message.objects.get(order__shop_order_id="1")
    assert refused.state == "refused"
    assert "one that Amazon made for its buyer" in str(Words.from_stored(refused.words))
    assert given_to_the_carrier(own, Order.objects.get(shop_order_id="1")) == [""]


def test_r4_1_the_carrier_gets_no_address_of_amazons_buyer_to_write_to_and_ones_own_it_gets(own: Own) -> None:
    own.line.connect()
    own.line.work()
    orders = list(own.line.orders(connection__shop="amazon", state="ready").order_by("pk"))
    mine = own.enter("B-17")
    own.ship(*orders, mine)
    bought = [order for order in orders if Order.objects.get(pk=order.pk).live_label]
    known = vault.contacts([order.pk for order in bought], own.line.now())
    assert [contact.email for contact in known.values() if contact.email], "Amazon gave some of the addresses"
    assert {address for order in bought for address in given_to_the_carrier(own, order)} == {""}
    assert given_to_the_carrier(own, mine) == ["joerg@muessig.example"]


def test_an_order_that_comes_in_from_amazon_is_not_taken_in_again_by_hand_or_from_a_file(own: Own) -> None:
    own.line.connect()
    own.line.work()
    theirs = own.line.orders(connection__shop="amazon").order_by("pk")[0]
    made = own.upload(file_of(row(theirs.shop_order_id), row(2)))
    found = order_file.check(made, order_file.matching_of(made), own.line.now())
    assert [one.order.shop_order_id for one in found.found] == ["2"]
    [wrong] = found.wrong
    assert (wrong.row, wrong.field) == (2, "number")
    assert "sent twice" in str(wrong.words)
    with pytest.raises(Rejected) as refused:
        own.enter(theirs.shop_order_id)
    assert refused.value.field == "number"
    assert Order.objects.filter(shop_order_id=theirs.shop_order_id).count() == 1


def test_r4_1_without_a_connection_to_amazon_it_comes_in_and_its_buyer_hears_nothing(own: Own) -> None:
    own.write_mails()
    rows = (row("302-1234567-7654321"), row("AMZ 302-1234567-7654322", email="anna@example.org"), row(2))
    made = own.bring_in(file_of(*rows, row(3, email="x@marketplace.amazon.de"), row(4, city="")))
    said = [(one["row"], one["field"], one.get("known", False)) for one in made.problems]
    assert said == [(2, "number", True), (3, "number", True), (5, "email", True), (6, "city", False)]
    assert "its buyer gets no e-mail" in str(Words.from_stored(made.problems[0]["words"]))
    assert not Connection.objects.filter(shop="amazon").exists()
    own.ship(*Order.objects.all())
    assert [mail["to"] for mail in own.mails()] == [["joerg2@muessig.example"]]
    assert given_to_the_carrier(own, Order.objects.get(shop_order_id="302-1234567-7654321")) == [""]
