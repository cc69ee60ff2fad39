"""Each way in of a public application, clicked through in Chromium in German (R1).

A private application's pasted token is the way of ``test_first_day``; the guide's own way that of
``test_guide``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from support.bytesearch import search

if TYPE_CHECKING:
    from conftest import Desk

EMAIL, PASSWORD = "jonas@agentur.example", "Packtisch-2-Nord"
SECRET = ("state", "amazon_state", "spapi_oauth_code")


@pytest.fixture(scope="module")
def seen(merchant: Page) -> set[str]:
    """Every state and code that stood in an address that the browser asked for."""
    values: set[str] = set()

    def note(address: str) -> None:
        query = parse_qs(urlsplit(address).query)
        values.update(value for name in SECRET for value in query.get(name, []))

    merchant.on("request", lambda request: note(request.url))
    return values


def admin(desk: Desk, path: str, body: object = None) -> Any:
    verb = "GET" if body is None else "POST"
    answer = httpx.request(verb, desk.simulator["admin"] + path, json=body, trust_env=False)
    assert answer.is_success, answer.text
    return answer.json()


def public(desk: Desk, seller_id: str = "") -> Any:
    return admin(desk, f"/authorization?application=public&seller={seller_id or desk.simulator['seller_id']}")


def sign_in_at_amazon(desk: Desk, merchant: Page, seller_id: str) -> None:
    merchant.goto(f"{desk.simulator['seller_central']}/signin")
    merchant.locator(f"input[value='{seller_id}']").check()
    merchant.get_by_label("Passwort").fill("irgendeines")
    merchant.get_by_role("button", name="Anmelden").click()


def back_here(desk: Desk, merchant: Page) -> None:
    """Amazon has led back; what it sent along stands in no address any more, also not in the history."""
    merchant.wait_for_url(re.compile(re.escape(desk.address)))
    for address in (merchant.url, merchant.evaluate("document.referrer")):
        assert "?" not in str(address)


def test_the_agency_signs_up(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.goto(desk.address)
    merchant.get_by_label("Name Ihres Betriebs").fill("Versandagentur Nord")
    merchant.get_by_label("Ihr Name").fill("Jonas Petersen")
    merchant.get_by_label("E-Mail-Adresse").fill(EMAIL)
    merchant.get_by_label("Passwort", exact=True).fill(PASSWORD)
    merchant.get_by_label("Passwort noch einmal").fill(PASSWORD)
    merchant.get_by_role("button", name="Packhaus einrichten").click()
    expect(merchant.get_by_role("link", name="Heute").first).to_be_visible()


def test_the_application_is_registered_on_both_sides(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.get_by_role("link", name="Einstellungen").first.click()
    merchant.get_by_role("link", name="Integrationen").first.click()
    merchant.get_by_role("link", name=re.compile("Amazon verbinden")).first.click()
    merchant.get_by_role("link", name="Öffentliche Anwendung eintragen").click()
    expect(merchant.get_by_text("Diese Adressen führen nur zu diesem Rechner")).to_be_visible()
    ours = {name: merchant.locator(f"#{name}").inner_text() for name in ("login-uri", "redirect-uri")}
    console = f"{desk.simulator['seller_central']}/sellingpartner/developerconsole"
    merchant.goto(f"{console}/edit")
    merchant.get_by_label("OAuth-Anmelde-URI").fill(ours["login-uri"])
    merchant.get_by_label("OAuth-Umleitungs-URI").fill(ours["redirect-uri"])
    merchant.get_by_label("Veröffentlicht").check()
    merchant.get_by_role("button", name="Speichern").click()
    expect(merchant.get_by_text("Die Anwendung ist gespeichert")).to_be_visible()

    keys = desk.simulator["public"]
    merchant.goto(f"{desk.address}/settings/integrations/amazon/application/")
    merchant.get_by_label("Name", exact=True).fill("Packhaus für Agenturen")
    merchant.get_by_label("Anwendungs-ID").fill(keys["client_id"])
    merchant.get_by_label("Client-ID").fill(keys["client_id"])
    merchant.get_by_label("Clientschlüssel").fill(keys["client_secret"])
    merchant.get_by_label("Veröffentlicht").check()
    merchant.get_by_role("button", name="Speichern").first.click()
    expect(merchant.get_by_text("Die Client-ID ist eine andere")).to_be_visible()
    merchant.get_by_label("Anwendungs-ID").fill(keys["application_id"])
    merchant.get_by_label("Clientschlüssel").fill(keys["client_secret"])
    merchant.get_by_role("button", name="Speichern").first.click()
    expect(merchant.get_by_text("Die öffentliche Anwendung ist gespeichert")).to_be_visible()
    assert keys["client_secret"] not in merchant.content()


def test_the_website_workflow(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.get_by_role("link", name="Verkäuferkonto verbinden").click()
    merchant.get_by_label("Das Konto verkauft in").select_option(label="Deutschland")
    merchant.get_by_role("button", name="Mit Amazon verbinden").click()
    expect(merchant.get_by_text("möchte auf dieses Verkäuferkonto zugreifen")).to_be_visible()
    expect(merchant.get_by_text(desk.simulator["seller_id"])).to_be_visible()
    merchant.get_by_role("button", name="Bestätigen").click()
    back_here(desk, merchant)
    expect(merchant.get_by_role("heading", name="Einrichtung abschließen")).to_be_visible()
    back_here(desk, merchant)
    merchant.get_by_label("Name des Shops").fill("Hausrat Seeblick")
    merchant.get_by_role("button", name="Speichern").click()
    expect(merchant.get_by_text("Hausrat Seeblick ist verbunden")).to_be_visible()
    merchant.get_by_role("link", name=re.compile("Ändern")).first.click()
    expect(
        merchant.get_by_text(re.compile("Öffentliche Anwendung Packhaus für Agenturen, autorisiert am"))
    ).to_be_visible()


def test_no_at_amazon_leaves_all_as_it_is(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.get_by_role("button", name="Erneut autorisieren").click()
    merchant.get_by_role("button", name="Abbrechen").click()
    merchant.goto(f"{desk.address}/settings/integrations/")
    expect(merchant.get_by_text("aktiv", exact=True).first).to_be_visible()


def test_from_the_appstore_with_another_account(desk: Desk, merchant: Page, seen: set[str]) -> None:
    other = admin(desk, "/sellers", {"orders": 8, "name": "Lampen Nord", "participations": ["DE", "PL"]})
    sign_in_at_amazon(desk, merchant, other["seller_id"])
    merchant.goto(f"{desk.simulator['seller_central']}/selling-partner-appstore")
    merchant.get_by_role("button", name="Jetzt autorisieren").click()
    merchant.get_by_role("button", name="Bestätigen").click()
    merchant.context.clear_cookies(name="packhaus_session")
    merchant.get_by_role("link", name=re.compile("Jetzt bei .* anmelden")).click()
    assert not any(value in merchant.url for value in seen), "the log-in's address holds nothing of it"
    merchant.get_by_label("E-Mail-Adresse").fill(EMAIL)
    merchant.get_by_label("Passwort").fill(PASSWORD)
    merchant.get_by_role("button", name="Anmelden").click()
    expect(merchant.get_by_text("Dieses Konto ist hier neu")).to_be_visible()
    expect(merchant.get_by_text(other["seller_id"])).to_be_visible()
    merchant.get_by_role("button", name="Verbinden").click()
    expect(merchant.get_by_role("heading", name="Einrichtung abschließen")).to_be_visible()
    back_here(desk, merchant)
    merchant.goto(f"{desk.address}/settings/integrations/")
    expect(merchant.get_by_text("ist nicht abgeschlossen")).to_be_visible()
    merchant.get_by_role("link", name="Einrichtung abschließen").click()
    merchant.get_by_label("Name des Shops").fill("Lampen Nord")
    merchant.get_by_role("button", name="Speichern").click()
    expect(merchant.get_by_text("Lampen Nord ist verbunden")).to_be_visible()


@pytest.mark.parametrize("kept", ["same", "new"])
def test_again_from_manage_your_apps(desk: Desk, merchant: Page, seen: set[str], kept: str) -> None:
    admin(desk, "/switches", {"reauthorization_token": kept})
    sign_in_at_amazon(desk, merchant, desk.simulator["seller_id"])
    before = public(desk)["refresh_token"]
    merchant.goto(f"{desk.simulator['seller_central']}/apps/manage")
    merchant.get_by_role("button", name="Erneut autorisieren").first.click()
    merchant.get_by_role("button", name="Bestätigen").click()
    merchant.get_by_role("link", name=re.compile("Jetzt bei .* anmelden")).click()
    expect(merchant.get_by_text("Hausrat Seeblick", exact=True)).to_be_visible()
    expect(merchant.get_by_text("Die Autorisierung wird erneuert")).to_be_visible()
    merchant.get_by_role("button", name="Erneut autorisieren").click()
    expect(
        merchant.get_by_text(re.compile("Amazon lässt Packhaus für Hausrat Seeblick wieder ein, bis zum"))
    ).to_be_visible()
    back_here(desk, merchant)
    assert (public(desk)["refresh_token"] == before) is (kept == "same")
    merchant.get_by_role("link", name="Zu Hausrat Seeblick").click()
    merchant.get_by_role("button", name="Testen").first.click()
    expect(merchant.get_by_text("Anmeldung bei Amazon")).to_be_visible()
    expect(merchant.get_by_text("angenommen", exact=True).first).to_be_visible()


def test_again_from_here(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.get_by_role("button", name="Erneut autorisieren").click()
    merchant.get_by_role("button", name="Bestätigen").click()
    expect(
        merchant.get_by_text(re.compile("Amazon lässt Packhaus für Hausrat Seeblick wieder ein"))
    ).to_be_visible()


def test_with_the_wrong_account_nothing_changes(desk: Desk, merchant: Page, seen: set[str]) -> None:
    merchant.get_by_role("link", name="Zu Hausrat Seeblick").click()
    here = merchant.url
    other = next(one for one in admin(desk, "/sellers")["sellers"] if one["name"] == "Lampen Nord")
    sign_in_at_amazon(desk, merchant, other["seller_id"])
    merchant.goto(here)
    merchant.get_by_role("button", name="Erneut autorisieren").click()
    merchant.get_by_role("button", name="Bestätigen").click()
    expect(
        merchant.get_by_text(f"Bei Amazon war der Verkäufer {other['seller_id']} angemeldet")
    ).to_be_visible()
    expect(merchant.get_by_role("button", name="Erneut autorisieren")).to_be_visible()


def test_neither_state_nor_code_nor_token_is_in_any_file(desk: Desk, seen: set[str]) -> None:
    """Tables, the database's log of writes, logs: that the search sees is shown by what may be there."""
    tokens = {grant["refresh_token"] for grant in public(desk)["authorizations"]}
    assert len(seen) >= 12
    assert len(tokens) >= 3
    assert search(desk.data, sorted(seen | tokens)).hits == []
    assert search(desk.data, [desk.simulator["public"]["client_id"]]).hits
