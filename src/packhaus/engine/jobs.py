"""The queue: procrastinate wakes, runs, locks and spreads what ``due.tick`` hands over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import close_old_connections
from procrastinate.contrib.django import app

from packhaus.engine import due
from packhaus.engine.bulk import Claimed


@app.task(name="due", queue="due")
def run_due(due_id: int, kind: str, subject: int) -> None:
    """One job: ids only, never personal data."""
    close_old_connections()
    try:
        due.run(due_id, kind, subject)
    finally:
        close_old_connections()


def hand_over(claimed: Sequence[Claimed]) -> None:
    """Enqueue claimed work in the caller's transaction; two jobs of one subject never run at once."""
    for work in claimed:
        run_due.configure(lock=f"{work.kind}:{work.subject}").defer(
            due_id=work.id, kind=work.kind, subject=work.subject
        )
