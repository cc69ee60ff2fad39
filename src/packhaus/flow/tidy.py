"""Tidy: what has ended by itself and is of no more use is deleted, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore

from packhaus.engine.due import due_kind, make_due
from packhaus.flow import exchange
from packhaus.privacy.access import log

KIND = "tidy"
EVERY = timedelta(days=1)


def start_tidy(now: datetime) -> None:
    """Let the work be due, if it is not yet: a worker calls it at its start."""
    make_due(KIND, 0, now)


@due_kind(KIND)
def tidy(_: int, now: datetime) -> datetime:
    """Delete expired sessions, answers of a shop that nobody used, old log rows; come again in a day."""
    exchange.forget_old(now)
    log.forget_old(now)
    # Django judges by the host's clock whether a session still holds, so the same must judge here: by the
    # demo's clock, moved ahead, somebody who is logged in would be logged out.
    SessionStore.clear_expired()
    return now + EVERY
