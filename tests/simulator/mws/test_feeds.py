"""The life of a feed: submitted, in progress, done; its report; the list."""

from __future__ import annotations

import pytest

from simulator.everything import ago, one_order
from simulator.mws.asking import Asker, refusal
from simulator.mws.feeding import KIND, envelope, message, report, submit, submitted, summary, worked_off
from simulators import SimulatorProcess

WORLD = 12


def _status(asker: Asker, feed_id: str) -> list[str | None]:
    found = asker.listed("Feeds", "GetFeedSubmissionList", **{"FeedSubmissionIdList.Id.1": feed_id})
    [info] = found.all("FeedSubmissionInfo")
    names = ("FeedProcessingStatus", "StartedProcessingDate", "CompletedProcessingDate")
    assert info.text("FeedType") == KIND
    return [info.text(name) for name in names]


def test_a_feed_waits_is_worked_on_and_is_done(simulator: SimulatorProcess) -> None:
    simulator.admin("/clock", {"set": "2027-01-04T10:00:00Z", "speed": 0})
    asker, order = Asker(simulator), one_order(simulator)
    feed_id = submitted(asker, message(1, order))
    assert _status(asker, feed_id) == ["_SUBMITTED_", None, None]
    simulator.advance(30)
    assert _status(asker, feed_id) == ["_IN_PROGRESS_", "2027-01-04T10:00:20+00:00", None]
    early = asker.ask("Feeds", "GetFeedSubmissionResult", FeedSubmissionId=feed_id)
    assert refusal(early) == (404, "FeedProcessingResultNotReady")
    assert simulator.admin("/confirmations")["confirmations"].get(order["orderId"]) is None
    simulator.advance(30)
    done = ["_DONE_", "2027-01-04T10:00:20+00:00", "2027-01-04T10:01:00+00:00"]
    assert _status(asker, feed_id) == done
    assert summary(report(asker, feed_id)) == (1, 1, 0)
    assert order["orderId"] in simulator.admin("/confirmations")["confirmations"]


def test_how_long_a_feed_takes_is_a_switch(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"mws_feed_seconds": 3600})
    asker = Asker(simulator)
    feed_id = submitted(asker, message(1, one_order(simulator)))
    simulator.advance(3500)
    assert _status(asker, feed_id)[0] == "_IN_PROGRESS_"
    simulator.advance(100)
    assert _status(asker, feed_id)[0] == "_DONE_"


def test_the_content_must_be_what_its_md5_says(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    feed = envelope(asker, message(1, one_order(simulator)))
    wrong = submit(asker, feed, md5="1B2M2Y8AsgTpgAmY7PhCfg==")
    assert refusal(wrong) == (400, "ContentMD5DoesNotMatch")
    missing = asker.ask("Feeds", "SubmitFeed", verb="POST", feed=feed, FeedType=KIND)
    assert refusal(missing) == (400, "ContentMD5Missing")
    foreign = submit(asker, feed, **{"MarketplaceIdList.Id.1": "nowhere"})
    assert refusal(foreign) == (400, "InvalidParameterValue")


def test_another_kind_of_feed_is_refused(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    answer = asker.ask("Feeds", "SubmitFeed", verb="POST", feed=b"<x/>", FeedType="_POST_PRODUCT_DATA_")
    assert refusal(answer) == (400, "InvalidFeedType")


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        (b"<AmazonEnvelope><Header>", "XML Parsing Error at Line 1"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><AmazonEnvelope/>', "DOCTYPE is not allowed"),
        (b"<Other/>", "AmazonEnvelope"),
        (b"\xff\xfe not XML at all", "XML Parsing Error"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "the encoding is not supported"),
        (b'<?xml version="1.0" encoding="made-up"?><a/>', "the encoding is not supported"),
        (
            b"<AmazonEnvelope><Header/><MessageType>OrderFulfillment</MessageType></AmazonEnvelope>",
            "MerchantIdentifier is missing",
        ),
    ],
)
def test_a_feed_that_cannot_be_read_says_so_in_its_report(
    simulator: SimulatorProcess, feed: bytes, words: str
) -> None:
    asker = Asker(simulator)
    answer = submit(asker, feed)
    assert answer.status_code == 200
    simulator.advance(60)
    [feed_id] = asker.listed("Feeds", "GetFeedSubmissionList").texts("FeedSubmissionInfo/FeedSubmissionId")
    found = report(asker, feed_id)
    assert summary(found) == (0, 0, 1)
    assert (found.text("Result/ResultCode"), found.text("Result/ResultMessageCode")) == ("Error", "5000")
    assert words in (found.text("Result/ResultDescription") or "")


def test_the_list_is_newest_first_filtered_and_paged(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    ids = [submitted(asker, message(1, one_order(simulator))) for _ in range(5)]
    simulator.advance(3600)
    late = submitted(asker, message(1, one_order(simulator)))
    found = asker.listed("Feeds", "GetFeedSubmissionList", MaxCount="4")
    seen, token = found.texts("FeedSubmissionInfo/FeedSubmissionId"), found.text("NextToken")
    assert found.text("HasNext") == "true"
    found = asker.listed("Feeds", "GetFeedSubmissionListByNextToken", NextToken=token or "")
    assert found.text("HasNext") == "false"
    assert [*seen, *found.texts("FeedSubmissionInfo/FeedSubmissionId")] == [late, *reversed(ids)]
    for asked, expected in (
        ({"FeedProcessingStatusList.Status.1": "_SUBMITTED_"}, [late]),
        ({"SubmittedFromDate": ago(simulator, minutes=10)}, [late]),
        ({"SubmittedToDate": ago(simulator, minutes=10)}, [*reversed(ids)]),
        ({"FeedTypeList.Type.1": "_POST_PRODUCT_DATA_"}, []),
    ):
        found = asker.listed("Feeds", "GetFeedSubmissionList", **asked)
        assert found.texts("FeedSubmissionInfo/FeedSubmissionId") == expected


def test_a_feed_that_is_not_there(simulator: SimulatorProcess) -> None:
    answer = Asker(simulator).ask("Feeds", "GetFeedSubmissionResult", FeedSubmissionId="7")
    assert refusal(answer) == (400, "InvalidFeedSubmissionId")


def test_a_report_that_says_all_is_well_while_nothing_was_taken_in(simulator: SimulatorProcess) -> None:
    simulator.admin("/faults", {"operation": "mws.SubmitFeed", "kind": "dropped", "times": 1})
    asker, order = Asker(simulator), one_order(simulator)
    assert summary(worked_off(asker, message(1, order))) == (1, 1, 0)
    assert simulator.admin("/state")["packages_confirmed"] == 0
    assert summary(worked_off(asker, message(1, order))) == (1, 1, 0)
    assert simulator.admin("/state")["packages_confirmed"] == 1
