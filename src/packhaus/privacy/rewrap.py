"""Rules 1, 2 and 4 of the lease keys at work: records are wrapped again before their lease ends.

Only the wrapped key changes; what is sealed is not opened. A page is a transaction, so that it can be
killed at any time; rows that another worker holds are left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from packhaus.engine.seams import seam
from packhaus.kit.errors import Problem
from packhaus.kit.words import Words
from packhaus.privacy import bulk, retire
from packhaus.privacy.bulk import HeldRow
from packhaus.privacy.errors import SealBroken
from packhaus.privacy.holdings import Holding
from packhaus.privacy.keys import KeyRing, LeaseName
from packhaus.privacy.keys_in_hand import KeysInHand
from packhaus.privacy.retention import Lease, is_over, lease_for, must_rewrap, utc_day

PAGE = 5000

Eraser = Callable[[Holding, Sequence[HeldRow]], int]
"""Deletes rows whose term is over, in the caller's transaction. How many."""


@dataclass(kw_only=True)
class Rewrapped:
    """What a pass over a holding found: rows.

    ``over``: their term has ended; ``cleared``: of these, deleted. ``refused``: why rows could not be wrapped
    again, by their lease key's name; ``broken``: how many of those can be opened by nobody any more.
    ``skipped``: left for the next pass; another one worked on them, or ``stop`` said so.
    """

    seen: int = 0
    wrapped: int = 0
    over: int = 0
    cleared: int = 0
    skipped: int = 0
    refused: dict[str, Words] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pass:
    holding: Holding
    now: datetime
    today: date
    leaving: frozenset[str]
    erase: Eraser | None
    done: Rewrapped
    leases: dict[str, Lease] = field(default_factory=dict)
    """By the keys' names: there may be a million rows under one."""

    def wants(self, row: HeldRow) -> bool:
        """Whether something is to be done about a row."""
        if is_over(row.last_day, self.today):
            return self.erase is not None
        return retire.held_too_long(row.held_until, row.last_day) or self.must_move(row)

    def must_move(self, row: HeldRow) -> bool:
        """Rule 2; and away from a key that is retired (rule 4)."""
        lease = self.leases.get(row.lease)
        if lease is None:
            try:
                lease = self.leases[row.lease] = LeaseName.parse(row.lease).lease
            except Problem as problem:
                self.done.refused[row.lease] = problem.words
                return False
        return row.lease in self.leaving or must_rewrap(lease, row.last_day, self.today)


def rewrap(
    holding: Holding,
    ring: KeyRing,
    now: datetime,
    *,
    page: int = PAGE,
    leaving: Sequence[str] = (),
    erase: Eraser | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Rewrapped:
    """Wrap again what is due by rules 1, 2 and 4. A row that cannot be unwrapped stops no other.

    ``leaving``: only rows under these lease keys, all of which must move. ``erase`` is handed the rows whose
    term is over; without it they are left as they are. ``stop`` is asked after each page.
    """
    done = Rewrapped()
    passing = _Pass(holding, now, utc_day(now), frozenset(leaving), erase, done)
    after = 0
    while rows := bulk.page_of(holding, after, page, leaving):
        after = rows[-1].id
        done.seen += len(rows)
        done.over += sum(is_over(row.last_day, passing.today) for row in rows)
        due = [row.id for row in rows if passing.wants(row)]
        if due:
            with transaction.atomic():
                bulk.share_lease_keys()
                # Anew for each page: between two, a key may be retired and destroyed by another worker.
                _page(passing, due, KeysInHand(ring, now))
            seam("erase.page")
        if stop():
            done.skipped += 1
            break
    return done


def _page(passing: _Pass, ids: list[int], keys: KeysInHand) -> None:
    # Somebody else may have written or wrapped a row since the page was read: so they are asked again.
    held = bulk.lock_rows(passing.holding, ids)
    passing.done.skipped += len(ids) - len(held)
    rows = [row for row in held if passing.wants(row)]
    retire.retire_held_too_long(rows, passing.now)
    over = [row for row in rows if is_over(row.last_day, passing.today)]
    if over and passing.erase is not None:
        passing.done.cleared += passing.erase(passing.holding, over)
    living = [row for row in rows if not is_over(row.last_day, passing.today)]
    moved, stayed = _move(living, passing, keys)
    if moved:
        bulk.write_wrapped(passing.holding, moved)
    if stayed:
        bulk.write_held(passing.holding, stayed)
    passing.done.wrapped += len(moved)


def _move(
    rows: Sequence[HeldRow], passing: _Pass, keys: KeysInHand
) -> tuple[list[tuple[int, str, bytes, date | None]], list[tuple[int, date | None]]]:
    moved: list[tuple[int, str, bytes, date | None]] = []
    stayed: list[tuple[int, date | None]] = []
    for row in rows:
        until = retire.narrowed(row.held_until, row.last_day)
        if not passing.must_move(row):
            stayed.append((row.id, until))
            continue
        lease = lease_for(row.last_day, passing.today)
        try:
            new = keys.for_sealing(lease)
            key = keys.for_opening(row.lease).unwrap(row.wrapped)
        except Problem as problem:
            passing.done.refused[row.lease] = problem.words
            if isinstance(problem, SealBroken):
                passing.done.broken[row.lease] = passing.done.broken.get(row.lease, 0) + 1
            continue
        moved.append((row.id, new.name, new.wrap(key), until and max(until, lease.day)))
    return moved, stayed
