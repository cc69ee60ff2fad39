"""The engine's SQL: the clock, claims of due work, token buckets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connection

_CLOCK = "extract(epoch FROM clock_timestamp())::float8"


def read_clock() -> tuple[float, float, float]:
    """Seconds since 1970 as the demo moved them, the seconds that pass in one (1), and the same unmoved."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t, s.seconds, s.speed, s.since FROM (SELECT {_CLOCK} AS t) now"
            " LEFT JOIN (SELECT * FROM packhaus_clockshift ORDER BY id LIMIT 1) s ON true"
        )
        here, shift, speed, since = cursor.fetchone()
    if shift is None:
        return float(here), 1.0, float(here)
    return float(here + shift + (here - since) * (speed - 1)), float(speed), float(here)


def move_clock(seconds: float, speed: float | None = None) -> None:
    """Add ``seconds`` to the demo's shift; from now on ``speed`` seconds pass in one, where it is given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_clockshift AS c (id, seconds, speed, since)"
            f" VALUES (1, %(seconds)s, coalesce(%(speed)s::float8, 1), {_CLOCK})"
            " ON CONFLICT (id) DO UPDATE SET"
            " seconds = c.seconds + excluded.seconds + (excluded.since - c.since) * (c.speed - 1),"
            " since = excluded.since, speed = coalesce(%(speed)s::float8, c.speed)",
            {"seconds": seconds, "speed": speed},
        )


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process at a time, over all hosts, in the block named ``name``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


class Claimed(NamedTuple):
    """A piece of due work that is ours until the claim's end."""

    id: int
    kind: str
    subject: int


def make_due(kind: str, subjects: Sequence[int], at: datetime) -> None:
    """Let work be due at ``at``, or earlier where it already was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_due (kind, subject, due_at, attempts, trouble)"
            " SELECT %s, s, %s, 0, '' FROM unnest(%s::bigint[]) s ORDER BY s"
            " ON CONFLICT (kind, subject) DO UPDATE"
            " SET due_at = least(packhaus_due.due_at, excluded.due_at)",
            [kind, at, list(subjects)],
        )


def claim(now: datetime, until: datetime, most: int) -> list[Claimed]:
    """Claim up to ``most`` pieces of work that are due, or whose claim ran out; never one twice.

    A claim that ends later than any that is made now was made before the clock was set back: it counts as run
    out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_due SET claimed_until = %(until)s, due_at = NULL WHERE id IN ("
            " SELECT id FROM packhaus_due"
            " WHERE (due_at <= %(now)s AND claimed_until IS NULL)"
            " OR claimed_until < %(now)s OR claimed_until > %(until)s + interval '1 minute'"
            " ORDER BY due_at NULLS FIRST LIMIT %(most)s FOR UPDATE SKIP LOCKED)"
            " RETURNING id, kind, subject",
            {"now": now, "until": until, "most": most},
        )
        return sorted(Claimed(*row) for row in cursor.fetchall())


def bring_forward(now: datetime) -> int:
    """Let all unclaimed work that is due after ``now`` be due now. How many pieces."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_due SET due_at = %(now)s WHERE due_at > %(now)s AND claimed_until IS NULL",
            {"now": now},
        )
        return int(cursor.rowcount)


def release(
    due_id: int, next_at: datetime | None, attempts: int, trouble: str, *, limited: bool = False
) -> None:
    """Give a claim back. The row goes where nothing is due any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_due SET claimed_until = NULL, due_at = least(due_at, %s),"
            " attempts = %s, trouble = %s, limited = %s WHERE id = %s RETURNING due_at",
            [next_at, attempts, trouble, limited, due_id],
        )
        row = cursor.fetchone()
        if row is not None and row[0] is None:
            cursor.execute(
                "DELETE FROM packhaus_due WHERE id = %s AND due_at IS NULL AND claimed_until IS NULL",
                [due_id],
            )


def next_due() -> datetime | None:
    """When the earliest unclaimed work is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(due_at) FROM packhaus_due WHERE claimed_until IS NULL")
        row = cursor.fetchone()
    return row[0] if row else None


def overdue_since(before: datetime) -> datetime | None:
    """When the oldest work was due that nobody has taken though it was due before ``before``.

    A claim that ran out is as old as its end: whoever made it did not do the work.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(coalesce(claimed_until, due_at)) FROM packhaus_due"
            " WHERE (claimed_until IS NULL AND due_at < %(before)s) OR claimed_until < %(before)s",
            {"before": before},
        )
        row = cursor.fetchone()
    return row[0] if row else None


def seconds_since_heartbeat() -> float | None:
    """How long ago a worker of the queue showed itself, in real seconds; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(extract(epoch FROM clock_timestamp() - last_heartbeat))::float8"
            " FROM procrastinate_workers"
        )
        row = cursor.fetchone()
    return row[0] if row else None


_LEVEL = (
    "least(%(burst)s, b.tokens + greatest(0, extract(epoch FROM %(now)s - b.updated_at))"
    " * coalesce(b.learned_rate, %(rate)s))"
)


_SINCE = (
    "CASE WHEN excluded.updated_at < b.updated_at - interval '1 minute' THEN excluded.updated_at"
    " ELSE greatest(b.updated_at, excluded.updated_at) END"
)
"""Two workers may ask in the other order by moments; a clock that was set back must not stop the refill."""


def take_token(
    scope: str, operation: str, rate: float, burst: int, now: datetime
) -> tuple[bool, float, float]:
    """Take a token in one statement.

    Returns whether it was there, how many are left, and the rate that holds, in tokens a second.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO packhaus_ratebucket AS b (scope, operation, tokens, granted, updated_at)"
            " VALUES (%(scope)s, %(operation)s, %(burst)s - 1, true, %(now)s)"
            " ON CONFLICT (scope, operation) DO UPDATE SET"
            f" granted = {_LEVEL} >= 1,"
            f" tokens = {_LEVEL} - CASE WHEN {_LEVEL} >= 1 THEN 1 ELSE 0 END,"
            f" updated_at = {_SINCE}"
            " RETURNING granted, tokens, coalesce(learned_rate, %(rate)s)",
            {
                "scope": scope,
                "operation": operation,
                "rate": float(rate),
                "burst": float(burst),
                "now": now,
            },
        )
        granted, tokens, holds = cursor.fetchone()
    return bool(granted), float(tokens), float(holds)


def set_bucket(
    scope: str, operation: str, now: datetime, *, tokens: float | None = None, rate: float | None = None
) -> None:
    """Correct a bucket by what the other side said: its rate, or that it is empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE packhaus_ratebucket SET tokens = coalesce(%(tokens)s, tokens),"
            " learned_rate = coalesce(%(rate)s, learned_rate),"
            " updated_at = CASE WHEN %(tokens)s::float8 IS NULL THEN updated_at ELSE %(now)s END"
            " WHERE scope = %(scope)s AND operation = %(operation)s",
            {"scope": scope, "operation": operation, "tokens": tokens, "rate": rate, "now": now},
        )
