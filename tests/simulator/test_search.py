"""searchOrders: windows, paging, filters, datasets."""

from __future__ import annotations

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
)
from simulators import SimulatorProcess


def _error(simulator: SimulatorProcess, query: dict[str, str | int]) -> tuple[int, str, str]:
    answer = simulator.call(ORDERS, query)
    error = answer.json()["errors"][0]
    return answer.status_code, error["message"], error["details"]


def test_pages_hold_every_order_once(simulator: SimulatorProcess) -> None:
    found = orders(simulator, fulfilledBy="MERCHANT", maxResultsPerPage=100, **LONG_AGO)
    assert len(found) == len({order["orderId"] for order in found}) == 240
    times = [order["lastUpdatedTime"] for order in found]
    assert times == sorted(times)
    everything = orders(simulator)
    assert {order["orderId"] for order in everything} > {order["orderId"] for order in found}


def test_an_order_made_now_shows_at_once_and_a_change_after_two_minutes(simulator: SimulatorProcess) -> None:
    since = ago(simulator, seconds=150)
    order = one_order(simulator)
    ids = [found["orderId"] for found in orders(simulator, lastUpdatedAfter=since)]
    assert ids == [order["orderId"]]
    changed = simulator.admin(f"/orders/{order['orderId']}", {"cancel": "BUYER"})["order"]
    assert get_order(simulator, order["orderId"])["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert orders(simulator, lastUpdatedAfter=since) == []
    simulator.advance(121)
    (seen,) = orders(simulator, lastUpdatedAfter=since)
    assert seen["lastUpdatedTime"] == changed["lastUpdatedTime"]


def test_an_order_that_changes_while_pages_are_read_is_in_the_next_window(
    simulator: SimulatorProcess,
) -> None:
    query: dict[str, str | int] = {"maxResultsPerPage": 100, "includedData": ALL_DATA, **LONG_AGO}
    first = simulator.call(ORDERS, query).json()
    seen = {order["orderId"] for order in first["orders"]}
    listed = sorted(simulator.admin("/orders")["orders"], key=lambda order: (order["updated"], order["id"]))
    late = next(order["id"] for order in listed if order["id"] not in seen and order["status"] == "UNSHIPPED")
    simulator.admin(f"/orders/{late}", {"buyer_cancel_reason": "ORDERED_BY_MISTAKE"})
    while "pagination" in first:
        first = simulator.call(ORDERS, {**query, "paginationToken": first["pagination"]["nextToken"]}).json()
        seen |= {order["orderId"] for order in first["orders"]}
    assert late not in seen
    simulator.advance(121)
    (again,) = orders(simulator, lastUpdatedAfter=first["lastUpdatedBefore"])
    assert again["orderId"] == late
    assert again["orderItems"][0]["cancellation"]["cancellationRequest"] == {
        "requester": "BUYER",
        "cancelReason": "ORDERED_BY_MISTAKE",
    }


def test_a_token_wants_the_same_filters_its_encoding_and_its_day(simulator: SimulatorProcess) -> None:
    query: dict[str, str | int] = {"fulfilledBy": "MERCHANT", **LONG_AGO}
    token = simulator.call(ORDERS, query).json()["pagination"]["nextToken"]
    assert {"+", "/", "="} <= set(token)
    follow = {**query, "paginationToken": token}
    assert simulator.call(ORDERS, follow).status_code == 200
    assert (
        simulator.call(ORDERS, {**follow, "maxResultsPerPage": 7, "includedData": "BUYER"}).status_code == 200
    )
    assert simulator.call(ORDERS, {**follow, "fulfilledBy": "AMAZON"}).status_code == 400
    assert simulator.call(ORDERS, {"paginationToken": token}).status_code == 400
    raw = f"{ORDERS}?lastUpdatedAfter=2020-01-01T00:00:00Z&fulfilledBy=MERCHANT&paginationToken={token}"
    answer = simulator.http.get(
        simulator.info["api"] + raw, headers={"x-amz-access-token": simulator.access_token()}
    )
    assert answer.status_code == 400
    simulator.advance(24 * 3600 - 10)
    assert simulator.call(ORDERS, follow).status_code == 200
    simulator.advance(11)
    assert simulator.call(ORDERS, follow).status_code == 400


def test_filters(simulator: SimulatorProcess) -> None:
    pending = orders(
        simulator, fulfillmentStatuses="PENDING,PENDING_AVAILABILITY", fulfilledBy="MERCHANT", **LONG_AGO
    )
    assert {order["fulfillment"]["fulfillmentStatus"] for order in pending} == {
        "PENDING",
        "PENDING_AVAILABILITY",
    }
    assert not any("recipient" in order for order in pending)
    polish = orders(simulator, marketplaceIds="A1C3SOZRARQ6R3", **LONG_AGO)
    assert {order["salesChannel"]["marketplaceName"] for order in polish} == {"Amazon.pl"}
    assert {order["proceeds"]["grandTotal"]["currencyCode"] for order in polish} == {"PLN"}


def test_only_asked_datasets_come(simulator: SimulatorProcess) -> None:
    bare = simulator.call(ORDERS, LONG_AGO).json()["orders"]
    known = {"orderId", "createdTime", "lastUpdatedTime", "salesChannel", "orderItems", "programs"}
    assert set().union(*bare) <= known | {"orderAliases", "associatedOrders"}
    assert set().union(*(item for order in bare for item in order["orderItems"])) == {
        "orderItemId",
        "quantityOrdered",
        "product",
    }
    some = simulator.call(ORDERS, {**LONG_AGO, "includedData": "RECIPIENT,PACKAGES"}).json()["orders"]
    assert {"recipient", "packages"} <= set().union(*some)
    assert not {"buyer", "fulfillment", "proceeds"} & set().union(*some)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"createdAfter": "2026-01-01T00:00:00Z", "lastUpdatedAfter": "2026-01-01T00:00:00Z"},
        {"createdAfter": "2026-01-01T00:00:00Z", "lastUpdatedBefore": "2026-01-02T00:00:00Z"},
        {"createdAfter": "2026-01-02T00:00:00Z", "createdBefore": "2026-01-01T00:00:00Z"},
        {"createdAfter": "2999-01-01T00:00:00Z"},
        {"createdAfter": "gestern"},
        {**LONG_AGO, "maxResultsPerPage": 101},
        {**LONG_AGO, "maxResultsPerPage": 0},
        {**LONG_AGO, "includedData": "ADDRESS"},
        {**LONG_AGO, "fulfillmentStatuses": "SHIPED"},
        {**LONG_AGO, "marketplaceIds": ""},
    ],
)
def test_bad_queries_are_400_with_the_limit_header(
    simulator: SimulatorProcess, query: dict[str, str]
) -> None:
    answer = simulator.call(ORDERS, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "InvalidInput" or query == {}
    assert answer.headers["x-amzn-RateLimit-Limit"] == "0.0056"
    assert answer.headers["x-amzn-RequestId"]


def test_a_before_that_is_too_young(simulator: SimulatorProcess) -> None:
    status, message, _ = _error(simulator, {**LONG_AGO, "lastUpdatedBefore": ago(simulator, seconds=60)})
    assert status == 400
    assert "at least 2 minutes before current time" in message
    query = {**LONG_AGO, "lastUpdatedBefore": ago(simulator, seconds=125)}
    assert simulator.call(ORDERS, query).status_code == 200


def test_offsets_are_refused_in_two_ways(simulator: SimulatorProcess) -> None:
    encoded = _error(simulator, {"lastUpdatedAfter": "2026-01-01T00:00:00+02:00"})
    assert encoded == (400, "timestamp must follow ISO8601", "")
    headers = {"x-amz-access-token": simulator.access_token()}
    raw = f"{simulator.info['api']}{ORDERS}?lastUpdatedAfter=2026-01-01T00:00:00+02:00"
    error = simulator.http.get(raw, headers=headers).json()["errors"][0]
    assert (error["message"], error["details"]) == (
        "This is invalid input",
        "Invalid date/time field [lastUpdatedAfter]",
    )


def test_wrong_region_and_no_participation(simulator: SimulatorProcess) -> None:
    wrong = _error(simulator, {**LONG_AGO, "marketplaceIds": "ATVPDKIKX0DER"})
    assert wrong == (403, "The marketplaces you provided are not valid for region", "")
    none = _error(simulator, {**LONG_AGO, "marketplaceIds": "A1F83G8C2ARO7P"})
    assert none == (403, "Access to requested resource is denied.", "")
    assert _error(simulator, {**LONG_AGO, "marketplaceIds": "A2ZV50J4W1RKNI"})[0] == 403
    simulator.admin("/authorization", {"participations": ["DE"]})
    assert _error(simulator, {**LONG_AGO, "marketplaceIds": "A13V1IB3VIYZZH"})[0] == 403


def test_repeated_parameters_are_refused_unless_switched(simulator: SimulatorProcess) -> None:
    url = f"{simulator.info['api']}{ORDERS}?lastUpdatedAfter=2020-01-01T00:00:00Z"
    url += "&includedData=BUYER&includedData=RECIPIENT"
    headers = {"x-amz-access-token": simulator.access_token()}
    assert simulator.http.get(url, headers=headers).status_code == 400
    simulator.admin("/switches", {"repeated_list_parameters": "accept"})
    assert simulator.http.get(url, headers=headers).status_code == 200


def test_newest_first_holds_every_order_once_too(simulator: SimulatorProcess) -> None:
    oldest_first = [order["orderId"] for order in orders(simulator)]
    simulator.admin("/switches", {"page_order": "newest_first"})
    assert [order["orderId"] for order in orders(simulator)] == oldest_first[::-1]
    simulator.admin("/faults", {"operation": "*", "kind": "lag", "seconds": 1})
    assert [order["orderId"] for order in orders(simulator)] == oldest_first[::-1]


def test_offsets_may_be_accepted(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"offset_times": "accept"})
    assert simulator.call(ORDERS, {"lastUpdatedAfter": "2026-01-01T00:00:00+02:00"}).status_code == 200


def test_packages_may_be_seen_late(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"package_lag_seconds": 300})
    order = one_order(simulator)
    assert simulator.call(confirm_path(order), body=confirmation(order)).status_code == 204
    seen = get_order(simulator, order["orderId"])
    assert "packages" not in seen
    assert seen["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    simulator.advance(301)
    assert len(get_order(simulator, order["orderId"])["packages"]) == 1
