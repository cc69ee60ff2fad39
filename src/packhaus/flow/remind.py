"""The life of an authorization by its dates (R4.4 to R4.6): expiring, deactivated, and told in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization
from packhaus.authorizations.rules import Standing, next_look, standing
from packhaus.engine.due import due_kind, make_due
from packhaus.flow.guard import ENDED, end_at, today_of
from packhaus.kit.words import Words

_BY_DATE = (Authorization.State.ACTIVE, Authorization.State.EXPIRING, Authorization.State.DEACTIVATED)


def start_reminding(now: datetime) -> None:
    """Let the dates of each authorization be looked at, if they are not: a worker calls it at its start."""
    make_due("remind", list(Authorization.objects.values_list("pk", flat=True)), now)


@due_kind("remind")
def remind(authorization_id: int, now: datetime) -> datetime | None:
    """Let the state follow the date, and come again at the merchant's next 00:00."""
    with transaction.atomic():
        authorization = (
            Authorization.objects.select_for_update(of=("self",))
            .select_related("organization", "application")
            .filter(pk=authorization_id)
            .first()
        )
        if authorization is None:
            return None
        today, end = today_of(authorization, now), end_at(authorization)
        if authorization.state in _BY_DATE:
            stands = standing(end, today)
            ended = stands is Standing.DEACTIVATED and end is not None
            states.move(
                authorization,
                stands.value,
                now,
                Words(ENDED) if ended else None,
                cause=end.ending.value if ended and end else "",
            )
    return next_look(end, today, authorization.organization.time_zone)
