"""A batch that is watched in a real Chromium: figures move on, what somebody types stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from desk.merchant import Merchant
from desk.test_keyboard import chromium, page, rows
from packhaus.engine.models import BatchItem
from packhaus.kit.words import Words
from packhaus.orders.models import Order

__all__ = ["chromium", "page", "rows"]

REFUSED = Words("The street has no house number. Add it to the address, then try again.").stored()


def test_what_is_typed_stays_while_the_batch_moves_on(
    page: Page, live_server: Any, rows: Merchant, buyer: Callable[..., None]
) -> None:
    orders = list(Order.objects.filter(organization=rows.organization, state="ready").order_by("pk"))
    for order in orders:
        buyer(order, lines=("Lindenallee",))
    batch = rows.batch(*orders)
    items = {item.order_id: item for item in batch.items.all()}

    def becomes(order: Order, state: str, **fields: Any) -> None:
        BatchItem.objects.filter(pk=items[order.pk].pk).update(state=state, **fields)

    becomes(orders[0], "failed", words=REFUSED)
    page.goto(f"{live_server.url}/batches/{batch.public_id}/")
    expect(page.locator("#live")).to_contain_text("1 von 5 bearbeitet")
    expect(page.locator("#print-button")).to_be_disabled()
    field = page.get_by_label("Straße und Hausnummer").first
    field.fill("Lindenallee 8")

    becomes(orders[1], "done", parcel=rows.parcel(orders[1], printed_at=None))
    expect(page.locator("#live")).to_contain_text("1 gekauft")
    expect(page.locator("#print-button")).to_have_text("1 Etikett druckenp")
    expect(page.locator("#print-button")).to_be_enabled()
    becomes(orders[2], "failed", words=REFUSED)
    expect(page.locator("#trouble-list > li")).to_have_count(2)
    expect(page.locator("#troubles-head")).to_contain_text("2 Etiketten warten auf Sie")
    expect(field).to_have_value("Lindenallee 8")
    expect(field).to_be_focused()

    becomes(orders[2], "waiting", words=None)
    expect(page.locator("#trouble-list > li")).to_have_count(1)
    field.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("wird noch einmal versucht")
    items[orders[0].pk].refresh_from_db()
    assert items[orders[0].pk].state == "waiting"


def test_troubles_appear_though_there_were_none_before(
    page: Page, live_server: Any, rows: Merchant, buyer: Callable[..., None]
) -> None:
    orders = list(Order.objects.filter(organization=rows.organization, state="ready"))
    batch = rows.batch(*orders)
    page.goto(f"{live_server.url}/batches/{batch.public_id}/")
    expect(page.locator("#live")).to_contain_text("5 stehen noch aus")
    BatchItem.objects.filter(batch=batch, position=0).update(state="unknown", words=REFUSED)
    expect(page.get_by_role("heading", name="1 Etikett wartet auf Sie")).to_be_visible()
    expect(page.get_by_role("button", name="Zusteller jetzt fragen")).to_be_visible()
