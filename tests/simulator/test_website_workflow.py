"""A public application authorized from its own website (R1; Amazon's Website Authorization Workflow)."""

from __future__ import annotations

import re

import httpx
import pytest

from simulator.consents import (
    LOGIN,
    PARTICIPATIONS,
    REDIRECT,
    Visitor,
    authorized,
    exchange,
    public,
    refresh,
    register,
    told,
)
from simulators import SimulatorProcess

WORLD = 6


def _failure(answer: httpx.Response) -> str:
    """The code on Amazon's page of failure, which offers nothing to confirm; empty on another page."""
    code = re.search(r"Fehlercode: <strong>(\w+)</strong>", answer.text)
    return code[1] if code and answer.status_code == 400 and "Bestätigen" not in answer.text else ""


def test_the_page_says_who_is_asked_by_whom_for_what(simulator: SimulatorProcess) -> None:
    register(simulator)
    page = Visitor(simulator).ask().text
    assert simulator.info["seller_id"] in page
    assert "Hausrat Seeblick" in page
    assert "Packhaus für Agenturen" in page
    assert "Direct-to-Consumer Shipping" in page
    assert "Tax Invoicing" not in page
    assert "Bestätigen" in page
    assert "Abbrechen" in page


def test_yes_leads_back_with_a_code_and_the_code_to_tokens(simulator: SimulatorProcess) -> None:
    register(simulator)
    back = Visitor(simulator).agree(state="mein Zustand/+=")
    assert back["state"] == "mein Zustand/+="
    assert back["selling_partner_id"] == simulator.info["seller_id"]
    answer = exchange(simulator, back["spapi_oauth_code"])
    tokens = answer.json()
    assert (answer.status_code, tokens["token_type"], tokens["expires_in"]) == (200, "bearer", 3600)
    assert tokens["refresh_token"].startswith("Atzr|")
    assert tokens["refresh_token"] != simulator.info["refresh_token"]
    assert simulator.call(PARTICIPATIONS, token=tokens["access_token"]).status_code == 200
    renewed = refresh(simulator, tokens["refresh_token"]).json()
    assert simulator.call(PARTICIPATIONS, token=renewed["access_token"]).status_code == 200


def test_no_tells_the_application_nothing(simulator: SimulatorProcess) -> None:
    register(simulator)
    visitor = Visitor(simulator)
    answer = visitor.press(visitor.ask(), "cancel")
    assert answer.status_code == 303
    assert "packhaus.example" not in answer.headers["location"]
    assert public(simulator)["authorizations"] == []


def test_a_form_of_the_consent_page_may_lead_to_the_application(simulator: SimulatorProcess) -> None:
    register(simulator)
    policy = Visitor(simulator).ask().headers["content-security-policy"]
    assert "form-action 'self' https://packhaus.example;" in policy


def test_a_second_registered_address_is_taken_and_another_one_never(simulator: SimulatorProcess) -> None:
    second = "http://127.0.0.1:8765/callback?x=1"
    register(simulator, redirect_uris=[REDIRECT, second])
    visitor = Visitor(simulator)
    back = visitor.press(visitor.ask(redirect_uri=second), "confirm")
    assert back.headers["location"].startswith("http://127.0.0.1:8765/callback?x=1&state=s-1&")
    assert (
        exchange(simulator, told(back, "http://127.0.0.1:8765/callback")["spapi_oauth_code"]).status_code
        == 200
    )
    for foreign in (
        "https://packhaus.example/amazon/callback/",
        "https://evil.example/",
        "javascript:alert(1)",
    ):
        assert _failure(visitor.ask(redirect_uri=foreign)) == "MD5101"
        form = {
            "application_id": simulator.info["public"]["application_id"],
            "state": "s",
            "decision": "confirm",
        }
        answer = visitor.browser.post(
            f"{visitor.base}/apps/authorize/consent", data={**form, "redirect_uri": foreign}
        )
        assert _failure(answer) == "MD5101"


def test_what_cannot_be_asked_for(simulator: SimulatorProcess) -> None:
    visitor = Visitor(simulator)
    assert _failure(visitor.ask(version="beta")) == "MD5100"
    register(simulator)
    assert (
        _failure(visitor.ask(application_id="amzn1.sp.solution.00000000-0000-0000-0000-000000000000"))
        == "MD4100"
    )
    assert _failure(visitor.ask(application_id=simulator.info["public"]["client_id"])) == "MD4100"
    private = simulator.admin("/authorization")["application_id"]
    assert _failure(visitor.ask(application_id=private)) == "MD4100"
    assert _failure(visitor.ask(state=None)) == "MD1000"
    simulator.admin(f"/sellers/{simulator.info['seller_id']}", {"professional": False})
    assert _failure(visitor.ask()) == "MD9010"


def test_a_draft_is_authorized_with_version_beta_only(simulator: SimulatorProcess) -> None:
    register(simulator, status="draft")
    visitor = Visitor(simulator)
    assert _failure(visitor.ask()) == "MD1000"
    assert _failure(visitor.ask(version="alpha")) == "MD1000"
    assert exchange(simulator, visitor.agree(version="beta")["spapi_oauth_code"]).status_code == 200


def _refused(answer: httpx.Response, status: int = 400, error: str = "invalid_grant") -> str:
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    return str(answer.json()["error_description"])


def test_a_code_lives_five_minutes(simulator: SimulatorProcess) -> None:
    register(simulator)
    visitor = Visitor(simulator)
    young, old = visitor.agree()["spapi_oauth_code"], visitor.agree()["spapi_oauth_code"]
    simulator.advance(295)
    assert exchange(simulator, young).status_code == 200
    simulator.advance(10)
    said = _refused(exchange(simulator, old))
    assert said == "The request has an invalid grant parameter : code"


def test_a_code_is_good_once(simulator: SimulatorProcess) -> None:
    register(simulator)
    code = Visitor(simulator).agree()["spapi_oauth_code"]
    tokens = exchange(simulator, code).json()
    _refused(exchange(simulator, code))
    assert refresh(simulator, tokens["refresh_token"]).status_code == 200
    simulator.admin("/switches", {"code_reuse": "revoke"})
    _refused(exchange(simulator, code))
    _refused(refresh(simulator, tokens["refresh_token"]))


def test_codes_of_nobody_and_of_another_application(simulator: SimulatorProcess) -> None:
    register(simulator)
    code = Visitor(simulator).agree()["spapi_oauth_code"]
    _refused(exchange(simulator, "ANxxxxxxxxxxxxxxxxxx"))
    own = {"client_id": simulator.info["client_id"], "client_secret": simulator.info["client_secret"]}
    _refused(exchange(simulator, code, **own))
    _refused(exchange(simulator, code, client_secret="wrong"), 401, "invalid_client")
    _refused(exchange(simulator, code, client_id=simulator.info["client_id"]), 401, "invalid_client")
    _refused(exchange(simulator, code, redirect_uri="https://evil.example/"))
    _refused(exchange(simulator, code, code=None), 400, "invalid_request")
    assert exchange(simulator, code, redirect_uri=REDIRECT).status_code == 200


def test_refresh_tokens_belong_to_their_application(simulator: SimulatorProcess) -> None:
    tokens = authorized(simulator)
    for answer in (
        simulator.token(refresh_token=tokens["refresh_token"]),
        refresh(simulator, simulator.info["refresh_token"]),
    ):
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_both_applications_have_buckets_of_their_own(simulator: SimulatorProcess) -> None:
    tokens = authorized(simulator)
    simulator.admin("/limits", {"operation": "getMarketplaceParticipations", "rate": 0.001, "burst": 1})
    for token in (tokens["access_token"], simulator.access_token()):
        assert simulator.call(PARTICIPATIONS, token=token).status_code == 200
        assert simulator.call(PARTICIPATIONS, token=token).status_code == 429


@pytest.mark.parametrize(
    ("login", "redirects", "says"),
    [
        (LOGIN, "", "beide Adressen"),
        ("", REDIRECT, "beide Adressen"),
        ("http://packhaus.example/", REDIRECT, "https://"),
        (LOGIN, "https://a.example/#teil", "https://"),
        (LOGIN, f"{REDIRECT}\nftp://a.example/", "https://"),
    ],
)
def test_addresses_that_are_not_registered(
    simulator: SimulatorProcess, login: str, redirects: str, says: str
) -> None:
    page = f"{simulator.info['seller_central']}/sellingpartner/developerconsole/edit"
    answer = simulator.http.post(page, data={"login_uri": login, "redirect_uris": redirects})
    assert answer.status_code == 400
    assert says in answer.text
    assert public(simulator)["redirect_uris"] == []


def test_addresses_are_registered_in_the_portal(simulator: SimulatorProcess) -> None:
    page = f"{simulator.info['seller_central']}/sellingpartner/developerconsole/edit"
    local = "http://localhost:8000/amazon/callback"
    form = {"login_uri": LOGIN, "redirect_uris": f"{local}\r\n{REDIRECT}\r\n", "status": "published"}
    answer = simulator.http.post(page, data=form)
    assert "Die Anwendung ist gespeichert." in answer.text
    shown = public(simulator)
    assert (shown["redirect_uris"], shown["login_uri"]) == ([local, REDIRECT], LOGIN)
    assert shown["status"] == "published"
    told(Visitor(simulator).press(Visitor(simulator).ask(), "confirm"), local)


def test_an_address_that_is_none_is_refused_by_the_admin_face(simulator: SimulatorProcess) -> None:
    answer = simulator.http.post(
        simulator.info["admin"] + "/authorization",
        json={"application": "public", "redirect_uris": ["http://packhaus.example/"]},
    )
    assert answer.status_code == 400
    assert "https" in answer.json()["error"]
