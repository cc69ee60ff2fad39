"""One run of the erasure: what it deletes and empties, with its receipts in the same commits (R4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.db import transaction

from packhaus.engine.seams import seam
from packhaus.privacy import retire
from packhaus.privacy.bulk import HeldRow
from packhaus.privacy.clearing import bulk
from packhaus.privacy.clearing.bulk import Counted
from packhaus.privacy.holdings import PLAIN, SEALED, Holding
from packhaus.privacy.models import ErasureReceipt, LeaseKey
from packhaus.privacy.retention import is_over, utc_day

Reason = ErasureReceipt.Reason
PAGE = 5000
PATIENCE = timedelta(hours=1)
"""So long after a day's end what went on it still counts as in time: the run takes its while."""


@dataclass(frozen=True)
class Run:
    """One run, begun at ``started_at``; the one before it ended at ``ran_at`` (None: there was none)."""

    started_at: datetime
    ran_at: datetime | None = None
    reason: Reason = Reason.TERM

    @property
    def today(self) -> date:
        """Its day (UTC)."""
        return utc_day(self.started_at)

    def is_late(self, last_day: date | None) -> bool:
        """Whether what had its last day then was due while the program was off."""
        if last_day is None or self.ran_at is None:
            return False
        due = datetime.combine(last_day + timedelta(days=1), time(), UTC)
        return self.ran_at < due and due + PATIENCE < self.started_at

    def erase_rows(self, holding: Holding, rows: Sequence[HeldRow]) -> int:
        """Delete sealed rows whose term is over; the caller holds them."""
        return sum(
            self._counted(holding, bulk.delete_rows(holding, [row.id for row in some]), late)
            for late, some in groupby(sorted(rows, key=self._late), key=self._late)
        )

    def erase_dead_rows(self, holding: Holding) -> int:
        """Delete rows under keys that are destroyed: nobody can open them. A page is a transaction.

        Where keys of later days had held them before, a copy can be opened with those: they go too (rule 4).
        """
        total = 0
        for late, leases in self._destroyed().items():
            while True:
                with transaction.atomic():
                    found = bulk.delete_under(holding, leases, PAGE)
                    retire.retire_beyond({(dead.day, dead.held_until) for dead in found}, self.started_at)
                    done = self._counted(
                        holding, (Counted(dead.organization_id, dead.rows) for dead in found), late
                    )
                seam("erase.page")
                total += done
                if not done:
                    break
        return total

    def _destroyed(self) -> dict[bool, list[str]]:
        """The keys that ended lately, by whether what lies under them is late."""
        found: dict[bool, list[str]] = {}
        since = self.started_at - timedelta(days=400)
        for name, day in LeaseKey.objects.filter(destroyed_at__gt=since).values_list("name", "day"):
            found.setdefault(self.is_late(day), []).append(name)
        return found

    def erase_orders(self, order_ids: Sequence[int], late: bool, *, sealed: bool) -> None:
        """Delete and empty all that is held of orders, which the caller holds.

        ``sealed``: their sealed rows too, and what of these lies under keys of later days goes from every
        copy (rule 4). A run has deleted them before, but those that another one held at that moment.
        """
        for holding in (each for each in SEALED if each.is_of_orders and sealed):
            for until in bulk.held_until_of_orders(holding, order_ids):
                if until is None or not is_over(until, self.today):
                    retire.retire_until(until, self.started_at)
            self._counted(holding, bulk.delete_of_orders(holding, order_ids), late)
        for holding in (each for each in PLAIN if not each.blank):
            self._counted(holding, bulk.delete_of_orders(holding, order_ids), late)
        for holdings in _by_table(each for each in PLAIN if each.blank):
            for holding, found in zip(holdings, bulk.empty_columns(holdings, order_ids), strict=True):
                self._counted(holding, found, late)

    def _late(self, row: HeldRow) -> bool:
        return self.is_late(row.last_day)

    def _counted(self, holding: Holding, found: Iterable[Counted], late: bool) -> int:
        total = 0
        for organization_id, rows in found:
            total += rows
            bulk.add_to_receipt(organization_id, holding.name, self.reason, late, rows, self.started_at)
        return total


def _by_table(holdings: Iterable[Holding]) -> list[list[Holding]]:
    def place(holding: Holding) -> str:
        return holding.table

    return [list(found) for _, found in groupby(sorted(holdings, key=place), key=place)]
