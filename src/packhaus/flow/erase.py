"""Erase: what is personal is carried on while its purpose lasts, and not a day longer (R4.2).

For now the carrying on: rules 1 and 2 of the lease keys. No key is destroyed yet.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from packhaus.engine.due import due_kind, make_due
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.holdings import SEALED
from packhaus.privacy.keys import ring
from packhaus.privacy.rewrap import Rewrapped, rewrap

logger = logging.getLogger(__name__)

KIND = "rewrap"
EVERY = timedelta(hours=1)
"""Far more often than the two days that rule 2 leaves, so that a term that moves is followed the same day."""


def start_rewrap(now: datetime) -> None:
    """Let the work be due, if it is not yet: a worker calls it at its start."""
    make_due(KIND, 0, now)


@due_kind(KIND)
def rewrap_again(_: int, now: datetime) -> datetime:
    """Rewrap what is due, and come again in an hour."""
    rewrap_due(now)
    return now + EVERY


def rewrap_due(now: datetime) -> dict[str, Rewrapped]:
    """Wrap again every record whose lease needs it, in every sealed holding; what was found, by holding.

    It can be killed at any time and run by several workers at once. Raises NeedsMerchant, after all else is
    done, where records lie under keys that cannot be used.
    """
    found = {holding.name: rewrap(holding, ring(), now) for holding in SEALED}
    refused: dict[str, Words] = {}
    for name, done in found.items():
        refused.update(done.refused)
        if done.wrapped or done.over:
            logger.info("rewrapped %s: %d of %d, %d over", name, done.wrapped, done.seen, done.over)
    if refused:
        first = sorted(refused)[0]
        raise NeedsMerchant(
            Words(
                gettext_noop("%(keys)s lease keys cannot be used, the first of them %(name)s: %(why)s"),
                {"keys": str(len(refused)), "name": first, "why": str(refused[first])},
            )
        )
    return found
