"""The list of orders as a merchant reads it (R5.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.merchant import Merchant
from packhaus.accounts.models import Organization
from packhaus.orders.filters import ALSO, STATES

BERLIN = ZoneInfo("Europe/Berlin")


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/orders/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(html: str) -> list[str]:
    """The order numbers of the rows, top to bottom."""
    return re.findall(r'data-open href="/orders/[^"]+">([^<]+)</a>', html)


def chip(html: str, query: str) -> int:
    """The count on the chip or menu entry that leads to ``query``."""
    there = re.escape(query.replace("&", "&amp;"))
    found = re.search(rf'href="\?{there}"[^>]*>.*?<(?:b|span class="end")>([\d.]+)<', html, re.DOTALL)
    assert found, query
    return int(found[1].replace(".", ""))


@pytest.fixture
def every_state(merchant: Merchant) -> Merchant:
    for state in ("pending", "waiting", "ready", "ready", "held", "in_parcels", "partly_shipped", "shipped"):
        merchant.order(state, ("no_weight",) if state == "waiting" else ())
    merchant.order("cancelled", shop_state="cancelled")
    return merchant


@pytest.mark.parametrize("code", STATES)
def test_a_chip_counts_what_its_list_shows(signed_in: Client, every_state: Merchant, code: str) -> None:
    shown = numbers(page(signed_in, f"state={code}"))
    assert len(shown) == chip(page(signed_in, "state=open"), f"state={code}")
    assert len(shown) == {"open": 7, "ready": 2, "work": 2, "any": 9}.get(code, 1)


def test_narrowing_filters_add_up(signed_in: Client, merchant: Merchant) -> None:
    merchant.order(is_prime=True)
    both = merchant.order(is_prime=True, country="FR")
    merchant.order(country="FR")
    html = page(signed_in, "state=open&only=prime")
    assert len(numbers(html)) == 2
    assert chip(html, "state=open&only=prime&only=abroad") == 1
    assert chip(html, "state=ready&only=prime") == 2
    assert numbers(page(signed_in, "state=open&only=prime&only=abroad")) == [both.shop_order_id]


@pytest.mark.parametrize("code", ALSO)
def test_every_narrowing_filter_keeps_its_own(signed_in: Client, merchant: Merchant, code: str) -> None:
    late = merchant.now - timedelta(hours=1)
    own = merchant.order(is_prime=True, is_business=True, is_gift=True, country="FR", ship_by=late)
    merchant.order(ship_by=merchant.now + timedelta(days=3))
    assert numbers(page(signed_in, f"state=open&only={code}")) == [own.shop_order_id]


def test_today_ends_at_midnight_where_the_merchant_is(
    signed_in: Client, merchant: Merchant, now: datetime
) -> None:
    midnight = now.astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    due = merchant.order(ship_by=midnight - timedelta(minutes=1))
    merchant.order(ship_by=midnight)
    html = page(signed_in, "state=ready&only=due")
    assert numbers(html) == [due.shop_order_id]
    assert "Heute bis 23:59" in html


def test_orders_stand_under_the_moment_when_they_must_leave(
    signed_in: Client, merchant: Merchant, now: datetime
) -> None:
    last = merchant.order(ship_by=None)
    tomorrow = merchant.order(ship_by=now + timedelta(days=1))
    late = merchant.order(ship_by=now - timedelta(hours=2))
    today = merchant.order(ship_by=now + timedelta(hours=3))
    html = page(signed_in)
    assert numbers(html) == [row.shop_order_id for row in (late, today, tomorrow, last)]
    heads = re.findall(r'<tr class="grp"><td[^>]*>(.*?)</td>', html)
    said = [re.sub(r"<svg.*?</svg>|<[^>]+>", " ", head).split() for head in heads]
    assert [words[0] for words in said] == ["Überfällig", "Heute", "Morgen", "Ohne"]
    assert [words[-1] for words in said] == ["1", "1", "1", "1"]


def test_a_group_says_how_many_it_has_on_all_pages(signed_in: Client, merchant: Merchant) -> None:
    for _ in range(103):
        merchant.order()
    first, second = page(signed_in, "state=ready"), page(signed_in, "state=ready&page=2")
    assert (len(numbers(first)), len(numbers(second))) == (100, 3)
    assert not set(numbers(first)) & set(numbers(second))
    for html in (first, second):
        assert re.search(r'<tr class="grp">.*?<b>103</b>', html)
    assert "101 bis 103 von 103" in second
    assert numbers(page(signed_in, "state=ready&page=99")) == numbers(second)


def test_a_row_says_who_where_what_and_how_heavy(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    home, abroad = merchant.order(is_gift=True), merchant.order(country="FR")
    buyer(home, lines=("Packstation 145", "1234567"))
    buyer(abroad, name="", company="Café <Lumière>", city="Lyon", country="FR")
    html = page(signed_in)
    assert "Jürgen Möller" in html
    assert "Köln" in html
    assert 'aria-label="Packstation"' in html
    assert 'aria-label="Geschenk"' in html
    assert "Café &lt;Lumière&gt;" in html
    assert "Lyon FR" in html
    assert "1× Trinkflasche 750 ml" in html
    assert "0,64\u00a0kg" in html


def test_names_are_gone_from_the_list_when_they_are_erased(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None], now: datetime
) -> None:
    order = merchant.order("shipped")
    buyer(order)
    assert "Jürgen Möller" in page(signed_in, "state=shipped")
    type(order).objects.filter(pk=order.pk).update(erased_at=now)
    html = page(signed_in, "state=shipped")
    assert "Jürgen Möller" not in html
    assert "gelöscht" in html


def test_the_one_missing_weight_is_asked_for_in_the_row(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("waiting", ("no_weight",))
    product = merchant.product(order.lines.get().sku)
    html = page(signed_in, "state=waiting")
    assert f'form="w-{order.public_id}"' in html
    assert (
        f'<form id="w-{order.public_id}" method="post" action="/products/{product.public_id}/weight/">'
        in html
    )
    answer = signed_in.post(
        f"/products/{product.public_id}/weight/", {"weight": "1,18 kg", "next": "/orders/?state=waiting"}
    )
    assert answer.headers["Location"] == "/orders/?state=waiting"
    assert "1 Bestellung wartet nicht mehr darauf" in page(signed_in, "state=ready")
    order.refresh_from_db()
    assert (order.state, order.weight_grams) == ("ready", 1180)


def test_what_orders_wait_for_are_chips_of_their_own(signed_in: Client, merchant: Merchant) -> None:
    merchant.order("waiting", ("no_weight",))
    merchant.order("waiting", ("no_weight", "no_address"))
    loud = merchant.order("cancelled", ("cancelled_after_label",), shop_state="cancelled")
    html = page(signed_in, "state=waiting")
    assert "Gewicht fehlt <b>2</b>" in html
    assert numbers(page(signed_in, "reason=cancelled_after_label")) == [loud.shop_order_id]
    assert "storniert mit Etikett" in page(signed_in, "reason=cancelled_after_label")


def test_all_of_a_filter_can_be_chosen_at_once(signed_in: Client, merchant: Merchant) -> None:
    for _ in range(101):
        merchant.order()
    merchant.order("held")
    assert "alle 101 wählen" in page(signed_in, "state=ready")
    html = page(signed_in, "state=ready&all=1")
    assert '<input type="hidden" name="all" value="1">' in html
    assert '<input type="hidden" name="filter" value="state=ready">' in html
    assert "Alle 101 gewählt" in html
    signed_in.post("/orders/hold/", {"all": "1", "filter": "state=ready"})
    assert chip(page(signed_in), "state=held") == 102


def test_the_pane_opens_by_address_and_only_for_ones_own_order(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None], now: datetime
) -> None:
    order = merchant.order()
    buyer(order)
    html = page(signed_in, f"state=ready&open={order.public_id}")
    assert "Aachener Straße 57<br>Hinterhaus<br>50674 Köln" in html
    assert f'value="/orders/?state=ready&amp;open={order.public_id}"' in html
    other = Merchant(Organization.objects.create(name="Fremd", created_at=now), now).order()
    assert other.shop_status in "UNSHIPPED"
    assert "Anschrift" not in page(signed_in, f"state=ready&open={other.public_id}")


def test_the_number_of_questions_does_not_grow_with_the_rows(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    def asked(rows: int) -> int:
        for _ in range(rows):
            order = merchant.order("waiting", ("no_weight",))
            buyer(order)
            merchant.product(order.lines.get().sku)
        with CaptureQueriesContext(connection) as asking:
            page(signed_in, "state=waiting")
        return len(asking)

    page(signed_in, "state=waiting")
    # One more: the clock is asked for again after a second.
    assert asked(37) <= asked(3) + 1 < 40


@pytest.mark.parametrize(
    ("query", "title", "way_out"),
    [
        ("", "Nichts muss aus dem Haus", None),
        ("state=waiting", "Keine Bestellung wartet", "/orders/"),
        ("state=ready&only=prime", "Keine Bestellung passt", "/orders/"),
        ("q=999", "Keine Bestellung mit dieser Nummer", "/orders/"),
    ],
)
def test_an_empty_list_says_what_to_do_next(
    signed_in: Client, merchant: Merchant, query: str, title: str, way_out: str | None
) -> None:
    html = page(signed_in, query)
    assert title in html
    assert way_out is None or f'<a class="btn s" href="{way_out}">' in html


def test_without_a_shop_the_list_leads_to_connecting_one(signed_in: Client) -> None:
    assert '<a class="btn s" href="/settings/integrations/connect/">Amazon verbinden</a>' in page(signed_in)


def test_odd_addresses_show_the_list_all_the_same(signed_in: Client, every_state: Merchant) -> None:
    for query in ("state=nonsense", "page=minus", "page=-3", "only=nothing", "reason=%27", "page=9" * 30):
        assert len(numbers(page(signed_in, query))) in (0, 7)


def test_a_nul_in_an_address_or_a_form_is_refused(signed_in: Client, merchant: Merchant) -> None:
    assert signed_in.get("/orders/?open=%00").status_code == 400
    assert signed_in.get("/orders/%00/").status_code == 400
    assert signed_in.post("/orders/search/", {"q": "a\0b"}).status_code == 400


def test_the_list_speaks_english_too(signed_in: Client, english: object, merchant: Merchant) -> None:
    merchant.order()
    html = page(signed_in)
    assert "All open" in html
    assert "Today by" in html
    assert "0.64\u00a0kg" in html
