"""The feeds that were submitted, and how far each one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ORDER_FULFILLMENT = "_POST_ORDER_FULFILLMENT_DATA_"
SUBMITTED, IN_PROGRESS, DONE = "_SUBMITTED_", "_IN_PROGRESS_", "_DONE_"
STATUSES = (
    "_AWAITING_ASYNCHRONOUS_REPLY_",
    "_CANCELLED_",
    DONE,
    IN_PROGRESS,
    "_IN_SAFETY_NET_",
    SUBMITTED,
    "_UNCONFIRMED_",
)
_FIRST_ID = 50_001_018_590


@dataclass(repr=False)
class Feed:
    """One submission: waits, is worked on, and has a report in the end."""

    id: str
    kind: str
    seller_id: str
    content: bytes
    submitted: datetime
    starts: datetime
    ends: datetime
    report: bytes | None = None

    def status(self, now: datetime) -> str:
        """As GetFeedSubmissionList tells it."""
        if self.report is not None:
            return DONE
        return SUBMITTED if now < self.starts else IN_PROGRESS


class Feeds:
    """All submissions by id, oldest first."""

    def __init__(self) -> None:
        self.by_id: dict[str, Feed] = {}

    def submit(self, kind: str, seller_id: str, content: bytes, now: datetime, seconds: float) -> Feed:
        """Take one in; it is done after so many simulated seconds, and begun after a third of them."""
        number = str(_FIRST_ID + len(self.by_id))
        starts, ends = now + timedelta(seconds=seconds / 3), now + timedelta(seconds=seconds)
        feed = Feed(number, kind, seller_id, content, now, starts, ends)
        self.by_id[number] = feed
        return feed

    def due(self, now: datetime) -> list[Feed]:
        """Those that are to be finished by now, in the order in which they came."""
        return [feed for feed in self.by_id.values() if feed.report is None and feed.ends <= now]
