"""The life of an authorization by its dates (R4.4 to R4.6): expiring, reminded each week, deactivated."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization, Reminder
from packhaus.authorizations.rules import End, Standing, next_look, reminder_due, standing
from packhaus.engine.due import due_kind, make_due
from packhaus.flow.guard import ENDED, end_at, is_tried_on, today_of
from packhaus.flow.tell import settle
from packhaus.kit.words import Words, gettext_noop

_BY_DATE = (Authorization.State.ACTIVE, Authorization.State.EXPIRING, Authorization.State.DEACTIVATED)
LOOK_AGAIN = timedelta(hours=1)
"""Where a day decides: a clock that was wrong and is put right is noticed within the hour."""
EXPIRES = gettext_noop("It ends in a month or less. Reminders go out each week.")
CLOCK_RIGHT = gettext_noop("By the clock, which was put right, it has not ended.")


def start_reminding(now: datetime) -> None:
    """Let the dates of each authorization be looked at, if they are not: a worker calls it at its start."""
    make_due("remind", list(Authorization.objects.values_list("pk", flat=True)), now)


@due_kind("remind")
def remind(authorization_id: int, now: datetime) -> datetime | None:
    """Let the state follow the date, remind once a week, and come again at the merchant's next 00:00."""
    with transaction.atomic():
        found = _locked(authorization_id)
        if found is None:
            return None
        today, end = today_of(found, now), end_at(found)
        stands, tried_on = standing(end, today), is_tried_on(found)
        if found.state in _BY_DATE or (tried_on and stands is Standing.DEACTIVATED):
            _follow(found, stands, end, now)
        if (found.state in _BY_DATE or tried_on) and stands is Standing.EXPIRING and end is not None:
            _remind(found, end, now)
    midnight = next_look(today, found.organization.time_zone)
    near = end is not None and standing(end, today) is not Standing.ACTIVE
    return min(midnight, now + LOOK_AGAIN) if near else midnight


def _locked(authorization_id: int) -> Authorization | None:
    """The authorization, nobody else's meanwhile, and its application as it is once we have waited for it."""
    found = Authorization.objects.select_for_update().filter(pk=authorization_id).first()
    if found is not None:
        found.application = Application.objects.get(pk=found.application_id)
    return found


def _follow(found: Authorization, stands: Standing, end: End | None, now: datetime) -> None:
    before = found.state
    if stands is Standing.DEACTIVATED and end is not None:
        states.move(found, stands.value, now, Words(ENDED), cause=end.ending.value)
        settle(found, now)
    elif before == Authorization.State.DEACTIVATED:
        # What renews an authorization moves it by itself: here only the clock can have gone back.
        states.move(found, stands.value, now, Words(CLOCK_RIGHT), is_told=False)
    else:
        words = Words(EXPIRES) if stands is Standing.EXPIRING else None
        states.move(found, stands.value, now, words, is_told=False)


def _remind(found: Authorization, end: End, now: datetime) -> None:
    """One reminder a week; after weeks without a look only that of the present one (R4.5)."""
    due_on = reminder_due(end.on, today_of(found, now))
    if due_on is None:
        return
    _, is_new = Reminder.objects.get_or_create(
        organization_id=found.organization_id,
        authorization=found,
        ends_on=end.on,
        due_on=due_on,
        defaults={"ending": end.ending.value, "made_at": now},
    )
    if is_new:
        make_due(states.TELL, found.organization_id, now + states.TOGETHER)
