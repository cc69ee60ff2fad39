"""Amazon's XML, whatever it is: read whole, set aside with the reason, or refused; never half."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.errors import Retry
from packhaus.shops.amazon_mws import transport, xml
from packhaus.shops.amazon_mws.mapping import read_order
from packhaus.shops.amazon_mws.place import Place, read_place
from packhaus.shops.amazon_mws.shop import AmazonMwsShop
from packhaus.shops.port import OddOrder, OrdersWindow, ShopOrder, ShopState
from shops.amazon.other_side import MemoryLimiter, MovedClock, OtherSide, Said
from shops.amazon_mws.wire import answer, error, item, items, listed, order

WINDOW = OrdersWindow(updated_since=datetime(2026, 11, 1, tzinfo=UTC), marketplace_ids=("A1PA6795UKMFR9",))


NO_MONEY = "<OrderTotal><CurrencyCode>Euro</CurrencyCode><Amount>1</Amount></OrderTotal>"


def element(text: str) -> xml.Element:
    return xml.read(text.encode())


def mapped(whole: str, *lines: str) -> ShopOrder | OddOrder:
    return read_order(element(whole), [element(line) for line in lines])


def test_an_order_with_all_its_fields() -> None:
    more = """<IsBusinessOrder>true</IsBusinessOrder><IsPrime>false</IsPrime>
    <PurchaseOrderNumber>PO 7</PurchaseOrderNumber>
    <OrderTotal><CurrencyCode>EUR</CurrencyCode><Amount>12.34</Amount></OrderTotal>
    <BuyerEmail>x@m.example</BuyerEmail>
    <ShippingAddress><Name>Wally Beispiel</Name><AddressLine1>Weg 1</AddressLine1>
    <AddressLine2>Hof</AddressLine2>
    <City>Köln</City><PostalCode>51063</PostalCode><CountryCode>DE</CountryCode><Phone>0221 1</Phone>
    <County>Kreis</County></ShippingAddress>"""
    gift = "<IsGift>true</IsGift><GiftMessageText>Für &lt;Dich&gt; &amp; mich</GiftMessageText>"
    custom = (
        "<BuyerCustomizedInfo><CustomizedURL>https://zme.example/1.zip</CustomizedURL></BuyerCustomizedInfo>"
    )
    found = mapped(order(more=more), item(ordered=2, more=gift), item("2", more=custom))
    assert isinstance(found, ShopOrder)
    assert found.recipient is not None
    assert found.contact is not None
    assert found.recipient.lines == ("Weg 1", "Hof")
    assert found.recipient.po_number == "PO 7"
    assert found.recipient.extended == {"County": "Kreis"}
    assert found.contact.gift_messages == {"1": "Für <Dich> & mich"}
    assert found.contact.customized_urls == {"2": "https://zme.example/1.zip"}
    assert (found.contact.phone, found.contact.email) == ("0221 1", "x@m.example")
    assert [line.is_customized for line in found.lines] == [False, True]
    assert (found.is_business, found.is_prime, found.service_level) == (True, False, "SECOND_DAY")
    assert found.total is not None
    assert found.total.cents == 1234
    assert found.ship_by == datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC)
    assert not found.names_packages
    assert "Wally" not in repr(found)


def test_an_order_without_an_address_has_no_recipient() -> None:
    found = mapped(order(), item())
    assert isinstance(found, ShopOrder)
    assert (found.recipient, found.contact, found.country) == (None, None, "")


@pytest.mark.parametrize(
    ("whole", "lines", "said"),
    [
        (order(number="303 000"), [item()], "AmazonOrderId"),
        (order().replace("2026-11-24T09:00:00Z", "gestern"), [item()], "LastUpdateDate"),
        (order().replace("<MarketplaceId>A1PA6795UKMFR9</MarketplaceId>", ""), [item()], "MarketplaceId"),
        (order(), [], "OrderItems"),
        (order(), [item(sku="")], "SellerSKU"),
        (order(), [item(), item()], "OrderItemId"),
        (order(), [item(ordered="zwei")], "QuantityOrdered"),
        (order(), [item(ordered=-1)], "QuantityOrdered"),
        (order(), [item(ordered=10_000)], "QuantityOrdered"),
        (order(more=NO_MONEY), [item()], "OrderTotal"),
        (order(), [item(sku="x" * 101)], "SellerSKU"),
    ],
)  # fmt: skip
def test_an_odd_order_is_set_aside_with_its_field_and_keeps_its_text(
    whole: str, lines: list[str], said: str
) -> None:
    found = mapped(whole, *lines)
    assert isinstance(found, OddOrder)
    assert said in str(found.why)
    assert found.shop_order_id
    assert b"AmazonOrderId" in found.raw


def test_a_closed_order_is_taken_with_less() -> None:
    for status, state in (("Canceled", ShopState.CANCELLED), ("Shipped", ShopState.SHIPPED)):
        found = mapped(order(status=status), item(sku=""))
        assert isinstance(found, ShopOrder)
        assert found.state is state


def test_a_status_that_is_new_is_said_and_ships_nothing() -> None:
    found = mapped(order(status="OnTheMoon"), item())
    assert isinstance(found, ShopOrder)
    assert found.state is ShopState.UNKNOWN
    assert "OnTheMoon" in str(found.oddities[0])


def test_a_part_that_was_cancelled_is_known_by_the_orders_counts() -> None:
    one = mapped(order(more="<NumberOfItemsUnshipped>2</NumberOfItemsUnshipped>"), item(ordered=5, shipped=1))
    assert isinstance(one, ShopOrder)
    assert [line.quantity for line in one.lines] == [3]
    two = mapped(
        order(more="<NumberOfItemsUnshipped>2</NumberOfItemsUnshipped>"),
        item(ordered=5),
        item("2", ordered=1),
    )
    assert isinstance(two, ShopOrder)
    assert [line.quantity for line in two.lines] == [5, 1]
    assert len(one.oddities) == len(two.oddities) == 1


TRAPS = {
    "entities": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
    "a file": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    "an address": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "no XML": b"<html><body>Wartung</p></html>",
    "JSON": b"{}",
    "nothing": b"",
    "deep": b"<a>" * 5000 + b"</a>" * 5000,
    "half": b"<a><b>",
    "signs": b"<a>\x00\x01</a>",
    "a wrong encoding": '<?xml version="1.0" encoding="UTF-8"?><a>ü</a>'.encode("latin-1"),
}


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_traps_and_rubbish_are_refused(trap: str) -> None:
    with pytest.raises(xml.UnreadableError):
        xml.read(TRAPS[trap])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read = xml.read(content).name
    except xml.UnreadableError:
        read = "refused"
    assert read


@given(st.tuples(st.text("ABC-019", min_size=1, max_size=20)).map(tuple), st.text(max_size=50))
def test_a_place_is_found_again(ids: tuple[str, ...], following: str) -> None:
    written = Place(ids, following).written()
    assert written is not None
    assert read_place(written) == Place(ids, following)


def test_an_answer_that_never_ends_is_not_read_to_its_end(
    shop: AmazonMwsShop, amazon: OtherSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LONGEST_ANSWER", 50_000)
    amazon.say("/Sellers", Said(200, b"<a>" + b" " * 100_000 + b"</a>"))
    with pytest.raises(Retry, match="longer than any answer") as caught:
        shop.participations()
    assert caught.value.cause == "unreadable"


def test_a_page_is_cut_where_the_limit_ends_it_and_goes_on_by_number(
    shop: AmazonMwsShop, amazon: OtherSide, clock: MovedClock, limiter: MemoryLimiter
) -> None:
    numbers = [f"303-0000000-{number:07}" for number in range(40)]
    amazon.say(
        "/Orders/2013-09-01",
        listed(*map(order, numbers), token="Amazons=own+token/"),
        *[items(item()) for _ in range(30)],
    )
    page = shop.orders(WINDOW, None)
    assert [each.shop_order_id for each in page.orders] == numbers[:30]
    assert page.next_token == f"ids:{','.join(numbers[30:])};next:Amazons=own+token/"
    assert page.up_to == datetime(2026, 11, 24, 10, 40, tzinfo=UTC)

    left = "".join(map(order, numbers[30:]))
    again = answer("GetOrder", f"<GetOrderResult><Orders>{left}</Orders></GetOrderResult>")
    amazon.say("/Orders/2013-09-01", again, again, items(item()))
    with pytest.raises(Retry) as caught:
        shop.orders(WINDOW, page.next_token)
    assert caught.value.after == clock() + timedelta(seconds=2)
    clock.move(seconds=6)
    rest = shop.orders(WINDOW, page.next_token)
    assert [each.shop_order_id for each in rest.orders] == numbers[30:33]
    assert rest.next_token == f"ids:{','.join(numbers[33:])};next:Amazons=own+token/"
    assert rest.up_to is None


def test_orders_whose_lines_amazon_refuses_do_not_hold_up_the_others(
    shop: AmazonMwsShop, amazon: OtherSide
) -> None:
    first, second, third = (f"303-0000000-000000{number}" for number in (1, 2, 3))
    amazon.say(
        "/Orders/2013-09-01",
        listed(order(first), order(second), order(third)),
        items(item()),
        error("InvalidParameterValue", "Invalid AmazonOrderId"),
        items(item("7"), token="more"),
        items(item("8"), action="ListOrderItemsByNextToken"),
    )
    page = shop.orders(WINDOW, None)
    assert [each.shop_order_id for each in page.orders] == [first, third]
    assert [len(each.lines) for each in page.orders] == [1, 2]
    assert [each.shop_order_id for each in page.odd] == [second]
    assert page.next_token is None
