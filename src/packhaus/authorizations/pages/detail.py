"""One authorization: its year as a picture, its dates, its reminders, its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from packhaus.accounts.models import Member
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.authorizations.pages.shown import Shown, shown
from packhaus.desk.states import LOOKS
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.kit.words import Words, gettext_noop

_GIVEN = gettext_noop("Authorized")
_SAID = "%(said)s"


@dataclass(frozen=True)
class Entry:
    """One line of the story, as the timeline shows it."""

    words: object
    at: datetime
    icon: str
    who: str


def found(request: HttpRequest, public_id: str) -> Shown:
    """The authorization that an address names, as it is shown; 404 for another merchant's."""
    one = get_object_or_404(
        Authorization.objects.select_related("application", "organization", "given_by"),
        organization=organization_of(request),
        public_id=public_id,
    )
    return shown([one], page_now())[0]


@require_safe
def authorization(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of one authorization."""
    one = found(request, public_id)
    context = {
        "one": one,
        "entries": _story(one.authorization),
        "is_owner": member_of(request).role == Member.Role.OWNER,
    }
    return render(request, "authorizations/detail.html", context)


def _story(authorization: Authorization) -> list[Entry]:
    """What happened, newest first."""
    events = AuthorizationEvent.objects.filter(authorization=authorization).select_related("who")
    return [
        Entry(
            _said(event),
            event.at,
            LOOKS["authorization"][event.new].icon,
            event.who.name if event.who else "",
        )
        for event in events.order_by("-at", "-pk")
    ]


def _said(event: AuthorizationEvent) -> Words:
    if event.old == "requested":
        return Words(_GIVEN)
    state = str(LOOKS["authorization"][event.new].word)
    why = words(event.words)
    if why and event.new == Authorization.State.REVOKED:
        return Words(_SAID, {"said": why})
    return Words(_SAID, {"said": f"{state}: {why}" if why else state})
