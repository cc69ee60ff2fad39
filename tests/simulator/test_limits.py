"""Token buckets with Amazon's published plans, on the simulated clock (E3, E4)."""

from __future__ import annotations

import pytest

from simulator.everything import LONG_AGO, ORDERS
from simulators import SimulatorProcess

WORLD = 12

_PLANS = [
    (ORDERS, LONG_AGO, 20, 0.0056),
    ("/sellers/v1/marketplaceParticipations", {}, 15, 0.016),
    (f"{ORDERS}/302-0000000-0000000", {}, 30, 0.5),
]


@pytest.mark.parametrize(("path", "query", "burst", "rate"), _PLANS)
def test_the_burst_and_then_one_call_in_its_time(
    simulator: SimulatorProcess, path: str, query: dict[str, str], burst: int, rate: float
) -> None:
    simulator.admin("/clock", {"speed": 0})
    token = simulator.access_token()
    answers = [simulator.call(path, query, token=token) for _ in range(burst + 1)]
    assert [answer.status_code for answer in answers[:-1]].count(429) == 0
    assert answers[0].headers["x-amzn-RateLimit-Limit"] == str(rate)
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.json() == {
        "errors": [
            {"message": "You exceeded your quota for the requested resource.", "code": "QuotaExceeded"},
        ]
    }
    assert list(refused.json()["errors"][0]) == ["message", "code"]
    assert "x-amzn-RateLimit-Limit" not in refused.headers
    assert refused.headers["x-amzn-RequestId"]
    simulator.advance(1 / rate - 0.5)
    assert simulator.call(path, query, token=token).status_code == 429
    simulator.advance(0.6)
    assert simulator.call(path, query, token=token).status_code != 429
    assert simulator.call(path, query, token=token).status_code == 429


def test_a_bucket_is_full_again_after_a_while_and_no_fuller(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    token = simulator.access_token()
    path = f"/listings/2021-08-01/items/{simulator.info['seller_id']}"
    query = {"marketplaceIds": "A1PA6795UKMFR9"}
    for _ in range(2):
        statuses = [simulator.call(path, query, token=token).status_code for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        simulator.advance(60)


def test_each_operation_has_its_own_bucket(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    token = simulator.access_token()
    while simulator.call(ORDERS, LONG_AGO, token=token).status_code == 200:
        pass
    assert simulator.call("/sellers/v1/marketplaceParticipations", token=token).status_code == 200


def test_a_seller_can_have_another_plan_and_the_header_says_so(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    simulator.admin("/limits", {"operation": "searchOrders", "rate": 0.5, "burst": 2})
    token = simulator.access_token()
    answers = [simulator.call(ORDERS, LONG_AGO, token=token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["x-amzn-RateLimit-Limit"] == "0.5"


def test_switches_for_limits(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    simulator.admin("/limits", {"operation": "searchOrders", "rate": 0.5, "burst": 1})
    token = simulator.access_token()
    assert simulator.call(ORDERS, LONG_AGO, token=token).status_code == 200
    simulator.admin("/switches", {"limit_header_on_429": True})
    refused = simulator.call(ORDERS, LONG_AGO, token=token)
    assert (refused.status_code, refused.headers["x-amzn-RateLimit-Limit"]) == (429, "0.5")
    simulator.admin("/switches", {"limits": False})
    assert simulator.call(ORDERS, LONG_AGO, token=token).status_code == 200


def test_a_faster_clock_fills_buckets_faster(simulator: SimulatorProcess) -> None:
    simulator.admin("/limits", {"operation": "searchOrders", "rate": 0.0056, "burst": 1})
    token = simulator.access_token()
    assert simulator.call(ORDERS, LONG_AGO, token=token).status_code == 200
    assert simulator.call(ORDERS, LONG_AGO, token=token).status_code == 429
    simulator.admin("/clock", {"speed": 100_000})
    simulator.admin("/state")
    assert simulator.call(ORDERS, LONG_AGO).status_code == 200
