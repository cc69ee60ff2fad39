"""Roles asked for, granted and given up in the Solution Provider Portal (R1: what may be seen)."""

from __future__ import annotations

from typing import Any

from simulator.consents import Visitor, authorized, exchange, public, refresh
from simulator.everything import LONG_AGO, ORDERS, one_order
from simulators import SimulatorProcess

WORLD = 6
_DELIVERY = "Direct-to-Consumer Shipping"
_TAX = "Tax Invoicing"
_ROLES = "/sellingpartner/developerconsole/roles"


def _change(simulator: SimulatorProcess, application: str, role: str, action: str) -> str:
    form = {"application": application, "role": role, "action": action}
    answer = simulator.http.post(simulator.info["seller_central"] + _ROLES, data=form, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def _name(simulator: SimulatorProcess, order: dict[str, Any], token: str) -> str | None:
    query = {"includedData": "RECIPIENT"}
    answer = simulator.call(f"{ORDERS}/{order['orderId']}", query, token=token).json()
    name: str | None = answer["order"]["recipient"]["deliveryAddress"].get("name")
    return name


def test_a_restricted_role_is_reviewed_before_it_opens_anything(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, address="plain")
    page = _change(simulator, "private", _DELIVERY, "drop")
    assert _DELIVERY in page
    assert _name(simulator, order, simulator.access_token()) is None
    page = _change(simulator, "private", _DELIVERY, "ask")
    assert "beantragt, Amazon prüft" in page
    assert _name(simulator, order, simulator.access_token()) is None
    _change(simulator, "private", _DELIVERY, "grant")
    assert _name(simulator, order, simulator.access_token())


def test_an_open_role_is_granted_at_once_and_an_unknown_one_never(simulator: SimulatorProcess) -> None:
    _change(simulator, "public", "Product Listing", "drop")
    assert "Product Listing" not in public(simulator)["roles"]
    _change(simulator, "public", "Product Listing", "ask")
    assert "Product Listing" in public(simulator)["roles"]
    before = public(simulator)["roles"]
    _change(simulator, "public", "Everything", "grant")
    assert public(simulator)["roles"] == before


def test_a_public_applications_new_role_needs_consent_and_a_lost_one_is_gone(
    simulator: SimulatorProcess,
) -> None:
    order = one_order(simulator, address="plain")
    public(simulator, roles=["Inventory and Order Tracking"])
    tokens = authorized(simulator)
    assert _name(simulator, order, tokens["access_token"]) is None
    public(simulator, roles=["Inventory and Order Tracking", _DELIVERY])
    assert _name(simulator, order, tokens["access_token"]) is None
    renewed = exchange(simulator, Visitor(simulator).agree()["spapi_oauth_code"]).json()
    assert renewed["refresh_token"] == tokens["refresh_token"]
    assert _name(simulator, order, tokens["access_token"])
    public(simulator, roles=["Inventory and Order Tracking"])
    access = refresh(simulator, tokens["refresh_token"]).json()["access_token"]
    assert _name(simulator, order, access) is None
    assert simulator.call(ORDERS, LONG_AGO).status_code == 200


def test_the_consent_page_names_the_roles_as_they_are(simulator: SimulatorProcess) -> None:
    authorized(simulator)
    assert _TAX not in Visitor(simulator).ask().text
    public(simulator, roles=[_TAX])
    page = Visitor(simulator).ask().text
    assert _TAX in page
    assert _DELIVERY not in page


def test_credentials_of_each_application(simulator: SimulatorProcess) -> None:
    visitor = Visitor(simulator)
    path = "/sellingpartner/developerconsole"
    page = visitor.open(f"{path}/credentials", application="public").text
    assert simulator.info["public"]["client_secret"] in page
    assert simulator.info["client_secret"] not in page
    rotated = visitor.browser.post(
        f"{visitor.base}{path}/rotate", data={"application": "public"}, follow_redirects=True
    ).text
    assert simulator.info["public"]["client_secret"] not in rotated
    assert len(public(simulator)["secrets"]) == 2
    assert len(simulator.admin("/authorization")["secrets"]) == 1
