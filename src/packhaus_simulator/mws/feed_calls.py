"""SubmitFeed, GetFeedSubmissionList and GetFeedSubmissionResult, Feeds section 2009-01-01."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import md5

from packhaus_simulator.amazon.paging import Page
from packhaus_simulator.mws.answers import MwsAnswer, MwsError, denied, invalid, response
from packhaus_simulator.mws.call import MwsCall
from packhaus_simulator.mws.feeds import DONE, IN_PROGRESS, ORDER_FULFILLMENT, STATUSES, Feed
from packhaus_simulator.mws.parameters import Parameters
from packhaus_simulator.mws.sections import FEEDS
from packhaus_simulator.mws.xml_out import Xml, joined, maybe, tag, truth
from packhaus_simulator.values import whole_second
from packhaus_simulator.world.marketplaces import BY_ID


def content_md5(content: bytes) -> str:
    """The value of Content-MD5."""
    return b64encode(md5(content, usedforsecurity=False).digest()).decode()


def submit_feed(call: MwsCall) -> MwsAnswer:
    """Take in an order fulfillment feed; it is worked off later."""
    kind = call.parameters.need("FeedType")
    if kind != ORDER_FULFILLMENT:
        raise MwsError(400, "InvalidFeedType", f"FeedType {kind} is invalid.")
    for marketplace_id in call.parameters.listed("MarketplaceIdList.Id", 50):
        place = BY_ID.get(marketplace_id)
        if place is None:
            raise invalid(f"Invalid MarketplaceId: {marketplace_id}")
        if place.country not in call.seller.participations:
            raise denied(f"Seller is not registered in marketplace {marketplace_id}")
    given = call.headers.get("content-md5") or call.parameters.text("ContentMD5Value")
    if given is None:
        raise MwsError(400, "ContentMD5Missing", "The Content-MD5 HTTP header is missing.")
    reckoned = content_md5(call.content)
    if given != reckoned:
        raise MwsError(
            400,
            "ContentMD5DoesNotMatch",
            f"The Content-MD5 HTTP header you passed for your feed ({given}) did not match the Content-MD5 "
            f"we calculated for your feed ({reckoned})",
        )
    if not call.content:
        raise MwsError(400, "InputDataError", "The feed is empty.")
    simulator = call.simulator
    feed = simulator.mws.feeds.submit(
        kind,
        call.authorization.seller_id,
        call.content,
        whole_second(call.now),
        simulator.switches.mws_feed_seconds,
    )
    result = tag("SubmitFeedResult", _info(feed, call.now))
    return response(call.operation.action, FEEDS.namespace, result)


def list_feeds(call: MwsCall) -> MwsAnswer:
    """Submissions, newest first, ten a page unless asked otherwise."""
    return _page(call, call.parameters, None)


def more_feeds(call: MwsCall) -> MwsAnswer:
    """The page behind a NextToken."""
    page = call.simulator.mws.page_tokens.find(call.parameters.need("NextToken"), call.now)
    if page is None or ("Action", "GetFeedSubmissionList") not in page.filters or page.after is None:
        raise invalid("Invalid NextToken")
    return _page(call, Parameters(dict(page.filters)), page.after[1])


def feed_result(call: MwsCall) -> MwsAnswer:
    """The processing report, as a document of its own with its Content-MD5."""
    number = call.parameters.need("FeedSubmissionId")
    feed = call.simulator.mws.feeds.by_id.get(number)
    if feed is None or feed.seller_id != call.authorization.seller_id:
        raise MwsError(400, "InvalidFeedSubmissionId", f"Feed Submission Id {number} is invalid.")
    if feed.report is None:
        message = f"Feed Submission Result is not ready for Feed {number}"
        raise MwsError(404, "FeedProcessingResultNotReady", message)
    return MwsAnswer(feed.report, {"content-md5": content_md5(feed.report)})


def _page(call: MwsCall, asked: Parameters, behind: str | None) -> MwsAnswer:
    wanted = [feed for feed in reversed(call.simulator.mws.feeds.by_id.values()) if _wants(call, asked, feed)]
    size = asked.number("MaxCount", 10, 1, 100)
    numbers = [feed.id for feed in wanted]
    start = numbers.index(behind) + 1 if behind in numbers else 0
    shown = wanted[start : start + size]
    token = None
    if start + size < len(wanted):
        filters = tuple(sorted({**asked.values, "Action": "GetFeedSubmissionList"}.items()))
        page = Page(filters, call.now, (call.now, shown[-1].id))
        token = call.simulator.mws.page_tokens.issue(page, call.now)
    return response(
        call.operation.action,
        FEEDS.namespace,
        tag(
            f"{call.operation.action}Result",
            maybe("NextToken", token),
            tag("HasNext", truth(token is not None)),
            joined(_info(feed, call.now) for feed in shown),
        ),
    )


def _wants(call: MwsCall, asked: Parameters, feed: Feed) -> bool:
    ids = asked.listed("FeedSubmissionIdList.Id", 100)
    kinds = asked.listed("FeedTypeList.Type", 100)
    statuses = asked.listed("FeedProcessingStatusList.Status", 100, STATUSES)
    since, until = asked.time("SubmittedFromDate"), asked.time("SubmittedToDate")
    if feed.seller_id != call.authorization.seller_id:
        return False
    if ids:
        return feed.id in ids
    return (
        (not kinds or feed.kind in kinds)
        and (not statuses or feed.status(call.now) in statuses)
        and (since is None or feed.submitted >= since)
        and (until is None or feed.submitted <= until)
    )


def _info(feed: Feed, now: datetime) -> Xml:
    status = feed.status(now)
    started = feed.starts if status in (IN_PROGRESS, DONE) else None
    return tag(
        "FeedSubmissionInfo",
        tag("FeedSubmissionId", feed.id),
        tag("FeedType", feed.kind),
        tag("SubmittedDate", _moment(feed.submitted)),
        tag("FeedProcessingStatus", status),
        maybe("StartedProcessingDate", _moment(started) if started else None),
        maybe("CompletedProcessingDate", _moment(feed.ends) if status == DONE else None),
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
