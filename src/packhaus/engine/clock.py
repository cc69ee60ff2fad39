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
_read = 0.0
_speed = 1.0
_unmoved = 0.0


def now() -> datetime:
    """The time now, aware, UTC. A moved shift is seen within half a second."""
    with _lock:
        since = _read_afresh()
        return _EPOCH + timedelta(seconds=_read + since * _speed)


def unmoved() -> datetime:
    """The database's own time, aware, UTC, whatever the demo did: by it a clock that leaps is noticed."""
    with _lock:
        since = _read_afresh()
        return _EPOCH + timedelta(seconds=_unmoved + since)


def _read_afresh() -> float:
    """Ask the database where that is half a second ago; the seconds since it was asked."""
    global _read_at, _read, _speed, _unmoved
    here = time.monotonic()
    if _read_at is None or here - _read_at > _FRESH_SECONDS:
        _read, _speed, _unmoved = bulk.read_clock()
        _read_at = here = time.monotonic()
    return here - _read_at


def forget() -> None:
    """Read the database's clock again at the next question (after a move in this process)."""
    global _read_at
    with _lock:
        _read_at = None


def move(seconds: float) -> None:
    """Move the clock of all processes by ``seconds``: for the demo and tests only."""
    bulk.move_clock(seconds)
    forget()


def run_at(speed: float) -> None:
    """Let ``speed`` seconds pass in one from now on, for all processes: for the demo and tests only."""
    bulk.move_clock(0, speed)
    forget()
