"""What a mail says of each account: when it is asked for, and again when it goes out, days later maybe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from packhaus.authorizations.models import Authorization, AuthorizationEvent, Reminder
from packhaus.authorizations.rules import Standing, standing
from packhaus.flow.guard import end_at, is_tried_on, today_of
from packhaus.messages.models import Message
from packhaus.shops.models import Connection
from packhaus.shops.registry import SHOPS

DENIED = "authorization_denied"
RENEWED = "authorization_renewed"
KIND_OF_STATE = {
    "deactivated": "authorization_deactivated",
    "denied": DENIED,
    "active": RENEWED,
}
_STANDS = (Authorization.State.ACTIVE, Authorization.State.EXPIRING)

Line = dict[str, object]
"""The stored form of ``messages.lines.Line``."""


def is_reminded_still(reminder: Reminder, now: datetime) -> bool:
    """Whether that end is still ahead, and nothing has come before it but what says nothing of the token."""
    authorization = reminder.authorization
    end = end_at(authorization)
    lives = authorization.state in _STANDS or is_tried_on(authorization)
    is_near = standing(end, today_of(authorization, now)) is Standing.EXPIRING
    return lives and is_near and end is not None and end.on == reminder.ends_on


def lines_about(some: Sequence[Authorization], kind: str, causes: Mapping[int, str]) -> list[Line]:
    """A line for each account; ``causes``: what led to the news of it, by the authorization's id."""
    names = dict(
        Connection.objects.filter(authorization__in=[one.pk for one in some])
        .order_by("-pk")
        .values_list("authorization_id", "name")
    )
    return [_line(one, names.get(one.pk, one.seller_id), kind, causes.get(one.pk, "")) for one in some]


def lines_now(message: Message, now: datetime) -> list[Line] | None:
    """What a mail that was asked for would say now: an account renewed meanwhile stands there no more.

    None for one whose matter is no authorization's.
    """
    if message.kind == "reminder":
        reminders = Reminder.objects.filter(organization=message.organization, message_key=message.key)
        weeks = list(
            reminders.select_related("authorization__application", "authorization__organization").order_by(
                "ends_on", "pk"
            )
        )
        true = [week.authorization for week in weeks if is_reminded_still(week, now)]
        return lines_about(true, message.kind, {}) if weeks else None
    events = list(
        AuthorizationEvent.objects.filter(organization=message.organization, message_key=message.key)
        .select_related("authorization__application", "authorization__organization")
        .order_by("pk")
    )
    news = [event for event in events if _is_true(event)]
    causes = {event.authorization_id: event.cause for event in news}
    return lines_about([event.authorization for event in news], message.kind, causes) if events else None


def _is_true(event: AuthorizationEvent) -> bool:
    if event.new == Authorization.State.ACTIVE:
        return event.authorization.state in _STANDS
    return event.authorization.state == event.new


def _line(authorization: Authorization, name: str, kind: str, cause: str) -> Line:
    end = end_at(authorization)
    return {
        "account": name,
        "shop": SHOPS[authorization.shop].label,
        "seller_id": authorization.seller_id,
        "ending": end.ending.value if end else "year",
        "ends_on": end.on.isoformat() if end else None,
        "reason": authorization.state_words if kind == DENIED else None,
        "cause": authorization.cause if kind == DENIED else cause,
    }
