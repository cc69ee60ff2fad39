"""Orders of one's own in Chromium in German: by hand, from a file, and the mail that arrives (R4.1)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Desk

FILE = """Bestellnr.;Empfänger;Anschrift;Postleitzahl;Wohnort;Mail;Artikel;Anzahl;Gewicht (kg)
W-501;Ida Brömmel;Gartenweg 7;50667;Köln;ida@broemmel.example;Teekanne;1;0,9
W-502;Otto Krähwinkel;Mühlgasse 12;4277;Leipzig;otto@kraehwinkel.example;Teekanne;2;1,8
W-503;Lena Größer;Hauptstraße 1;10115;Berlin;lena@groesser.example;Tasse;3;1,1
"""


def mails(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{desk.simulator['admin']}/mails").json()["mails"]
    return found


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.3)


def test_sign_up_with_sender_carrier_and_mail_server(desk: Desk, merchant: Page) -> None:
    merchant.goto(desk.address)
    merchant.get_by_label("Name Ihres Betriebs").fill("Hagedorn Haushaltswaren")
    merchant.get_by_label("Ihr Name").fill("Miriam Kaczmarek")
    merchant.get_by_label("E-Mail-Adresse").fill("miriam@hagedorn.example")
    merchant.get_by_label("Passwort", exact=True).fill("Packtisch-2-Nord")
    merchant.get_by_label("Passwort noch einmal").fill("Packtisch-2-Nord")
    merchant.get_by_role("button", name="Packhaus einrichten").click()
    expect(merchant.get_by_role("link", name="Heute").first).to_be_visible()
    merchant.goto(f"{desk.address}/settings/sender/")
    merchant.get_by_label("Name oder Firma").fill("Hagedorn Haushaltswaren")
    merchant.get_by_label("Straße und Hausnummer").fill("Lagerstraße 4")
    merchant.get_by_label("Postleitzahl").fill("51063")
    merchant.get_by_label("Ort", exact=True).fill("Köln")
    merchant.get_by_role("button", name="Speichern").first.click()
    merchant.goto(f"{desk.address}/settings/carriers/")
    merchant.get_by_label("Name des Kontos").fill("Demo")
    merchant.get_by_label("Adresse der Schnittstelle").fill(desk.simulator["carrier"])
    merchant.get_by_label("Schlüssel", exact=True).fill(desk.simulator["carrier_key"])
    merchant.get_by_role("button", name="Testen und speichern").click()
    expect(merchant.get_by_text("Demo-Paketdienst").first).to_be_visible()
    smtp = desk.simulator["smtp"]
    merchant.goto(f"{desk.address}/settings/mail/")
    merchant.get_by_label("Mailserver für den Versand").fill(smtp["host"])
    merchant.get_by_label("Keine").check()
    merchant.get_by_role("spinbutton", name="Port").fill(str(smtp["port"]))
    merchant.get_by_label("Benutzer").fill(smtp["user"])
    merchant.get_by_label("Passwort").fill(smtp["password"])
    merchant.get_by_label("Absenderadresse").fill("versand@hagedorn.example")
    merchant.get_by_role("button", name="Speichern").first.click()


def test_tracking_mails_are_switched_on_with_words_of_ones_own(desk: Desk, merchant: Page) -> None:
    merchant.goto(f"{desk.address}/settings/mail/tracking/")
    expect(merchant.get_by_text("Amazon verbietet Versand-E-Mails an seine Käufer")).to_be_visible()
    merchant.get_by_label("Käufern eigener Bestellungen schreiben").check()
    merchant.get_by_label("Wenn das Etikett gekauft ist").check()
    merchant.get_by_role("button", name="Speichern").click()
    expect(merchant.get_by_label("Käufern eigener Bestellungen schreiben")).to_be_checked()
    merchant.get_by_role("link", name="Ändern Versand-E-Mail, Deutsch").click()
    merchant.get_by_label("Betreff").fill("Ab geht die Post: {nummer}")
    merchant.get_by_role("button", name="Vorschau").click()
    expect(merchant.get_by_text("{nummer} ist nicht bekannt")).to_be_visible()
    merchant.get_by_label("Betreff").fill("Ab geht die Post: {order_number}")
    merchant.get_by_role("button", name="Vorschau").click()
    expect(merchant.get_by_text("Ab geht die Post: H-1001")).to_be_visible()
    merchant.get_by_role("button", name="Speichern").click()
    expect(merchant.get_by_text("Ab geht die Post: {order_number}")).to_be_visible()


def test_an_order_by_hand_is_labelled_and_its_buyer_reads_the_number(desk: Desk, merchant: Page) -> None:
    merchant.goto(f"{desk.address}/orders/")
    merchant.get_by_role("link", name="Neue Bestellung").first.click()
    merchant.get_by_label("Name", exact=True).fill("Jörg Müßig")
    merchant.get_by_label("Straße und Hausnummer").fill("Königstraße 3a")
    merchant.get_by_label("Postleitzahl").fill("4277")
    merchant.get_by_label("Ort", exact=True).fill("Leipzig")
    merchant.get_by_label(re.compile("E-Mail-Adresse")).fill("joerg@muessig.example")
    merchant.locator("input[name=line-0-title]").fill("Teekanne")
    merchant.get_by_label(re.compile("Gewicht der Sendung")).fill("1,2 kg")
    merchant.keyboard.press("Enter")
    expect(merchant.get_by_text("Excel nimmt die Null")).to_be_visible()
    merchant.get_by_label("Postleitzahl").fill("04277")
    merchant.get_by_role("button", name="Bestellung speichern").click()
    expect(merchant.get_by_text("Bestellung H-1001 ist da.")).to_be_visible()
    merchant.get_by_role("button", name=re.compile("Etikett kaufen")).click()
    until(lambda: len(mails(desk)) == 1)
    [mail] = mails(desk)
    assert mail["to"] == ["joerg@muessig.example"]
    assert mail["subject"] == "Ab geht die Post: H-1001"
    link = re.search(r"http://\S+/track/\S+", mail["text"])
    assert link is not None
    assert "Sendungsverfolgung" in httpx.get(link[0]).text


def test_a_file_is_matched_the_good_rows_come_in_and_the_other_is_mended(
    desk: Desk, merchant: Page, tmp_path: Path
) -> None:
    file = tmp_path / "bestellungen.csv"
    file.write_bytes(FILE.encode("cp1252"))
    merchant.goto(f"{desk.address}/order-files/")
    merchant.get_by_label("CSV-Datei").set_input_files(file)
    merchant.get_by_role("button", name="Datei einlesen").click()
    expect(merchant.get_by_text("Ida Brömmel").first).to_be_visible()
    merchant.get_by_role("button", name="Alle Zeilen prüfen").click()
    expect(merchant.get_by_role("button", name="2 Bestellungen übernehmen")).to_be_visible()
    expect(merchant.get_by_text("Excel nimmt die Null")).to_be_visible()
    merchant.get_by_role("button", name="2 Bestellungen übernehmen").click()
    expect(merchant.get_by_role("link", name="Abgelehnte Zeilen als Datei")).to_be_visible(timeout=60_000)
    with merchant.expect_download() as download:
        merchant.get_by_role("link", name="Abgelehnte Zeilen als Datei").click()
    refused = tmp_path / "abgelehnt.csv"
    download.value.save_as(refused)
    refused.write_text(
        refused.read_text(encoding="utf-8-sig").replace(";4277;", ";04277;"), encoding="utf-8-sig"
    )
    merchant.goto(f"{desk.address}/order-files/")
    merchant.get_by_label("CSV-Datei").set_input_files(refused)
    merchant.get_by_role("button", name="Datei einlesen").click()
    expect(merchant.get_by_text("Zugeordnet wie beim letzten Mal")).to_be_visible()
    merchant.get_by_role("button", name="Alle Zeilen prüfen").click()
    merchant.get_by_role("button", name="1 Bestellung übernehmen").click()
    expect(merchant.get_by_role("link", name="Zu den Bestellungen")).to_be_visible(timeout=60_000)
    merchant.get_by_role("link", name="Zu den Bestellungen").click()
    for number in ("W-501", "W-502", "W-503"):
        expect(merchant.get_by_text(number).first).to_be_visible()
