"""What is due, and when, stands in our tables; ``jobs.tick`` claims it and hands it to the workers.

A kind of work is registered by its handler. The queue only wakes and spreads: emptying it loses
nothing, for the claim runs out and the work is due again. So every handler is safe to run twice.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from packhaus.engine import bulk
from packhaus.engine.acting import acting
from packhaus.engine.clock import now
from packhaus.engine.models import Due
from packhaus.kit.errors import Bug, NeedsMerchant, Problem, Retry
from packhaus.kit.words import Words, gettext_noop

logger = logging.getLogger(__name__)

Handler = Callable[[int, datetime], "datetime | None"]
"""Does the work about a subject, and says when it is due next (None: no more)."""

KINDS: dict[str, Handler] = {}
CLAIM = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(minutes=15)


def due_kind(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of one kind of due work."""

    def register(handler: Handler) -> Handler:
        KINDS[name] = handler
        return handler

    return register


def make_due(kind: str, subjects: int | Iterable[int], at: datetime) -> None:
    """Let the work of ``kind`` about each subject be due at ``at``; commits with the caller's write."""
    ids = [subjects] if isinstance(subjects, int) else list(subjects)
    if ids:
        bulk.make_due(kind, ids, at)


def back_off(moment: datetime, attempts: int) -> datetime:
    """When to try again after ``attempts`` failures in a row: 2, 4, 8 ... seconds, at most 15 minutes."""
    return moment + min(timedelta(seconds=2 ** min(attempts, 12)), _LONGEST_WAIT)


def trouble_of(error: BaseException) -> str:
    """An error without its message, for a message may quote personal data: types and places only."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    state = getattr(error.__cause__, "sqlstate", None)
    return f"{type(error).__name__}{f' {state}' if state else ''} at {places}"


def _handler(kind: str) -> Handler:
    try:
        return KINDS[kind]
    except KeyError:
        raise Bug(
            Words(
                gettext_noop(
                    "No worker knows work of the kind %(kind)s: a newer or an older version of Packhaus"
                    " left it. Run the same version everywhere; it is kept until then."
                ),
                {"kind": kind},
            )
        ) from None


def run(due_id: int, kind: str, subject: int) -> None:
    """Run one claimed piece of work and give the claim back, whatever happens."""
    moment = now()
    attempts = Due.objects.filter(pk=due_id).values_list("attempts", flat=True).first() or 0
    trouble, limited = "", False
    next_at: datetime | None
    try:
        with acting(f"work:{kind}"):
            next_at = _handler(kind)(subject, moment)
        attempts = 0
    except Retry as error:
        attempts += 1
        next_at = error.after or back_off(now(), attempts)
        trouble, limited = str(error.words), error.cause == "limit"
    except NeedsMerchant as error:
        attempts += 1
        next_at = now() + _LONGEST_WAIT
        trouble = str(error.words)
    except Problem as error:
        attempts += 1
        next_at = back_off(now(), attempts)
        trouble = str(error.words)
    except Exception as error:  # noqa: BLE001 - one piece of work must not stop the others
        attempts += 1
        next_at = back_off(now(), attempts)
        trouble = trouble_of(error)
        logger.error("work %s failed for the %d. time: %s", kind, attempts, trouble)
    bulk.release(due_id, next_at, attempts, trouble[:200], limited=limited)
