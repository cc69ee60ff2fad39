"""Ordered faults in MWS's own words, and a log that holds no token and no signature."""

from __future__ import annotations

import httpx
import pytest

from simulator.everything import one_order
from simulator.mws.asking import GERMANY, Asker, read, refusal
from simulator.mws.feeding import envelope, message, submit
from simulators import SimulatorProcess

WORLD = 12

_ASK = "Orders", "ListOrders"
_SINCE = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceId.Id.1": GERMANY}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"status": 500}, (500, "InternalError")),
        ({"status": 503}, (503, "ServiceUnavailable")),
        ({"status": 503, "code": "RequestThrottled", "message": "Slow"}, (503, "RequestThrottled")),
        ({"status": 401, "code": "AccessDenied"}, (401, "AccessDenied")),
    ],
)
def test_a_status_in_xml(
    simulator: SimulatorProcess, wish: dict[str, object], expected: tuple[int, str]
) -> None:
    asker = Asker(simulator)
    simulator.admin("/faults", {"operation": "mws.ListOrders", "kind": "status", "times": 1, **wish})
    assert refusal(asker.ask(*_ASK, **_SINCE)) == expected
    assert asker.ask(*_ASK, **_SINCE).status_code == 200


def test_cut_garbled_and_halved_answers(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    for kind in ("close", "garbage", "truncated"):
        simulator.admin("/faults", {"operation": "mws.ListOrders", "kind": kind, "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        asker.ask(*_ASK, **_SINCE)
    for start in (b"<html>", b"<?xml"):
        content = asker.ask(*_ASK, **_SINCE).content
        assert content.startswith(start)
        with pytest.raises(SyntaxError):
            read(content)


def test_a_submission_whose_answer_is_lost_is_in_the_list(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    simulator.admin("/faults", {"operation": "mws.SubmitFeed", "kind": "close", "when": "after", "times": 1})
    feed = envelope(asker, message(1, one_order(simulator)))
    with pytest.raises(httpx.RemoteProtocolError):
        submit(asker, feed)
    found = asker.listed("Feeds", "GetFeedSubmissionList")
    assert len(found.all("FeedSubmissionInfo")) == 1


def test_orders_that_hide_lag_and_lose_their_address(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"limits": False})
    asker, order = Asker(simulator), one_order(simulator, special=False)
    ask = {**_SINCE, "SellerOrderId": order["orderId"]}
    fault = simulator.admin("/faults", {"operation": "mws.ListOrders", "kind": "blank_recipient", "times": 1})
    assert fault["id"]
    [found] = asker.listed(*_ASK, **ask).all("Orders/Order")
    assert found.text("ShippingAddress/City") is None
    [found] = asker.listed(*_ASK, **ask).all("Orders/Order")
    assert found.text("ShippingAddress/City")
    hidden = {"operation": "mws.ListOrders", "kind": "hidden", "order_ids": [order["orderId"]]}
    simulator.admin("/faults", hidden)
    assert asker.listed(*_ASK, **ask).all("Orders/Order") == []
    simulator.admin("/faults", method="DELETE")
    simulator.admin("/faults", {"operation": "mws.ListOrders", "kind": "lag", "seconds": 86_400})
    assert asker.listed(*_ASK, **ask).all("Orders/Order") == []


def test_the_log_names_operation_and_seller_and_no_secret(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    first = asker.listed(*_ASK, **_SINCE, MaxResultsPerPage="1")
    asker.ask("Orders", "ListOrdersByNextToken", verb="POST", NextToken=first.text("NextToken") or "")
    asker.ask("Orders", "ListOrders", MWSAuthToken="amzn.mws.stolen", **_SINCE)
    calls = simulator.admin("/calls")["calls"]
    assert [call["operation"] for call in calls] == [
        "mws.ListOrders",
        "mws.ListOrdersByNextToken",
        "mws.ListOrders",
    ]
    assert [call["status"] for call in calls] == [200, 200, 401]
    assert calls[0]["query"]["MaxResultsPerPage"] == "1"
    assert calls[1]["query"]["Action"] == "ListOrdersByNextToken"
    assert [call["seller_id"] for call in calls] == [simulator.info["seller_id"]] * 2 + [None]
    assert {call["query"]["Signature"] for call in calls} == {"…"}
    written = str(calls)
    for secret in (asker.authorization["token"], "stolen", first.text("NextToken") or ""):
        assert secret not in written
    assert simulator.admin("/state")["calls"]["mws.ListOrders"] == {"200": 1, "401": 1}
