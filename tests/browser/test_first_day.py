"""A merchant's first day, clicked through in Chromium in German (R2, R3.2, R5.1, R5.2)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from label_reader import page_count, scanned

if TYPE_CHECKING:
    from conftest import Desk

EMAIL, PASSWORD = "miriam@hagedorn.example", "Packtisch-2-Nord"


def test_sign_up(desk: Desk, merchant: Page) -> None:
    merchant.goto(desk.address)
    merchant.get_by_label("Name Ihres Betriebs").fill("Hagedorn Haushaltswaren")
    merchant.get_by_label("Ihr Name").fill("Miriam Kaczmarek")
    merchant.get_by_label("E-Mail-Adresse").fill(EMAIL)
    merchant.get_by_label("Passwort", exact=True).fill("zu kurz")
    merchant.get_by_label("Passwort noch einmal").fill("zu kurz")
    merchant.get_by_role("button", name="Packhaus einrichten").click()
    expect(merchant.get_by_text("12").first).to_be_visible()
    merchant.get_by_label("Passwort", exact=True).fill(PASSWORD)
    merchant.get_by_label("Passwort noch einmal").fill(PASSWORD)
    merchant.get_by_role("button", name="Packhaus einrichten").click()
    expect(merchant.get_by_role("link", name="Heute").first).to_be_visible()


def test_enter_sender_and_carrier(desk: Desk, merchant: Page) -> None:
    merchant.goto(f"{desk.address}/settings/sender/")
    merchant.get_by_label("Name oder Firma").fill("Hagedorn Haushaltswaren")
    merchant.get_by_label("Straße und Hausnummer").fill("Lagerstraße 4")
    merchant.get_by_label("Postleitzahl").fill("51063")
    merchant.get_by_label("Ort", exact=True).fill("Köln")
    merchant.get_by_role("button", name="Speichern").first.click()
    merchant.goto(f"{desk.address}/settings/carriers/")
    merchant.get_by_label("Name des Kontos").fill("Demo")
    merchant.get_by_label("Adresse der Schnittstelle").fill(desk.simulator["carrier"])
    merchant.get_by_label("Schlüssel", exact=True).fill("falsch")
    button = merchant.get_by_role("button", name="Testen und speichern")
    button.click()
    expect(merchant.get_by_text("nimmt den Schlüssel nicht an")).to_be_visible()
    merchant.get_by_label("Schlüssel", exact=True).fill(desk.simulator["carrier_key"])
    button.click()
    expect(merchant.get_by_text("Demo-Paketdienst").first).to_be_visible()


def test_connect_amazon(desk: Desk, merchant: Page) -> None:
    """R2.1 to R2.4: found by its place, the secrets pasted, countries by name, how to work, then saved."""
    merchant.goto(desk.address)
    merchant.get_by_role("link", name="Einstellungen").first.click()
    merchant.get_by_role("link", name="Integrationen").first.click()
    merchant.get_by_role("link", name=re.compile("Amazon verbinden")).first.click()
    merchant.get_by_label("Client-ID").fill(desk.simulator["client_id"])
    merchant.get_by_label("Clientschlüssel").fill(desk.simulator["client_secret"])
    merchant.get_by_label("Aktualisierungstoken").fill("Atzr|falsch")
    merchant.get_by_label("Verkäufer-ID").fill(desk.simulator["seller_id"])
    merchant.get_by_label("Name des Shops").fill("Hagedorn")
    merchant.get_by_label("Belgien").check()
    merchant.get_by_role("button", name="Testen").first.click()
    expect(merchant.get_by_text("Aktualisierungstoken").first).to_be_visible()
    assert "Atzr|falsch" not in merchant.content(), "a secret is never sent back to the browser"

    merchant.get_by_label("Aktualisierungstoken").fill(desk.simulator["refresh_token"])
    merchant.get_by_role("button", name="Testen").first.click()
    expect(merchant.get_by_text(re.compile("verkauft nicht in: Belgien"))).to_be_visible()

    merchant.get_by_label("Deutschland").check()
    merchant.get_by_role("button", name="Testen").first.click()
    expect(merchant.get_by_text("Anmeldung bei Amazon")).to_be_visible()
    expect(merchant.get_by_text(re.compile("Adressen lesbar|Anschriften lesbar"))).to_be_visible()
    for country in ("Frankreich", "Italien", "Polen"):
        merchant.get_by_label(country).check()
    merchant.get_by_label("Sobald der Zusteller sie bearbeitet hat").check()
    merchant.get_by_role("button", name="Speichern").first.click()
    expect(merchant.get_by_text("Hagedorn ist verbunden")).to_be_visible()


def test_orders_come_in_and_a_weight_is_mended_in_the_row(desk: Desk, merchant: Page) -> None:
    until(lambda: figures(desk)["orders"] > 40 and not figures(desk)["weights_to_look_up"])
    before = figures(desk)["without_weight"]
    assert before > 0
    merchant.goto(f"{desk.address}/orders/?state=waiting")
    field = merchant.get_by_label(re.compile("^Gewicht ")).first
    field.fill("380")
    field.press("Enter")
    until(lambda: figures(desk)["without_weight"] < before)

    left = figures(desk)["without_weight"]
    merchant.get_by_role("link", name="Artikel").first.click()
    field = (
        merchant.get_by_label(re.compile("Gewicht")).and_(merchant.locator("input[name=weight].need")).first
    )
    field.fill("0,76 kg")
    field.press("Enter")
    until(lambda: figures(desk)["without_weight"] < left)


def test_a_batch_is_bought_and_printed(desk: Desk, merchant: Page, tmp_path: Path) -> None:
    merchant.goto(f"{desk.address}/orders/?state=ready")
    merchant.get_by_label("Alle auf dieser Seite wählen").check()
    merchant.get_by_role("button", name=re.compile(r"\d+ Etiketten kaufen")).first.click()
    merchant.wait_for_url(re.compile(r"/batches/"))
    until(lambda: figures(desk)["labels_under_way"] == 0)
    expect(merchant.get_by_text(re.compile("gekauft")).first).to_be_visible()
    bought = figures(desk)["labels"]
    assert bought > 15

    merchant.get_by_label(re.compile("A4")).check()
    with merchant.expect_download() as download:
        merchant.get_by_role("button", name="Als PDF sichern").click()
    saved = tmp_path / "labels.pdf"
    download.value.save_as(saved)
    pdf = saved.read_bytes()
    assert page_count(pdf) == -(-bought // 4)
    tracking = {
        text for page in range(page_count(pdf)) for kind, text in scanned(pdf, page) if kind == "Code128"
    }
    assert len(tracking) == bought


def test_scans_reach_the_panel_and_amazon(desk: Desk, merchant: Page) -> None:
    desk.processes.move_clocks(40, speed=30)

    def told() -> bool:
        now = figures(desk)
        return bool(now["confirmations_accepted"] == now["labels"])

    until(told, seconds=120)
    merchant.get_by_role("link", name="Sendungen").first.click()
    merchant.locator("a[href^='/parcels/'] >> visible=true").nth(0).click()
    assert desk.processes.at_amazon()["packages_confirmed"] == figures(desk)["labels"]


def test_it_works_by_keyboard(desk: Desk, merchant: Page) -> None:
    merchant.goto(f"{desk.address}/orders/")
    merchant.keyboard.press("j")
    merchant.keyboard.press("j")
    merchant.keyboard.press("Enter")
    expect(merchant.get_by_text("Verlauf").first).to_be_visible()
    merchant.keyboard.press("Escape")
    merchant.keyboard.press("?")
    expect(merchant.get_by_role("dialog")).to_be_visible()
    merchant.keyboard.press("Escape")
    merchant.keyboard.press("/")
    expect(merchant.get_by_role("searchbox")).to_be_focused()


def figures(desk: Desk) -> dict[str, Any]:
    return desk.processes.status()


def until(happened: Callable[[], Any], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return
        time.sleep(0.3)
    raise AssertionError(f"not within {seconds} s")
