"""Each of Amazon's codes by who can mend it ("Handling errors" of Amazon's MWS guide)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Retry
from packhaus.shops.amazon_mws import weights
from packhaus.shops.amazon_mws.feeds import read_report
from packhaus.shops.amazon_mws.operations import Operation
from packhaus.shops.amazon_mws.problems import MwsRejected, problem
from packhaus.shops.amazon_mws.shop import AmazonMwsShop
from packhaus.shops.amazon_mws.transport import Answer
from packhaus.shops.amazon_mws.xml import read
from packhaus.shops.port import ConfirmOutcome
from shops.amazon.other_side import MemoryLimiter, MovedClock, OtherSide, Said
from shops.amazon_mws.test_requests import PACKAGE
from shops.amazon_mws.wire import answer, error

TOKEN = "AuthToken is not valid for SellerId and AWSAccountId"


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (error("AccessDenied", TOKEN, 401), "token"),
        (error("AccessDenied", "The authorization of this developer has expired", 401), "token"),
        (error("AccessDenied", "Access to Orders.ListOrders is denied", 403), "role"),
        (error("AccessDenied", "Seller is not registered in marketplace A1PA6795UKMFR9", 401), "region"),
        (error("InvalidAccessKeyId", "does not exist in our records", 403), "keys"),
        (error("SignatureDoesNotMatch", "", 403), "keys"),
    ],
)
def test_what_ends_an_authorization(shop: AmazonMwsShop, amazon: OtherSide, said: Said, cause: str) -> None:
    amazon.say("/", said)
    with pytest.raises(AuthorizationEnded) as caught:
        shop.participations()
    assert caught.value.cause == cause
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("status", [401, 403, 400, 302])
def test_a_refusal_that_is_not_amazons_ends_nothing(
    shop: AmazonMwsShop, amazon: OtherSide, status: int
) -> None:
    amazon.say("/", Said(status, b"<html>Proxy</html>"))
    with pytest.raises(Retry) as caught:
        shop.participations()
    assert caught.value.cause == "unreadable"


def test_a_clock_that_is_wrong_is_told(shop: AmazonMwsShop, amazon: OtherSide) -> None:
    amazon.say("/", error("RequestExpired", "Request has expired. Timestamp date is 2009-01-26"))
    with pytest.raises(NeedsMerchant, match="time is wrong"):
        shop.participations()


def test_a_limit_says_when(
    shop: AmazonMwsShop, amazon: OtherSide, clock: MovedClock, limiter: MemoryLimiter
) -> None:
    amazon.say("/", error("RequestThrottled", "Request is throttled", 503))
    with pytest.raises(Retry) as caught:
        shop.participations()
    assert caught.value.after == clock() + timedelta(minutes=1)
    assert limiter.emptied == ["ListMarketplaceParticipations"]
    hourly = error("QuotaExceeded", "You exceeded your quota of 30.0 requests per 1 hour", 503,
                   **{"x_mws_quota_resetsOn": "2026-11-24T11:00:00.000Z"})  # fmt: skip
    amazon.say("/", hourly)
    with pytest.raises(Retry) as quota:
        shop.confirm(PACKAGE)
    assert quota.value.after == clock().replace(hour=11, minute=0)
    assert not quota.value.sent, "what was refused had no effect"


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        (Said(500, b""), True),
        (error("InternalError", "", 500), True),
        (error("ServiceUnavailable", "", 503), True),
        (Said(200, b"<html>"), True),
        (answer("SubmitFeed", "<SubmitFeedResult/>"), True),
        (Said(cut="amid", body=b"<a"), True),
    ],
)
def test_what_leaves_a_confirmation_open(
    shop: AmazonMwsShop, amazon: OtherSide, said: Said, sent: bool
) -> None:
    amazon.say("/", said)
    with pytest.raises(Retry) as caught:
        shop.confirm(PACKAGE)
    assert caught.value.sent is sent


def test_an_unreachable_amazon_is_told_from_one_that_is_out(
    shop: AmazonMwsShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKHAUS_MWS_EU", "http://127.0.0.1:1")
    with pytest.raises(Retry) as caught:
        shop.confirm(PACKAGE)
    assert (caught.value.cause, caught.value.sent) == ("unreachable", False)


def test_what_is_refused_for_good_is_the_callers_to_word() -> None:
    said = error("InvalidParameterValue", "amzn.mws.secret-token is wrong")
    found = problem(Operation.GET_ORDER, Answer(status=400, content=said.content()), MovedClock()())
    assert isinstance(found, MwsRejected)
    assert "secret" not in f"{found} {found.error!r}"


REPORT = """<AmazonEnvelope><MessageType>ProcessingReport</MessageType><Message><ProcessingReport>
<ProcessingSummary><MessagesProcessed>1</MessagesProcessed>
<MessagesSuccessful>{good}</MessagesSuccessful></ProcessingSummary>
{results}</ProcessingReport></Message></AmazonEnvelope>"""
RESULT = """<Result><MessageID>1</MessageID><ResultCode>{kind}</ResultCode>
<ResultMessageCode>{code}</ResultMessageCode>
<ResultDescription>{text}</ResultDescription></Result>"""


@pytest.mark.parametrize(
    ("good", "results", "outcome"),
    [
        (1, "", ConfirmOutcome.ACCEPTED),
        (1, RESULT.format(kind="Warning", code="1", text="late"), ConfirmOutcome.ACCEPTED),
        (0, "", ConfirmOutcome.CHECK),
        (0, RESULT.format(kind="Error", code="18021", text="larger"), ConfirmOutcome.CHECK),
        (0, RESULT.format(kind="Error", code="5001", text="No. DP1 is \n not good"), ConfirmOutcome.REFUSED),
    ],
)
def test_a_report_is_read(good: int, results: str, outcome: ConfirmOutcome) -> None:
    found = read_report(read(REPORT.format(good=good, results=results).encode()), PACKAGE)
    assert found is not None
    assert found.outcome is outcome
    if outcome is ConfirmOutcome.REFUSED:
        assert "5001 No. … is not good" in str(found.words), "without the tracking number"


def test_a_feed_that_amazon_gave_up_or_does_not_know_is_looked_for(
    shop: AmazonMwsShop, amazon: OtherSide
) -> None:
    info = (
        "<FeedSubmissionInfo><FeedSubmissionId>7</FeedSubmissionId>"
        "<FeedProcessingStatus>{}</FeedProcessingStatus></FeedSubmissionInfo>"
    )
    for status, outcome in (
        ("_CANCELLED_", ConfirmOutcome.CHECK),
        ("_IN_PROGRESS_", ConfirmOutcome.LATER),
        ("_A_NEW_WORD_", ConfirmOutcome.LATER),
    ):
        result = f"<GetFeedSubmissionListResult>{info.format(status)}</GetFeedSubmissionListResult>"
        amazon.say("/", answer("GetFeedSubmissionList", result))
        fresh = AmazonMwsShop(shop._credentials, MemoryLimiter(MovedClock()), MovedClock())
        assert fresh.answer_to("7", PACKAGE).outcome is outcome
        assert fresh.answer_to("8", PACKAGE).outcome is ConfirmOutcome.CHECK


@pytest.mark.parametrize(
    ("value", "unit", "grams"),
    [("1.0", "pounds", 454), ("8", "ounces", 227), ("0", "pounds", None), ("1", "stones", None)],
)  # fmt: skip
def test_a_weight_has_its_unit(value: str, unit: str, grams: int | None) -> None:
    text = f"""<GetMatchingProductForIdResponse xmlns:ns2="d">
    <GetMatchingProductForIdResult Id="A" status="Success"><Products><Product><AttributeSets>
    <ns2:ItemAttributes><ns2:PackageDimensions><ns2:Weight Units="{unit}">{value}</ns2:Weight>
    </ns2:PackageDimensions></ns2:ItemAttributes></AttributeSets></Product></Products></GetMatchingProductForIdResult>
    </GetMatchingProductForIdResponse>"""
    [found, missing] = weights.read_weights(read(text.encode()), ["A", "B"])
    assert found.grams == grams
    assert (found.problem is None) is (grams is not None)
    assert missing.refused


@pytest.mark.parametrize(
    "message", ["Invalid AmazonOrderId: 303", "Parameter AmazonOrderId.Id.1 is invalid."]
)
def test_a_number_that_amazon_refuses_is_an_order_that_it_does_not_know(
    shop: AmazonMwsShop, amazon: OtherSide, message: str
) -> None:
    amazon.say("/Orders/2013-09-01", error("InvalidParameterValue", message, 400))
    assert shop.order("303") is None


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("InvalidParameterValue", "Value 2013-09-00 for parameter Version is invalid."),
        ("InputStreamDisconnected", "There was an error reading the input stream."),
        ("InvalidAddress", "Operation GetOrder is not available for this section."),
    ],
)
def test_another_refusal_says_nothing_of_the_order_and_is_named(
    shop: AmazonMwsShop, amazon: OtherSide, code: str, message: str
) -> None:
    amazon.say("/Orders/2013-09-01", error(code, message, 400))
    with pytest.raises(Retry, match=code) as caught:
        shop.order("303-0000000-0000001")
    assert not caught.value.sent
