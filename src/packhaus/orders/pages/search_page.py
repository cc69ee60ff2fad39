"""Search from the frame. What was typed comes by POST; an address gets it only as part of a number or SKU."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from packhaus.desk.visitor import organization_of
from packhaus.orders.filters import Choice
from packhaus.orders.listing import rows_of
from packhaus.orders.pages.list_page import day_of
from packhaus.orders.search import find


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """One hit opens it, several are listed, none says what can be searched for."""
    organization = organization_of(request)
    text = request.POST.get("q", "").strip()
    found = find(organization, text)
    if found.order is not None:
        return redirect("orders:detail", found.order.public_id)
    if found.q:
        return redirect(f"{reverse('orders:list')}?{Choice(state='', q=found.q).address()}")
    rows = rows_of(found.by_tracking, day_of(organization))
    return render(request, "orders/search.html", {"text": text, "rows": rows, "search_text": text})
