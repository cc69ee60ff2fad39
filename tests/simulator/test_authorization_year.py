"""The year of an authorization: reminders, its end, renewal, revocation (R4.4 to R4.7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.consents import DAY, PARTICIPATIONS, Visitor, authorized, exchange, public, refresh
from simulators import SimulatorProcess

WORLD = 6
GIVEN = "2027-03-10T09:30:00Z"


def _at(simulator: SimulatorProcess, moment: str) -> None:
    simulator.admin("/clock", {"set": moment, "speed": 0})


def _given(simulator: SimulatorProcess, moment: str = GIVEN) -> dict[str, Any]:
    _at(simulator, moment)
    return authorized(simulator)


@pytest.mark.parametrize(
    ("given", "year", "until"),
    [
        ("2027-03-10T09:30:00Z", "calendar", "2028-03-10T09:30:00Z"),
        ("2027-03-10T09:30:00Z", "365_days", "2028-03-09T09:30:00Z"),
        ("2028-02-29T23:00:00Z", "calendar", "2029-02-28T23:00:00Z"),
    ],
)
def test_it_ends_a_year_after_it_was_given(
    simulator: SimulatorProcess, given: str, year: str, until: str
) -> None:
    simulator.admin("/switches", {"authorization_year": year})
    tokens = _given(simulator, given)
    held = public(simulator)["authorizations"][0]
    assert (held["at"], held["until"], held["state"]) == (given, until, "active")
    end = datetime.fromisoformat(until)
    _at(simulator, (end - timedelta(seconds=1)).isoformat())
    assert refresh(simulator, tokens["refresh_token"]).status_code == 200
    _at(simulator, until)
    assert refresh(simulator, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert public(simulator)["authorizations"][0]["state"] == "deactivated"


def test_at_the_end_access_tokens_stop_or_may_outlive_it(simulator: SimulatorProcess) -> None:
    tokens = _given(simulator)
    _at(simulator, "2028-03-10T09:00:00Z")
    public(simulator, rotate_secret=True)
    simulator.info["public"] |= {"client_secret": public(simulator)["client_secret"]}
    access = refresh(simulator, tokens["refresh_token"]).json()["access_token"]
    assert simulator.call(PARTICIPATIONS, token=access).status_code == 200
    _at(simulator, "2028-03-10T09:31:00Z")
    stopped = simulator.call(PARTICIPATIONS, token=access)
    assert stopped.status_code == 403
    assert "revoked, malformed or invalid" in stopped.json()["errors"][0]["details"]
    simulator.admin("/switches", {"revoked_access_tokens": "live"})
    assert simulator.call(PARTICIPATIONS, token=access).status_code == 200


def test_a_private_application_has_no_year(simulator: SimulatorProcess) -> None:
    simulator.advance(400 * DAY)
    assert simulator.token().status_code == 200
    assert simulator.admin("/authorization")["authorizations"][0]["until"] is None
    answer = simulator.http.post(simulator.info["admin"] + "/authorization", json={"end_year": True})
    assert answer.status_code == 400


def test_renewed_in_place_the_same_token_works_again(simulator: SimulatorProcess) -> None:
    tokens = _given(simulator)
    _at(simulator, "2028-03-12T08:00:00Z")
    visitor = Visitor(simulator)
    page = visitor.open("/user-permissions").text
    assert "abgelaufen, Token deaktiviert" in page
    assert "10.03.2028" in page
    visitor.browser.post(f"{visitor.base}/user-permissions", data={"number": "1", "action": "renew"})
    answer = refresh(simulator, tokens["refresh_token"])
    assert answer.json()["refresh_token"] == tokens["refresh_token"]
    held = public(simulator)["authorizations"][0]
    assert (held["at"], held["until"]) == (GIVEN, "2029-03-12T08:00:00Z")
    assert "erneuert am 12.03.2028" in visitor.open("/user-permissions").text


@pytest.mark.parametrize("token", ["same", "new"])
def test_authorized_again_after_the_end(simulator: SimulatorProcess, token: str) -> None:
    simulator.admin("/switches", {"reauthorization_token": token})
    first = _given(simulator)
    _at(simulator, "2028-04-01T08:00:00Z")
    code = Visitor(simulator).agree()["spapi_oauth_code"]
    assert refresh(simulator, first["refresh_token"]).status_code == 400
    second = exchange(simulator, code).json()
    assert (second["refresh_token"] == first["refresh_token"]) is (token == "same")
    assert refresh(simulator, second["refresh_token"]).status_code == 200
    assert (refresh(simulator, first["refresh_token"]).status_code == 200) is (token == "same")


def test_amazon_reminds_weekly_from_a_month_before(simulator: SimulatorProcess) -> None:
    _given(simulator)
    held = public(simulator)["authorizations"][0]
    days = ["2028-02-10", "2028-02-17", "2028-02-24", "2028-03-02", "2028-03-09"]
    assert [moment[:10] for moment in held["reminders"]] == days
    _at(simulator, "2028-02-10T09:00:00Z")
    assert public(simulator)["notices"] == []
    _at(simulator, "2028-02-25T00:00:00Z")
    assert [n["at"][:10] for n in public(simulator)["notices"]] == days[:3]
    _at(simulator, "2028-05-01T00:00:00Z")
    came = public(simulator)["notices"]
    assert [n["at"][:10] for n in came] == [*days, "2028-03-10"]
    assert [n["kind"] for n in came] == ["reminder"] * 5 + ["deactivated"]
    page = Visitor(simulator).open("/notifications").text
    assert page.count("läuft am 10.03.2028 ab") == 5
    assert page.count("ist am 10.03.2028 abgelaufen") == 1


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2027-03-31T00:00:00Z", "2028-02-29", "2028-03-28"),
        ("2027-01-15T00:00:00Z", "2027-12-15", "2028-01-12"),
    ],
)
def test_a_month_before_is_a_calendar_month(
    simulator: SimulatorProcess, given: str, first: str, last: str
) -> None:
    _given(simulator, given)
    days = [moment[:10] for moment in public(simulator)["authorizations"][0]["reminders"]]
    assert (days[0], days[-1], len(days)) == (first, last, 5)


def test_reminders_stop_with_a_renewal_and_with_a_revocation(simulator: SimulatorProcess) -> None:
    _given(simulator)
    _at(simulator, "2028-02-18T00:00:00Z")
    public(simulator, renew=True)
    _at(simulator, "2029-01-01T00:00:00Z")
    assert len(public(simulator)["notices"]) == 2
    public(simulator, revoke_refresh_token=True)
    _at(simulator, "2029-03-01T00:00:00Z")
    assert len(public(simulator)["notices"]) == 2


def test_the_table_of_current_authorizations(simulator: SimulatorProcess) -> None:
    tokens = _given(simulator)
    visitor = Visitor(simulator)
    page = visitor.open("/user-permissions").text
    assert "Aktuelle Autorisierungen" in page
    for shown in ("Packhaus für Agenturen", "10.03.2027", "10.03.2028", "öffentlich", "privat", "kein Ende"):
        assert shown in page
    assert (page.count(">Erneuern<"), page.count(">Widerrufen<")) == (1, 2)
    visitor.browser.post(f"{visitor.base}/user-permissions", data={"number": "1", "action": "revoke"})
    assert "entzogen" in visitor.open("/user-permissions").text
    assert refresh(simulator, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    visitor.browser.post(f"{visitor.base}/user-permissions", data={"number": "1", "action": "renew"})
    assert refresh(simulator, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert simulator.token().status_code == 200


def test_ended_and_renewed_by_the_admin_face(simulator: SimulatorProcess) -> None:
    tokens = authorized(simulator)
    assert public(simulator, end_year=True)["authorizations"][0]["state"] == "deactivated"
    assert refresh(simulator, tokens["refresh_token"]).status_code == 400
    assert public(simulator, renew=True)["authorizations"][0]["state"] == "active"
    assert refresh(simulator, tokens["refresh_token"]).status_code == 200


def test_secrets_of_the_public_application_end_and_rotate(simulator: SimulatorProcess) -> None:
    tokens = authorized(simulator)
    old = simulator.info["public"]["client_secret"]
    simulator.info["public"]["client_secret"] = public(simulator, rotate_secret=True)["client_secret"]
    simulator.advance(8 * DAY)
    new = refresh(simulator, tokens["refresh_token"]).json()["access_token"]
    assert simulator.call(PARTICIPATIONS, token=new).status_code == 200
    simulator.info["public"]["client_secret"] = old
    ended = refresh(simulator, tokens["refresh_token"]).json()["access_token"]
    refused = simulator.call(PARTICIPATIONS, token=ended)
    assert "LWA secret token" in refused.json()["errors"][0]["details"]
    assert simulator.call(PARTICIPATIONS).status_code == 200
