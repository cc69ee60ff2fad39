"""What one can do with orders: hold, release, cancel here, fetch again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from packhaus.accounts.models import Member
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.flow import edit, sync
from packhaus.kit.errors import Problem
from packhaus.orders.filters import Choice, matching
from packhaus.orders.models import Order
from packhaus.orders.pages.list_page import day_of

MOST = 5000
"""Orders that one click takes."""


def chosen_orders(request: HttpRequest) -> list[Order]:
    """The orders ticked in a form, or with ``all`` those of the filter that it names, most urgent first."""
    organization = organization_of(request)
    if request.POST.get("all"):
        choice = Choice.read(QueryDict(request.POST.get("filter", "")))
        return list(matching(organization, choice, day_of(organization))[:MOST])
    ids = request.POST.getlist("order")[:MOST]
    found = {
        order.public_id: order for order in Order.objects.filter(organization=organization, public_id__in=ids)
    }
    if len(found) < len(set(ids)):
        raise Http404
    return [found[public_id] for public_id in dict.fromkeys(ids)]


def back(request: HttpRequest, otherwise: str = "") -> HttpResponse:
    """To the page that the form names, else to the list."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, None):
        return redirect(target)
    return redirect(otherwise or reverse("orders:list"))


def attempt(request: HttpRequest, work: Callable[[], object], done: str) -> bool:
    """Do ``work`` and say what happened; a problem is said in its own words. Whether it was done."""
    try:
        work()
    except Problem as problem:
        messages.error(request, words(problem.words))
        return False
    messages.success(request, done)
    return True


@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Put the chosen orders on hold: no label is bought meanwhile."""
    return _many(
        request,
        edit.hold,
        lambda count: ngettext("%(count)s order put on hold.", "%(count)s orders put on hold.", count),
    )


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let the chosen orders go on."""
    return _many(
        request,
        edit.release,
        lambda count: ngettext("%(count)s order released.", "%(count)s orders released.", count),
    )


def _many(
    request: HttpRequest,
    work: Callable[[list[Order], Member, datetime], object],
    done: Callable[[int], str],
) -> HttpResponse:
    orders = chosen_orders(request)
    if not orders:
        messages.warning(request, gettext("No order is chosen. Tick the orders at the left first."))
        return back(request)
    attempt(
        request,
        lambda: work(orders, member_of(request), page_now()),
        done(len(orders)) % {"count": len(orders)},
    )
    return back(request)


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel an order here; at the shop it stays as it is."""
    order = get_object_or_404(Order, organization=organization_of(request), public_id=public_id)
    attempt(
        request,
        lambda: edit.cancel_here(order, member_of(request), page_now()),
        (
            gettext("Order %(number)s is cancelled.")
            if order.connection.is_own
            else gettext("Order %(number)s is cancelled here. At Amazon nothing changed.")
        )
        % {"number": order.shop_order_id},
    )
    return back(request, reverse("orders:detail", args=[public_id]))


@require_POST
def uncancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a cancellation made here back."""
    order = get_object_or_404(Order, organization=organization_of(request), public_id=public_id)
    attempt(
        request,
        lambda: edit.uncancel(order, member_of(request), page_now()),
        gettext("Order %(number)s is back.") % {"number": order.shop_order_id},
    )
    return back(request, reverse("orders:detail", args=[public_id]))


@require_POST
def fetch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read one order afresh from its shop."""
    order = get_object_or_404(Order, organization=organization_of(request), public_id=public_id)
    attempt(
        request,
        lambda: sync.fetch_again(order, member_of(request), page_now()),
        gettext("Order %(number)s was read again.") % {"number": order.shop_order_id},
    )
    return back(request, reverse("orders:detail", args=[public_id]))
