"""Which purpose ends when, and under which lease key a record lies until then (R4.2).

Days are UTC. A lease key of kind ``end`` is one whose day is the last day of what lies under it; one of
kind ``run`` only carries a record on, and is followed by another (DESIGN.md, Lease keys, exactly).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from packhaus.kit.errors import Bug
from packhaus.kit.personal import Purpose
from packhaus.kit.words import Words, gettext_noop

KEPT = timedelta(hours=720)
KEPT_UNSHIPPED = timedelta(days=60)
LONGEST_LEASE = timedelta(days=7)
RENEWED_BEFORE = timedelta(days=2)
_DAY = timedelta(days=1)


class LeaseKind(StrEnum):
    """Whether a lease key's day is the end of what lies under it, or only the end of the lease."""

    RUN = "run"
    END = "end"


class Lease(NamedTuple):
    """What a lease key is made for: its kind and its day (UTC)."""

    kind: LeaseKind
    day: date


class Term(NamedTuple):
    """How long personal data may be kept: the last UTC day, and why."""

    last_day: date
    why: Words


class TermSource(Protocol):
    """What an order says of its terms; the order's model has these."""

    @property
    def purchased_at(self) -> datetime:
        """When it was bought."""

    @property
    def ship_by(self) -> datetime | None:
        """The latest time at which it must leave."""

    @property
    def shipped_at(self) -> datetime | None:
        """When its last parcel left."""

    @property
    def delivered_at(self) -> datetime | None:
        """When its last parcel arrived."""

    @property
    def cancelled_here_at(self) -> datetime | None:
        """When the merchant cancelled it here."""

    @property
    def shop_state(self) -> str:
        """The shop's status, as ``shops.port.ShopState`` has it."""

    @property
    def shop_updated_at(self) -> datetime:
        """The shop's own time of its last change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFacts:
    """What decides how long an order's personal data may be kept. Times are aware; None: not known.

    ``shipped_at`` is of the last parcel, ``ship_by`` the latest ship-by time.
    """

    purchased_at: datetime | None = None
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None


def facts_of(order: TermSource) -> TermFacts:
    """The facts of a stored order."""
    return facts_from(
        order.purchased_at,
        order.ship_by,
        order.shipped_at,
        order.delivered_at,
        order.cancelled_here_at,
        order.shop_state,
        order.shop_updated_at,
    )


def facts_from(
    purchased_at: datetime | None,
    ship_by: datetime | None,
    shipped_at: datetime | None,
    delivered_at: datetime | None,
    cancelled_here_at: datetime | None,
    shop_state: str,
    shop_updated_at: datetime | None,
) -> TermFacts:
    """The facts out of an order's columns.

    A shop tells no time of a cancellation: its last word on a cancelled order stands for it, and
    :func:`term` bounds what that can add.
    """
    cancelled_there_at = shop_updated_at if shop_state == "cancelled" else None
    return TermFacts(
        purchased_at=purchased_at,
        ship_by=ship_by,
        shipped_at=shipped_at,
        delivered_at=delivered_at,
        cancelled_at=_earliest(cancelled_here_at, cancelled_there_at),
    )


def term(facts: TermFacts, purpose: Purpose) -> Term | None:
    """How long data of ``purpose`` may be kept, and why; None while nothing tells (R4.2).

    Fulfillment: 30 days after shipment. Tax: 30 days after delivery, or after shipment where no delivery
    is known. Never shipped: 60 days after the latest ship-by. Cancelled before it was shipped: 30 days after
    that, and never longer than had it not been cancelled. Raises Bug for a time without a zone.
    """
    shipped_at = _earliest(facts.shipped_at, facts.delivered_at)
    if shipped_at is None:
        return _term_unshipped(facts)
    if purpose is Purpose.TAX and facts.delivered_at is not None:
        return Term(
            _last_whole_day(facts.delivered_at, KEPT), Words(gettext_noop("30 days after the delivery"))
        )
    if purpose is Purpose.TAX:
        return Term(
            _last_whole_day(shipped_at, KEPT),
            Words(gettext_noop("30 days after the shipment, for no delivery is known")),
        )
    return Term(_last_whole_day(shipped_at, KEPT), Words(gettext_noop("30 days after the shipment")))


def last_day(facts: TermFacts, purpose: Purpose) -> date | None:
    """The last UTC day on which data of ``purpose`` may be kept; None while nothing tells (R4.2)."""
    found = term(facts, purpose)
    return None if found is None else found.last_day


def may_come_in(facts: TermFacts, purpose: Purpose, now: datetime) -> bool:
    """Whether data of ``purpose`` may still come in: not when it is older than its rule (R4.2)."""
    return not is_over(last_day(facts, purpose), utc_day(now))


def is_over(last: date | None, today: date) -> bool:
    """Whether a last day lies behind us."""
    return last is not None and last < today


def set_aside_last_day(first_at: datetime, facts: TermFacts | None = None) -> date:
    """The last UTC day of the text of an order that could not be read.

    Such a text tells no term of its own: 30 days after it was first set aside, or the end of fulfilling,
    where that could be read and comes earlier.
    """
    return text_last_day(_last_whole_day(first_at, KEPT), facts)


def text_last_day(ends_on: date, facts: TermFacts | None) -> date:
    """The last UTC day of the text of an order that is known here by these ``facts``; None: it is not.

    All that is in an order lies in its text, so it goes when fulfilling ends, ``ends_on`` at the latest.
    """
    theirs = None if facts is None else last_day(facts, Purpose.FULFILLMENT)
    return ends_on if theirs is None else min(ends_on, theirs)


def lease_for(last: date | None, today: date) -> Lease:
    """Rule 1: the lease key for a record that may be kept until ``last`` (None: not known yet).

    Raises Bug where that day is over.
    """
    if last is None or last - today > LONGEST_LEASE:
        return Lease(LeaseKind.RUN, today + LONGEST_LEASE)
    if last < today:
        raise Bug(
            Words(
                gettext_noop("There is no lease for a day that is over: %(day)s"), {"day": last.isoformat()}
            )
        )
    return Lease(LeaseKind.END, last)


def must_rewrap(lease: Lease, last: date | None, today: date) -> bool:
    """Rule 2: whether a record under ``lease`` that may be kept until ``last`` needs another lease now.

    From two days before a ``run`` key's day, and as soon as the last day comes within 7 days; and whenever
    the last day is no longer that of its ``end`` key. Never where the term or an ``end`` key's day is over:
    what has ended stays ended.
    """
    if is_over(last, today):
        return False
    if lease.kind is LeaseKind.END:
        return lease.day >= today and lease.day != last
    return today >= lease.day - RENEWED_BEFORE or (last is not None and last - today <= LONGEST_LEASE)


def utc_day(moment: datetime) -> date:
    """The UTC day of an aware time. Raises Bug for a time without a zone."""
    if moment.tzinfo is None:
        raise Bug(Words(gettext_noop("A time without a zone decides nothing about personal data")))
    return moment.astimezone(UTC).date()


def _last_whole_day(begin: datetime, kept: timedelta) -> date:
    # A shop that knows no date may send the last one that there is: it must not stop all others' erasure.
    try:
        return utc_day(begin + kept) - _DAY
    except OverflowError:
        return date.max - _DAY


def _term_unshipped(facts: TermFacts) -> Term | None:
    found: list[Term] = []
    if facts.ship_by is not None:
        found.append(
            Term(
                _last_whole_day(facts.ship_by, KEPT_UNSHIPPED),
                Words(gettext_noop("60 days after the latest ship-by date, for it was not shipped")),
            )
        )
    elif facts.purchased_at is not None:
        found.append(
            Term(
                _last_whole_day(facts.purchased_at, KEPT_UNSHIPPED),
                Words(
                    gettext_noop("60 days after the purchase, for it was not shipped and has no ship-by date")
                ),
            )
        )
    if facts.cancelled_at is not None:
        found.append(
            Term(
                _last_whole_day(facts.cancelled_at, KEPT),
                Words(gettext_noop("30 days after the cancellation")),
            )
        )
    return min(found, key=lambda each: each.last_day, default=None)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
