"""Amazon's own reminders in Seller Central: weekly from a month before the end, and one on the day (R4.5)."""

from datetime import datetime

from packhaus_simulator.amazon.grants import Grant
from packhaus_simulator.amazon.terms import reminder_moments
from packhaus_simulator.seller import Notice, Seller

REMINDER, DEACTIVATED = "reminder", "deactivated"


def bring_notices(grant: Grant, seller: Seller, now: datetime) -> None:
    """Put what is due by now among the seller's notices, each once, with the moment that it was due."""
    if grant.until is None or grant.revoked or grant.replaced:
        return
    there = {(notice.authorization, notice.kind, notice.at) for notice in seller.notices}
    due = [(moment, REMINDER) for moment in reminder_moments(grant.until)]
    for moment, kind in [*due, (grant.until, DEACTIVATED)]:
        if grant.since <= moment <= now and (grant.number, kind, moment) not in there:
            notice = Notice(moment, kind, grant.number, grant.application.kind, grant.until)
            seller.notices.append(notice)
