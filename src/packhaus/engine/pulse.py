"""Whether anybody does what is due."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from packhaus.engine import bulk

PATIENCE = timedelta(minutes=2)
"""How long due work may lie before a worker is missed."""
_BEATS_MISSED = 3


def stalled_seconds() -> float:
    """After how many real seconds without a heartbeat a worker counts as gone.

    ``PACKHAUS_STALLED_SECONDS`` in the environment changes it.
    """
    return float(os.environ.get("PACKHAUS_STALLED_SECONDS", "20"))


def down_since(now: datetime) -> datetime | None:
    """Since when no worker takes what is due; None where one does, or nothing has been due for long.

    Overdue work alone is no proof: a worker can be busy, or the demo's clock have leapt. So its heartbeat in
    the queue must be missing too, which is counted in the database's real seconds.
    """
    overdue = bulk.overdue_since(now - PATIENCE)
    if overdue is None:
        return None
    beat = bulk.seconds_since_heartbeat()
    return None if beat is not None and beat < stalled_seconds() * _BEATS_MISSED else overdue
