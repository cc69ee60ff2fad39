"""Erase: what is personal is carried on while its purpose lasts, and not a day longer (R4.2).

One run: keys whose day is over go first, and with them all copies; then what lives is wrapped again, and what
is over leaves the tables; then the keys that have become empty. It can be killed at any point and run by
several workers at once; the next run makes it good.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.engine import clock
from packhaus.engine.due import due_kind, make_due, trouble_of
from packhaus.engine.seams import seam
from packhaus.flow import bulk
from packhaus.kit.errors import NeedsMerchant, Problem, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.privacy import retire, watch
from packhaus.privacy.archive.before import before_erasing, before_erasing_now
from packhaus.privacy.clearing import bulk as clearing
from packhaus.privacy.clearing.run import PAGE, Reason, Run
from packhaus.privacy.destroy import delete_on_sight, destroy_keys
from packhaus.privacy.holdings import SEALED
from packhaus.privacy.keys import ring
from packhaus.privacy.models import ErasureReceipt
from packhaus.privacy.retention import is_over
from packhaus.privacy.rewrap import Rewrapped, rewrap

logger = logging.getLogger(__name__)

KIND = watch.ERASING
EVERY = timedelta(hours=1)
"""Far more often than the two days that rule 2 leaves, so that a term that moves is followed the same day."""
BEFORE_MIDNIGHT = timedelta(minutes=5)
"""A last look before a day's keys go, for terms that have just moved to a later day."""
AGAIN = timedelta(minutes=1)
"""Rows that another one worked on are looked at again so soon."""
IN_TROUBLE = timedelta(minutes=15)
"""What the merchant has to mend is looked at again so soon."""
_TOLD = Words(gettext_noop("The buyer's data is erased: the time for which it may be kept is over"))
_TOLD_EARLIER = Words(gettext_noop("The buyer's data is erased before its time, as it was asked for"))


@dataclass
class Erased:
    """What a run did: rows by holding, orders that are erased now, keys that ended, rows left for later."""

    rows: dict[str, Rewrapped] = field(default_factory=dict)
    orders: int = 0
    keys: list[str] = field(default_factory=list)
    skipped: int = 0


def start_erasing(now: datetime) -> None:
    """As a worker starts, before it does anything else: what was due while the program was off (rule 5).

    Trouble with it is said by the due work, which tries again; the worker does its other work meanwhile.
    """
    make_due(KIND, 0, now)
    try:
        erase_due(now)
    except NeedsMerchant as problem:
        logger.warning("%s", problem)
    except Exception as error:  # noqa: BLE001 - a full disk, say: the panel must come up to say so
        logger.error("erasure failed as the worker started: %s", trouble_of(error))


def start_reading(now: datetime) -> None:
    """As a process starts that shows personal data: files of keys whose day is over go first (rule 8)."""
    make_due(KIND, 0, now)
    try:
        watch.must_be_sure()
        delete_on_sight(ring(), now)
    except NeedsMerchant as problem:
        logger.warning("%s", problem)


@due_kind(KIND)
def erase_again(_: int, now: datetime) -> datetime:
    """Erase what is due, and come again within the hour, just before midnight (UTC) and at midnight."""
    try:
        done = erase_due(now)
    except NeedsMerchant as problem:
        # Trouble with one key must not make the others late: midnight stays midnight.
        raise Retry(problem.words, min(now + IN_TROUBLE, next_run(now)), cause="erase") from None
    return now + AGAIN if done.skipped else next_run(now)


def next_run(now: datetime) -> datetime:
    """When the next run is due."""
    midnight = retire.tonight(now)
    return min(moment for moment in (now + EVERY, midnight - BEFORE_MIDNIGHT, midnight) if moment > now)


def erase_due(now: datetime) -> Erased:
    """Erase all that is due at ``now``.

    Raises ClockInDoubt, and nothing is erased (rule 6); or NeedsMerchant, after all else is done, where keys
    cannot be deleted or records lie under keys that cannot be used.
    """
    run = Run(now, watch.beat())
    began = clock.now()

    def overtaken() -> bool:
        """Midnight has come: the keys of the day that ended go before anything else."""
        return now + (clock.now() - began) >= retire.tonight(now)

    done = Erased()
    problems: list[Problem] = []
    _destroy(run, done, problems, {})
    before_erasing(now)
    for holding in SEALED:
        dead = run.erase_dead_rows(holding)
        found = rewrap(holding, ring(), now, erase=run.erase_rows, stop=overtaken)
        found.cleared += dead
        done.rows[holding.name] = found
        done.skipped += found.skipped
    seam("erase.rows")
    _erase_orders(run, done, overtaken)
    seam("erase.orders")
    _leave_retired(run, done, overtaken)
    broken: dict[str, int] = {}
    for found in done.rows.values():
        for name, rows in found.broken.items():
            broken[name] = broken.get(name, 0) + rows
    _destroy(run, done, problems, broken)
    _say(done)
    ErasureReceipt.objects.filter(started_at=now, finished_at=None).update(
        finished_at=now + max(timedelta(), clock.now() - began)
    )
    watch.ran(now)
    _raise_first(problems, done)
    return done


def rewrap_due(now: datetime) -> dict[str, Rewrapped]:
    """Rules 1 and 2 alone: wrap again what needs it, and erase nothing; what was found, by holding.

    Raises NeedsMerchant, after all else is done, where records lie under keys that cannot be used.
    """
    done = Erased(rows={holding.name: rewrap(holding, ring(), now) for holding in SEALED})
    _raise_first([], done)
    return done.rows


def erase_now(order_ids: Sequence[int], reason: Reason, now: datetime, member: Member | None = None) -> int:
    """Erase orders before their time: somebody asked for it, or the merchant wants it. How many.

    The rows go at once; every key that ever held one is retired, and destroyed by due work in moments, with
    which the copies go (rule 4). Raises ClockInDoubt, and ArchiveProblem where what tax law makes the
    merchant keep cannot be written first.
    """
    watch.must_be_sure()
    before_erasing_now(order_ids, now)
    run = Run(now, reason=reason)
    done = 0
    with transaction.atomic():
        hold_still(order_ids)
        ids = list(Order.objects.filter(pk__in=order_ids, erased_at=None).values_list("pk", flat=True))
        if ids:
            _erase(run, ids, _TOLD_EARLIER, late=False, sealed=True)
            done = len(ids)
        ErasureReceipt.objects.filter(started_at=now, reason=reason).update(finished_at=now)
        if member is not None:
            bulk.erased_by(ids, member.pk, now)
        make_due(KIND, 0, now)
    return done


def _destroy(run: Run, done: Erased, problems: list[Problem], broken: dict[str, int]) -> None:
    try:
        done.keys += destroy_keys(ring(), run, broken).ended
    except Problem as problem:
        problems.append(problem)


def _erase_orders(run: Run, done: Erased, stop: Callable[[], bool]) -> None:
    """Orders of which nothing may be held any more; one that another one holds is left for the next run."""
    after = 0
    while True:
        with transaction.atomic():
            held = clearing.lock_orders_that_may_be_over(after, PAGE, run.started_at)
            over = [order for order in held if is_over(order.last_day, run.today)]
            for late in (False, True):
                ids = [order.id for order in over if run.is_late(order.last_day) is late]
                if ids:
                    _erase(run, ids, _TOLD, late, sealed=done.skipped > 0)
                    done.orders += len(ids)
        if not held:
            return
        if stop():
            done.skipped += 1
            return
        after = held[-1].id


def _erase(run: Run, ids: Sequence[int], told: Words, late: bool, *, sealed: bool) -> None:
    """Erase orders that the caller has locked, in its transaction."""
    run.erase_orders(ids, late, sealed=sealed)
    bulk.settle_confirmations(ids, run.started_at)
    refresh(clearing.mark_erased(ids, json.dumps(told.stored()), run.started_at), run.started_at)


def _leave_retired(run: Run, done: Erased, stop: Callable[[], bool]) -> None:
    """Rule 4: what lives under retired keys is moved to others."""
    names = retire.leaving(run.started_at)
    for holding in SEALED if names else ():
        found = rewrap(holding, ring(), run.started_at, leaving=names, erase=run.erase_rows, stop=stop)
        before = done.rows[holding.name]
        before.wrapped += found.wrapped
        before.cleared += found.cleared
        before.refused.update(found.refused)
        before.broken.update(found.broken)
        done.skipped += found.skipped


def _say(done: Erased) -> None:
    for name, found in done.rows.items():
        if found.wrapped or found.cleared:
            logger.info(
                "erasure, %s: %d of %d wrapped again, %d deleted",
                name,
                found.wrapped,
                found.seen,
                found.cleared,
            )
    if done.orders or done.keys:
        logger.info("erasure: %d orders erased, %d keys destroyed", done.orders, len(done.keys))


def _raise_first(problems: Sequence[Problem], done: Erased) -> None:
    for problem in problems:
        raise problem
    refused = {name: words for found in done.rows.values() for name, words in found.refused.items()}
    if refused:
        first = sorted(refused)[0]
        raise NeedsMerchant(
            Words(
                gettext_noop("%(keys)s lease keys cannot be used, the first of them %(name)s: %(why)s"),
                {"keys": str(len(refused)), "name": first, "why": str(refused[first])},
            )
        )
