"""The queue: procrastinate wakes, runs, locks and spreads what ``tick`` claims of the due work."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from packhaus.engine import bulk, due

logger = logging.getLogger(__name__)


@app.task(name="due", queue="due")
def run_due(due_id: int, kind: str, subject: int) -> None:
    """One job: ids only, never personal data."""
    close_old_connections()
    try:
        due.run(due_id, kind, subject)
    finally:
        close_old_connections()


class Ticker:
    """Ticks again and again, and notices where the clock was set back in between.

    What was due by the clock as it was lies too far ahead then, by as much as it was wrong: it is done now,
    for all work may be done early or twice.
    """

    _A_STEP_BACK = timedelta(minutes=1)

    def __init__(self) -> None:
        self._last: datetime | None = None

    def tick(self, moment: datetime) -> int:
        """As ``tick``."""
        if self._last is not None and moment < self._last - self._A_STEP_BACK:
            brought = bulk.bring_forward(moment)
            by = self._last - moment
            logger.warning("the clock was set back by %s: %d pieces of work are due now", by, brought)
        self._last = moment
        return tick(moment)


def tick(moment: datetime, most: int = 200) -> int:
    """Claim what is due at ``moment`` and enqueue it, both in one commit. How many.

    Two jobs of one subject never run at once.
    """
    with transaction.atomic():
        claimed = bulk.claim(moment, moment + due.CLAIM, most)
        for work in claimed:
            run_due.configure(lock=f"{work.kind}:{work.subject}").defer(
                due_id=work.id, kind=work.kind, subject=work.subject
            )
    return len(claimed)
