"""Tell the merchant's people by mail of an authorization's life: reminders, end, renewal (R4.5, R4.6).

What is to be told stands in our tables before any mail is asked for: the panel says it, whether or not a
mail gets through. Many accounts share one mail, for an agency has hundreds, and one secret can end for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Authorization, AuthorizationEvent, Reminder
from packhaus.authorizations.states import TELL, TOGETHER
from packhaus.engine.due import due_kind
from packhaus.engine.models import Due
from packhaus.flow.lines import KIND_OF_STATE, is_reminded_still, lines_about, lines_now
from packhaus.kit.ids import public_id
from packhaus.messages import outbox
from packhaus.messages.models import Message
from packhaus.messages.states import OPEN

AN_HOUR = timedelta(hours=1)
AT_ONCE = 3
"""So many mails of a kind within an hour go out at once; what comes after them is told together."""
PATIENCE = timedelta(minutes=10)
"""So long a mail waits for the dates of other accounts that are due to be looked at, to name them too."""
NAMED = 100
"""Accounts in one mail."""

T = TypeVar("T")


@due_kind(TELL)
def tell(organization_id: int, now: datetime) -> datetime | None:
    """Ask for the mails of one organization, one a kind; come again where more is to be told later."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return None
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
        return min(
            (moment for moment in (_reminders(organization, now), *_events(organization, now)) if moment),
            default=None,
        )


def settle(authorization: Authorization, now: datetime) -> None:
    """Take back the mails about an authorization that are not sent yet and are true of nobody any more.

    In the caller's transaction. A mail that is still true of others is left as it is: what it says of this
    one is looked at again when it goes out.
    """
    told = Reminder.objects.filter(authorization=authorization).exclude(message_key="")
    news = AuthorizationEvent.objects.filter(authorization=authorization).exclude(message_key="")
    keys = {*told.values_list("message_key", flat=True), *news.values_list("message_key", flat=True)}
    waiting = Message.objects.filter(organization=authorization.organization, key__in=keys, state__in=OPEN)
    for message in {message.key: message for message in waiting.select_related("organization")}.values():
        if not lines_now(message, now):
            outbox.withdraw(authorization.organization, message.key, now)


def _reminders(organization: Organization, now: datetime) -> datetime | None:
    """One mail about all whose week has begun; a later turn where some are not looked at yet."""
    waiting = Reminder.objects.filter(organization=organization, message_key="").order_by("ends_on", "pk")
    oldest = waiting.order_by("made_at").values_list("made_at", flat=True).first()
    if oldest is None:
        return None
    if now - oldest < PATIENCE and _to_be_looked_at(organization, now):
        return now + TOGETHER
    due: list[Reminder] = []
    for one in waiting.select_related("authorization__application", "authorization__organization"):
        if is_reminded_still(one, now):
            due.append(one)
        else:
            # Renewed, revoked or ended since: it never went out, so nobody was reminded.
            one.delete()
    for part in _parts(due):
        key = _ask(organization, "reminder", [one.authorization for one in part], {}, now)
        Reminder.objects.filter(pk__in=[one.pk for one in part]).update(message_key=key)
    return None


def _events(organization: Organization, now: datetime) -> list[datetime | None]:
    """A mail for each kind of news; when to come again for each that waits."""
    rows = AuthorizationEvent.objects.filter(organization=organization, to_tell=True).order_by("pk")
    newest = {
        event.authorization_id: event
        for event in rows.select_related("authorization__application", "authorization__organization")
    }
    # An older piece of news, and one that is true no longer, is told by what came after it.
    told = [event for event in newest.values() if event.authorization.state == event.new]
    rows.exclude(pk__in=[event.pk for event in told]).update(to_tell=False)
    return [
        _news(organization, kind, [event for event in told if event.new == state], now)
        for state, kind in KIND_OF_STATE.items()
    ]


def _news(
    organization: Organization, kind: str, events: Sequence[AuthorizationEvent], now: datetime
) -> datetime | None:
    if not events:
        return None
    lately = Message.objects.filter(
        organization=organization, kind=kind, made_at__gt=now - AN_HOUR, made_at__lte=now
    )
    times = dict(lately.order_by("-made_at").values_list("key", "made_at"))
    if len(times) >= AT_ONCE:
        return min(times.values()) + AN_HOUR
    for part in _parts(events):
        causes = {event.authorization_id: event.cause for event in part}
        key = _ask(organization, kind, [event.authorization for event in part], causes, now)
        AuthorizationEvent.objects.filter(pk__in=[event.pk for event in part]).update(
            to_tell=False, message_key=key
        )
    return None


def _ask(
    organization: Organization,
    kind: str,
    about: Sequence[Authorization],
    causes: Mapping[int, str],
    now: datetime,
) -> str:
    """Ask for one mail to all owners; its key. ``flow/deliver.py`` looks again at what it says."""
    key = f"{kind}:{public_id()}"
    values = {"lines": lines_about(about, kind, causes)}
    outbox.ask(organization, outbox.owners(organization), kind, values, key, now)
    return key


def _to_be_looked_at(organization: Organization, now: datetime) -> bool:
    """Whether dates of this merchant's accounts are being looked at, or are about to be."""
    ids = Authorization.objects.filter(organization=organization).values("pk")
    soon = Q(due_at__lte=now) | Q(claimed_until__isnull=False)
    return Due.objects.filter(soon, kind="remind", subject__in=ids).exists()


def _parts(found: Sequence[T]) -> list[Sequence[T]]:
    return [found[at : at + NAMED] for at in range(0, len(found), NAMED)]
