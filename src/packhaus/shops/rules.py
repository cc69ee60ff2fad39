"""How a connection stands, and what stands in its way: pure. Texts are in ``shops.causes``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from packhaus.authorizations.rules import End, Ending, Standing, standing
from packhaus.kit.words import Words
from packhaus.shops.causes import CAUSE_OF_PROBLEM, CAUSES, FAST, SLOW, WORK, Cause

CLOCK_MAY_DIFFER = timedelta(minutes=5)
ORDERS = "orders"
"""The work without which a connection is of no use."""
NEW_SECRET = timedelta(hours=1)
"""How long a refusal of a secret that was just entered is taken for slowness: half an hour was seen (E7)."""

Value = str | date | datetime | timedelta | Words | tuple[Words, ...]


@dataclass(frozen=True)
class Limited:
    """One kind of work that waits for the shop's limit, and until when."""

    work: str
    until: datetime


@dataclass(frozen=True)
class Trouble:
    """What one kind of ``work`` ran into, why (``kit.errors``), since when; ``also``: work that shares it."""

    words: Words
    cause: str
    work: str
    since: datetime
    also: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The cause that is said of it; empty: none is known, so its own words are."""
        if self.cause == "role" and self.work == ORDERS:
            return "role_orders"
        return CAUSE_OF_PROBLEM.get(self.cause, "")

    @property
    def works(self) -> tuple[Words, ...]:
        """All that stands still by it, in words; a test stands for all."""
        known = [WORK[work] for work in (self.work, *self.also) if work in WORK and work]
        return tuple(Words(text) for text in dict.fromkeys(known)) or (Words(WORK[""]),)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a connection. ``state_words``: why its authorization does not stand.

    ``clock_off_seconds``: how far the shop's clock is ahead of ours, where that is too much.
    ``worker_down_since``: since when nobody takes due work.
    """

    shop: str
    state: str
    state_cause: str
    end: End | None
    today: date
    state_words: Words | None = None
    troubles: tuple[Trouble, ...] = ()
    secret_ends_on: date | None = None
    secret_entered_at: datetime | None = None
    next_secret_at: datetime | None = None
    next_secret_given_up: bool = False
    addresses_readable: bool | None = None
    limited: tuple[Limited, ...] = ()
    worker_down_since: datetime | None = None
    clock_off_seconds: int | None = None
    last_read_at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A cause that was found, and what stands in its words.

    ``said``: what the shop said, in detail; ``since``: since when, where its words do not say it.
    """

    cause: Cause
    values: dict[str, Value] = field(default_factory=dict)
    said: Words | None = None
    since: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """Since when, whether or not its words say it."""
        at = self.values.get("at") if self.cause.code in _SAY_SINCE_WHEN else None
        return self.since or (at if isinstance(at, datetime) else None)


def clock_is_wrong(off_seconds: float) -> bool:
    """Whether a clock that differs by so much is more than an answer's way could make it."""
    return abs(off_seconds) > CLOCK_MAY_DIFFER.total_seconds()


def is_new_secret(entered_at: datetime, now: datetime) -> bool:
    """Whether a refused secret is so new that the shop may not have learned of it yet."""
    return timedelta(0) <= now - entered_at <= NEW_SECRET


def distinct(troubles: Iterable[Trouble], state: str, state_cause: str) -> list[Trouble]:
    """What is to be said of the troubles of a connection, the oldest first.

    What stands in the way of several kinds of work in the same words is said once. Where nobody is let in any
    more nothing is asked, so only what shut the door is said.
    """
    shut = state == "denied" and state_cause in ("secret", "token")
    found: dict[tuple[str, str, str], Trouble] = {}
    for one in sorted(troubles, key=lambda one: one.since):
        if not shut or one.cause == state_cause:
            work = one.work if one.code == "role" else ""
            key = (one.code, work, "" if one.code else str(one.words))
            known = found.get(key)
            found[key] = replace(known, also=(*known.also, one.work)) if known else one
    return list(found.values())


def causes_of(facts: Facts, now: datetime) -> list[Found]:
    """What stands in the way, the worst first; empty where all is well."""
    worst_first = {code: place for place, code in enumerate(CAUSES)}
    return [
        Found(CAUSES[code], {"shop": facts.shop} | values, said, since)
        for code, values, said, since in sorted(_each(facts, now), key=lambda entry: worst_first[entry[0]])
    ]


_Entry = tuple[str, dict[str, Value], Words | None, datetime | None]


def _each(facts: Facts, now: datetime) -> Iterator[_Entry]:
    standstill = _standstill(facts)
    if standstill is not None:
        yield standstill
    else:
        troubles = distinct(facts.troubles, facts.state, facts.state_cause)
        yield from (_trouble(facts, one) for one in troubles)
        denied = "keys" if facts.state_cause == "keys" else "role_orders"
        if facts.state == "denied" and not any(one.code == denied for one in troubles):
            yield denied, {}, facts.state_words, None
    if facts.next_secret_at is not None and facts.state != "revoked":
        if facts.next_secret_given_up:
            yield "secret_refused", {"at": facts.next_secret_at}, None, None
        elif standstill is None:
            yield "secret_waits", {"at": facts.next_secret_at}, None, None
    if facts.worker_down_since is not None:
        yield "worker", {"at": facts.worker_down_since}, None, None
    if facts.clock_off_seconds is not None:
        off = facts.clock_off_seconds
        way = Words(SLOW if off > 0 else FAST)
        yield "clock", {"span": timedelta(seconds=abs(off)), "way": way}, None, None
    if facts.addresses_readable is False:
        yield "addresses", {}, None, None
    waiting = [one for one in facts.limited if one.until > now]
    if waiting:
        work = max(waiting, key=lambda one: one.until)
        yield "limit", {"at": work.until, "work": Words(WORK[work.work])}, None, None


def _standstill(facts: Facts) -> _Entry | None:
    """Why no call is made at all; None where calls are made."""
    if facts.state == "revoked":
        return "revoked", {}, None, None
    trying = facts.next_secret_at is not None and not facts.next_secret_given_up
    shut = next((one for one in facts.troubles if one.cause == facts.state_cause), None)
    said, since = (shut.words, shut.since) if shut is not None else (facts.state_words, None)
    if standing(facts.end, facts.today) is Standing.DEACTIVATED and facts.end is not None:
        if facts.end.ending is Ending.YEAR:
            return "year_over", {"on": facts.end.on}, None, None
        if not trying:
            return "secret_over", {"on": facts.end.on}, None, None
    elif facts.state != "denied" or facts.state_cause in ("role", "keys"):
        # Calls are made all the same: what is not stopped goes on.
        return None
    elif facts.state_cause != "secret":
        return "token", {}, said, since
    elif not trying:
        return "secret_ended", {}, said, since
    return "secret_new", {"at": facts.next_secret_at or facts.today}, said, None


def _trouble(facts: Facts, one: Trouble) -> _Entry:
    if not one.code:
        return "other", {"said": one.words}, None, one.since
    entered_at = facts.secret_entered_at or one.since
    values: dict[str, Value] = {"at": entered_at if one.code == "secret_new" else one.since}
    if one.code in _STOPS_SOME_WORK:
        values["work"] = one.works
    return one.code, values, one.words, one.since if one.code in _SAY_NOT_SINCE_WHEN else None


_STOPS_SOME_WORK = ("role", "unreachable", "outage", "unreadable")
_SAY_SINCE_WHEN = ("unreachable", "outage", "unreadable", "worker")
_SAY_NOT_SINCE_WHEN = ("secret_ended", "token", "region", "role", "role_orders", "keys")
"""Causes whose words do not say since when, so that it stands beside them."""
