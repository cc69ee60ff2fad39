"""The list of orders with its chips, and the reading pane beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from packhaus.accounts.models import Organization
from packhaus.carriers.models import Sender
from packhaus.carriers.offer import offered_services
from packhaus.desk.visitor import organization_of, page_now
from packhaus.orders.fields import columns
from packhaus.orders.filters import ALSO, STATES, Choice, Day, counts, matching
from packhaus.orders.listing import page_of
from packhaus.orders.models import Order
from packhaus.orders.pages.detail import view_of
from packhaus.orders.waiting import REASONS, Reason
from packhaus.parcels.batch_key import new_nonce
from packhaus.shops.models import Connection

_ALWAYS = ("open", "ready", "waiting")


@dataclass(frozen=True)
class Chip:
    """One filter as it is shown: its address, and whether it is on."""

    label: str | Promise
    icon: str
    count: int
    address: str
    on: bool


def home_of(organization: Organization) -> str:
    """The country that parcels leave from."""
    return Sender.objects.filter(organization=organization).values_list("country", flat=True).first() or "DE"


def day_of(organization: Organization) -> Day:
    """The merchant's day at the moment of the request."""
    return Day.of(page_now(), home_of(organization))


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """The list (R5.1). ``open`` names the order in the pane, ``all=1`` has every order chosen."""
    organization = organization_of(request)
    day = day_of(organization)
    choice = Choice.read(request.GET)
    found = counts(organization, choice, day, tuple(REASONS))
    number = request.GET.get("page", "1")
    page = page_of(matching(organization, choice, day), choice, day, int(number) if number.isdecimal() else 1)
    grouped = any(group.kind != "none" for group in page.groups)
    opened = request.GET.get("open", "")
    shown = Order.objects.filter(organization=organization, public_id=opened).first() if opened else None
    here = _here(choice, page.number)
    context = {
        "choice": choice,
        "page": page,
        "columns": columns(grouped),
        **_chips(choice, found),
        "reasons": _reason_chips(choice, found),
        "services": offered_services(organization),
        "view": view_of(shown, organization) if shown else None,
        "all_chosen": request.GET.get("all") == "1",
        "connected": Connection.objects.filter(organization=organization).exists(),
        "search_text": choice.q,
        "here": here,
        "next": f"{reverse('orders:list')}?{here}{f'&open={shown.public_id}' if shown else ''}",
        "nonce": new_nonce(),
    }
    return render(request, "orders/list.html", context)


def _here(choice: Choice, number: int) -> str:
    address = choice.address()
    return f"{address}&page={number}" if number > 1 else address


def _chips(choice: Choice, found: dict[str, int]) -> dict[str, list[Chip]]:
    """The chips in their places: ``states``, ``also``, and what lies in the menu."""
    placed: dict[str, list[Chip]] = {"states": [], "also": [], "tucked": [], "tucked_also": []}
    for code, entry in STATES.items():
        on = choice.state == code
        chip = Chip(entry.label, entry.icon, found[code], choice.with_state(code).address(), on)
        tucked = not on and (entry.tucked or (not found[code] and code not in _ALWAYS))
        placed["tucked" if tucked else "states"].append(chip)
    for code, narrowing in ALSO.items():
        on = code in choice.also
        chip = Chip(narrowing.label, narrowing.icon, found[code], choice.toggled(code).address(), on)
        tucked = not on and (narrowing.tucked or not found[code])
        placed["tucked_also" if tucked else "also"].append(chip)
    return placed


def _reason_chips(choice: Choice, found: dict[str, int]) -> list[tuple[Reason, Chip]]:
    if choice.state != "waiting" and not choice.reason:
        return []
    return [
        (
            reason,
            Chip(
                "",
                reason.icon,
                found[f"reason:{code}"],
                choice.with_reason(code).address(),
                choice.reason == code,
            ),
        )
        for code, reason in REASONS.items()
        if found[f"reason:{code}"] or choice.reason == code
    ]
