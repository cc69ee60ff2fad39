"""How it stands with a merchant's archive, for the panel and for mails. Nothing of buyers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from packhaus.accounts.models import Organization
from packhaus.kit.words import Words
from packhaus.privacy.archive import bulk
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchivedOrder, ArchiveRecipient
from packhaus.privacy.archive.rules import days_left, still_held_since, tax_last_day


@dataclass(frozen=True)
class Status:
    """``waiting`` orders are in no bundle yet; the first of their data goes after ``first_day``.

    ``broken``: bundles that are not as they were written; ``over``: those that need not be kept any more;
    ``missed``: orders whose data went before a bundle could be written. Not ``counted``: nobody looked what
    waits.
    """

    is_on: bool
    problem: Words | None = None
    problem_since: datetime | None = None
    waiting: int = 0
    first_day: date | None = None
    days_left: int | None = None
    broken: int = 0
    over: int = 0
    missed: int = 0
    counted: bool = True


def status_of(organization: Organization, now: datetime, *, counted: bool = True) -> Status:
    """The archive of a merchant now. Not ``counted``: what waits is counted only where there is a problem."""
    kept = Archive.objects.filter(organization=organization).first()
    if kept is None:
        return Status(is_on=False)
    is_on = ArchiveRecipient.objects.filter(organization=organization, ended_at=None).exists()
    counted = is_on and (counted or kept.problem is not None)
    left_at, _, waiting = (
        bulk.oldest_waiting(organization.pk, still_held_since(now)) if counted else (None, None, 0)
    )
    bundles = ArchiveBundle.objects.filter(organization=organization, gone_at=None).exclude(written_at=None)
    return Status(
        is_on=is_on,
        problem=Words.from_stored(kept.problem) if is_on else None,
        problem_since=kept.problem_since,
        waiting=waiting,
        first_day=None if left_at is None else tax_last_day(left_at),
        days_left=None if left_at is None else days_left(left_at, now),
        broken=bundles.filter(problem__isnull=False).count(),
        over=bundles.filter(keep_until__lt=now.date()).count(),
        missed=ArchivedOrder.objects.filter(organization=organization, bundle=None).count(),
        counted=counted,
    )


def bundle_of(order_id: int) -> ArchiveBundle | None:
    """The bundle in which an order is; None where it is in none."""
    found = ArchivedOrder.objects.filter(order_id=order_id).select_related("bundle").first()
    if found is None or found.bundle is None or found.bundle.written_at is None:
        return None
    return found.bundle
