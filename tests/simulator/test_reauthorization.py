"""Authorizing from Amazon's side: the Appstore, and again from Manage Your Apps (R1, R4.6)."""

from __future__ import annotations

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


def test_from_the_appstore_over_the_log_in_address(simulator: SimulatorProcess) -> None:
    register(simulator)
    visitor = Visitor(simulator)
    assert "Jetzt autorisieren" in visitor.open("/selling-partner-appstore").text
    asked = visitor.to_login()
    assert asked["selling_partner_id"] == simulator.info["seller_id"]
    assert "version" not in asked
    answer = visitor.call_back(
        asked["amazon_callback_uri"], amazon_state=asked["amazon_state"], state="ours", redirect_uri=REDIRECT
    )
    back = told(answer)
    assert (back["state"], back["selling_partner_id"]) == ("ours", simulator.info["seller_id"])
    tokens = exchange(simulator, back["spapi_oauth_code"]).json()
    assert simulator.call(PARTICIPATIONS, token=tokens["access_token"]).status_code == 200


def test_amazon_state_is_good_once_and_not_for_long(simulator: SimulatorProcess) -> None:
    register(simulator)
    visitor = Visitor(simulator)
    asked = visitor.to_login()
    query = {"amazon_state": asked["amazon_state"], "state": "ours"}
    refused = visitor.call_back(asked["amazon_callback_uri"], amazon_state="made up", state="ours")
    assert refused.status_code == 400
    assert visitor.call_back(asked["amazon_callback_uri"], **query).status_code == 302
    again = visitor.call_back(asked["amazon_callback_uri"], **query)
    assert again.status_code == 400
    assert "schon verbraucht" in again.text
    late = visitor.to_login()
    simulator.advance(31 * 60)
    query = {"amazon_state": late["amazon_state"], "state": "ours"}
    assert visitor.call_back(late["amazon_callback_uri"], **query).status_code == 400


def test_the_callback_wants_a_state_and_a_registered_address(simulator: SimulatorProcess) -> None:
    register(simulator)
    visitor = Visitor(simulator)
    asked = visitor.to_login()
    where, amazon_state = asked["amazon_callback_uri"], asked["amazon_state"]
    assert visitor.call_back(where, amazon_state=amazon_state).status_code == 400
    foreign = visitor.call_back(
        where, amazon_state=amazon_state, state="ours", redirect_uri="https://evil.example/"
    )
    assert "MD5101" in foreign.text
    assert visitor.call_back(where, amazon_state=amazon_state, state="ours").status_code == 302


def test_a_draft_says_so_on_the_way(simulator: SimulatorProcess) -> None:
    register(simulator, status="draft")
    visitor = Visitor(simulator)
    assert "Jetzt autorisieren" not in visitor.open("/selling-partner-appstore").text
    asked = visitor.to_login()
    assert asked["version"] == "beta"
    query = {"amazon_state": asked["amazon_state"], "state": "ours"}
    assert "MD1000" in visitor.call_back(asked["amazon_callback_uri"], **query).text
    beta = visitor.call_back(asked["amazon_callback_uri"], **query, version="beta")
    assert exchange(simulator, told(beta)["spapi_oauth_code"]).status_code == 200


def test_again_from_manage_your_apps_with_the_same_token(simulator: SimulatorProcess) -> None:
    first = authorized(simulator)
    visitor = Visitor(simulator)
    assert visitor.open("/apps/manage").text.count("Erneut autorisieren") == 1
    simulator.advance(100 * 86400)
    asked = visitor.to_login()
    query = {"amazon_state": asked["amazon_state"], "state": "ours"}
    back = told(visitor.call_back(asked["amazon_callback_uri"], **query))
    before = public(simulator)["authorizations"]
    assert exchange(simulator, back["spapi_oauth_code"]).json()["refresh_token"] == first["refresh_token"]
    after = public(simulator)["authorizations"]
    assert (len(before), len(after)) == (1, 1)
    assert after[0]["until"] > before[0]["until"]
    assert after[0]["at"] == before[0]["at"]
    assert len(after[0]["renewals"]) == 1


def test_again_with_a_new_token_that_takes_the_place_of_the_old(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"reauthorization_token": "new"})
    first = authorized(simulator)
    code = Visitor(simulator).agree()["spapi_oauth_code"]
    assert refresh(simulator, first["refresh_token"]).status_code == 200
    second = exchange(simulator, code).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert refresh(simulator, second["refresh_token"]).status_code == 200
    assert refresh(simulator, first["refresh_token"]).json()["error"] == "invalid_grant"
    assert simulator.call(PARTICIPATIONS, token=first["access_token"]).status_code == 403
    assert [entry["state"] for entry in public(simulator)["authorizations"]] == ["replaced", "active"]


def test_without_a_log_in_address_amazon_cannot_lead_there(simulator: SimulatorProcess) -> None:
    application_id = simulator.info["public"]["application_id"]
    page = Visitor(simulator).open("/apps/authorize/grant", application_id=application_id)
    assert page.status_code == 400
    assert "MD5100" in page.text
    assert LOGIN not in page.text
