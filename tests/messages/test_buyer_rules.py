"""Whether a buyer may be written to (R4.1): no setting has a say in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.errors import Rejected
from packhaus.messages.placeholders import MOST_TEXT, PLACEHOLDERS, check_template, filled
from packhaus.messages.rules import (
    AMAZON,
    AMAZON_BY_ADDRESS,
    AMAZON_BY_NUMBER,
    OWN_SHOP,
    is_due,
    language_of,
    may_write_to_buyer,
)
from packhaus.shops.registry import SHOPS

VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


@given(st.sampled_from(sorted(set(SHOPS) - {OWN_SHOP})), st.text(max_size=30), st.text(max_size=30))
def test_r4_1_to_amazons_buyers_never(shop: str, number: str, address: str) -> None:
    assert may_write_to_buyer(shop, number, address)[0] is False


@given(st.text(max_size=20).filter(lambda shop: shop != OWN_SHOP))
def test_r4_1_a_shop_that_nobody_has_thought_of_is_not_written_to(shop: str) -> None:
    assert may_write_to_buyer(shop)[0] is False


def test_r4_1_of_all_shops_that_there_are_only_ones_own_is_written_to() -> None:
    assert [shop for shop in SHOPS if may_write_to_buyer(shop)[0]] == [OWN_SHOP]


@pytest.mark.parametrize(
    ("number", "address", "why"),
    [
        ("302-1234567-7654321", "", AMAZON_BY_NUMBER),
        (" 302-1234567-7654321 ", "anna@example.org", AMAZON_BY_NUMBER),
        ("B-17", "x7q3@marketplace.amazon.de", AMAZON_BY_ADDRESS),
        ("B-17", "X7Q3@Marketplace.Amazon.CO.UK", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@amazon.com", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@marketplace.amazon.de.", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@marketplace.amazon\u3002de", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@marketplace\uff0eAmazon\uff61de", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@\uff41mazon.de", AMAZON_BY_ADDRESS),
        ("B-17", "x7q3@ama\u00adzon.de", AMAZON_BY_ADDRESS),
        ("AMZ-302-1234567-7654321", "", AMAZON_BY_NUMBER),
        ("302-1234567-7654321/2", "", AMAZON_BY_NUMBER),
        ("302 1234567 7654321", "", AMAZON_BY_NUMBER),
        ("302\u20131234567\u20137654321", "", AMAZON_BY_NUMBER),
        ("302_1234567_7654321", "", AMAZON_BY_NUMBER),
    ],
)
def test_r4_1_an_order_of_amazons_stays_one_when_it_is_entered_by_hand(
    number: str, address: str, why: str
) -> None:
    assert may_write_to_buyer(OWN_SHOP, number, address)[0] is False
    assert may_write_to_buyer(OWN_SHOP, number, address)[1].text == why


@pytest.mark.parametrize(
    "address", ["", "anna@example.org", "amazon.de@example.org", "anna@amazonas.example", "a@müßig.example"]
)
@pytest.mark.parametrize("number", ["B-17", "12-34567-89012", "1302-1234567-7654321", "2026-1124-1001"])
def test_r4_1_ones_own_buyers_may_be_written_to(number: str, address: str) -> None:
    assert may_write_to_buyer(OWN_SHOP, number, address)[0] is True
    assert may_write_to_buyer("amazon")[1].text == AMAZON


@pytest.mark.parametrize(
    ("at", "state", "handled", "due"),
    [
        ("announced", "announced", False, True),
        ("handled", "announced", False, False),
        ("handled", "handled", True, True),
        ("announced", "in_transit", True, True),
        ("announced", "draft", False, False),
        ("announced", "voided", False, False),
        ("handled", "delivered", True, False),
        ("handled", "returned", True, False),
    ],
)
def test_when_a_tracking_mail_is_due(at: str, state: str, handled: bool, due: bool) -> None:
    assert is_due(at, state, handled) is due


def test_the_buyers_language_follows_the_country() -> None:
    assert [language_of(code) for code in ("DE", "AT", "CH", "FR", "US", "")] == ["de"] * 3 + ["en"] * 3


@pytest.mark.parametrize(
    ("subject", "text", "field", "says"),
    [
        ("", "{tracking_number}", "subject", "empty"),
        ("Hallo", "  ", "text", "empty"),
        ("Hallo {vorname}", "{tracking_number}", "subject", "{vorname} is not known"),
        ("Hallo", "{name.__class__} {tracking_number}", "text", "is not known"),
        ("Hallo", "{tracking_number} {name", "text", "brace stands alone"),
        ("Hallo", "{tracking_number}}", "text", "brace stands alone"),
        ("Hallo\nBcc: all@example.org", "{tracking_number}", "subject", "one line"),
        ("Hallo", "Ihr Paket kommt.", "text", "could not find"),
        ("Hallo", "{tracking_link}" + "x" * MOST_TEXT, "text", "Shorten"),
    ],
)
def test_a_template_that_would_give_a_wrong_mail_is_refused(
    subject: str, text: str, field: str, says: str
) -> None:
    with pytest.raises(Rejected) as refused:
        check_template(subject, text, needs_tracking=True)
    assert refused.value.field == field
    assert says in str(refused.value.words)


def test_places_are_filled_in_and_an_empty_line_goes() -> None:
    text = "Hallo {name},\n\nNummer: {tracking_number}\nSeite: {tracking_link}\n\n{shop}"
    assert filled(text, VALUES | {"tracking_link": ""}) == (
        "Hallo <name>,\n\nNummer: <tracking_number>\n\n<shop>"
    )


@given(st.text(max_size=200), st.text(max_size=50))
def test_what_is_filled_in_is_never_read_as_a_place_again(text: str, name: str) -> None:
    sent = filled("{name}", {"name": "{shop}" + name.replace("\r\n", "\n"), "shop": "SHOP"})
    assert sent == "{shop}" + name.replace("\r\n", "\n")
    try:
        check_template("S", text, needs_tracking=False)
    except Rejected:
        return
    filled(text, VALUES)
