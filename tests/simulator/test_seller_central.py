"""Seller Central's pages, as a merchant uses them (R1, R3.1)."""

from __future__ import annotations

import re
from html import unescape

import httpx

from simulator.everything import get_order, one_order
from simulators import SimulatorProcess

WORLD = 12


def _page(simulator: SimulatorProcess, path: str = "") -> str:
    answer = simulator.http.get(simulator.info["seller_central"] + path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return unescape(answer.text)


def _post(simulator: SimulatorProcess, path: str, **form: str) -> httpx.Response:
    return simulator.http.post(simulator.info["seller_central"] + path, data=form, follow_redirects=True)


def _weights(simulator: SimulatorProcess, sku: str) -> dict[str, dict[str, object]]:
    listings = simulator.admin("/listings")["listings"]
    weights: dict[str, dict[str, object]] = next(
        entry["weights"] for entry in listings if entry["sku"] == sku
    )
    return weights


def test_the_application_is_authorized_and_the_token_shown_once(simulator: SimulatorProcess) -> None:
    console = "/sellingpartner/developerconsole"
    assert "App autorisieren" in _page(simulator, console)
    shown = _post(simulator, f"{console}/authorize").text
    token = re.findall(r'value="(Atzr\|[^"]+)"', shown)
    assert len(token) == 1
    assert token[0] != simulator.info["refresh_token"]
    for path in (console, f"{console}/credentials", "/apps/manage", ""):
        assert token[0] not in _page(simulator, path)
    assert simulator.token(refresh_token=token[0]).status_code == 200
    assert simulator.token().status_code == 200
    credentials = _page(simulator, f"{console}/credentials")
    assert simulator.info["client_id"] in credentials
    assert simulator.info["client_secret"] in credentials


def test_access_is_taken_back_under_manage_your_apps(simulator: SimulatorProcess) -> None:
    assert _page(simulator, "/apps/manage").count("aktiv") == 1
    _post(simulator, "/apps/manage", number="0")
    assert "entzogen" in _page(simulator, "/apps/manage")
    assert simulator.token().json()["error"] == "invalid_grant"


def test_a_new_client_secret(simulator: SimulatorProcess) -> None:
    shown = _post(simulator, "/sellingpartner/developerconsole/rotate").text
    assert simulator.info["client_secret"] not in shown
    new = re.findall(r"amzn1\.oa2-cs\.v1\.[0-9a-f]{64}", shown)
    assert simulator.token(client_secret=new[0]).status_code == 200


def test_the_weight_is_found_in_the_advanced_view_under_more_details(simulator: SimulatorProcess) -> None:
    bare = _page(simulator, "/inventory?fehlt=1")
    assert "TOPF-MILCH" in bare
    assert "PFANNE-GUSS28" not in bare
    simple = _page(simulator, "/abis/listing/edit?sku=TOPF-MILCH")
    assert "Versandgewicht" not in simple
    assert "Erweiterte Ansicht" in simple
    advanced = _page(simulator, "/abis/listing/edit?sku=TOPF-MILCH&ansicht=erweitert")
    assert "Weitere Details" in advanced
    details = _page(simulator, "/abis/listing/edit?sku=TOPF-MILCH&ansicht=erweitert&reiter=weitere-details")
    assert "Versandgewicht" in details


def test_a_weight_is_entered_with_a_comma_and_a_unit(simulator: SimulatorProcess) -> None:
    form = {
        "sku": "TOPF-MILCH",
        "website_shipping_weight": "0,83",
        "website_shipping_weight-unit": "kilograms",
    }
    answer = _post(simulator, "/abis/listing/edit", **form)
    assert "Die Änderungen sind gespeichert." in answer.text
    assert 'value="0,83"' in answer.text
    assert _weights(simulator, "TOPF-MILCH") == {
        "website_shipping_weight": {"value": 0.83, "unit": "kilograms"}
    }
    _post(simulator, "/abis/listing/edit", sku="TOPF-MILCH", website_shipping_weight="")
    assert _weights(simulator, "TOPF-MILCH") == {}


def test_a_wrong_weight_is_said_and_nothing_is_saved(simulator: SimulatorProcess) -> None:
    for wrong in ("schwer", "0", "-1", "nan", "1e9"):
        answer = _post(simulator, "/abis/listing/edit", sku="TOPF-MILCH", website_shipping_weight=wrong)
        assert answer.status_code == 400
        assert "ist keine Zahl über null" in answer.text
    assert _weights(simulator, "TOPF-MILCH") == {}


def test_unknown_listings_and_orders(simulator: SimulatorProcess) -> None:
    base = simulator.info["seller_central"]
    assert simulator.http.get(f"{base}/abis/listing/edit?sku=%3Cb%3E").status_code == 404
    answer = simulator.http.get(f"{base}/orders-v3/order/%3Cscript%3E")
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_a_search_word_is_escaped(simulator: SimulatorProcess) -> None:
    answer = simulator.http.get(simulator.info["seller_central"] + "/inventory", params={"q": '"><script>x'})
    assert "<script>x" not in answer.text


def test_an_order_is_looked_at_and_cancelled(simulator: SimulatorProcess) -> None:
    order = one_order(simulator, address="plain")
    path = f"/orders-v3/order/{order['orderId']}"
    shown = _page(simulator, path)
    assert order["recipient"]["deliveryAddress"]["addressLine1"] in shown
    assert "Bestellung stornieren" in shown
    assert order["orderId"] in _page(simulator, f"/orders-v3?q={order['orderId']}")
    cancelled = _post(simulator, path)
    assert "Storniert" in cancelled.text
    assert "Bestellung stornieren" not in cancelled.text
    seen = get_order(simulator, order["orderId"])
    assert seen["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert seen["orderItems"][0]["cancellation"]["cancellationExecution"]["cancelledBy"] == "MERCHANT"


def test_the_stylesheet_is_there_and_no_script(simulator: SimulatorProcess) -> None:
    answer = simulator.http.get(simulator.info["seller_central"])
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    style = re.search(r'href="([^"]+style\.css)"', answer.text)
    assert style is not None
    sheet = simulator.http.get(simulator.info["api"] + style.group(1))
    assert sheet.headers["content-type"].startswith("text/css")
