"""One parcel: where it is, what lies in it, what its shop was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from packhaus.confirmations.models import Confirmation
from packhaus.desk.states import LOOKS
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.engine.models import BatchItem, Timeline
from packhaus.flow import confirm, labels
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.pages.actions import attempt, back
from packhaus.orders.pages.kept import kept_of
from packhaus.orders.pages.timeline import Entry, entries_of
from packhaus.parcels.models import CarrierEvent, Parcel, Purchase
from packhaus.parcels.printing import is_gone
from packhaus.privacy import vault

_TOLD = {
    "announced": gettext_noop("The carrier has the parcel's data"),
    "handled": gettext_noop("First scan by the carrier"),
    "in_transit": gettext_noop("In transit"),
    "out_for_delivery": gettext_noop("Out for delivery"),
    "delivered": gettext_noop("Delivered"),
    "exception": gettext_noop("The carrier reports an exception"),
    "returning": gettext_noop("On its way back"),
    "returned": gettext_noop("Returned to you"),
    "lost": gettext_noop("The carrier has lost it"),
}


@dataclass(frozen=True)
class Contents:
    """How many pieces of a line lie in the parcel, and what they weigh together in grams."""

    pieces: int
    title: str
    sku: str
    grams: int | None


def _find(request: HttpRequest, public_id: str) -> Parcel:
    return get_object_or_404(
        Parcel.objects.select_related("order__connection", "carrier_account"),
        organization=organization_of(request),
        public_id=public_id,
    )


@require_GET
def parcel(request: HttpRequest, public_id: str) -> HttpResponse:
    """The parcel with the carrier's events (R5.3) and the shop's confirmation (R5.4)."""
    found = _find(request, public_id)
    order = found.order
    recipient = None if order.erased_at else vault.recipients([order.pk]).get(order.pk)
    item = BatchItem.objects.filter(parcel=found).select_related("batch").order_by("-pk").first()
    context = {
        "parcel": found,
        "order": order,
        "recipient": recipient,
        "contents": _contents(found),
        "confirmation": Confirmation.objects.filter(parcel=found).first(),
        "purchase": Purchase.objects.filter(parcel=found).order_by("-pk").first(),
        "has_label": found.documents.filter(kind="label").exists(),
        "label_gone": found.announced_at is not None and is_gone(found, page_now()),
        "kept": kept_of(order, page_now()),
        "entries": _entries(found),
        "batch": item.batch if item else None,
        "next": request.path,
    }
    return render(request, "parcels/detail.html", context)


def _contents(found: Parcel) -> list[Contents]:
    lines = found.lines.select_related("order_line").order_by("order_line__position")
    return [
        Contents(
            line.quantity,
            line.order_line.title,
            line.order_line.sku,
            line.order_line.unit_grams * line.quantity if line.order_line.unit_grams else None,
        )
        for line in lines
    ]


def _entries(found: Parcel) -> list[Entry]:
    told = [
        Entry(
            Words(_TOLD[event.kind]),
            event.at,
            LOOKS["parcel"][event.kind].icon,
            _by(found.carrier_account.name, event.at, event.received_at),
        )
        for event in CarrierEvent.objects.filter(parcel=found)
        if event.kind in _TOLD
    ]
    noted = entries_of(Timeline.objects.filter(parcel=found))
    return sorted(told + noted, key=lambda entry: entry.at, reverse=True)


def _by(carrier: str, at: datetime, received_at: datetime) -> str:
    hours = (received_at - at).total_seconds() / 3600
    return gettext("%(carrier)s, told late") % {"carrier": carrier} if hours > 12 else carrier


@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the label back to the carrier; its pieces are free again."""
    found = _find(request, public_id)
    attempt(
        request,
        lambda: labels.give_back(found, member_of(request), page_now()),
        gettext("The label %(number)s is being given back.") % {"number": found.tracking_number},
    )
    return back(request, reverse("parcels:detail", args=[public_id]))


@require_POST
def confirm_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a refused confirmation to the shop again."""
    found = _find(request, public_id)
    confirmation = get_object_or_404(Confirmation, parcel=found)
    attempt(
        request,
        lambda: confirm.confirm_again(confirmation, member_of(request), page_now()),
        gettext("The confirmation of %(number)s is being sent again.") % {"number": found.tracking_number},
    )
    return redirect("parcels:detail", public_id)
