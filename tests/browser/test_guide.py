"""The guide, clicked through in Chromium as it is written: each step quotes its sentence (R1, R2, R3).

The guide's shipping platform is Packhaus here, its Amazon the made-up one of before 2024.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser import test_first_day as first_day
from browser.test_first_day import figures, until

if TYPE_CHECKING:
    from conftest import Desk

GUIDE = Path(__file__).parents[3] / "shared" / "guide-de.txt"
WALKED: list[str] = []


def guide(sentence: str) -> None:
    """What follows is this sentence of the guide."""
    WALKED.append(sentence)


def admin(desk: Desk, path: str) -> Any:
    answer = httpx.get(desk.simulator["admin"] + path, trust_env=False, timeout=30)
    return answer.raise_for_status().json()


@pytest.fixture(scope="module")
def seller_central(merchant: Page) -> Page:
    """A second window of the same browser, for Amazon's pages."""
    page = merchant.context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture(scope="module")
def copied() -> dict[str, str]:
    """What the merchant has in the clipboard."""
    return {}


def test_a_merchant_has_packhaus(desk: Desk, merchant: Page) -> None:
    first_day.test_sign_up(desk, merchant)
    first_day.test_enter_sender_and_carrier(desk, merchant)
    expect(merchant.get_by_text("Demo-Paketdienst").first).to_be_visible()


def test_the_panel_says_whom_to_authorize(desk: Desk, merchant: Page, copied: dict[str, str]) -> None:
    """R2.3: the old way is found below the usual one, and says what it is."""
    merchant.goto(desk.address)
    merchant.get_by_role("link", name="Einstellungen").first.click()
    merchant.get_by_role("link", name="Integrationen").first.click()
    merchant.get_by_text("Weitere Wege").click()
    merchant.get_by_role("link", name="Amazon MWS verbinden").click()
    expect(merchant.get_by_text("Amazon hat ihn im März 2024 abgeschaltet")).to_be_visible()
    shown = merchant.locator(".aside .mono").all_inner_texts()
    copied["name"], copied["developer_id"] = shown
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", copied["developer_id"])


def test_sign_in_at_amazon(desk: Desk, seller_central: Page) -> None:
    """R1.1, R1.2."""
    seller_central.goto(f"{desk.simulator['seller_central']}/mws")
    guide(
        "- Gehe zu. Amazon Marketplace Web Service und wählen Sie auf der Startseite "
        '"Als Entwickler registrieren";'
    )
    seller_central.get_by_role("link", name="Als Entwickler registrieren").click()
    guide("- Melden Sie sich mit Ihrem professionellen Verkäuferkonto an.")
    seller_central.get_by_role("radio").first.check()
    seller_central.get_by_label("Passwort").fill("irgendeines")
    seller_central.get_by_role("button", name="Anmelden").click()
    guide(
        "- Nach der Anmeldung werden Sie zum Bildschirm mit den Benutzerrechten Ihres Amazon Verkäuferkontos "
        "weitergeleitet. Klicken Sie auf dieser Seite auf die Schaltfläche 'Verwalten Sie Ihre Apps' im "
        "Abschnitt 'Drittentwickler und Apps'."
    )
    expect(seller_central.get_by_role("heading", name="Benutzerberechtigungen")).to_be_visible()
    expect(seller_central.get_by_role("heading", name="Drittentwickler und Apps")).to_be_visible()
    seller_central.get_by_role("link", name="Verwalten Sie Ihre Apps").click()
    guide(
        "- Sie werden auf eine neue Seite weitergeleitet, auf der Sie Ihre Apps verwalten können. Klicken "
        "Sie auf . die Schaltfläche 'Neuen Entwickler autorisieren'."
    )
    seller_central.get_by_role("link", name="Neuen Entwickler autorisieren").click()


def test_authorize_the_developer(seller_central: Page, copied: dict[str, str]) -> None:
    """R1.3: without each of the two declarations there is no authorization."""
    guide(
        "- Diese Schaltfläche öffnet einen neuen Bildschirm, in dem Sie den Namen des Entwicklers und die "
        "Entwickler-ID eingeben können. Geben Sie auf dieser Seite Folgendes ein:"
    )
    guide("- Name des Entwicklers:")
    seller_central.get_by_label("Name des Entwicklers").fill(copied["name"])
    guide("- Entwickler ID: 3244-7764-4129 - Kreuzen Sie alle folgenden Felder an:")
    assert copied["developer_id"] == "3244-7764-4129"
    seller_central.get_by_label("Entwickler-ID").fill("3244 7764 4129")
    guide("- 'Ich habe die Amazon MWS-Lizenzvereinbarung gelesen und akzeptiert.'")
    license_read = seller_central.get_by_label("Ich habe die Amazon MWS-Lizenzvereinbarung gelesen")
    guide("- 'Ich verstehe, dass ich die volle Verantwortung für die Handlungen und Unterlassungen von")
    responsible = seller_central.get_by_label(
        re.compile("volle Verantwortung für die Handlungen und Unterlassungen von Packhaus")
    )
    go_on = seller_central.get_by_role("button", name="Weiter")

    license_read.check()
    go_on.click()
    expect(seller_central.get_by_text("drei Gruppen von je vier Ziffern")).to_be_visible()
    seller_central.get_by_label("Entwickler-ID").fill(copied["developer_id"])
    for ticked, unticked in ((license_read, responsible), (responsible, license_read)):
        ticked.check()
        unticked.uncheck()
        go_on.click()
        expect(seller_central.get_by_text("muss angekreuzt sein")).to_have_count(1)
    license_read.check()
    go_on.click()
    guide("Auf der nächsten Seite werden alle Informationen und Schlüssel angezeigt, die Sie in")
    guide("Verkäuferkonto-Kennungen für Verkäufer-Kontoname")
    expect(
        seller_central.get_by_role("heading", name=re.compile("Verkäuferkonto-Kennungen für "))
    ).to_be_visible()


def test_copy_what_amazon_shows(desk: Desk, seller_central: Page, copied: dict[str, str]) -> None:
    """R2.1."""
    guide("- Verkäufer-ID")
    copied["seller_id"] = seller_central.get_by_label("Verkäufer-ID").input_value()
    guide("- Marktplatz-ID")
    assert seller_central.get_by_label("Marktplatz-ID").input_value() == desk.simulator["marketplace_ids"][0]
    guide("Verkäufer-Entwickler Authtorisierung")
    copied["token"] = seller_central.get_by_label("MWS-Autorisierungs-Token").input_value()
    assert copied["seller_id"] == desk.simulator["seller_id"]


def test_connect_in_the_panel(desk: Desk, merchant: Page, copied: dict[str, str]) -> None:
    """R2.2 to R2.4, and R4.1."""
    guide("- Einstellungen > Integrationen.")
    guide(
        "- Lokalisieren Sie das Amazon-Modul, um die Integration zu konfigurieren. Kopieren Sie alle "
        "notwendigen Schlüssel von Ihrer Amazon MWS Seite auf die folgende Seite."
    )
    merchant.get_by_label("Verkäufer-ID").fill(copied["seller_id"])
    merchant.get_by_label("Autorisierungs-Token").fill("amzn.mws.falsch")
    guide(
        "Bitte beachten Sie: Die Marktplatz-ID ist für jedes Land standardisiert, daher müssen Sie nur das "
        "Land Ihres Marktplatzes in Ihrem"
    )
    merchant.get_by_label("Belgien").check()
    guide('- Geben Sie im Feld "Name" den Namen Ihres Amazon-Shops ein.')
    merchant.get_by_label("Name des Shops").fill("Hagedorn")
    guide("ob das Gewicht des Pakets aus Ihrem Shop importiert werden soll oder nicht.")
    expect(merchant.get_by_label("Gewichte aus Amazon übernehmen")).to_be_checked()
    guide('entweder wenn das "Paket beim Zusteller angemeldet" ist oder wenn das Paket')
    expect(merchant.get_by_label("Sobald die Sendung beim Zusteller angemeldet ist")).not_to_be_checked()
    merchant.get_by_label("Sobald der Zusteller sie bearbeitet hat").check()
    guide("- Tracking-E-Mails sind für die Amazon-Integration deaktiviert")
    expect(merchant.get_by_text(re.compile("Amazon erlaubt sie nicht"))).to_be_visible()

    guide("- Wenn Sie fertig sind, können Sie die Einstellungen Speichern.")
    save = merchant.get_by_role("button", name="Speichern").first
    save.click()
    expect(merchant.get_by_text("Verkäufer-ID und Token gehören nicht zusammen")).to_be_visible()
    assert "amzn.mws.falsch" not in merchant.content(), "a token is never sent back to the browser"
    merchant.get_by_label("Autorisierungs-Token").fill(copied["token"])
    save.click()
    guide("Stellen Sie sicher, dass Sie das richtige Land auswählen;")
    expect(merchant.get_by_text(re.compile("verkauft nicht in: Belgien"))).to_be_visible()
    assert copied["token"] not in merchant.content()
    merchant.get_by_label("Deutschland").check()
    merchant.get_by_role("button", name="Testen").first.click()
    expect(merchant.get_by_text("Anmeldung bei Amazon")).to_be_visible()
    expect(merchant.get_by_text(re.compile("Adressen lesbar|Anschriften lesbar"))).to_be_visible()
    save.click()
    expect(merchant.get_by_text("Hagedorn ist verbunden")).to_be_visible()


def test_a_shipping_weight_is_added_to_the_listing(
    desk: Desk, merchant: Page, seller_central: Page, copied: dict[str, str]
) -> None:
    """R3.1, R3.2: the first order with its weight, entered where the guide says."""
    desk.processes.move_clocks(0, speed=20)
    until(lambda: figures(desk)["orders"] > 15 and not figures(desk)["weights_to_look_up"])
    merchant.goto(f"{desk.address}/orders/?state=waiting&reason=no_weight")
    waiting = merchant.locator("a[href^='/orders/'] >> visible=true").filter(
        has_text=re.compile(r"\d{3}-\d{7}-\d{7}")
    )
    copied["order"] = waiting.first.inner_text().strip()
    merchant.goto(desk.address + str(waiting.first.get_attribute("href")))
    said = merchant.get_by_role("heading", name=re.compile("^Kein Gewicht für ")).all_inner_texts()
    skus = [title.removeprefix("Kein Gewicht für ") for title in said]
    assert skus

    guide("Um Ihre Bestellungen in")
    guide('müssen Sie das "Versandgewicht" zum Amazon-Listing hinzufügen:')
    for sku in skus:
        seller_central.goto(f"{desk.simulator['seller_central']}/abis/listing/edit?sku={sku}")
        guide('1. Gehen Sie zur Aktivierung der "Erweiterten Ansicht" und klicken Sie auf "Weitere Details".')
        seller_central.get_by_role("link", name="Erweiterte Ansicht").click()
        seller_central.get_by_role("link", name="Weitere Details").click()
        guide('2. Gehen Sie auf "Versandgewicht" und geben Sie ein, wie viel Ihr Paket wiegt.')
        seller_central.locator("#website_shipping_weight").fill("0,76")
        seller_central.locator("#website_shipping_weight-unit").select_option("kilograms")
        seller_central.get_by_role("button", name="Speichern und beenden").click()
        expect(seller_central.get_by_text("Die Änderungen sind gespeichert.")).to_be_visible()

    desk.processes.move_clocks(0.3, speed=20)

    def is_ready() -> bool:
        merchant.reload()
        return merchant.get_by_role("button", name="Etikett kaufen").count() > 0

    until(is_ready)
    expect(merchant.get_by_role("heading", name=re.compile("^Kein Gewicht für "))).to_have_count(0)


def test_the_order_leaves_and_amazon_is_told(desk: Desk, merchant: Page, copied: dict[str, str]) -> None:
    """R5.2 to R5.4, over the guide's own protocol and no other."""
    merchant.get_by_role("button", name="Etikett kaufen").first.click()
    until(lambda: figures(desk)["labels"] == 1)
    assert admin(desk, "/confirmations")["confirmations"] == {}, "not before the first scan"
    desk.processes.move_clocks(40, speed=30)
    until(lambda: figures(desk)["confirmations_accepted"] == 1, seconds=120)
    [(order, packages)] = admin(desk, "/confirmations")["confirmations"].items()
    assert order == copied["order"]
    assert len(packages) == 1
    [parcels] = admin(desk, "/carrier/orders")["orders"].values()
    assert packages[0]["tracking_number"] == parcels[0]["tracking_number"]
    called = {each["operation"] for each in admin(desk, "/calls?limit=100000")["calls"]}
    of_amazon = {each for each in called if not each.startswith("carrier.")}
    assert of_amazon >= {
        "mws.ListOrders",
        "mws.ListOrderItems",
        "mws.GetMatchingProductForId",
        "mws.SubmitFeed",
    }
    assert not [each for each in of_amazon if not each.startswith("mws.")]


def test_the_authorization_stands_in_both_tables(desk: Desk, merchant: Page, seller_central: Page) -> None:
    """R4.4, R4.7."""
    guide(
        "- Das Ablaufdatum der Autorisierung wird auf ein Jahr ab dem ursprünglichen Autorisierungsdatum "
        "angesetzt."
    )
    guide("- Verkäufer können eine Entwicklerberechtigung in der Tabelle Current Authorizations im Abschnitt")
    seller_central.goto(f"{desk.simulator['seller_central']}/mws/user-permissions")
    row = seller_central.get_by_role("row", name=re.compile("3244-7764-4129"))
    year = datetime.now(UTC).year + 1
    expect(row).to_contain_text(str(year))
    expect(row.get_by_role("button", name="Erneuern")).to_be_visible()
    expect(row.get_by_role("button", name="Widerrufen")).to_be_visible()
    merchant.goto(f"{desk.address}/settings/")
    merchant.get_by_role("link", name=re.compile("^Benutzer(berechtigungen|rechte)")).first.click()
    expect(merchant.get_by_role("row", name=re.compile(desk.simulator["seller_id"]))).to_contain_text(
        str(year)
    )


def test_every_quoted_sentence_is_the_guides() -> None:
    if not GUIDE.exists():
        pytest.skip("the guide's text lies beside the repository only where it was commissioned")
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    places = [text.find(" ".join(sentence.split())) for sentence in WALKED]
    assert len(WALKED) > 25
    assert -1 not in places, WALKED[places.index(-1)]
