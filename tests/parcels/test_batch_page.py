"""A batch of labels as a merchant watches it, mends it and prints it (R5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from desk.merchant import Merchant
from label_reader import page_count, page_sizes_mm
from packhaus.engine.models import Batch, BatchItem, Due
from packhaus.kit.words import Words
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel

HOUSE_NUMBER = Words("The street has no house number. Add it to the address, then try again.")


def shown(browser: Client, batch: Batch, part: str = "") -> str:
    answer = browser.get(f"/batches/{batch.public_id}/{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def set_item(
    batch: Batch, order: Order, state: str, words: Words | None = None, parcel: Parcel | None = None
) -> None:
    BatchItem.objects.filter(batch=batch, order=order).update(
        state=state, words=words.stored() if words else None, parcel=parcel
    )


@pytest.fixture
def at_work(merchant: Merchant, keep_label: Callable[[Parcel], None]) -> Batch:
    """Of five labels two are bought, one failed, one is unknown, one still to come."""
    orders = [merchant.order("in_parcels" if place < 2 else "ready") for place in range(5)]
    batch = merchant.batch(*orders)
    for order in orders[:2]:
        parcel = merchant.parcel(order, printed_at=None)
        keep_label(parcel)
        set_item(batch, order, "done", parcel=parcel)
    set_item(batch, orders[2], "failed", HOUSE_NUMBER)
    set_item(
        batch, orders[3], "unknown", Words("The carrier has not answered. Packhaus asks again by itself.")
    )
    return batch


def test_the_page_says_how_far_the_batch_is(signed_in: Client, at_work: Batch) -> None:
    html = shown(signed_in, at_work)
    for text in (
        "Stapel 1, 5 Etiketten",
        "<b>4 von 5</b> bearbeitet",
        "2 gekauft",
        "2 warten auf Sie",
        "1 stehen noch aus",
        "2 Etiketten drucken",
        "2 Etiketten warten auf Sie",
        "Sie können diese Seite verlassen",
        "Amazon erfährt von jeder Sendung nach dem ersten Scan",
        "9,18\u00a0€",
    ):
        assert text in html, text
    assert 'hx-trigger="every 1s"' in html
    assert '<noscript><meta http-equiv="refresh"' in html


def test_each_failure_says_what_it_means_and_how_it_is_mended(
    signed_in: Client, at_work: Batch, buyer: Callable[..., None]
) -> None:
    failed = at_work.items.get(state="failed")
    unknown = at_work.items.get(state="unknown")
    buyer(failed.order, name="Renate Kühn", lines=("Lindenallee",), postal_code="04277", city="Leipzig")
    Due.objects.create(kind="label", subject=unknown.pk, due_at=at_work.created_at + timedelta(minutes=5))
    html = shown(signed_in, at_work)
    assert "Renate Kühn, 04277 Leipzig" in html
    assert "In der Straße fehlt die Hausnummer" in html
    assert "Es ist nichts gekauft." in html
    assert 'name="street" value="Lindenallee "' in html
    assert "Vielleicht ist das Etikett bezahlt" in html
    assert re.search(r"Um \d?\d:05 fragt es von selbst nach", html)
    assert "Zusteller jetzt fragen" in html


def test_the_street_is_completed_and_bought_in_one_go(
    signed_in: Client, at_work: Batch, buyer: Callable[..., None]
) -> None:
    item = at_work.items.get(state="failed")
    buyer(item.order, lines=("", "Lindenallee"))
    Order.objects.filter(pk=item.order_id).update(
        state="waiting", waiting=["label_refused"], label_problem="refused"
    )
    signed_in.post(
        f"/batches/{at_work.public_id}/street/", {"item": item.position, "street": "Lindenallee 8"}
    )
    item.refresh_from_db()
    item.order.refresh_from_db()
    assert (item.state, item.order.state) == ("waiting", "ready")
    assert Due.objects.filter(kind="label", subject=item.pk).exists()
    page = signed_in.get(f"/orders/{item.order.public_id}/").content.decode()
    assert "Lindenallee 8<br>" in page


def test_a_street_left_empty_buys_nothing(
    signed_in: Client, at_work: Batch, buyer: Callable[..., None]
) -> None:
    item = at_work.items.get(state="failed")
    buyer(item.order, lines=("Lindenallee",))
    answer = signed_in.post(
        f"/batches/{at_work.public_id}/street/", {"item": item.position, "street": " "}, follow=True
    )
    assert "Tragen Sie Straße und Hausnummer ein" in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "failed"


def test_one_or_all_failures_are_tried_again(signed_in: Client, at_work: Batch) -> None:
    item = at_work.items.get(state="failed")
    signed_in.post(f"/batches/{at_work.public_id}/retry/", {"item": item.position})
    item.refresh_from_db()
    assert item.state == "waiting"
    at_work.items.filter(state="waiting").update(state="failed")
    signed_in.post(f"/batches/{at_work.public_id}/retry/", {"every": "1"})
    assert not at_work.items.filter(state="failed").exists()
    assert signed_in.post(f"/batches/{at_work.public_id}/retry/", {"item": "99"}).status_code == 404
    assert signed_in.post(f"/batches/{at_work.public_id}/retry/", {"item": "x"}).status_code == 404


class TestWhileItIsWatched:
    def test_only_what_changed_is_sent(self, signed_in: Client, at_work: Batch) -> None:
        failed, unknown = at_work.items.get(state="failed"), at_work.items.get(state="unknown")
        part = shown(signed_in, at_work, f"progress/?shown={failed.position}")
        assert "<html" not in part
        assert f'id="trouble-{unknown.position}"' in part
        assert f'id="trouble-{failed.position}"' not in part
        assert 'hx-swap-oob="beforeend:#trouble-list"' in part
        assert f"?shown={failed.position}.{unknown.position}" in part

    def test_what_is_mended_goes_from_the_page(self, signed_in: Client, at_work: Batch) -> None:
        failed, unknown = at_work.items.get(state="failed"), at_work.items.get(state="unknown")
        set_item(at_work, failed.order, "waiting")
        part = shown(signed_in, at_work, f"progress/?shown={failed.position}.{unknown.position}")
        assert f'<li id="trouble-{failed.position}" hx-swap-oob="delete">' in part
        assert "1 Etikett wartet auf Sie" in part

    def test_a_field_that_is_being_filled_in_is_not_drawn_anew(
        self, signed_in: Client, at_work: Batch
    ) -> None:
        positions = ".".join(
            str(item.position) for item in at_work.items.filter(state__in=["failed", "unknown"])
        )
        part = shown(signed_in, at_work, f"progress/?shown={positions}")
        assert "trouble-" not in part.replace("trouble-list", "")

    def test_it_stops_when_all_is_done_and_printed(self, signed_in: Client, at_work: Batch) -> None:
        at_work.items.exclude(state="done").delete()
        assert 'hx-trigger="every 4s"' in shown(signed_in, at_work)
        signed_in.get(f"/batches/{at_work.public_id}/labels.pdf?new=1")
        html = shown(signed_in, at_work)
        assert "hx-trigger" not in html
        assert "<b>Alle 2 Etiketten</b> gekauft" in html
        assert "Alle 2 noch einmal drucken" in html

    def test_nonsense_in_what_is_shown_is_no_error(self, signed_in: Client, at_work: Batch) -> None:
        for nonsense in ("x", "1.x.-3", "9" * 40, ""):
            answer = signed_in.get(f"/batches/{at_work.public_id}/progress/", {"shown": nonsense})
            assert answer.status_code == 200


def test_a_batch_is_stopped_and_goes_on(signed_in: Client, at_work: Batch) -> None:
    signed_in.post(f"/batches/{at_work.public_id}/stop/")
    html = shown(signed_in, at_work)
    assert "angehalten" in html
    assert "Weiterlaufen lassen" in html
    signed_in.post(f"/batches/{at_work.public_id}/go-on/")
    assert "Stapel anhalten" in shown(signed_in, at_work)


def test_an_order_that_was_skipped_says_why(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("cancelled")
    batch = merchant.batch(order)
    set_item(batch, order, "skipped", Words("The order is cancelled. No label was bought."))
    html = shown(signed_in, batch)
    assert "1 Bestellung übersprungen" in html
    assert "Die Bestellung ist storniert. Es ist kein Etikett gekauft." in html


class TestStarting:
    def start(self, browser: Client, **form: object) -> str:
        return str(browser.post("/batches/", form).headers["Location"])

    def test_the_same_click_twice_is_one_batch(self, signed_in: Client, merchant: Merchant) -> None:
        orders = [merchant.order().public_id, merchant.order().public_id]
        first = self.start(signed_in, order=orders, nonce="n1", service="")
        assert self.start(signed_in, order=list(reversed(orders)), nonce="n1", service="") == first
        assert Batch.objects.count() == 1
        assert Batch.objects.get().items.count() == 2

    def test_other_orders_another_method_or_another_form_are_another_batch(
        self, signed_in: Client, merchant: Merchant
    ) -> None:
        one, two = merchant.order().public_id, merchant.order().public_id
        there = {
            self.start(signed_in, order=[one], nonce="n1"),
            self.start(signed_in, order=[two], nonce="n1"),
            self.start(signed_in, order=[one], nonce="n1", service="paket"),
            self.start(signed_in, order=[one], nonce="n2"),
        }
        assert len(there) == 4

    def test_all_of_a_filter_are_bought_for(self, signed_in: Client, merchant: Merchant) -> None:
        for _ in range(3):
            merchant.order()
        merchant.order("held")
        self.start(signed_in, all="1", filter="state=ready", nonce="n1")
        assert Batch.objects.get().items.count() == 3

    def test_without_a_sender_it_leads_to_entering_one(self, signed_in: Client, merchant: Merchant) -> None:
        merchant.organization.sender.delete()
        assert self.start(signed_in, order=[merchant.order().public_id]) == "/settings/sender/"
        assert "Es ist noch kein Absender eingerichtet" in signed_in.get("/settings/sender/").content.decode()
        assert not Batch.objects.exists()

    def test_batches_are_listed_with_what_waits(self, signed_in: Client, at_work: Batch) -> None:
        html = signed_in.get("/batches/").content.decode()
        assert f'href="/batches/{at_work.public_id}/">Stapel 1</a>' in html


class TestPrinting:
    def pdf(self, browser: Client, address: str, **form: object) -> bytes:
        answer = browser.post(address, form) if form else browser.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        return bytes(answer.content)

    def test_what_is_bought_is_printed_and_nothing_twice(self, signed_in: Client, at_work: Batch) -> None:
        new = f"/batches/{at_work.public_id}/labels.pdf?media=A6&new=1"
        assert page_sizes_mm(self.pdf(signed_in, new)) == [(105.0, 148.0)] * 2
        assert set(Parcel.objects.values_list("printed_at", flat=True)) != {None}
        answer = signed_in.get(new, follow=True)
        assert "Alle Etiketten dieses Stapels sind schon gedruckt" in answer.content.decode()
        assert page_count(self.pdf(signed_in, f"/batches/{at_work.public_id}/labels.pdf")) == 2

    @pytest.mark.parametrize(("start", "sheets"), [("0", 1), ("2", 1), ("3", 2), ("7", 1), ("x", 1)])
    def test_four_lie_on_a_sheet_from_the_first_free_place(
        self, signed_in: Client, at_work: Batch, start: str, sheets: int
    ) -> None:
        pdf = self.pdf(signed_in, f"/batches/{at_work.public_id}/labels.pdf?media=A4&start={start}")
        assert page_sizes_mm(pdf) == [(210.0, 297.0)] * sheets

    def test_the_paper_is_remembered(self, signed_in: Client, at_work: Batch) -> None:
        self.pdf(signed_in, f"/batches/{at_work.public_id}/labels.pdf?media=A4")
        assert 'value="A4" checked' in shown(signed_in, at_work)

    def test_it_can_be_kept_as_a_file(self, signed_in: Client, at_work: Batch) -> None:
        answer = signed_in.get(f"/batches/{at_work.public_id}/labels.pdf?save=1")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="labels-1.pdf"'

    def test_labels_of_chosen_orders_or_parcels_are_printed_after_a_look_at_the_paper(
        self, signed_in: Client, at_work: Batch
    ) -> None:
        orders = [item.order.public_id for item in at_work.items.order_by("position")[:3]]
        page = signed_in.post("/parcels/print/", {"order": orders}).content.decode()
        assert "2 Etiketten drucken" in page
        assert "1 davon hat noch kein Etikett" in page
        parcels = re.findall(r'name="parcel" value="([^"]+)"', page)
        assert page_count(self.pdf(signed_in, "/parcels/labels.pdf", parcel=parcels, media="A6")) == 2
        assert (
            "2 davon sind schon gedruckt"
            in signed_in.post("/parcels/print/", {"parcel": parcels}).content.decode()
        )

    def test_one_label_alone(self, signed_in: Client, at_work: Batch) -> None:
        parcel = Parcel.objects.first()
        assert parcel
        assert page_count(self.pdf(signed_in, f"/parcels/{parcel.public_id}/label.pdf")) == 1

    def test_what_has_no_label_says_so(self, signed_in: Client, merchant: Merchant) -> None:
        order = merchant.order("in_parcels")
        parcel, batch = merchant.parcel(order), merchant.batch(order)
        for address in (f"/parcels/{parcel.public_id}/label.pdf", f"/batches/{batch.public_id}/labels.pdf"):
            answer = signed_in.get(address, follow=True)
            assert "haben noch kein Etikett" in answer.content.decode()
        answer = signed_in.post("/parcels/print/", {"order": order.public_id}, follow=True)
        assert "Nichts davon hat schon ein Etikett" in answer.content.decode()
