"""The shop's own time, which each answer tells, against ours: a clock that is wrong is said."""

from __future__ import annotations

from datetime import datetime

from packhaus.shops.models import Connection
from packhaus.shops.rules import clock_is_wrong


def compare(connection: Connection, heard_at: datetime | None, here: datetime) -> None:
    """Keep how far the shop's clock is ahead of ours, in seconds, where that is too much; else nothing.

    ``heard_at``: the shop's time in its last answer, ``here``: ours when that came in. It is written only
    where something has changed by more than a minute, for there is an answer every few seconds.
    """
    if heard_at is None:
        return
    off = round((heard_at - here).total_seconds())
    known = connection.clock_off_seconds
    found = off if clock_is_wrong(off) else None
    if found == known or (found is not None and known is not None and abs(found - known) <= 60):
        return
    Connection.objects.filter(pk=connection.pk).update(clock_off_seconds=found)
    connection.clock_off_seconds = found
