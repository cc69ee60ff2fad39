"""To Amazon's page of consent and back, as a browser without script goes it (R1)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from desk.test_public_application import PAGE as APPLICATION
from desk.test_public_application import answers, text
from packhaus.authorizations.models import Authorization, AuthorizationRequest
from packhaus.engine import clock, due
from packhaus.engine.models import Due
from packhaus.flow import work
from packhaus.shops.models import Connection
from passwords import PASSWORD
from simulator.consents import Visitor, query_of, register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

BASE = "/settings/integrations/amazon"
HERE = "https://desk.hagedorn.example"
assert work


@pytest.fixture
def agency(signed_in: Client, english: Member, amazon: SimulatorProcess, settings: Any) -> Client:
    settings.PACKHAUS_URL = HERE
    settings.SESSION_COOKIE_SECURE = False
    register(amazon, redirect_uris=[f"{HERE}{BASE}/callback/"], login_uri=f"{HERE}{BASE}/login/")
    signed_in.post(APPLICATION, answers(amazon))
    return signed_in


def leads_to(answer: HttpResponse) -> str:
    """Where the last page before Amazon's leads to, and that it says nothing of where it was."""
    assert answer.status_code == 200, answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = answer.content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    address = unescape(found[1])
    assert f'href="{found[1]}"' in page, "and a link, for whoever is not led on by itself"
    return address


def agreed(agency: Client, amazon: SimulatorProcess, **asked: str) -> str:
    """Ask, and say yes at Amazon: the address that the browser is sent back to, on this host."""
    address = leads_to(agency.post(f"{BASE}/consent/", asked or {"country": "DE"}))
    visitor = Visitor(amazon)
    answer = visitor.press(visitor.browser.get(address), "confirm")
    back = answer.headers["location"]
    assert back.startswith(HERE)
    return str(back.removeprefix(HERE))


def work_on(kind: str) -> None:
    for one in Due.objects.filter(kind=kind):
        due.run(one.pk, kind, one.subject)


def test_consent_is_asked_on_amazons_own_page(agency: Client, amazon: SimulatorProcess) -> None:
    new = text(agency.get(f"{BASE}/"))
    assert "Connect with Amazon" in new
    assert "Or with the token of an own application" in new
    address = leads_to(agency.post(f"{BASE}/consent/", {"country": "FR"}))
    assert address.startswith(amazon.info["seller_central"] + "/apps/authorize/consent?")
    query = query_of(address)
    assert query["redirect_uri"] == f"{HERE}{BASE}/callback/"
    assert len(query["state"]) >= 22, "128 bits and more"
    walk = AuthorizationRequest.objects.get()
    assert query["state"] not in str(walk.__dict__)
    assert walk.marketplace_id == "A13V1IB3VIYZZH"


def test_what_amazon_sends_stands_in_no_address_after_it(agency: Client, amazon: SimulatorProcess) -> None:
    back = agreed(agency, amazon)
    sent = query_of(back)
    landed = agency.get(back)
    assert landed.headers["Location"] == f"{BASE}/arrived/"
    assert landed.headers["Referrer-Policy"] == "no-referrer"
    taken = agency.get(f"{BASE}/arrived/")
    assert re.fullmatch(rf"{BASE}/walk/\w+/", taken.headers["Location"])
    page = agency.get(taken.headers["Location"])
    assert "Packhaus is fetching the access now." in text(page)
    for secret in (sent["state"], sent["spapi_oauth_code"]):
        for answer in (landed, taken, page):
            assert secret not in str(answer.headers) + str(answer.cookies)
            assert secret not in answer.content.decode()
        assert secret not in str(dict(agency.session))
    assert agency.get(f"{BASE}/arrived/").headers["Location"] == f"{BASE}/not-taken/", "it is good once"


def test_the_page_follows_and_leads_on_to_the_rest_of_the_set_up(
    agency: Client, amazon: SimulatorProcess
) -> None:
    agency.get(agreed(agency, amazon))
    walk = agency.get(f"{BASE}/arrived/").headers["Location"]
    part = agency.get(walk + "progress/", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert "<html" not in part.content.decode()
    work_on("authorize")
    authorization = Authorization.objects.get()
    finish = f"{BASE}/finish/{authorization.public_id}/"
    assert agency.get(walk + "progress/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == finish
    assert agency.get(walk).headers["Location"] == finish
    listed = text(agency.get("/settings/integrations/"))
    assert f"The set-up of the account {authorization.seller_id} is not finished" in listed
    assert "The set-up of 1 account is not finished" in text(agency.get("/"))
    shown = text(agency.get(finish))
    assert "Your account sells in 7 countries" in shown
    assert 'value="US"' not in shown
    answer = agency.post(finish, {"countries": ["DE", "FR"], "name": "Agentur", "confirm_at": "handled"})
    assert answer.headers["Location"] == "/settings/integrations/"
    connection = Connection.objects.get()
    assert agency.get(finish).headers["Location"] == f"{BASE}/{connection.public_id}/"
    shown = text(agency.get(f"{BASE}/{connection.public_id}/"))
    assert "Public application Packhaus für Agenturen, authorized on" in shown
    assert "Authorize again" in shown
    assert "is not finished" not in text(agency.get("/settings/integrations/"))


def test_the_rest_of_the_set_up_asks_for_a_country_and_a_name(
    agency: Client, amazon: SimulatorProcess
) -> None:
    agency.get(agreed(agency, amazon))
    agency.get(f"{BASE}/arrived/")
    work_on("authorize")
    finish = f"{BASE}/finish/{Authorization.objects.get().public_id}/"
    answer = agency.post(finish, {"countries": [], "name": "", "confirm_at": "handled"})
    assert answer.status_code == 422
    assert "Choose at least one country." in text(answer)
    assert not Connection.objects.exists()


def test_an_account_of_another_region_is_asked_for_it(agency: Client, amazon: SimulatorProcess) -> None:
    amazon.admin(f"/sellers/{amazon.info['seller_id']}", {"region": "na"})
    agency.get(agreed(agency, amazon))
    agency.get(f"{BASE}/arrived/")
    work_on("authorize")
    authorization = Authorization.objects.get()
    finish = f"{BASE}/finish/{authorization.public_id}/"
    shown = text(agency.get(finish))
    assert "are not in the same region of Amazon" in shown
    assert "The authorization is kept." in shown
    agency.post(finish, {"region": "na"})
    authorization.refresh_from_db()
    assert authorization.region == "na"


def test_authorizing_again_ends_on_a_page_that_says_until_when(
    agency: Client, amazon: SimulatorProcess
) -> None:
    agency.get(agreed(agency, amazon))
    agency.get(f"{BASE}/arrived/")
    work_on("authorize")
    authorization = Authorization.objects.get()
    agency.post(
        f"{BASE}/finish/{authorization.public_id}/",
        {"countries": ["DE"], "name": "Agentur", "confirm_at": "handled"},
    )
    agency.get(agreed(agency, amazon, authorization=authorization.public_id))
    walk = agency.get(f"{BASE}/arrived/").headers["Location"]
    work_on("authorize")
    assert "Amazon lets Packhaus in again for Agentur, until" in text(agency.get(walk))


@pytest.mark.parametrize(
    "query", ["", "?state=x&selling_partner_id=A1&spapi_oauth_code=y", "?error=access_denied"]
)
def test_what_is_not_ours_ends_on_a_page_that_says_so(agency: Client, query: str) -> None:
    agency.get(f"{BASE}/callback/{query}")
    assert agency.get(f"{BASE}/arrived/").headers["Location"] == f"{BASE}/not-taken/"
    shown = text(agency.get(f"{BASE}/not-taken/"))
    assert "does not belong to any authorization that was begun here" in shown


def test_no_at_amazon_is_said(agency: Client, amazon: SimulatorProcess) -> None:
    state = query_of(leads_to(agency.post(f"{BASE}/consent/", {"country": "DE"})))["state"]
    agency.get(f"{BASE}/callback/", {"error": "access_denied", "state": state})
    walk = agency.get(f"{BASE}/arrived/").headers["Location"]
    shown = text(agency.get(walk))
    assert "You said no at Amazon." in shown
    assert "Authorize again" in shown


def test_whoever_was_logged_out_meanwhile_logs_in_and_goes_on(
    agency: Client, member: Member, amazon: SimulatorProcess
) -> None:
    back = agreed(agency, amazon)
    agency.logout()
    agency.get(back)
    login = agency.get(f"{BASE}/arrived/")
    assert login.headers["Location"] == f"/login/?next={BASE}/arrived/", "no code in the log-in's address"
    answer = agency.post("/login/", {"email": member.email, "password": PASSWORD, "next": f"{BASE}/arrived/"})
    assert answer.headers["Location"] == f"{BASE}/arrived/"
    assert "/walk/" in agency.get(f"{BASE}/arrived/").headers["Location"]


def test_what_is_carried_over_ends_after_ten_minutes_and_cannot_be_made_up(
    agency: Client, amazon: SimulatorProcess
) -> None:
    agency.get(agreed(agency, amazon))
    cookie = agency.cookies["packhaus_carried"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"{BASE}/"
    kept = cookie.value
    agency.cookies["packhaus_carried"] = kept[:-6] + "AAAAAA"
    assert agency.get(f"{BASE}/arrived/").headers["Location"] == f"{BASE}/not-taken/"
    agency.cookies["packhaus_carried"] = kept
    assert agency.get(f"{BASE}/asked/").headers["Location"] == f"{BASE}/not-taken/", "it is for another page"
    clock.move(timedelta(minutes=11).total_seconds())
    assert agency.get(f"{BASE}/arrived/").headers["Location"] == f"{BASE}/not-taken/"


def from_amazon(amazon: SimulatorProcess, path: str = "/apps/authorize/grant") -> str:
    """Authorize on Amazon's own pages: the log-in address with all that Amazon adds to it, on this host."""
    visitor = Visitor(amazon)
    given = {"application_id": amazon.info["public"]["application_id"]}
    page = visitor.press(visitor.open(path, **given), "confirm")
    link = re.search(r'class="button" href="([^"]+)"', page.text)
    assert link is not None, page.text
    return unescape(link[1]).removeprefix(HERE)


def test_who_comes_from_amazon_logs_in_and_is_asked_once(
    agency: Client, member: Member, amazon: SimulatorProcess
) -> None:
    agency.logout()
    landed = agency.get(from_amazon(amazon))
    assert landed.headers["Location"] == f"{BASE}/asked/"
    assert agency.get(f"{BASE}/asked/").headers["Location"] == f"/login/?next={BASE}/asked/"
    agency.force_login(member)
    shown = text(agency.get(f"{BASE}/asked/"))
    assert "Connect a seller account" in shown
    assert amazon.info["seller_id"] in shown
    assert "This account is new here." in shown
    address = leads_to(agency.post(f"{BASE}/asked/"))
    assert address.startswith(amazon.info["seller_central"] + "/apps/authorize/confirm/")
    back = Visitor(amazon).browser.get(address).headers["location"]
    agency.get(back.removeprefix(HERE))
    agency.get(f"{BASE}/arrived/")
    work_on("authorize")
    assert Authorization.objects.get().seller_id == amazon.info["seller_id"]
    assert agency.post(f"{BASE}/asked/").headers["Location"] == f"{BASE}/not-taken/", "it is good once"


def test_a_known_account_is_called_by_its_name(agency: Client, amazon: SimulatorProcess) -> None:
    agency.get(agreed(agency, amazon))
    agency.get(f"{BASE}/arrived/")
    work_on("authorize")
    finish = f"{BASE}/finish/{Authorization.objects.get().public_id}/"
    agency.post(finish, {"countries": ["DE"], "name": "Lampen Nord", "confirm_at": "handled"})
    agency.get(from_amazon(amazon))
    shown = text(agency.get(f"{BASE}/asked/"))
    assert "Lampen Nord" in shown
    assert "The authorization is renewed" in shown


def test_a_way_back_that_is_not_amazons_is_not_followed(agency: Client, amazon: SimulatorProcess) -> None:
    for evil in ("https://evil.example/", "https://sellercentral.amazon.com.evil.example/x", "javascript:x"):
        sent = {"amazon_callback_uri": evil, "amazon_state": "x", "selling_partner_id": "A1"}
        agency.get(f"{BASE}/login/", sent)
        assert agency.post(f"{BASE}/asked/").headers["Location"] == f"{BASE}/not-taken/"
        assert "does not lead to Seller Central" in text(agency.get(f"{BASE}/not-taken/"))
    assert not AuthorizationRequest.objects.exists()


def test_without_a_public_application_it_is_said_where_to_enter_one(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    callback = f"{amazon.info['seller_central']}/apps/authorize/confirm/x"
    signed_in.get(f"{BASE}/login/", {"amazon_callback_uri": callback, "amazon_state": "x"})
    shown = text(signed_in.get(f"{BASE}/asked/"))
    assert "No public application is entered here" in shown
    assert text(signed_in.post(f"{BASE}/asked/")) == shown or "No public application" in shown


def test_too_much_in_an_address_is_nothing_of_amazons(agency: Client) -> None:
    agency.get(f"{BASE}/callback/", {"state": "x" * 5000, "spapi_oauth_code": "y"})
    assert "packhaus_carried" not in agency.cookies
