"""Throttling by the plans of Amazon's MWS reference, on the simulated clock."""

from __future__ import annotations

import pytest

from simulator.everything import one_order
from simulator.mws.asking import GERMANY, Asker, read, refusal
from simulator.mws.feeding import envelope, message, submit
from simulators import SimulatorProcess

WORLD = 12

_SINCE = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceId.Id.1": GERMANY}
_PLANS: list[tuple[str, str, dict[str, str], int, float]] = [
    ("Orders", "ListOrders", _SINCE, 6, 60),
    ("Orders", "GetOrder", {"AmazonOrderId.Id.1": "302-0000000-0000000"}, 6, 60),
    ("Orders", "ListOrderItems", {"AmazonOrderId": "302-0000000-0000000"}, 30, 2),
    ("Sellers", "ListMarketplaceParticipations", {}, 15, 60),
    ("Sellers", "GetServiceStatus", {}, 2, 300),
    ("Feeds", "GetFeedSubmissionList", {}, 10, 45),
    ("Feeds", "GetFeedSubmissionResult", {"FeedSubmissionId": "7"}, 15, 60),
    ("Feeds", "SubmitFeed", {"FeedType": "_POST_ORDER_FULFILLMENT_DATA_"}, 15, 120),
]


@pytest.mark.parametrize(("section", "action", "asked", "most", "seconds"), _PLANS)
def test_so_many_at_once_and_then_one_in_its_time(
    simulator: SimulatorProcess, section: str, action: str, asked: dict[str, str], most: int, seconds: float
) -> None:
    simulator.admin("/clock", {"set": "2027-01-04T10:00:00Z", "speed": 0})
    asker = Asker(simulator)
    statuses = [asker.ask(section, action, **asked).status_code for _ in range(most)]
    assert 503 not in statuses
    refused = asker.ask(section, action, **asked)
    assert refusal(refused) == (503, "RequestThrottled")
    simulator.advance(seconds - 0.5)
    assert asker.ask(section, action, **asked).status_code == 503
    simulator.advance(0.5)
    assert asker.ask(section, action, **asked).status_code != 503
    assert asker.ask(section, action, **asked).status_code == 503


def test_next_pages_share_the_limit_of_the_first(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    asker = Asker(simulator)
    token = asker.listed("Orders", "ListOrders", **_SINCE, MaxResultsPerPage="1").text("NextToken") or ""
    statuses = [asker.ask("Orders", "ListOrdersByNextToken", NextToken=token).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [503]
    assert asker.ask("Orders", "ListOrders", **_SINCE).status_code == 503


def test_products_come_back_by_the_item(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    asker = Asker(simulator)
    five = {f"IdList.Id.{number}": f"SKU-{number}" for number in range(1, 6)}
    asked = {"MarketplaceId": GERMANY, "IdType": "SellerSKU", **five}
    statuses = [asker.ask("Products", "GetMatchingProductForId", **asked).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [503]
    simulator.advance(0.9)
    assert asker.ask("Products", "GetMatchingProductForId", **asked).status_code == 503
    simulator.advance(0.1)
    assert asker.ask("Products", "GetMatchingProductForId", **asked).status_code == 200


def test_an_hour_has_its_own_quota_and_the_headers_tell_of_it(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"set": "2027-01-04T10:00:00Z", "speed": 0})
    asker, order = Asker(simulator), one_order(simulator)
    feed = envelope(asker, message(1, order))
    first = submit(asker, feed)
    assert first.headers["x-mws-quota-max"] == "30.0"
    assert first.headers["x-mws-quota-remaining"] == "29.0"
    assert first.headers["x-mws-quota-resetsOn"] == "2027-01-04T11:00:00.000Z"
    for _ in range(29):
        simulator.advance(118)
        assert submit(asker, feed).status_code == 200
    simulator.advance(118)
    over = submit(asker, feed)
    assert refusal(over) == (503, "QuotaExceeded")
    assert "30.0 requests per 1 hour for operation Feeds/2009-01-01/SubmitFeed" in (
        read(over.content).text("Error/Message") or ""
    )
    simulator.admin("/clock", {"set": "2027-01-04T11:00:00Z"})
    assert submit(asker, feed).status_code == 200


def test_a_refused_token_takes_nothing(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    asker = Asker(simulator)
    for _ in range(7):
        asker.ask("Orders", "ListOrders", **_SINCE, MWSAuthToken="amzn.mws.none")
    assert asker.ask("Orders", "ListOrders", **_SINCE).status_code == 200


def test_limits_can_be_others_or_off(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    simulator.admin("/limits", {"operation": "mws.ListOrders", "rate": 0.5, "burst": 2})
    asker = Asker(simulator)
    statuses = [asker.ask("Orders", "ListOrders", **_SINCE).status_code for _ in range(3)]
    assert statuses == [200, 200, 503]
    simulator.advance(2)
    assert asker.ask("Orders", "ListOrders", **_SINCE).status_code == 200
    simulator.admin("/switches", {"limits": False})
    assert [asker.ask("Orders", "ListOrders", **_SINCE).status_code for _ in range(9)] == [200] * 9
