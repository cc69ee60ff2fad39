"""Archive: what tax law makes the merchant keep is in a bundle long before the vault lets it go (R4.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Organization
from packhaus.engine.due import due_kind, make_due
from packhaus.kit.errors import Problem
from packhaus.kit.words import Words
from packhaus.messages import outbox
from packhaus.privacy.archive.check import check_due
from packhaus.privacy.archive.models import Archive
from packhaus.privacy.archive.status import status_of
from packhaus.privacy.archive.write import public_keys, write_due

KIND = "archive"
EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=15)
TOLD_AT = (0, 1, 3, 7, 14)
"""With so many days left a mail goes out while bundles cannot be written."""


def start_archiving(now: datetime) -> None:
    """Let each merchant's archive be looked at, if it is not: a worker calls it at its start."""
    make_due(KIND, list(Archive.objects.values_list("organization_id", flat=True)), now)


@due_kind(KIND)
def archive(organization_id: int, now: datetime) -> datetime | None:
    """Write what is due, check what was written; say what is wrong, with the days that are left."""
    if not Archive.objects.filter(organization_id=organization_id).exists():
        return None
    problem: Problem | None = None
    if public_keys(organization_id):
        try:
            write_due(organization_id, now)
        except Problem as found:
            problem = found
    check_due(organization_id, now)
    _note(organization_id, problem, now)
    return now + (EVERY if problem is None else AGAIN)


def _note(organization_id: int, problem: Problem | None, now: datetime) -> None:
    with transaction.atomic():
        kept = Archive.objects.select_for_update().filter(organization_id=organization_id).first()
        if kept is None:
            return
        kept.problem = None if problem is None else problem.words.stored()
        kept.problem_since = None if problem is None else kept.problem_since or now
        kept.save(update_fields=["problem", "problem_since"])
        if problem is not None:
            _tell(kept.organization, problem.words, now)


def _tell(organization: Organization, why: Words, now: datetime) -> None:
    """A mail when 14, 7, 3, 1 and no days are left before data goes that is in no bundle."""
    status = status_of(organization, now)
    if status.first_day is None or status.days_left is None:
        return
    step = next((days for days in TOLD_AT if status.days_left <= days), None)
    if step is None:
        return
    line = {
        "account": organization.name,
        "ends_on": status.first_day.isoformat(),
        "count": status.waiting,
        "reason": why.stored(),
    }
    outbox.ask(
        organization,
        outbox.owners(organization),
        "archive_not_written",
        {"lines": [line]},
        f"archive:{status.first_day}:{step}",
        now,
    )
