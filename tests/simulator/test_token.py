"""Login with Amazon, and access tokens at the API (E5 to E11)."""

from __future__ import annotations

import pytest

from simulator.everything import LONG_AGO, ORDERS
from simulators import SimulatorProcess

WORLD = 12

_PARTICIPATIONS = "/sellers/v1/marketplaceParticipations"


def _details(simulator: SimulatorProcess, token: str) -> str:
    answer = simulator.call(_PARTICIPATIONS, token=token)
    assert answer.status_code == 403
    error = answer.json()["errors"][0]
    assert (error["code"], error["message"]) == ("Unauthorized", "Access to requested resource is denied.")
    return str(error["details"])


def test_a_refresh_token_gives_an_access_token_for_an_hour(simulator: SimulatorProcess) -> None:
    answer = simulator.token()
    body = answer.json()
    assert body["access_token"].startswith("Atza|")
    assert (body["expires_in"], body["token_type"]) == (3600, "bearer")
    assert body["refresh_token"] == simulator.info["refresh_token"]
    assert simulator.call(_PARTICIPATIONS, token=body["access_token"]).status_code == 200
    simulator.advance(3599)
    assert simulator.call(_PARTICIPATIONS, token=body["access_token"]).status_code == 200
    simulator.advance(2)
    assert _details(simulator, body["access_token"]) == "The access token you provided has expired."


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "amzn1.oa2-cs.v1.wrong"}, 401, "invalid_client"),
        ({"client_id": "amzn1.application-oa2-client.other"}, 401, "invalid_client"),
        ({"refresh_token": "Atzr|broken"}, 400, "invalid_grant"),
        ({"refresh_token": None}, 400, "invalid_request"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "all"}, 400, "invalid_scope"),
    ],
)
def test_bad_token_requests(
    simulator: SimulatorProcess, changes: dict[str, str | None], status: int, error: str
) -> None:
    answer = simulator.token(**changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_words_of_a_wrong_secret_and_a_revoked_token(simulator: SimulatorProcess) -> None:
    assert simulator.token(client_secret="x").json()["error_description"] == "Client authentication failed"
    access = simulator.access_token()
    simulator.admin("/authorization", {"revoke_refresh_token": True})
    assert simulator.token().json() == {
        "error_description": "The request has an invalid grant parameter : refresh_token. "
        "User may have revoked or didn't grant the permission.",
        "error": "invalid_grant",
    }
    assert "revoked, malformed or invalid" in _details(simulator, access)


def test_access_tokens_may_outlive_their_authorization(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"revoked_access_tokens": "live"})
    access = simulator.access_token()
    simulator.admin("/authorization", {"revoke_refresh_token": True})
    assert simulator.token().json()["error"] == "invalid_grant"
    assert simulator.call(_PARTICIPATIONS, token=access).status_code == 200


def test_grantless_tokens_open_no_seller_data(simulator: SimulatorProcess) -> None:
    answer = simulator.token(grant_type="client_credentials", scope="sellingpartnerapi::notifications")
    assert answer.status_code == 200
    assert answer.json()["scope"] == "sellingpartnerapi::notifications"
    assert simulator.call(_PARTICIPATIONS, token=answer.json()["access_token"]).status_code == 403


def test_broken_and_missing_access_tokens(simulator: SimulatorProcess) -> None:
    good = simulator.access_token()
    assert _details(simulator, good[:-5]) == "The access token you provided is revoked, malformed or invalid."
    assert _details(simulator, "") == "Access token is missing in the request header."


def test_a_secret_past_its_end_is_refused_at_the_api_or_at_the_token(simulator: SimulatorProcess) -> None:
    simulator.advance(179 * 86400)
    access = simulator.access_token()
    assert simulator.call(_PARTICIPATIONS, token=access).status_code == 200
    simulator.advance(2 * 86400)
    assert _details(simulator, simulator.access_token()) == "The LWA secret token you provided has expired."
    simulator.admin("/switches", {"expired_secret": "token"})
    assert simulator.token().json()["error"] == "invalid_client"


def test_rotation_keeps_the_old_secret_for_seven_days(simulator: SimulatorProcess) -> None:
    old = simulator.info["client_secret"]
    new = simulator.admin("/authorization", {"rotate_secret": True})["client_secret"]
    assert new != old
    for secret in (old, new):
        token = simulator.token(client_secret=secret).json()["access_token"]
        assert simulator.call(_PARTICIPATIONS, token=token).status_code == 200
    simulator.advance(8 * 86400)
    ended = simulator.token(client_secret=old).json()["access_token"]
    assert "LWA secret token" in _details(simulator, ended)
    token = simulator.token(client_secret=new).json()["access_token"]
    assert simulator.call(_PARTICIPATIONS, token=token).status_code == 200


def test_a_new_secret_may_be_refused_for_a_while(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"new_secret_delay_seconds": 1800})
    new = simulator.admin("/authorization", {"rotate_secret": True})["client_secret"]
    token = simulator.token(client_secret=new).json()["access_token"]
    assert "LWA secret token" in _details(simulator, token)
    simulator.advance(1801)
    token = simulator.token(client_secret=new).json()["access_token"]
    assert simulator.call(_PARTICIPATIONS, token=token).status_code == 200


def test_a_missing_role_is_told_by_empty_details(simulator: SimulatorProcess) -> None:
    simulator.admin("/authorization", {"roles": ["Inventory and Order Tracking"]})
    assert simulator.call(ORDERS, LONG_AGO).status_code == 200
    path = f"/listings/2021-08-01/items/{simulator.info['seller_id']}"
    answer = simulator.call(path, {"marketplaceIds": "A1PA6795UKMFR9"})
    assert answer.status_code == 403
    assert answer.json() == {
        "errors": [
            {"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}
        ]
    }


def test_a_new_role_may_need_a_new_authorization(simulator: SimulatorProcess) -> None:
    simulator.admin("/authorization", {"roles": ["Inventory and Order Tracking"], "authorize": True})
    bare = simulator.admin("/authorization")["refresh_token"]
    simulator.admin("/authorization", {"roles": ["Inventory and Order Tracking", "Product Listing"]})
    simulator.admin("/switches", {"roles_need_new_authorization": True})
    path = f"/listings/2021-08-01/items/{simulator.info['seller_id']}"
    query = {"marketplaceIds": "A1PA6795UKMFR9"}
    token = simulator.token(refresh_token=bare).json()["access_token"]
    assert simulator.call(path, query, token=token).status_code == 403
    renewed = simulator.admin("/authorization", {"authorize": True})["refresh_token"]
    token = simulator.token(refresh_token=renewed).json()["access_token"]
    assert simulator.call(path, query, token=token).status_code == 200
