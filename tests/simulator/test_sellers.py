"""Several seller accounts in one simulator: each token opens its own account, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.consents import PARTICIPATIONS, Visitor, authorized, exchange, register
from simulator.everything import LONG_AGO, ORDERS
from simulators import SimulatorProcess

WORLD = 12


def _second(simulator: SimulatorProcess, **wish: Any) -> dict[str, Any]:
    made: dict[str, Any] = simulator.admin("/sellers", {"orders": 20, "name": "Garten Nordlicht", **wish})
    return made


def _token_of(simulator: SimulatorProcess, seller_id: str) -> str:
    """An access token of the private application for another own account."""
    granted = simulator.admin(f"/authorization?seller={seller_id}", {"authorize": True})
    return str(simulator.token(refresh_token=granted["refresh_token"]).json()["access_token"])


def _order_ids(simulator: SimulatorProcess, token: str) -> set[str]:
    answer = simulator.call(ORDERS, {**LONG_AGO, "fulfilledBy": "MERCHANT"}, token=token)
    assert answer.status_code == 200, answer.text
    return {order["orderId"] for order in answer.json()["orders"]}


def test_the_token_decides_whose_orders_are_seen(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    first_token, token = simulator.access_token(), _token_of(simulator, second["seller_id"])
    first, other = _order_ids(simulator, first_token), _order_ids(simulator, token)
    assert (len(first), len(other)) == (12, 20)
    assert not first & other
    order_id = next(iter(other))
    assert simulator.call(f"{ORDERS}/{order_id}", token=token).status_code == 200
    assert simulator.call(f"{ORDERS}/{order_id}", token=first_token).status_code == 404


def test_listings_and_names_are_the_accounts_own(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    token, query = _token_of(simulator, second["seller_id"]), {"marketplaceIds": "A1PA6795UKMFR9"}
    own = f"/listings/2021-08-01/items/{second['seller_id']}"
    assert simulator.call(own, query, token=token).status_code == 200
    assert simulator.call(own, query).status_code == 403
    listed = simulator.call(PARTICIPATIONS, token=token).json()["payload"]
    assert {entry["storeName"] for entry in listed} == {"Garten Nordlicht"}
    simulator.admin(f"/weights?seller={second['seller_id']}", {"sku": "TOPF-MILCH", "value": 500})
    weights = {
        seller: next(
            entry["weights"]
            for entry in simulator.admin(f"/listings?seller={seller}")["listings"]
            if entry["sku"] == "TOPF-MILCH"
        )
        for seller in (simulator.info["seller_id"], second["seller_id"])
    }
    assert weights[simulator.info["seller_id"]] == {}
    assert weights[second["seller_id"]] != {}


def test_confirmations_go_into_the_accounts_own_books(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    seller, token = f"?seller={second['seller_id']}", _token_of(simulator, second["seller_id"])
    order_id = simulator.admin(f"/orders{seller}", {"marketplace": "DE"})["ids"][0]
    order = simulator.admin(f"/orders/{order_id}{seller}")["order"]
    body = {
        "marketplaceId": "A1PA6795UKMFR9",
        "packageDetail": {
            "packageReferenceId": "1",
            "carrierCode": "DHL",
            "trackingNumber": "00340434161094000001",
            "shipDate": order["lastUpdatedTime"],
            "orderItems": [
                {"orderItemId": item["orderItemId"], "quantity": item["quantityOrdered"]}
                for item in order["orderItems"]
            ],
        },
    }
    path = f"/orders/v0/orders/{order_id}/shipmentConfirmation"
    foreign = simulator.call(path, body=body)
    assert foreign.status_code == 400
    assert "NonexistentOrderItem" in foreign.text
    assert simulator.call(path, body=body, token=token).status_code == 204
    assert list(simulator.admin(f"/confirmations{seller}")["confirmations"]) == [order_id]
    assert simulator.admin("/confirmations")["confirmations"] == {}
    assert simulator.admin(f"/state{seller}")["packages_confirmed"] == 1
    assert simulator.admin("/state")["packages_confirmed"] == 0


def test_each_account_sells_where_it_sells(simulator: SimulatorProcess) -> None:
    second = _second(simulator, participations=["FR", "SE"])
    token = _token_of(simulator, second["seller_id"])
    searched = simulator.call(ORDERS, LONG_AGO, token=token).json()["orders"]
    assert {order["salesChannel"]["marketplaceId"] for order in searched} == set(second["marketplace_ids"])
    german = {**LONG_AGO, "marketplaceIds": "A1PA6795UKMFR9"}
    assert simulator.call(ORDERS, german, token=token).status_code == 403
    simulator.admin(f"/authorization?seller={second['seller_id']}", {"participations": ["DE"]})
    assert simulator.call(ORDERS, german, token=token).status_code == 200
    assert simulator.call(ORDERS, german).status_code == 200
    shown = simulator.admin(f"/sellers/{second['seller_id']}", {"participations": []})
    assert shown["participations"] == []
    assert simulator.call(ORDERS, german, token=token).status_code == 403


def test_limits_are_a_seller_and_application_pair_each(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    token = _token_of(simulator, second["seller_id"])
    wish = {"operation": "getMarketplaceParticipations", "rate": 0.001, "burst": 2}
    simulator.admin("/limits", wish)
    statuses = [simulator.call(PARTICIPATIONS).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert [simulator.call(PARTICIPATIONS, token=token).status_code for _ in range(5)] == [200] * 5
    simulator.admin(f"/limits?seller={second['seller_id']}", {**wish, "burst": 1})
    assert [simulator.call(PARTICIPATIONS, token=token).status_code for _ in range(2)] == [200, 429]


def test_page_tokens_of_one_account_open_nothing_in_another(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    token = _token_of(simulator, second["seller_id"])
    query = {**LONG_AGO, "maxResultsPerPage": 5}
    cursor = simulator.call(ORDERS, query).json()["pagination"]["nextToken"]
    assert simulator.call(ORDERS, {**query, "paginationToken": cursor}).status_code == 200
    assert simulator.call(ORDERS, {**query, "paginationToken": cursor}, token=token).status_code == 400


def test_signed_in_as_another_account(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    register(simulator)
    visitor = Visitor(simulator)
    assert "Hausrat Seeblick" in visitor.open("").text
    choice = visitor.open("/signin").text
    assert second["seller_id"] in choice
    visitor.sign_in(second["seller_id"])
    assert "Garten Nordlicht" in visitor.open("").text
    back = visitor.agree()
    assert back["selling_partner_id"] == second["seller_id"]
    tokens = exchange(simulator, back["spapi_oauth_code"]).json()
    assert len(_order_ids(simulator, tokens["access_token"])) == 20
    assert "Packhaus für Agenturen" in visitor.open("/user-permissions").text
    assert "Packhaus für Agenturen" not in Visitor(simulator).open("/user-permissions").text


def test_signing_in_leads_back_to_seller_central_only(simulator: SimulatorProcess) -> None:
    visitor = Visitor(simulator)
    form = {"account": simulator.info["seller_id"], "password": "x"}
    path = "/seller-central/apps/manage"
    for wanted, led in (
        (path, path),
        ("https://evil.example/", "/seller-central"),
        ("//evil.example/", "/seller-central"),
        ("/seller-central.evil.example/", "/seller-central"),
    ):
        answer = visitor.browser.post(f"{visitor.base}/signin", data={**form, "return_to": wanted})
        assert answer.headers["location"] == led
    refused = visitor.browser.post(f"{visitor.base}/signin", data={**form, "password": ""})
    assert refused.status_code == 400
    unknown = visitor.browser.post(f"{visitor.base}/signin", data={**form, "account": "A0"})
    assert unknown.status_code == 400


def test_a_token_of_another_region_opens_nothing_here(simulator: SimulatorProcess) -> None:
    second = _second(simulator, region="na")
    token = _token_of(simulator, second["seller_id"])
    for path in (PARTICIPATIONS, ORDERS, f"/listings/2021-08-01/items/{second['seller_id']}"):
        answer = simulator.call(path, LONG_AGO, token=token)
        assert answer.status_code == 403
        error = answer.json()["errors"][0]
        assert error["message"] == "The marketplaces you provided are not valid for region"
    assert simulator.call(PARTICIPATIONS).status_code == 200
    simulator.admin("/authorization", {"region": "fe"})
    assert simulator.call(PARTICIPATIONS).status_code == 403


def test_the_log_says_with_whose_authorization_a_call_came(simulator: SimulatorProcess) -> None:
    tokens = authorized(simulator)
    simulator.call(PARTICIPATIONS, token=tokens["access_token"])
    simulator.admin("/authorization", {"application": "public", "end_year": True})
    simulator.call(PARTICIPATIONS, token=tokens["access_token"])
    simulator.call(PARTICIPATIONS)
    public = simulator.admin("/calls?application=public")["calls"]
    assert [(call["operation"], call["status"]) for call in public] == [
        ("token", 200),
        ("getMarketplaceParticipations", 200),
        ("getMarketplaceParticipations", 403),
    ]
    assert {call["seller_id"] for call in public} == {simulator.info["seller_id"]}
    number = simulator.admin("/authorization?application=public")["authorizations"][0]["id"]
    assert len(simulator.admin(f"/calls?authorization={number}&operation=token")["calls"]) == 1
    assert simulator.admin("/calls?seller=A0")["calls"] == []
    assert tokens["access_token"] not in simulator.http.get(simulator.info["admin"] + "/calls").text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sellers", {"orders": -1}, 400),
        ("/sellers", {"region": "mars"}, 400),
        ("/sellers", {"participations": ["XX"]}, 404),
        ("/sellers/A0", {"name": "x"}, 404),
        ("/orders?seller=A0", {"count": 1}, 404),
        ("/authorization?application=other", None, 400),
        ("/authorization", {"application": "other"}, 400),
    ],
)
def test_wishes_that_cannot_be_met(simulator: SimulatorProcess, path: str, body: object, status: int) -> None:
    verb = "GET" if body is None else "POST"
    answer = simulator.http.request(verb, simulator.info["admin"] + path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_reset_forgets_the_other_accounts(simulator: SimulatorProcess) -> None:
    second = _second(simulator)
    again = _second(simulator)
    assert again["seller_id"] != second["seller_id"]
    simulator.reset(seed=7, orders=2)
    assert [s["seller_id"] for s in simulator.admin("/sellers")["sellers"]] == [simulator.info["seller_id"]]
    assert _second(simulator)["seller_id"] == second["seller_id"]
