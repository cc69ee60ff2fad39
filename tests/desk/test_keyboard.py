"""The panel by keyboard and without JavaScript, in a real Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk.merchant import Merchant
from packhaus.engine import clock
from packhaus.engine.models import Batch
from packhaus.orders.models import Order

if TYPE_CHECKING:
    from django.test import Client

CHROMIUM = os.environ.get("PACKHAUS_CHROMIUM") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the rows made here go past it on purpose.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def rows(transactional_db: None, chromium: Browser) -> Merchant:
    """Five orders that are ready and due today, and a first label long ago."""
    from packhaus.accounts.models import Organization

    clock.forget()
    now = clock.now()
    evening = now.astimezone(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=59, second=59)
    merchant = Merchant(Organization.objects.create(name="Hagedorn", created_at=now), now)
    merchant.parcel(merchant.order("shipped", ship_by=now - timedelta(days=3)), "delivered")
    for _ in range(5):
        merchant.order("ready", ship_by=evening)
    return merchant


def window(chromium: Browser, live_server: Any, rows: Merchant, client: Client, **options: Any) -> Page:
    """A window that is logged in."""
    from packhaus.accounts.models import Member

    member = Member.objects.create(
        organization=rows.organization, email="miriam@hagedorn.example", name="Miriam", created_at=rows.now
    )
    client.force_login(member)
    context = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 900}, **options)
    session = client.cookies["packhaus_session"].value
    context.add_cookies([{"name": "packhaus_session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def page(chromium: Browser, live_server: Any, rows: Merchant, client: Client) -> Iterator[Page]:
    opened = window(chromium, live_server, rows, client)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.context.close()
    assert complaints == []


@pytest.fixture
def plain(chromium: Browser, live_server: Any, rows: Merchant, client: Client) -> Iterator[Page]:
    """A window without JavaScript."""
    opened = window(chromium, live_server, rows, client, java_script_enabled=False)
    yield opened
    opened.context.close()


def test_rows_are_walked_chosen_and_held_by_keys(page: Page, live_server: Any, rows: Merchant) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    expect(page.locator("[data-row]").nth(0)).to_have_attribute("aria-current", "true")
    page.keyboard.press("x")
    expect(page.locator("input[name=order]:checked")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator("input[name=order]:checked")).to_have_count(0)
    page.keyboard.press("x")
    with page.expect_navigation():
        page.keyboard.press("h")
    assert Order.objects.filter(organization=rows.organization, state="held").count() == 1


def test_a_range_is_chosen_with_shift(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    boxes = page.locator("input[name=order]")
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("input[name=order]:checked")).to_have_count(4)
    everything = page.locator("input[data-all]")
    expect(everything).not_to_be_checked()
    everything.click()
    expect(page.locator("input[name=order]:checked")).to_have_count(5)


def test_letters_typed_into_a_field_are_no_commands(page: Page, live_server: Any, rows: Merchant) -> None:
    page.goto(f"{live_server.url}/orders/?state=ready")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("hxsp?")
    expect(page.get_by_role("searchbox")).to_have_value("hxsp?")
    expect(page.locator("#keys")).not_to_be_visible()
    assert not Order.objects.filter(organization=rows.organization, state="held").exists()


def test_what_costs_is_asked_first(page: Page, live_server: Any, rows: Merchant) -> None:
    page.goto(live_server.url)
    page.keyboard.press("s")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("5 Etiketten kaufen?")
    page.keyboard.press("h")
    page.keyboard.press("Escape")
    expect(question).not_to_be_visible()
    assert not Batch.objects.exists()


def test_the_keys_are_listed(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/settings/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tasten")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Tasten")).not_to_be_visible()


def test_the_first_thing_that_tab_reaches_leads_past_the_navigation(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/settings/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_wrong_field_has_the_focus(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/settings/sender/")
    page.get_by_label("Ort").fill("Köln")
    page.get_by_label("Postleitzahl").fill("5")
    page.get_by_label("Name oder Firma").fill("Hagedorn")
    page.get_by_label("Straße und Hausnummer").fill("Lagerstraße 4")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("Postleitzahl")).to_be_focused()


def test_nothing_needs_javascript(plain: Page, live_server: Any, rows: Merchant) -> None:
    plain.goto(live_server.url)
    expect(plain.get_by_role("heading", level=1)).to_have_text("5 Bestellungen müssen heute aus dem Haus")
    plain.locator("details.menu > summary").last.click()
    plain.get_by_role("button", name="English").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("5 orders must leave today")
    plain.get_by_role("button", name="Buy 5 labels").first.click()
    plain.wait_for_url("**/batches/**")
    assert Batch.objects.get().items.count() == 5
    plain.locator("details.menu > summary").last.click()
    plain.get_by_role("button", name="Log out").click()
    expect(plain.get_by_role("heading", name="Log in")).to_be_visible()
