"""The list of parcels with its chips."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from packhaus.carriers.models import Sender
from packhaus.desk.visitor import organization_of
from packhaus.parcels.fields import COLUMNS
from packhaus.parcels.filters import ALSO, STATES, Choice, bought, counts, matching
from packhaus.parcels.listing import rows_of

PAGE = 100


@dataclass(frozen=True)
class Chip:
    """One filter as it is shown: its address, and whether it is on."""

    label: Promise
    icon: str
    count: int
    address: str
    on: bool


@require_GET
def parcels(request: HttpRequest) -> HttpResponse:
    """The parcels of a choice, what changed last first."""
    organization = organization_of(request)
    choice = Choice.read(request.GET)
    found = counts(organization)
    chosen = matching(organization, choice).select_related("order__connection", "confirmation")
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    home = Sender.objects.filter(organization=organization).values_list("country", flat=True).first() or "DE"
    context = {
        "choice": choice,
        "page": page,
        "rows": rows_of(list(page.object_list), home),
        "columns": COLUMNS,
        "states": [
            Chip(
                entry.label, entry.icon, found[code], choice.with_state(code).address(), choice.state == code
            )
            for code, entry in STATES.items()
            if found[code] or choice.state == code or code not in ("returned", "voided")
        ],
        "also": [
            Chip(entry.label, entry.icon, found[code], choice.toggled(code).address(), code in choice.also)
            for code, entry in ALSO.items()
            if found[code] or code in choice.also
        ],
        "any": bought(organization).exists(),
        "next": request.get_full_path(),
    }
    return render(request, "parcels/list.html", context)
