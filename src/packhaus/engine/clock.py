"""The time: this host's steady clock, set by the database's, moved by the demo's shift.

All processes and hosts that share a database share its time, whatever their own clocks say, and a
year can be lived in a test by moving one row.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

from packhaus.engine import bulk

_FRESH_SECONDS = 0.5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_lock = threading.Lock()
_read_at: float | None = None
_base = 0.0


def now() -> datetime:
    """The time now, aware, UTC. A moved shift is seen within half a second."""
    global _read_at, _base
    here = time.monotonic()
    with _lock:
        if _read_at is None or here - _read_at > _FRESH_SECONDS:
            seconds, shift = bulk.read_clock()
            here = time.monotonic()
            _base, _read_at = seconds + shift - here, here
        return _EPOCH + timedelta(seconds=_base + here)


def forget() -> None:
    """Read the database's clock again at the next question (after a move in this process)."""
    global _read_at
    with _lock:
        _read_at = None


def move(seconds: float) -> None:
    """Move the clock of all processes by ``seconds``: for the demo and tests only."""
    bulk.move_clock(seconds)
    forget()
