"""Batches of labels: the list of them, starting one, stopping it, trying again."""

from __future__ import annotations

from functools import partial

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.engine.models import Batch, BatchItem
from packhaus.flow import announce, edit
from packhaus.kit.errors import NeedsMerchant, Problem
from packhaus.orders.pages.actions import attempt, back, chosen_orders
from packhaus.parcels.batch_key import batch_key, new_nonce
from packhaus.parcels.pages.batch_page import find_batch
from packhaus.privacy import vault

PAGE = 50


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """GET: the batches, newest first. POST: buy labels for the chosen orders (R5.2)."""
    return _start(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> HttpResponse:
    state = BatchItem.State
    found = (
        Batch.objects.filter(organization=organization_of(request))
        .select_related("created_by")
        .annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__state=state.DONE)),
            trouble=Count("items", filter=Q(items__state__in=[state.FAILED, state.UNKNOWN])),
            waiting=Count("items", filter=Q(items__state=state.WAITING)),
        )
        .order_by("-number")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "parcels/batches.html", {"page": page})


def _start(request: HttpRequest) -> HttpResponse:
    orders = chosen_orders(request)
    if not orders:
        messages.warning(request, gettext("No order is chosen. Tick the orders at the left first."))
        return back(request)
    ids = [order.pk for order in orders]
    service = request.POST.get("service", "")[:40]
    key = batch_key(request.POST.get("nonce") or new_nonce(), ids, service)
    try:
        batch = announce.start_batch(
            organization_of(request),
            member_of(request),
            order_ids=ids,
            service=service,
            key=key,
            now=page_now(),
        )
    except NeedsMerchant as problem:
        messages.error(request, words(problem.words))
        return redirect(_where(problem))
    except Problem as problem:
        messages.error(request, words(problem.words))
        return back(request)
    return redirect("parcels:batch", batch.public_id)


def _where(problem: NeedsMerchant) -> str:
    try:
        return reverse(problem.where)
    except NoReverseMatch:
        return reverse("orders:list")


@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try one failed label of a batch again (``item``: its position), or with ``every`` all of them."""
    batch = find_batch(request, public_id)
    items = batch.items.all()
    if request.POST.get("every"):
        chosen = list(items.filter(state=BatchItem.State.FAILED))
    else:
        position = request.POST.get("item", "")
        chosen = [get_object_or_404(items, position=int(position) if position.isdecimal() else -1)]
    for item in chosen:
        attempt(
            request,
            partial(announce.retry, item, member_of(request), page_now()),
            gettext("%(number)s is being tried again.") % {"number": item.order.shop_order_id},
        )
    return back(request, reverse("parcels:batch", args=[public_id]))


@require_POST
def street(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complete the street of a refused parcel and buy its label in one go."""
    batch = find_batch(request, public_id)
    position = request.POST.get("item", "")
    item = get_object_or_404(batch.items.all(), position=int(position) if position.isdecimal() else -1)
    known = vault.recipients([item.order_id]).get(item.order_id)
    text = request.POST.get("street", "").strip()[:180]
    if known is None or not text:
        messages.error(request, gettext("Enter street and house number, as in Lindenallee 8."))
        return redirect("parcels:batch", public_id)
    lines = list(known.lines)
    place = next((index for index, line in enumerate(lines) if line.strip()), None)
    recipient = msgspec.structs.replace(
        known,
        lines=tuple(text if index == place else line for index, line in enumerate(lines))
        if lines
        else (text,),
    )
    member, now = member_of(request), page_now()

    def mend() -> None:
        edit.change_address(item.order, recipient, member, now)
        announce.retry(item, member, now)

    attempt(request, mend, gettext("%(number)s is being tried again.") % {"number": item.order.shop_order_id})
    return redirect("parcels:batch", public_id)


@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop a batch: what is not begun yet stays undone."""
    batch = find_batch(request, public_id)
    attempt(
        request,
        lambda: announce.stop(batch, member_of(request), page_now()),
        gettext("Batch %(number)s is stopped.") % {"number": batch.number},
    )
    return redirect("parcels:batch", public_id)


@require_POST
def go_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a stopped batch go on."""
    batch = find_batch(request, public_id)
    attempt(
        request,
        lambda: announce.go_on(batch, member_of(request), page_now()),
        gettext("Batch %(number)s goes on.") % {"number": batch.number},
    )
    return redirect("parcels:batch", public_id)
