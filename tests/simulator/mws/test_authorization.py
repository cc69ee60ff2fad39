"""A developer's access: none at first, its year, its renewal with the same token (R1.3, R4.4 to R4.7)."""

from __future__ import annotations

import re
from datetime import datetime

from simulator.mws.asking import Asker, refusal
from simulators import SimulatorProcess

WORLD = 12

_ASK = "Sellers", "ListMarketplaceParticipations"
_DAY = 86_400


def test_the_first_line_names_the_address_and_the_developer(simulator: SimulatorProcess) -> None:
    assert simulator.info["mws"] == simulator.info["api"]
    developer = simulator.info["mws_developer"]
    assert (developer["name"], developer["developer_id"]) == ("Packhaus", "3244-7764-4129")
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", developer["access_key"])
    assert len(developer["secret_key"]) == 40


def test_nothing_is_authorized_before_somebody_does_it(simulator: SimulatorProcess) -> None:
    shown = simulator.admin("/mws")
    assert (shown["token"], shown["state"]) == (None, None)
    assert shown["seller_id"] == simulator.info["seller_id"]
    assert shown["marketplace_id"] == "A1PA6795UKMFR9"
    given = simulator.admin("/mws", {"authorize": True})
    assert re.fullmatch(r"amzn\.mws\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", given["token"])
    assert given["state"] == "active"


def test_a_token_that_is_not_this_sellers(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    assert refusal(asker.ask(*_ASK, given={"MWSAuthToken": None})) == (401, "AccessDenied")
    wrong = asker.ask(*_ASK, MWSAuthToken="amzn.mws.00000000-0000-0000-0000-000000000000")
    assert refusal(wrong) == (401, "AccessDenied")
    assert "AuthToken is not valid for SellerId and AWSAccountId" in wrong.text
    assert refusal(asker.ask(*_ASK, SellerId="A0000000000000")) == (401, "AccessDenied")


def test_a_year_and_the_same_token_afterwards(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"speed": 0})
    asker = Asker(simulator)
    given, ends = (datetime.fromisoformat(asker.authorization[name]) for name in ("given", "ends"))
    assert (ends.year, ends.month, ends.day) == (given.year + 1, given.month, given.day)
    simulator.admin("/clock", {"set": asker.authorization["ends"]})
    simulator.advance(-1)
    assert asker.ask(*_ASK).status_code == 200
    simulator.advance(1)
    refused = asker.ask(*_ASK)
    assert refusal(refused) == (401, "AccessDenied")
    assert "expired" in refused.text
    renewed = simulator.admin("/mws", {"renew": True})
    assert renewed["token"] == asker.authorization["token"]
    assert datetime.fromisoformat(renewed["ends"]).year == ends.year + 1
    assert asker.ask(*_ASK).status_code == 200


def test_amazon_reminds_each_week_of_the_last_month(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"set": "2027-03-10T09:00:00Z", "speed": 0})
    Asker(simulator)
    simulator.admin("/clock", {"set": "2028-02-10T08:59:00Z"})
    assert simulator.admin("/mws")["notices"] == []
    simulator.admin("/clock", {"set": "2028-03-10T09:00:00Z"})
    days = [moment[:10] for moment in simulator.admin("/mws")["notices"]]
    assert days == ["2028-02-10", "2028-02-17", "2028-02-24", "2028-03-02", "2028-03-09"]
    assert simulator.admin("/mws", {"renew": True})["notices"] == []


def test_expired_may_look_like_revoked(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    simulator.admin("/mws", {"expire": True})
    simulator.admin("/switches", {"mws_expired": "as_revoked"})
    refused = asker.ask(*_ASK)
    assert refusal(refused) == (401, "AccessDenied")
    assert "AuthToken is not valid" in refused.text


def test_revoked_is_over_and_a_new_authorization_has_a_new_token(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    simulator.admin("/mws", {"revoke": True})
    assert refusal(asker.ask(*_ASK)) == (401, "AccessDenied")
    answer = simulator.http.post(simulator.info["admin"] + "/mws", json={"renew": True})
    assert answer.status_code == 400
    again = Asker(simulator)
    assert again.authorization["token"] != asker.authorization["token"]
    assert again.ask(*_ASK).status_code == 200
    assert refusal(asker.ask(*_ASK)) == (401, "AccessDenied")


def test_authorized_again_while_it_stands_it_is_the_same_one_with_a_new_year(
    simulator: SimulatorProcess,
) -> None:
    first = Asker(simulator)
    simulator.advance(30 * _DAY)
    again = Asker(simulator)
    assert again.authorization["token"] == first.authorization["token"]
    assert again.authorization["given"] == first.authorization["given"]
    assert again.authorization["ends"] > first.authorization["ends"]
