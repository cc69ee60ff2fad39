"""The address of an order, corrected by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.flow import edit
from packhaus.orders.forms import AddressForm
from packhaus.orders.models import Order
from packhaus.orders.pages.actions import attempt, back
from packhaus.privacy import vault


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the address in a form; save what was corrected (R5.1)."""
    order = get_object_or_404(Order, organization=organization_of(request), public_id=public_id)
    if order.erased_at or order.state in (Order.State.SHIPPED, Order.State.CANCELLED):
        return redirect("orders:detail", public_id)
    known = vault.recipients([order.pk]).get(order.pk)
    form = AddressForm(request.POST or None, known=known, country=order.country)
    if request.method == "POST" and form.is_valid():
        recipient = form.recipient()
        saved = attempt(
            request,
            lambda: edit.change_address(order, recipient, member_of(request), page_now()),
            gettext("The address of %(number)s is changed.") % {"number": order.shop_order_id},
        )
        if saved:
            return back(request, reverse("orders:detail", args=[public_id]))
    target = request.POST.get("next") or request.GET.get("next", "")
    context = {
        "order": order,
        "form": form,
        "known": known,
        "next": target if url_has_allowed_host_and_scheme(target, None) else "",
    }
    return render(request, "orders/address.html", context)
