"""Rules 1 and 2 of the lease keys at work: records are wrapped again before their lease ends.

Only the wrapped key changes; what is sealed is not opened. A page is a transaction, so that it can be
killed at any time; rows that another worker holds are left to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from packhaus.kit.errors import Problem
from packhaus.kit.words import Words
from packhaus.privacy import bulk
from packhaus.privacy.bulk import HeldRow
from packhaus.privacy.holdings import Holding
from packhaus.privacy.keys import KeyRing, KeysInHand, LeaseName
from packhaus.privacy.retention import is_over, lease_for, must_rewrap, utc_day

PAGE = 1000


@dataclass(kw_only=True)
class Rewrapped:
    """What a pass over a holding found: rows.

    ``over``: their term has ended, so they are left as they are. ``refused``: why rows could not be wrapped
    again, by their lease key's name.
    """

    seen: int = 0
    wrapped: int = 0
    over: int = 0
    refused: dict[str, Words] = field(default_factory=dict)


def rewrap(holding: Holding, ring: KeyRing, now: datetime, *, page: int = PAGE) -> Rewrapped:
    """Wrap again what is due by rules 1 and 2. A row that cannot be unwrapped stops no other."""
    done = Rewrapped()
    today = utc_day(now)
    keys = KeysInHand(ring, now)
    after = 0
    while rows := bulk.page_of(holding, after, page):
        after = rows[-1].id
        done.seen += len(rows)
        done.over += sum(is_over(row.last_day, today) for row in rows)
        due = [row.id for row in rows if _is_due(row, today, done)]
        if due:
            with transaction.atomic():
                _rewrap_page(holding, keys, due, today, done)
    return done


def _rewrap_page(holding: Holding, keys: KeysInHand, ids: list[int], today: date, done: Rewrapped) -> None:
    changed: list[tuple[int, str, bytes]] = []
    for row in bulk.lock_rows(holding, ids):
        # Somebody else may have written or wrapped it since the page was read.
        if not _is_due(row, today, done):
            continue
        new = keys.for_sealing(lease_for(row.last_day, today))
        try:
            key = keys.for_opening(row.lease).unwrap(row.wrapped)
        except Problem as problem:
            done.refused[row.lease] = problem.words
            continue
        changed.append((row.id, new.name, new.wrap(key)))
    if changed:
        bulk.write_wrapped(holding, changed)
    done.wrapped += len(changed)


def _is_due(row: HeldRow, today: date, done: Rewrapped) -> bool:
    try:
        lease = LeaseName.parse(row.lease).lease
    except Problem as problem:
        done.refused[row.lease] = problem.words
        return False
    return must_rewrap(lease, row.last_day, today)
