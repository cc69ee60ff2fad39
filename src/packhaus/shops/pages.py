"""Settings > Integrations: the shops that orders come from, and what could not be read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.accounts.models import Organization
from packhaus.desk.visitor import organization_of, page_now
from packhaus.engine.models import Due
from packhaus.flow import sync
from packhaus.flow.participations import chosen_countries
from packhaus.orders.models import Order
from packhaus.shops.models import Connection, SetAside
from packhaus.shops.registry import SHOPS

_OPEN = (Order.State.WAITING, Order.State.READY, Order.State.HELD)


@dataclass(frozen=True)
class Shown:
    """A connection as the list shows it."""

    connection: Connection
    shop: str
    countries: list[str]
    open_orders: int
    next_at: datetime | None


def _shown(organization: Organization) -> list[Shown]:
    connections = Connection.objects.filter(organization=organization).select_related("authorization")
    listed = []
    for connection in connections.order_by("name"):
        due = Due.objects.filter(kind="sync", subject=connection.pk).first()
        listed.append(
            Shown(
                connection,
                SHOPS[connection.shop].label,
                chosen_countries(connection),
                Order.objects.filter(connection=connection, state__in=_OPEN).count(),
                due.due_at if due else None,
            )
        )
    return listed


@require_safe
def integrations(request: HttpRequest) -> HttpResponse:
    """All connected shops, each with its state; below them the orders that were set aside."""
    organization = organization_of(request)
    aside = (
        SetAside.objects.filter(organization=organization).select_related("connection").order_by("-last_at")
    )
    context = {"shown": _shown(organization), "aside": aside[:200], "aside_count": aside.count()}
    return render(request, "shops/list.html", context)


@require_POST
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a shop's orders now."""
    connection = get_object_or_404(Connection, organization=organization_of(request), public_id=public_id)
    sync.read_now(connection, page_now())
    messages.success(request, _("%(shop)s is being read now.") % {"shop": connection.name})
    return redirect("shops:list")


app_name = "shops"

urlpatterns = [
    path("settings/integrations/", integrations, name="list"),
    path("settings/integrations/<str:public_id>/read/", read, name="read"),
]
