"""The list with its reading pane, in a real Chromium: flown through by keys, followed as links on a phone."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from desk.merchant import Merchant
from desk.test_keyboard import chromium, page, rows, window

__all__ = ["chromium", "page", "rows"]


def test_the_pane_follows_the_row(page: Page, live_server: Any, rows: Merchant) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    numbers = page.locator("a[data-open]").all_inner_texts()
    pane = page.get_by_role("complementary", name="Die geöffnete Bestellung")
    expect(pane).not_to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(pane.get_by_role("heading", level=2)).to_have_text(numbers[0])
    expect(page).to_have_url(re.compile(r"state=ready&open=\w+$"))
    page.keyboard.press("j")
    expect(pane.get_by_role("heading", level=2)).to_have_text(numbers[1])
    pane.get_by_role("button", name="Vorige").click()
    expect(pane.get_by_role("heading", level=2)).to_have_text(numbers[0])
    page.reload()
    expect(pane.get_by_role("heading", level=2)).to_have_text(numbers[0])
    page.keyboard.press("Escape")
    expect(pane).not_to_be_visible()
    expect(page).to_have_url(re.compile(r"\?state=ready$"))


def test_what_is_done_in_the_pane_comes_back_to_it(page: Page, live_server: Any, rows: Merchant) -> None:
    page.goto(f"{live_server.url}/orders/?state=open")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    pane = page.get_by_role("complementary", name="Die geöffnete Bestellung")
    with page.expect_navigation():
        pane.get_by_role("button", name="Anhalten").click()
    expect(pane.get_by_text("angehalten").first).to_be_visible()
    expect(pane.get_by_role("button", name="Freigeben")).to_be_visible()
    expect(page.locator("[data-toast]")).to_contain_text("1 Bestellung angehalten.")


def test_while_orders_are_chosen_the_bar_acts_and_the_pane_does_not(
    page: Page, live_server: Any, rows: Merchant
) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    pane = page.get_by_role("complementary", name="Die geöffnete Bestellung")
    expect(pane.get_by_role("button", name="Etikett kaufen")).to_be_visible()
    page.keyboard.press("x")
    expect(pane.get_by_role("button", name="Etikett kaufen")).not_to_be_visible()
    expect(page.get_by_role("button", name="1 Etikett kaufen")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="2 Etiketten kaufen")).to_be_visible()
    expect(page.locator(".act")).to_contain_text("1,28\u00a0kg")


def test_a_new_tab_and_a_phone_get_the_order_as_a_page_of_its_own(
    page: Page, live_server: Any, rows: Merchant
) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    with page.context.expect_page() as opened:
        page.locator("a[data-open]").first.click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile(r"/orders/\w{16}/$"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("a[data-open]").first.click()
    expect(page).to_have_url(re.compile(r"/orders/\w{16}/$"))


def test_without_javascript_rows_lead_to_pages_and_ticks_to_the_bar(
    chromium: Browser, live_server: Any, rows: Merchant, client: Any
) -> None:
    plain = window(chromium, live_server, rows, client, java_script_enabled=False)
    plain.goto(f"{live_server.url}/orders/?state=ready")
    expect(plain.locator(".act")).not_to_be_visible()
    plain.locator("input[name=order]").first.check()
    expect(plain.locator(".act")).to_be_visible()
    plain.get_by_role("button", name="Anhalten").click()
    expect(plain.locator("[data-row]")).to_have_count(4)
    plain.locator("a[data-open]").first.click()
    expect(plain).to_have_url(re.compile(r"/orders/\w{16}/$"))
    plain.context.close()
