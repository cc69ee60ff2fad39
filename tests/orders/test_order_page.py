"""One order as a merchant sees it, and what can be done with it (R5.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from desk.merchant import Merchant
from packhaus.engine.timeline import note
from packhaus.kit.personal import Contact
from packhaus.kit.words import Words
from packhaus.orders.models import Order


def shown(browser: Client, order: Order, **headers: str) -> str:
    answer = browser.get(f"/orders/{order.public_id}/", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def actions(html: str) -> set[str]:
    """The last parts of the addresses that forms on the page post to."""
    return {one.rstrip("/").rpartition("/")[2] for one in re.findall(r'<form[^>]*action="([^"]+)"', html)}


def test_the_page_shows_all_that_shipping_needs(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None], now: datetime
) -> None:
    order = merchant.order(is_gift=True, total_cents=7480, currency="EUR", units=3)
    line = order.lines.get()
    order.lines.update(quantity=3, unit_grams=380, is_gift=True)
    product = merchant.product(line.sku)
    type(product).objects.update(own_grams=380)
    contact = Contact(
        phone="+49 221 123456",
        delivery_notes="Bitte <hinten> klingeln",
        gift_messages={line.shop_line_id: "Alles Gute 🎉\nzum Geburtstag"},
        gift_senders={line.shop_line_id: "Deine Ömi"},
    )
    buyer(order, contact, company="Möller & Söhne", po_number="BE-77")
    note(order.organization_id, order.pk, "held", Words("Held"), now, None)
    html = shown(signed_in, order)
    assert "Jürgen Möller<br>Möller &amp; Söhne<br>Aachener Straße 57<br>Hinterhaus<br>50674 Köln" in html
    for text in (
        "74,80\u00a0€",
        "3× Trinkflasche",
        "1,14\u00a0kg",
        "je 0,38\u00a0kg",
        "Gewichte von Ihnen eingetragen",
        "+49 221 123456",
        "Bitte &lt;hinten&gt; klingeln",
        "Alles Gute 🎉\nzum Geburtstag",
        "von Deine Ömi",
        "Bestellnummer des Käufers: BE-77",
        "60 Tage nach der Versandfrist",
        "Angehalten",
    ):
        assert text in html, text
    assert actions(html) >= {"batches", "hold", "fetch", "cancel"}
    assert "release" not in actions(html)


def test_the_list_gets_only_the_pane(
    signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
) -> None:
    order = merchant.order()
    buyer(order)
    answer = signed_in.get(
        f"/orders/{order.public_id}/?list=%3Fstate%3Dready%26only%3Ddue%26page%3D2%26next%3Dhttps://evil",
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert "Jürgen Möller" in html
    there = f"/orders/?state=ready&amp;only=due&amp;page=2&amp;open={order.public_id}"
    assert f'name="next" value="{there}"' in html
    assert "evil" not in html


def test_an_order_cancelled_after_its_label_is_shouted_about(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("cancelled", ("cancelled_after_label",), shop_state="cancelled", live_label=True)
    parcel = merchant.parcel(order, tracking_number="DP123")
    html = shown(signed_in, order)
    assert 'class="banner late" role="alert"' in html
    assert "Bei Amazon storniert, aber das Etikett ist schon gekauft" in html
    assert "Nehmen Sie die Sendung DP123 aus der Abholung heraus" in html
    assert f'action="/parcels/{parcel.public_id}/give-back/"' in html
    assert f"/parcels/{parcel.public_id}/label.pdf" not in html


def test_a_buyers_wish_to_cancel_is_the_merchants_decision(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("waiting", ("cancel_requested",), cancel_requested=True)
    assert "Der Käufer will stornieren" in shown(signed_in, order)
    signed_in.post("/orders/release/", {"order": order.public_id})
    order.refresh_from_db()
    assert order.state == "ready"
    assert "Der Käufer will stornieren" not in shown(signed_in, order)


def test_a_refused_label_says_why_and_leads_to_the_address(signed_in: Client, merchant: Merchant) -> None:
    words = Words("The street has no house number. Add it to the address, then try again.")
    order = merchant.order("waiting", ("label_refused",), label_problem="refused", label_words=words.stored())
    batch = merchant.batch(order)
    batch.items.update(state="failed")
    html = shown(signed_in, order)
    assert "In der Straße fehlt die Hausnummer" in html
    assert f'href="/orders/{order.public_id}/address/?next=' in html
    assert f'action="/batches/{batch.public_id}/retry/"' in html


@pytest.mark.parametrize(
    ("readable", "said"), [(False, "Direct-to-Consumer Shipping"), (True, "Packhaus fragt weiter")]
)
def test_a_missing_address_says_whether_the_role_is_missing(
    signed_in: Client, merchant: Merchant, readable: bool, said: str
) -> None:
    type(merchant.connection).objects.update(addresses_readable=readable)
    assert said in shown(signed_in, merchant.order("waiting", ("no_address",)))


def test_parcels_say_where_they_are_and_what_amazon_was_told(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("shipped")
    merchant.confirmation(merchant.parcel(order, "in_transit"), "accepted", accepted_at=merchant.now)
    refused = merchant.parcel(order, "voided", tracking_number="")
    html = shown(signed_in, order)
    assert "1 Sendung" in html
    assert "unterwegs" in html
    assert "Amazon hat die Sendungsnummer angenommen, heute" in html
    assert refused.public_id not in html


def test_hold_and_release_go_back_to_where_they_were_pressed(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order()
    answer = signed_in.post("/orders/hold/", {"order": order.public_id, "next": "/orders/?state=ready"})
    assert answer.headers["Location"] == "/orders/?state=ready"
    html = shown(signed_in, order)
    assert "1 Bestellung angehalten." in html
    assert "Miriam Kaczmarek" in html
    assert "release" in actions(html)
    assert "batches" not in actions(html)
    signed_in.post("/orders/release/", {"order": order.public_id})
    order.refresh_from_db()
    assert order.state == "ready"


@pytest.mark.parametrize(
    "target", ["https://example.com/", "//example.com", "javascript:alert(1)", "\\\\example.com"]
)
def test_no_form_leads_out_of_the_panel(signed_in: Client, merchant: Merchant, target: str) -> None:
    order = merchant.order()
    for address in ("/orders/hold/", f"/orders/{order.public_id}/cancel/", "/parcels/print/"):
        answer = signed_in.post(address, {"order": order.public_id, "next": target})
        assert answer.headers["Location"].startswith("/orders/")
    page = signed_in.get(f"/orders/{order.public_id}/address/", {"next": target}, follow=True)
    assert target not in page.content.decode()


def test_choosing_nothing_says_how_to_choose(signed_in: Client, merchant: Merchant) -> None:
    for address in ("/orders/hold/", "/orders/release/", "/batches/"):
        answer = signed_in.post(address, {}, follow=True)
        assert "Setzen Sie links zuerst Häkchen" in answer.content.decode()


def test_cancelled_here_can_be_taken_back(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order()
    assert "Stornieren Sie sie auch dort" in shown(signed_in, order)
    signed_in.post(f"/orders/{order.public_id}/cancel/")
    html = shown(signed_in, order)
    assert "hier storniert. Bei Amazon hat sich nichts geändert" in html
    assert "uncancel" in actions(html)
    signed_in.post(f"/orders/{order.public_id}/uncancel/")
    order.refresh_from_db()
    assert (order.state, order.cancelled_here_at) == ("ready", None)


def test_nothing_is_offered_that_cannot_be_done(signed_in: Client, merchant: Merchant, now: datetime) -> None:
    gone = actions(shown(signed_in, merchant.order("shipped", shop_state="shipped")))
    assert not gone & {"hold", "release", "cancel", "batches", "uncancel"}
    erased = merchant.order("shipped", shop_state="shipped", erased_at=now - timedelta(days=1))
    html = shown(signed_in, erased)
    assert "weil darum gebeten wurde" in html, "it is gone before its day"
    assert "/address/" not in html


class TestAddress:
    GIVEN: dict[str, Any] = {
        "name": "Renate Kühn",
        "company": "",
        "line1": "Lindenallee 8",
        "line2": "",
        "line3": "",
        "line4": "",
        "postal_code": "04277",
        "city": "Leipzig",
        "region": "",
        "country": "DE",
    }

    def test_it_is_corrected_line_by_line(
        self, signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
    ) -> None:
        order = merchant.order("waiting", ("label_refused",), label_problem="refused")
        buyer(order, lines=("", "Lindenallee"), tax_number="DE129273398")
        page = signed_in.get(f"/orders/{order.public_id}/address/").content.decode()
        assert 'value="Lindenallee"' in page
        assert "Deutschland</option>" in page
        there = {"next": f"/orders/?state=waiting&open={order.public_id}"}
        answer = signed_in.post(f"/orders/{order.public_id}/address/", self.GIVEN | there)
        assert answer.headers["Location"] == there["next"]
        html = shown(signed_in, order)
        assert "Renate Kühn<br>Lindenallee 8<br>04277 Leipzig" in html
        assert "Anschrift geändert" in html
        order.refresh_from_db()
        assert order.state == "ready"
        from packhaus.privacy import vault

        assert vault.recipients([order.pk])[order.pk].tax_number == "DE129273398"

    def test_it_is_entered_where_amazon_gave_none(
        self, signed_in: Client, merchant: Merchant, buyer: Callable[..., None]
    ) -> None:
        order = merchant.order("waiting", ("no_address",))
        assert "Anschrift eintragen" in signed_in.get(f"/orders/{order.public_id}/address/").content.decode()
        signed_in.post(f"/orders/{order.public_id}/address/", self.GIVEN)
        order.refresh_from_db()
        assert (order.state, order.has_address) == ("ready", True)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Tragen Sie einen Namen oder eine Firma ein"),
            ({"line1": " "}, "Ohne diese Angabe lehnt der Zusteller die Sendung ab"),
            ({"city": ""}, "Ohne diese Angabe lehnt der Zusteller die Sendung ab"),
            ({"postal_code": "4277"}, "fünf Ziffern, zum Beispiel 04277"),
            ({"country": "XX"}, "XX"),
            ({"name": "x" * 101}, "100"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field(
        self,
        signed_in: Client,
        merchant: Merchant,
        buyer: Callable[..., None],
        wrong: dict[str, str],
        said: str,
    ) -> None:
        order = merchant.order()
        buyer(order)
        answer = signed_in.post(f"/orders/{order.public_id}/address/", self.GIVEN | wrong)
        html = answer.content.decode()
        assert answer.status_code == 200
        [field] = wrong
        error = re.search(rf'id="id_{field}_error">(.*?)</p>', html, re.DOTALL)
        assert error, html
        assert said in error[1]
        assert 'aria-invalid="true"' in html
        assert "Aachener Straße 57" in shown(signed_in, order)

    def test_of_a_shipped_order_it_stays(self, signed_in: Client, merchant: Merchant) -> None:
        order = merchant.order("shipped", shop_state="shipped")
        answer = signed_in.post(f"/orders/{order.public_id}/address/", self.GIVEN)
        assert answer.headers["Location"] == f"/orders/{order.public_id}/"
