"""What a connection ran into: a row for each kind of work, so that two troubles at once stay both seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from packhaus.kit.words import Words
from packhaus.shops.models import Connection, ConnectionProblem
from packhaus.shops.rules import Trouble

_PASSING = ("secret_new", "unreachable", "outage", "unreadable")
"""What is tried again within minutes, so that it is over where nobody has met it for long."""
_MET_AGAIN_WITHIN = timedelta(hours=1)
_NOT_TESTED = "confirmations"


def keep(connection: Connection, words: Words, now: datetime, work: str, cause: str = "") -> None:
    """Keep what a kind of work ran into; since when stays as it is while the cause is the same."""
    row, is_new = ConnectionProblem.objects.get_or_create(
        organization_id=connection.organization_id,
        connection=connection,
        work=work,
        defaults={"words": words.stored(), "cause": cause, "since": now, "seen_at": now},
    )
    if is_new:
        return
    since = row.since if row.cause == cause else now
    ConnectionProblem.objects.filter(pk=row.pk).update(
        words=words.stored(), cause=cause, since=since, seen_at=now
    )


def ended(connection: Connection, now: datetime, work: str) -> None:
    """A kind of work got through: its trouble is over. Empty: a test, which tries all but confirmations."""
    over = ~Q(work=_NOT_TESTED) if not work else Q(work__in=(work, ""))
    forgotten = Q(cause__in=_PASSING, seen_at__lt=now - _MET_AGAIN_WITHIN)
    connection.problems.filter(over | forgotten).delete()


def nothing_waits(connection: Connection, work: str) -> None:
    """There is none of this work left that could stand still."""
    connection.problems.filter(work=work).delete()


def clear(connections: Iterable[int], causes: Iterable[str] | None = None) -> int:
    """Forget the troubles of some connections (their ids), all or those of some causes; how many."""
    rows = ConnectionProblem.objects.filter(connection__in=list(connections))
    if causes is not None:
        rows = rows.filter(cause__in=list(causes))
    return rows.delete()[0]


def troubles_of(connection: Connection) -> tuple[Trouble, ...]:
    """The troubles of a connection as the rules take them, the oldest first."""
    rows = sorted(connection.problems.all(), key=lambda row: (row.since, row.pk))
    return tuple(
        Trouble(Words.from_stored(row.words) or Words(""), row.cause, row.work, row.since) for row in rows
    )
