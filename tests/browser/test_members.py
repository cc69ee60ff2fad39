"""An owner lets a packer in, who chooses a password and packs, and is offered nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import test_first_day as first_day

if TYPE_CHECKING:
    from conftest import Desk

PASSWORD = "Karton-7-Klebeband"


@pytest.fixture(scope="module")
def packer(chromium: Browser) -> Iterator[Page]:
    """A window of another browser, in German."""
    context = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 960})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_an_owner_adds_a_packer_who_chooses_a_password(desk: Desk, merchant: Page, packer: Page) -> None:
    first_day.test_sign_up(desk, merchant)
    merchant.goto(f"{desk.address}/settings/")
    merchant.locator("main").get_by_role("link", name="Mitarbeiter").click()
    merchant.get_by_label("Name", exact=True).fill("Paula Packmann")
    merchant.get_by_label("E-Mail-Adresse").fill("paula@hagedorn.example")
    merchant.get_by_role("button", name="Hinzufügen").click()
    packer.goto(merchant.get_by_label("Link", exact=True).input_value())
    expect(packer.get_by_role("heading", name="Willkommen, Paula Packmann")).to_be_visible()
    packer.get_by_label("Passwort", exact=True).fill(PASSWORD)
    packer.get_by_label("Passwort noch einmal").fill(PASSWORD)
    packer.get_by_role("button", name="Speichern und anmelden").click()
    expect(packer.get_by_role("link", name="Bestellungen").first).to_be_visible()


def test_the_packer_is_offered_no_settings_that_are_the_owners(desk: Desk, packer: Page) -> None:
    packer.goto(f"{desk.address}/settings/")
    offered = packer.locator("main .places b").all_inner_texts()
    assert offered == ["Integrationen", "Benutzerberechtigungen", "Datenschutz"]
    packer.goto(f"{desk.address}/settings/mail/")
    expect(packer.get_by_role("heading", name="Das ist Sache der Inhaber")).to_be_visible()
    expect(packer.get_by_text("Miriam Kaczmarek")).to_be_visible()


def test_who_is_deactivated_is_out_at_the_next_click(desk: Desk, merchant: Page, packer: Page) -> None:
    merchant.goto(f"{desk.address}/settings/members/")
    merchant.get_by_role("button", name="Sperren Paula Packmann").click()
    expect(merchant.get_by_text("Paula Packmann kann sich nicht mehr anmelden.")).to_be_visible()
    packer.goto(f"{desk.address}/orders/")
    expect(packer.get_by_role("heading", name="Anmelden")).to_be_visible()
