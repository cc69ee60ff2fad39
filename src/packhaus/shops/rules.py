"""How a connection stands, and what stands in its way: pure. Texts are in ``shops.causes``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from packhaus.authorizations.rules import End, Ending, Standing, standing
from packhaus.kit.words import Words
from packhaus.shops.causes import CAUSE_OF_PROBLEM, CAUSES, FAST, SLOW, WORK, Cause

CLOCK_MAY_DIFFER = timedelta(minutes=5)
NEW_SECRET = timedelta(hours=1)
"""How long a refusal of a secret that was just entered is taken for slowness: half an hour was seen (E7)."""

Value = str | date | datetime | timedelta | Words


@dataclass(frozen=True)
class Limited:
    """One kind of work that waits for the shop's limit, and until when."""

    work: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a connection. ``problem_work`` is what was done when ``problem`` was met.

    ``clock_off_seconds``: how far the shop's clock is ahead of ours, where that is too much.
    ``worker_down_since``: since when nobody takes due work.
    """

    shop: str
    state: str
    state_cause: str
    end: End | None
    today: date
    problem: Words | None = None
    problem_cause: str = ""
    problem_work: str = ""
    problem_since: datetime | None = None
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

    ``said``: what the shop said, in detail; ``since``: since when, where it is known.
    """

    cause: Cause
    values: dict[str, Value] = field(default_factory=dict)
    said: Words | None = None
    since: datetime | None = None


def clock_is_wrong(off_seconds: float) -> bool:
    """Whether a clock that differs by so much is more than an answer's way could make it."""
    return abs(off_seconds) > CLOCK_MAY_DIFFER.total_seconds()


def is_new_secret(entered_at: datetime, now: datetime) -> bool:
    """Whether a refused secret is so new that the shop may not have learned of it yet."""
    return timedelta(0) <= now - entered_at <= NEW_SECRET


def causes_of(facts: Facts, now: datetime) -> list[Found]:
    """What stands in the way, the worst first; empty where all is well."""
    found = {code: (values, said) for code, values, said in _each(facts, now)}
    return [
        Found(cause, {"shop": facts.shop} | found[code][0], found[code][1], _since(code, facts))
        for code, cause in CAUSES.items()
        if code in found
    ]


def _since(code: str, facts: Facts) -> datetime | None:
    return facts.problem_since if code in ("secret_ended", "token", "region", "role", "other") else None


_Entry = tuple[str, dict[str, Value], Words | None]


def _each(facts: Facts, now: datetime) -> Iterator[_Entry]:
    standstill = _standstill(facts)
    if standstill is not None:
        yield standstill
    elif facts.state == "denied" and facts.problem_cause != "role":
        yield "role", {"work": Words(WORK["orders"])}, facts.problem
    elif facts.problem is not None:
        yield _problem(facts)
    if facts.next_secret_at is not None and facts.state != "revoked":
        if facts.next_secret_given_up:
            yield "secret_refused", {"at": facts.next_secret_at}, None
        elif standstill is None:
            yield "secret_waits", {"at": facts.next_secret_at}, None
    if facts.worker_down_since is not None:
        yield "worker", {"at": facts.worker_down_since}, None
    if facts.clock_off_seconds is not None:
        off = facts.clock_off_seconds
        yield "clock", {"span": timedelta(seconds=abs(off)), "way": Words(SLOW if off > 0 else FAST)}, None
    if facts.addresses_readable is False:
        yield "addresses", {}, None
    waiting = [one for one in facts.limited if one.until > now]
    if waiting:
        work = max(waiting, key=lambda one: one.until)
        yield "limit", {"at": work.until, "work": Words(WORK[work.work])}, None


def _standstill(facts: Facts) -> _Entry | None:
    """Why no call is made at all; None where calls are made."""
    if facts.state == "revoked":
        return "revoked", {}, None
    trying = facts.next_secret_at is not None and not facts.next_secret_given_up
    if standing(facts.end, facts.today) is Standing.DEACTIVATED and facts.end is not None:
        if facts.end.ending is Ending.YEAR:
            return "year_over", {"on": facts.end.on}, None
        if not trying:
            return "secret_over", {"on": facts.end.on}, None
    elif facts.state != "denied" or facts.state_cause == "role":
        # Without a role calls are made all the same: what it does not stop goes on.
        return None
    elif facts.state_cause != "secret":
        return "token", {}, facts.problem
    elif not trying:
        return "secret_ended", {}, facts.problem
    return "secret_new", {"at": facts.next_secret_at or facts.today}, facts.problem


def _problem(facts: Facts) -> _Entry:
    said = facts.problem or Words("")
    since = facts.problem_since or facts.today
    code = CAUSE_OF_PROBLEM.get(facts.problem_cause)
    if code is None:
        return "other", {"said": said}, None
    entered_at = facts.secret_entered_at or since
    work = Words(WORK.get(facts.problem_work, WORK[""]))
    return code, {"at": entered_at if code == "secret_new" else since, "work": work}, said
