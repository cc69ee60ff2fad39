"""The ``Date`` of each answer is the simulator's time, wherever its clock was moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from simulator.consents import PARTICIPATIONS
from simulators import SimulatorProcess

WORLD = 6


def _stamped(answer: httpx.Response) -> datetime:
    assert len(answer.headers.get_list("date")) == 1
    return parsedate_to_datetime(answer.headers["date"])


def test_every_answer_tells_the_simulated_time(simulator: SimulatorProcess) -> None:
    assert abs(_stamped(simulator.token()) - datetime.now(UTC)) < timedelta(seconds=30)
    simulator.admin("/clock", {"set": "2031-05-01T12:00:00Z", "speed": 0})
    noon = datetime(2031, 5, 1, 12, tzinfo=UTC)
    fresh = simulator.access_token()
    answers = [
        simulator.token(),
        simulator.token(client_secret="wrong"),
        simulator.call(PARTICIPATIONS, token=fresh),
        simulator.call(PARTICIPATIONS, token="broken"),
        simulator.http.get(simulator.info["seller_central"]),
        simulator.http.get(simulator.info["api"] + "/nowhere"),
        simulator.carrier("GET", "/v1/events"),
    ]
    assert {_stamped(answer) for answer in answers} == {noon}
    simulator.admin("/faults", {"operation": "token", "kind": "status", "status": 503})
    assert _stamped(simulator.token()) == noon
    simulator.reset(seed=7, orders=2)
    assert _stamped(simulator.token()) != noon
