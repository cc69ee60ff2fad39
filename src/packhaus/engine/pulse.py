"""Whether anybody does what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from packhaus.engine import bulk

PATIENCE = timedelta(minutes=2)
"""How long due work may lie before a worker is missed."""
_SILENT_SECONDS = 60.0


def down_since(now: datetime) -> datetime | None:
    """Since when no worker takes what is due; None where one does, or nothing has been due for long.

    Overdue work alone is no proof: a worker can be busy, or the demo's clock have leapt. So its heartbeat in
    the queue must be missing too, which is counted in the database's real seconds.
    """
    overdue = bulk.overdue_since(now - PATIENCE)
    if overdue is None:
        return None
    beat = bulk.seconds_since_heartbeat()
    return None if beat is not None and beat < _SILENT_SECONDS else overdue
