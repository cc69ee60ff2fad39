"""Labels as a PDF: one, a batch's, or those of what was chosen in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.engine.models import Batch
from packhaus.kit.errors import Problem
from packhaus.orders.pages.actions import MOST, back, chosen_orders
from packhaus.parcels.models import Parcel
from packhaus.parcels.printing import labels_pdf

_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A browser's own viewer of PDFs needs to style itself; nothing of ours runs in it."""


def _media(value: str | None) -> Literal["A6", "A4"]:
    return "A4" if value == "A4" else "A6"


def _start(value: str | None) -> int:
    return int(value) if value in ("0", "1", "2", "3") else 0


def _printable(organization_id: int) -> QuerySet[Parcel]:
    """The parcels that have a label, with what their printing needs."""
    return (
        Parcel.objects.filter(organization_id=organization_id, documents__kind="label")
        .exclude(state=Parcel.State.VOIDED)
        .select_related("order")
    )


def _pdf(request: HttpRequest, parcels: Sequence[Parcel], name: str, otherwise: str) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    try:
        pdf = labels_pdf(
            parcels,
            media=_media(asked.get("media")),
            start=_start(asked.get("start")),
            member=member_of(request),
            now=page_now(),
        )
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect(otherwise)
    if asked.get("media"):
        request.session["media"] = _media(asked.get("media"))
    response = HttpResponse(pdf, content_type="application/pdf")
    kind = "attachment" if asked.get("save") else "inline"
    response["Content-Disposition"] = f'{kind}; filename="{name}.pdf"'
    response["Content-Security-Policy"] = _VIEWER
    return response


@require_GET
def label(request: HttpRequest, public_id: str) -> HttpResponse:
    """The label of one parcel."""
    found = get_object_or_404(
        Parcel.objects.select_related("order"), organization=organization_of(request), public_id=public_id
    )
    return _pdf(
        request, [found], f"label-{found.tracking_number}", reverse("parcels:detail", args=[public_id])
    )


@require_GET
def batch_labels(request: HttpRequest, public_id: str) -> HttpResponse:
    """The labels of a batch that are bought so far, in the batch's order; ``new=1``: the unprinted ones."""
    organization = organization_of(request)
    batch = get_object_or_404(Batch, organization=organization, public_id=public_id)
    items = batch.items.exclude(parcel=None).order_by("position")
    places = dict(items.values_list("parcel_id", "position"))
    parcels = list(_printable(organization.pk).filter(pk__in=places))
    if request.GET.get("new"):
        parcels = [parcel for parcel in parcels if parcel.printed_at is None]
        if places and not parcels:
            messages.info(request, gettext("All labels of this batch are printed already."))
            return redirect("parcels:batch", public_id)
    parcels.sort(key=lambda parcel: places[parcel.pk])
    return _pdf(request, parcels, f"labels-{batch.number}", reverse("parcels:batch", args=[public_id]))


@require_POST
def print_chosen(request: HttpRequest) -> HttpResponse:
    """Ask for the paper before the labels of what was chosen (orders or parcels) are printed."""
    parcels, without = _chosen(request)
    if not parcels:
        messages.warning(request, gettext("None of what you chose has a label yet. Buy the labels first."))
        return back(request)
    context = {
        "parcels": parcels,
        "without": without,
        "printed": sum(1 for parcel in parcels if parcel.printed_at),
        "media": request.session.get("media", "A6"),
        "next": request.POST.get("next", ""),
    }
    return render(request, "parcels/print.html", context)


@require_POST
def chosen_labels(request: HttpRequest) -> HttpResponse:
    """The labels of the parcels that the form names."""
    parcels, _without = _chosen(request)
    return _pdf(request, parcels, "labels", reverse("orders:list"))


def _chosen(request: HttpRequest) -> tuple[list[Parcel], int]:
    """The parcels with a label that a form chose, in its order, and how many of its choices have none."""
    organization = organization_of(request)
    ids = request.POST.getlist("parcel")[:MOST]
    if ids:
        found = {parcel.public_id: parcel for parcel in _printable(organization.pk).filter(public_id__in=ids)}
        if not found:
            raise Http404
        return [found[one] for one in dict.fromkeys(ids) if one in found], len(set(ids)) - len(found)
    orders = [order.pk for order in chosen_orders(request)]
    places = {pk: place for place, pk in enumerate(orders)}
    parcels = list(_printable(organization.pk).filter(order_id__in=orders))
    parcels.sort(key=lambda parcel: (places[parcel.order_id], parcel.number))
    return parcels, len(set(orders) - {parcel.order_id for parcel in parcels})
