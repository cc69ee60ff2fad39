"""Faults that a test orders, each seen from the caller's side."""

from __future__ import annotations

import time

import httpx
import pytest

from simulator.everything import (
    ALL_DATA,
    LONG_AGO,
    ORDERS,
    ago,
    confirm_path,
    confirmation,
    get_order,
    one_order,
    orders,
    parcel_request,
)
from simulators import SimulatorProcess


def _status(simulator: SimulatorProcess, order_id: str) -> str:
    return str(simulator.admin(f"/orders/{order_id}")["status"])


@pytest.mark.parametrize(
    ("status", "code"), [(500, "InternalFailure"), (503, "ServiceUnavailable"), (429, "QuotaExceeded")]
)
def test_a_status_so_many_times(simulator: SimulatorProcess, status: int, code: str) -> None:
    simulator.admin("/faults", {"operation": "searchOrders", "kind": "status", "status": status, "times": 2})
    answers = [simulator.call(ORDERS, LONG_AGO) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert answers[0].json()["errors"][0]["code"] == code
    assert simulator.call("/sellers/v1/marketplaceParticipations").status_code == 200
    assert simulator.admin("/state")["calls"]["searchOrders"] == {"200": 1, str(status): 2}


def test_a_status_of_ones_own_words(simulator: SimulatorProcess) -> None:
    fault = {"operation": "searchOrders", "kind": "status", "status": 403, "code": "AccessDeniedException"}
    simulator.admin("/faults", {**fault, "message": "Access denied"})
    error = simulator.call(ORDERS, LONG_AGO).json()["errors"][0]
    assert (error["code"], error["message"]) == ("AccessDeniedException", "Access denied")
    assert len(simulator.admin("/faults")["faults"]) == 1
    simulator.admin("/faults", method="DELETE")
    assert simulator.call(ORDERS, LONG_AGO).status_code == 200


def test_probability_comes_again_with_its_seed(simulator: SimulatorProcess) -> None:
    def rolled(seed: int) -> list[int]:
        simulator.reset(seed=7, orders=1)
        simulator.admin("/switches", {"limits": False})
        fault = {
            "operation": "getMarketplaceParticipations",
            "kind": "status",
            "probability": 0.5,
            "seed": seed,
        }
        simulator.admin("/faults", fault)
        token = simulator.access_token()
        path = "/sellers/v1/marketplaceParticipations"
        return [simulator.call(path, token=token).status_code for _ in range(20)]

    first = rolled(1)
    assert {200, 500} == set(first)
    assert rolled(1) == first
    assert rolled(2) != first


@pytest.mark.parametrize(("when", "expected"), [("before", "UNSHIPPED"), ("after", "SHIPPED")])
def test_a_closed_connection_before_and_after_the_effect(
    simulator: SimulatorProcess, when: str, expected: str
) -> None:
    order = one_order(simulator)
    simulator.admin("/faults", {"operation": "confirmShipment", "kind": "close", "when": when, "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        simulator.call(confirm_path(order), body=confirmation(order))
    assert _status(simulator, order["orderId"]) == expected
    assert simulator.admin("/state")["calls"]["confirmShipment"] == {"0": 1}
    assert simulator.call(ORDERS, LONG_AGO).status_code == 200


@pytest.mark.parametrize(("when", "bought"), [("before", 0), ("after", 1)])
def test_a_carrier_that_does_not_answer_in_time(simulator: SimulatorProcess, when: str, bought: int) -> None:
    fault = {"operation": "carrier.buy", "kind": "timeout", "seconds": 0.6, "when": when, "times": 1}
    simulator.admin("/faults", fault)
    headers = {"authorization": f"Bearer {simulator.info['carrier_key']}"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{simulator.info['carrier']}/v1/parcels", json=parcel_request(), headers=headers, timeout=0.2
        )
    time.sleep(0.6)
    assert simulator.admin("/state")["labels"]["bought"] == bought
    assert simulator.carrier("POST", "/v1/parcels", parcel_request()).status_code == 201


def test_garbage_and_a_truncated_answer(simulator: SimulatorProcess) -> None:
    simulator.admin("/faults", {"operation": "searchOrders", "kind": "garbage", "times": 1})
    answer = simulator.call(ORDERS, LONG_AGO)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")
    simulator.admin(
        "/faults", {"operation": "searchOrders", "kind": "truncated", "when": "after", "times": 1}
    )
    answer = simulator.call(ORDERS, LONG_AGO)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"."):
        answer.json()


def test_an_empty_page_that_has_a_next_one_and_short_pages(simulator: SimulatorProcess) -> None:
    simulator.admin("/faults", {"operation": "searchOrders", "kind": "empty_page", "times": 1})
    simulator.admin("/faults", {"operation": "searchOrders", "kind": "short_page", "size": 30, "times": 2})
    query = {"fulfilledBy": "MERCHANT", **LONG_AGO}
    first = simulator.call(ORDERS, query).json()
    assert first["orders"] == []
    assert first["pagination"]["nextToken"]
    sizes = []
    seen: set[str] = set()
    while "pagination" in first:
        first = simulator.call(ORDERS, {**query, "paginationToken": first["pagination"]["nextToken"]}).json()
        sizes.append(len(first["orders"]))
        seen |= {order["orderId"] for order in first["orders"]}
    assert sizes == [30, 100, 100, 10]
    assert len(seen) == 240


def test_books_that_lag_show_yesterdays_order_until_they_catch_up(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"search_horizon_seconds": 0})
    order = one_order(simulator)
    since = ago(simulator, seconds=60)
    simulator.advance(700)
    simulator.admin("/faults", {"operation": "*", "kind": "lag", "seconds": 600})
    assert simulator.call(confirm_path(order), body=confirmation(order)).status_code == 204
    fresh = one_order(simulator)
    (seen,) = orders(simulator, lastUpdatedAfter=since)
    assert (seen["orderId"], seen["fulfillment"]["fulfillmentStatus"]) == (order["orderId"], "UNSHIPPED")
    assert get_order(simulator, order["orderId"])["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert simulator.call(f"{ORDERS}/{fresh['orderId']}").status_code == 404
    simulator.advance(601)
    caught_up = {
        o["orderId"]: o["fulfillment"]["fulfillmentStatus"] for o in orders(simulator, lastUpdatedAfter=since)
    }
    assert caught_up == {order["orderId"]: "SHIPPED", fresh["orderId"]: "UNSHIPPED"}


def test_hidden_orders_and_blinking_recipients(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    since = ago(simulator, seconds=150)
    simulator.admin(
        "/faults", {"operation": "searchOrders", "kind": "hidden", "order_ids": [order["orderId"]]}
    )
    assert orders(simulator, lastUpdatedAfter=since) == []
    assert get_order(simulator, order["orderId"])["orderId"] == order["orderId"]
    simulator.admin("/faults", method="DELETE")
    simulator.admin("/faults", {"operation": "searchOrders", "kind": "blank_recipient", "times": 1})
    (blank,) = orders(simulator, lastUpdatedAfter=since)
    (whole,) = orders(simulator, lastUpdatedAfter=since)
    assert "recipient" not in blank
    assert "recipient" in whole


def test_a_confirmation_that_is_taken_and_dropped(simulator: SimulatorProcess) -> None:
    order = one_order(simulator)
    simulator.admin("/faults", {"operation": "confirmShipment", "kind": "dropped", "times": 1})
    for expected in ("UNSHIPPED", "SHIPPED"):
        assert simulator.call(confirm_path(order), body=confirmation(order)).status_code == 204
        assert _status(simulator, order["orderId"]) == expected
    assert simulator.admin("/state")["packages_confirmed"] == 1


def test_the_token_endpoint_can_fail_too(simulator: SimulatorProcess) -> None:
    simulator.admin("/faults", {"operation": "token", "kind": "status", "status": 503, "times": 1})
    assert simulator.token().status_code == 503
    assert simulator.token().status_code == 200


def test_the_log_of_calls_holds_no_secret(simulator: SimulatorProcess) -> None:
    token = simulator.access_token()
    query = {"includedData": ALL_DATA, **LONG_AGO}
    following = simulator.call(ORDERS, query, token=token).json()["pagination"]["nextToken"]
    simulator.call(ORDERS, {**query, "paginationToken": following}, token=token)
    simulator.carrier("POST", "/v1/parcels", parcel_request())
    log = simulator.http.get(simulator.info["admin"] + "/calls").text
    for secret in (
        token,
        following,
        *(simulator.info[k] for k in ("client_secret", "refresh_token", "carrier_key")),
    ):
        assert secret not in log
    assert "Gänseblümchenweg" not in log
    entries = simulator.admin("/calls?operation=searchOrders")["calls"]
    assert [entry["status"] for entry in entries] == [200, 200]
    assert entries[0]["query"]["lastUpdatedAfter"] == LONG_AGO["lastUpdatedAfter"]


def test_wishes_that_cannot_be_met_are_named(simulator: SimulatorProcess) -> None:
    answer = simulator.http.post(
        simulator.info["admin"] + "/faults", json={"operation": "searchOrders", "kind": "rain"}
    )
    assert answer.status_code == 400
    assert "$.kind" in answer.json()["error"]
