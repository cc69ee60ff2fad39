"""Parcels as a merchant reads them: the list, and one with its events (R5.3, R5.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.merchant import Merchant
from packhaus.kit.words import Words
from packhaus.parcels.filters import ALSO, STATES
from packhaus.parcels.models import CarrierEvent, Parcel, Purchase

EVERY = (
    "announced",
    "handled",
    "in_transit",
    "out_for_delivery",
    "exception",
    "returning",
    "lost",
    "delivered",
)


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/parcels/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def tracked(html: str) -> list[str]:
    return re.findall(r'data-open href="/parcels/[^"]+">([^<]+)</a>', html)


@pytest.fixture
def every_state(merchant: Merchant) -> Merchant:
    for state in (*EVERY, "returned"):
        merchant.parcel(merchant.order("in_parcels"), state)
    merchant.parcel(merchant.order("cancelled"), "voided")
    merchant.parcel(merchant.order("waiting", ("label_refused",)), "voided", tracking_number="")
    return merchant


@pytest.mark.parametrize("code", STATES)
def test_a_chip_counts_what_its_list_shows(signed_in: Client, every_state: Merchant, code: str) -> None:
    shown = tracked(page(signed_in, f"state={code}"))
    expected = {
        "way": 7,
        "announced": 1,
        "moving": 3,
        "trouble": 3,
        "delivered": 1,
        "returned": 1,
        "voided": 1,
    }
    assert len(shown) == expected[code]
    found = re.search(rf'href="\?state={code}"[^>]*>.*?<b>(\d+)</b>', page(signed_in), re.DOTALL)
    assert found
    assert int(found[1]) == len(shown)


def test_a_label_that_was_refused_is_no_parcel(signed_in: Client, merchant: Merchant) -> None:
    parcel = merchant.parcel(merchant.order("waiting", ("label_refused",)), "voided", tracking_number="")
    assert tracked(page(signed_in, "state=voided")) == []
    assert parcel.public_id not in page(signed_in)


@pytest.mark.parametrize("code", ALSO)
def test_narrowing_filters_keep_their_own(signed_in: Client, merchant: Merchant, code: str) -> None:
    unprinted = merchant.parcel(merchant.order("in_parcels"), printed_at=None)
    refused, owed = (merchant.parcel(merchant.order("in_parcels")) for _ in range(2))
    merchant.confirmation(refused, "refused")
    merchant.confirmation(owed, "owed")
    wanted = {"unprinted": unprinted, "refused": refused, "owed": owed}[code]
    assert tracked(page(signed_in, f"only={code}")) == [wanted.tracking_number]


def test_a_row_says_who_how_and_what_amazon_was_told(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    order = merchant.order("in_parcels", country="FR")
    buyer(order, city="Lyon", country="FR")
    merchant.confirmation(merchant.parcel(order, "in_transit"), "accepted")
    html = page(signed_in)
    for text in ("Jürgen Möller", "Lyon FR", "Paket", "unterwegs", "angenommen", order.shop_order_id):
        assert text in html, text


def test_the_empty_list_leads_to_ready_orders(signed_in: Client, merchant: Merchant) -> None:
    assert 'href="/orders/?state=ready">Bereite Bestellungen zeigen</a>' in page(signed_in)
    merchant.parcel(merchant.order("shipped"), "delivered")
    assert "Keine Sendung passt zu diesen Filtern" in page(signed_in)


def test_a_parcel_shows_its_way_newest_first(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    order = merchant.order("shipped")
    buyer(order)
    parcel = merchant.parcel(order, "out_for_delivery")
    for hours, kind in ((30, "announced"), (20, "handled"), (10, "in_transit"), (1, "out_for_delivery")):
        at = merchant.now - timedelta(hours=hours)
        CarrierEvent.objects.create(
            organization=merchant.organization,
            carrier_account=merchant.carrier,
            outside_id=kind,
            parcel=parcel,
            kind=kind,
            at=at,
            received_at=at + timedelta(hours=13 if kind == "handled" else 0),
        )
    html = signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()
    said = ["In Zustellung", "Unterwegs", "Erster Scan durch den Zusteller", "Beim Zusteller angemeldet"]
    places = [html.index(text, html.index('<ol class="tl">')) for text in said]
    assert places == sorted(places)
    assert "Vertrag Köln, spät gemeldet" in html
    assert "50674 Köln" in html
    assert "4,59\u00a0€" in html


def test_contents_are_the_pieces_in_this_parcel(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("in_parcels")
    line = order.lines.get()
    parcel = merchant.parcel(order)
    parcel.lines.create(organization=merchant.organization, order_line=line, quantity=2)
    html = signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()
    assert "2× Trinkflasche 750 ml" in html
    assert "1,28\u00a0kg" in html


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("not_owed", "Amazon erfährt davon nach dem ersten Scan"),
        ("owed", "Amazon erfährt gleich davon"),
        ("unknown", "Amazon hat nicht geantwortet"),
        ("accepted", "Amazon hat die Sendungsnummer angenommen"),
        ("by_shop", "Das Etikett wurde dort gekauft"),
        ("moot", "Es ist nichts zu melden"),
    ],
)
def test_what_amazon_was_told_is_said_in_words(
    signed_in: Client, merchant: Merchant, state: str, said: str
) -> None:
    parcel = merchant.parcel(merchant.order("in_parcels"))
    merchant.confirmation(parcel, state, accepted_at=merchant.now)
    assert said in signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()


def test_a_refused_confirmation_says_why_and_is_sent_again(signed_in: Client, merchant: Merchant) -> None:
    parcel = merchant.parcel(merchant.order("shipped", confirmation_refused=True), "in_transit")
    why = Words("The shop does not take the confirmation. Check the order in Seller Central.")
    confirmation = merchant.confirmation(parcel, "refused", words=why.stored())
    html = signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()
    assert "Amazon hat diese Sendungsnummer nicht angenommen" in html
    assert "Prüfen Sie die Bestellung in Seller Central" in html
    answer = signed_in.post(f"/parcels/{parcel.public_id}/confirm/", follow=True)
    assert "wird noch einmal gesendet" in answer.content.decode()
    confirmation.refresh_from_db()
    assert confirmation.state == "owed"


def test_a_label_is_given_back_once_and_only_before_the_first_scan(
    signed_in: Client, merchant: Merchant
) -> None:
    parcel, gone = (
        merchant.parcel(merchant.order("in_parcels")),
        merchant.parcel(merchant.order(), "in_transit"),
    )
    for one in (parcel, gone):
        Purchase.objects.create(
            organization=merchant.organization,
            parcel=one,
            key=one.public_id,
            state="bought",
            state_at=merchant.now,
        )
    html = signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()
    assert "Das gedruckte Etikett gilt dann nicht mehr" in html
    answer = signed_in.post(f"/parcels/{parcel.public_id}/give-back/", follow=True)
    assert "Das Etikett wird zurückgegeben" in answer.content.decode()
    assert "give-back" not in signed_in.get(f"/parcels/{gone.public_id}/").content.decode()
    answer = signed_in.post(f"/parcels/{gone.public_id}/give-back/", follow=True)
    assert "lässt sich nicht mehr zurückgeben" in answer.content.decode()
    assert [one.purchases.get().state for one in (parcel, gone)] == ["voiding", "bought"]


def test_a_parcel_of_a_cancelled_order_must_not_leave(signed_in: Client, merchant: Merchant) -> None:
    parcel = merchant.parcel(merchant.order("cancelled"))
    html = signed_in.get(f"/parcels/{parcel.public_id}/").content.decode()
    assert 'class="banner late" role="alert"' in html
    assert "Diese Sendung darf nicht mit" in html


def test_the_list_asks_as_much_for_many_rows_as_for_few(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    def asked(rows: int) -> int:
        for _ in range(rows):
            order = merchant.order("in_parcels")
            buyer(order)
            merchant.confirmation(merchant.parcel(order), "owed")
        with CaptureQueriesContext(connection) as asking:
            assert len(tracked(page(signed_in))) == Parcel.objects.count()
        return len(asking)

    page(signed_in)
    # One more: the clock is asked for again after a second.
    assert asked(37) <= asked(3) + 1 < 40
