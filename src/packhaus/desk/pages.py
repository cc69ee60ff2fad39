"""Today, the overview of settings, the components."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from packhaus.desk import running
from packhaus.desk.checklist import checklist, is_new
from packhaus.desk.day_bar import day_bar
from packhaus.desk.deadlines import deadlines
from packhaus.desk.settings_overview import overview
from packhaus.desk.specimens import specimens
from packhaus.desk.states import LOOKS
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.desk.waits import look, standing_still, waits


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What must leave today, what waits, how it goes; before the first label the way to it."""
    organization, now = organization_of(request), page_now()
    tasks = waits(organization, now, look(organization, now))
    context: dict[str, object] = {"now": now, "tasks": tasks, "still": standing_still(organization)}
    if is_new(organization):
        return render(request, "desk/start.html", context | {"checklist": checklist(member_of(request))})
    due = deadlines(organization, now)
    context |= {
        "due": due,
        "day": day_bar(now, due.today),
        "parcels": running.parcel_days(organization, now),
        "told": running.told(organization, now),
        "allowed_late": running.ALLOWED_LATE,
        "readings": running.readings(organization),
        "costs": running.costs(organization, now),
        "cost_each": running.cost_each(organization, now),
        "nonce": secrets.token_hex(12),
    }
    return render(request, "desk/today.html", context)


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """What can be set, and how it is set now."""
    return render(request, "desk/settings.html", {"entries": overview(member_of(request))})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, in both schemes."""
    return render(request, "desk/components.html", {"looks": LOOKS, **specimens(page_now())})


app_name = "desk"

urlpatterns = [
    path("", today, name="today"),
    path("settings/", settings, name="settings"),
    path("components/", components, name="components"),
]
