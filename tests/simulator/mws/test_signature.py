"""Signature Version 2, the clock, and what a request must carry (Amazon's MWS guide)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from packhaus_simulator.mws.signature import signature
from simulator.everything import simulated_now, stamp
from simulator.mws.asking import Asker, read, refusal, sign
from simulators import SimulatorProcess

WORLD = 12


def test_both_signatures_agree_with_an_example_that_amazon_published() -> None:
    parameters = {
        "AWSAccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "Action": "DescribeJobFlows",
        "SignatureMethod": "HmacSHA256",
        "SignatureVersion": "2",
        "Timestamp": "2011-10-03T15:19:30",
        "Version": "2009-03-31",
    }
    secret, host = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "elasticmapreduce.amazonaws.com"
    published = "i91nKc4PWAt0JJIdXwz9HxZCJDdiy6cf/Mj6vPxyYIs="
    assert sign(secret, "GET", host, "/", parameters) == published
    assert signature(secret, "GET", host, "/", parameters.items()) == published


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_signed_call_is_answered(simulator: SimulatorProcess, verb: str) -> None:
    answer = Asker(simulator).ask("Sellers", "ListMarketplaceParticipations", verb=verb)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.headers["x-mws-request-id"]
    assert answer.headers["x-mws-timestamp"].startswith(stamp(simulated_now(simulator))[:15])


def test_a_form_as_amazons_own_example_names_it(simulator: SimulatorProcess) -> None:
    headers = {"content-type": "x-www-form-urlencoded"}
    answer = Asker(simulator).ask("Sellers", "ListMarketplaceParticipations", verb="POST", headers=headers)
    assert answer.status_code == 200, answer.text


def test_the_host_may_stand_with_its_scheme_and_not_otherwise(simulator: SimulatorProcess) -> None:
    asker, netloc = Asker(simulator), urlsplit(simulator.info["mws"]).netloc
    ask = "Sellers", "ListMarketplaceParticipations"
    assert asker.ask(*ask, signed_host=f"http://{netloc}").status_code == 200
    wrong = asker.ask(*ask, signed_host="mws-eu.amazonservices.com")
    assert refusal(wrong) == (403, "SignatureDoesNotMatch")


def test_another_secret_or_a_parameter_changed_on_the_way(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    wrong = asker.ask("Orders", "ListOrders", secret="x" * 40)
    assert refusal(wrong) == (403, "SignatureDoesNotMatch")
    signed = asker.ask("Orders", "GetOrder", **{"AmazonOrderId.Id.1": "302-1111111-2222222"})
    assert signed.status_code == 200
    changed = str(signed.request.url).replace("302-1111111", "302-1111112")
    assert refusal(simulator.http.get(changed)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"AWSAccessKeyId": "AKIAUNKNOWN"}, (403, "InvalidAccessKeyId")),
        ({"SignatureMethod": "HmacSHA1"}, (400, "InvalidParameterValue")),
        ({"SignatureVersion": "1"}, (400, "InvalidParameterValue")),
        ({"Version": "2011-01-01"}, (400, "InvalidParameterValue")),
        ({"Timestamp": "yesterday"}, (400, "InvalidParameterValue")),
        ({"Timestamp": "0001-01-01T00:00:00+14:00"}, (400, "InvalidParameterValue")),
        ({"Timestamp": None}, (400, "MissingParameter")),
        ({"Signature": None}, (400, "MissingParameter")),
        ({"SellerId": None}, (400, "MissingParameter")),
        ({"Action": None}, (400, "MissingParameter")),
        ({"Action": "ListParcels"}, (404, "InvalidAddress")),
    ],
)
def test_what_a_request_must_carry(
    simulator: SimulatorProcess, given: dict[str, str | None], expected: tuple[int, str]
) -> None:
    assert refusal(Asker(simulator).ask("Orders", "ListOrders", given=given)) == expected


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_a_quarter_of_an_hour_off(simulator: SimulatorProcess, minutes: int) -> None:
    asker, now = Asker(simulator), simulated_now(simulator)
    ask = "Sellers", "ListMarketplaceParticipations"
    assert asker.ask(*ask, Timestamp=stamp(now + timedelta(minutes=minutes * 14 / 16))).status_code == 200
    answer = asker.ask(*ask, Timestamp=stamp(now + timedelta(minutes=minutes)))
    assert refusal(answer) == (400, "RequestExpired")
    assert "Request has expired. Timestamp date is" in answer.text


def test_the_time_that_counts_is_the_simulators(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    old = stamp(simulated_now(simulator))
    simulator.advance(86_400)
    ask = "Sellers", "ListMarketplaceParticipations"
    assert refusal(asker.ask(*ask, Timestamp=old)) == (400, "RequestExpired")
    assert asker.ask(*ask).status_code == 200


def test_the_bare_address_tells_the_time(simulator: SimulatorProcess) -> None:
    answer = simulator.http.get(simulator.info["mws"])
    told = read(answer.content)
    assert told.name == "PingResponse"
    assert (told.all("Timestamp")[0].attribute("timestamp") or "")[:13] == stamp(simulated_now(simulator))[
        :13
    ]


def test_a_form_that_is_no_query_is_read_and_a_path_of_another_section_is_not(
    simulator: SimulatorProcess,
) -> None:
    asker = Asker(simulator)
    assert refusal(asker.ask("Products", "ListOrders", verb="POST")) == (404, "InvalidAddress")
    answer = simulator.http.get(simulator.info["mws"] + "/Reports/2009-01-01")
    assert answer.status_code == 404
