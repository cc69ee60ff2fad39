"""What was erased when: the receipts, those of one run together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.holdings import HOLDINGS
from packhaus.privacy.models import ErasureReceipt

KEYS = "lease_key"
REASONS: dict[str, str] = {
    "term": gettext_noop("the time was over"),
    "request": gettext_noop("a person asked for it"),
    "merchant": gettext_noop("you wanted it"),
    "retired": gettext_noop("replaced, as something under it had to go earlier"),
}
_HOLDS = {each.name: each.holds for each in HOLDINGS}


@dataclass(frozen=True)
class Part:
    """What went of one holding."""

    name: str
    holds: Words | None
    rows: int


@dataclass(frozen=True)
class ErasedRun:
    """What one run erased for one reason. ``early`` is what went before its time, which must be nothing."""

    at: datetime
    finished_at: datetime | None
    why: str
    late_by_outage: bool
    early: int
    parts: tuple[Part, ...]
    keys: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many records went."""
        return sum(part.rows for part in self.parts)


def receipts(organization_id: int) -> QuerySet[ErasureReceipt]:
    """A merchant's receipts and those of the keys, which belong to the installation; newest first."""
    return ErasureReceipt.objects.filter(Q(organization_id=organization_id) | Q(organization=None)).order_by(
        "-started_at", "reason", "late_by_outage", "holding"
    )


def runs(found: Sequence[ErasureReceipt]) -> list[ErasedRun]:
    """Receipts, in the order of :func:`receipts`, by run."""

    def run(receipt: ErasureReceipt) -> tuple[datetime, str, bool]:
        return receipt.started_at, receipt.reason, receipt.late_by_outage

    return [_run(list(some)) for _, some in groupby(found, key=run)]


def _run(found: Sequence[ErasureReceipt]) -> ErasedRun:
    first = found[0]
    return ErasedRun(
        at=first.started_at,
        finished_at=max((one.finished_at for one in found if one.finished_at), default=None),
        why=REASONS[first.reason],
        late_by_outage=first.late_by_outage,
        early=sum(one.early for one in found),
        parts=tuple(
            Part(one.holding, _HOLDS.get(one.holding), one.rows) for one in found if one.holding != KEYS
        ),
        keys=tuple(key for one in found if one.holding == KEYS for key in one.keys),
    )
