"""The queue: procrastinate wakes, runs, locks and spreads what ``tick`` claims of the due work."""

from __future__ import annotations

from datetime import datetime

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from packhaus.engine import bulk, due


@app.task(name="due", queue="due")
def run_due(due_id: int, kind: str, subject: int) -> None:
    """One job: ids only, never personal data."""
    close_old_connections()
    try:
        due.run(due_id, kind, subject)
    finally:
        close_old_connections()


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
