"""The carrier: labels, double purchases, refusals, scans over a moved clock."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest

from simulator.everything import ago, parcel_request
from simulators import SimulatorProcess

WORLD = 12

_ORDER = ["announced", "handled", "in_transit", "out_for_delivery", "delivered"]


def _buy(simulator: SimulatorProcess, request: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = simulator.carrier("POST", "/v1/parcels", request or parcel_request())
    assert answer.status_code == 201, answer.text
    bought: dict[str, Any] = answer.json()
    return bought


def _codes(simulator: SimulatorProcess, request: object) -> set[tuple[str, str]]:
    answer = simulator.carrier("POST", "/v1/parcels", request)
    assert answer.status_code == 422, answer.text
    assert all(error["message"] for error in answer.json()["errors"])
    return {(error["field"], error["code"]) for error in answer.json()["errors"]}


def _events(simulator: SimulatorProcess, after: int = 0) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = simulator.carrier("GET", f"/v1/events?after={after}").json()["events"]
    return events


def test_a_parcel_has_a_label_a_number_and_a_price(simulator: SimulatorProcess) -> None:
    bought = _buy(simulator)
    assert (bought["label"]["media"], bought["label"]["format"]) == ("A6", "pdf")
    pdf = b64decode(bought["label"]["data"])
    assert pdf.startswith(b"%PDF")
    again = simulator.carrier("GET", f"/v1/parcels/{bought['parcel_id']}/label")
    assert (again.content, again.headers["content-type"]) == (pdf, "application/pdf")
    assert (bought["price_cents"], bought["currency"]) == (549, "EUR")
    assert bought["tracking_number"].startswith("DP")
    heavy = _buy(simulator, {**parcel_request("R-2"), "weight_grams": 12_000})
    assert heavy["price_cents"] > bought["price_cents"]


def test_each_purchase_is_paid_even_with_the_same_reference(simulator: SimulatorProcess) -> None:
    first, second = _buy(simulator), _buy(simulator)
    assert first["tracking_number"] != second["tracking_number"]
    found = simulator.carrier("GET", "/v1/parcels?reference=R-1").json()["parcels"]
    assert [parcel["parcel_id"] for parcel in found] == [first["parcel_id"], second["parcel_id"]]
    assert simulator.admin("/carrier")["paid_twice"] == ["R-1"]
    assert simulator.carrier("DELETE", f"/v1/parcels/{second['parcel_id']}").status_code == 200
    assert simulator.admin("/carrier")["paid_twice"] == []
    assert simulator.admin("/state")["labels"] == {"bought": 2, "voided": 1}
    assert simulator.carrier("GET", "/v1/parcels?reference=none").json() == {"parcels": []}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lines": ["Gänseblümchenweg"]}, ("recipient.lines", "house_number_missing")),
        ({"lines": ["Straße des 17. Juni"]}, ("recipient.lines", "house_number_missing")),
        ({"lines": []}, ("recipient.lines", "required")),
        ({"name": " "}, ("recipient.name", "required")),
        ({"name": "Ä" * 51}, ("recipient.name", "too_long")),
        ({"lines": ["Weg 1 " + "x" * 60]}, ("recipient.lines", "too_long")),
        ({"country": "XX"}, ("recipient.country", "unknown_country")),
        ({"postal_code": "2355"}, ("recipient.postal_code", "bad_form")),
    ],
)
def test_addresses_that_are_refused(
    simulator: SimulatorProcess, changes: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected in _codes(simulator, parcel_request(**changes))
    assert simulator.admin("/state")["labels"]["bought"] == 0


def test_other_refusals(simulator: SimulatorProcess) -> None:
    good = parcel_request()
    for grams in (0, -5, 31_501):
        assert ("weight_grams", "out_of_range") in _codes(simulator, {**good, "weight_grams": grams})
    assert ("weight_grams", "out_of_range") in _codes(simulator, {**good, "service": "kleinpaket"})
    assert ("service", "unknown_service") in _codes(simulator, {**good, "service": "taube"})
    assert ("service", "country_not_served") in _codes(simulator, {**good, "service": "paket_international"})
    assert ("body", "malformed") in _codes(simulator, {"reference": "R-1"})
    assert simulator.carrier("POST", "/v1/parcels", good, key="wrong").status_code == 401
    assert simulator.carrier("GET", "/v1/parcels/par_none").status_code == 404
    simulator.admin("/carrier", {"refuse_postal_codes": ["23552"]})
    assert _codes(simulator, good) == {("recipient.postal_code", "not_routable")}


def test_addresses_that_are_taken(simulator: SimulatorProcess) -> None:
    swedish = parcel_request(lines=["Storgatan"], country="SE", postal_code="111 29", city="Stockholm")
    for request in (
        parcel_request(lines=["Packstation 145", "9128374650"]),
        parcel_request(lines=["Straße des 17. Juni 12"]),
        {**swedish, "service": "paket_international"},
    ):
        assert _buy(simulator, request)["tracking_number"]


def test_scans_come_with_the_moved_clock(simulator: SimulatorProcess) -> None:
    simulator.admin("/carrier", {"journeys": {"exception_share": 0, "return_share": 0, "lost_share": 0}})
    bought = _buy(simulator)
    assert [event["kind"] for event in _events(simulator)] == ["announced"]
    simulator.advance(9 * 3600)
    assert [event["kind"] for event in _events(simulator, after=1)] == ["handled"]
    simulator.advance(48 * 3600)
    events = _events(simulator)
    assert [event["kind"] for event in events] == _ORDER
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    alone = simulator.carrier("GET", f"/v1/events?tracking_number={bought['tracking_number']}").json()[
        "events"
    ]
    assert alone == events
    state = simulator.carrier("GET", f"/v1/parcels/{bought['parcel_id']}").json()["state"]
    assert state == "delivered"


def test_the_feed_pages_by_seq(simulator: SimulatorProcess) -> None:
    for number in range(5):
        _buy(simulator, parcel_request(f"R-{number}"))
    first = simulator.carrier("GET", "/v1/events?after=0&limit=3").json()
    assert (len(first["events"]), first["last_seq"], first["more"]) == (3, 3, True)
    rest = simulator.carrier("GET", "/v1/events?after=3&limit=3").json()
    assert (len(rest["events"]), rest["more"]) == (2, False)


def test_late_and_double_scans(simulator: SimulatorProcess) -> None:
    simulator.admin(
        "/carrier",
        {"journeys": {"late_share": 1, "late_minutes": 600, "duplicate_share": 1, "lost_share": 0}},
    )
    _buy(simulator)
    simulator.advance(6 * 86400)
    events = _events(simulator)
    handled = [event for event in events if event["kind"] == "handled"]
    assert len(handled) == 2
    assert handled[0]["at"] == handled[1]["at"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


def test_a_scan_on_order_even_out_of_order(simulator: SimulatorProcess) -> None:
    simulator.admin("/carrier", {"journeys": {"moving": False}})
    bought = _buy(simulator)
    simulator.admin("/carrier/events", {"reference": "R-1", "kind": "in_transit", "place": "Radefeld"})
    late = {"tracking_number": bought["tracking_number"], "kind": "handled", "at": ago(simulator, hours=5)}
    simulator.admin("/carrier/events", late)
    simulator.advance(30 * 86400)
    events = _events(simulator)
    assert [event["kind"] for event in events] == ["announced", "in_transit", "handled"]
    assert events[2]["at"] < events[1]["at"]


def test_voiding(simulator: SimulatorProcess) -> None:
    bought = _buy(simulator)
    path = f"/v1/parcels/{bought['parcel_id']}"
    for _ in range(2):
        assert simulator.carrier("DELETE", path).json()["state"] == "voided"
    simulator.advance(5 * 86400)
    assert "handled" not in [event["kind"] for event in _events(simulator)]
    moving = _buy(simulator, parcel_request("R-2"))
    simulator.advance(86400)
    answer = simulator.carrier("DELETE", f"/v1/parcels/{moving['parcel_id']}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "already_handled")


def test_journeys_differ_and_some_go_wrong(simulator: SimulatorProcess) -> None:
    simulator.admin(
        "/carrier", {"journeys": {"exception_share": 0.3, "return_share": 0.2, "lost_share": 0.2}}
    )
    for number in range(25):
        _buy(simulator, parcel_request(f"R-{number}"))
    simulator.advance(9 * 86400)
    kinds = {event["kind"] for event in _events(simulator)}
    assert kinds == {*_ORDER, "exception", "returning", "returned", "lost"}
