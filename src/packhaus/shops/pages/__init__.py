"""Settings > Integrations: the shops that orders come from, and what could not be read of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Application, Authorization
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import is_partial, member_of, organization_of, owners_only, page_now
from packhaus.engine.models import Due
from packhaus.flow import rotate, sync
from packhaus.flow.finish import unfinished
from packhaus.flow.guard import is_tried_on
from packhaus.kit.errors import Problem
from packhaus.orders.models import Order
from packhaus.shops.forms import SecretForm
from packhaus.shops.models import OWN, Connection, Participation, SetAside
from packhaus.shops.registry import SHOPS

A_PAGE = 50
_STANDS = (Authorization.State.ACTIVE, Authorization.State.EXPIRING)
_OPEN = (Order.State.WAITING, Order.State.READY, Order.State.HELD)


@dataclass(frozen=True)
class Shown:
    """A connection as the list shows it."""

    connection: Connection
    shop: str
    edit_url: str
    countries: list[str]
    open_orders: int
    next_at: datetime | None
    gone: list[Participation]
    offered: list[Participation]

    @property
    def is_read(self) -> bool:
        """Whether its shop may be asked: reading is no use where nobody is let in."""
        granted = self.connection.granted
        return granted.state in (Authorization.State.ACTIVE, Authorization.State.EXPIRING) or is_tried_on(
            granted
        )


@dataclass(frozen=True)
class Way:
    """A shop that can be connected, and the page on which that is done."""

    name: str
    url: str


def _ways(*, old: bool) -> list[Way]:
    """The shops that can be connected: the usual ones, or those of an old way."""
    return [
        Way(entry.label, reverse(f"{name}:new"))
        for name, entry in SHOPS.items()
        if name != OWN and entry.is_old is old
    ]


def _listed(organization: Organization) -> QuerySet[Connection]:
    """All connections, by name, with their countries and troubles."""
    found = Connection.objects.filter(organization=organization)
    found = found.select_related("authorization__application", "authorization__organization")
    places = Prefetch("participations", Participation.objects.order_by("country"))
    return found.prefetch_related(places, "problems").order_by("name", "pk")


def _shown(connections: Sequence[Connection]) -> list[Shown]:
    """Some connections, with the same few questions to the database however many they are."""
    ids = [connection.pk for connection in connections]
    due = dict(Due.objects.filter(kind="sync", subject__in=ids).values_list("subject", "due_at"))
    waiting = Order.objects.filter(connection__in=ids, state__in=_OPEN).values_list("connection")
    counts = dict(waiting.annotate(count=Count("pk")).order_by())
    return [
        _one(connection, due.get(connection.pk), counts.get(connection.pk, 0)) for connection in connections
    ]


def _one(connection: Connection, next_at: datetime | None, open_orders: int) -> Shown:
    places = list(connection.participations.all())
    there = [place for place in places if place.gone_at is None]
    return Shown(
        connection,
        SHOPS[connection.shop].label,
        reverse(f"{connection.shop}:edit", args=[connection.public_id]),
        [place.country for place in there if place.chosen],
        open_orders,
        next_at,
        [place for place in places if place.chosen and place.gone_at is not None],
        [place for place in there if not place.chosen and place.came_at is not None],
    )


@require_safe
def integrations(request: HttpRequest) -> HttpResponse:
    """All connected shops, each with its state; below them the orders that were set aside."""
    organization = organization_of(request)
    page = Paginator(_listed(organization), A_PAGE).get_page(request.GET.get("page"))
    aside = (
        SetAside.objects.filter(organization=organization).select_related("connection").order_by("-last_at")
    )
    context = {
        "page": page,
        "shown": _shown(list(page.object_list)),
        "ways": _ways(old=False),
        "old_ways": _ways(old=True),
        "unfinished": unfinished(organization),
        "aside": aside[:200],
        "aside_count": aside.count(),
    }
    return render(request, "shops/list.html", context)


@owners_only
@require_safe
def connect(request: HttpRequest) -> HttpResponse:
    """Where a shop is connected: its own page where there is only one, else the choice among them."""
    ways = _ways(old=False)
    return redirect(ways[0].url if len(ways) == 1 else "shops:list")


@require_POST
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a shop's orders now."""
    connection = get_object_or_404(Connection, organization=organization_of(request), public_id=public_id)
    sync.read_now(connection, page_now())
    messages.success(request, _("%(shop)s is being read now.") % {"shop": connection.name})
    return redirect("shops:list")


@require_safe
def stands(request: HttpRequest, public_id: str) -> HttpResponse:
    """How a connection stands and why it does not work; to htmx the section alone."""
    connection = get_object_or_404(
        Connection.objects.select_related("authorization__application", "authorization__organization"),
        organization=organization_of(request),
        public_id=public_id,
    )
    context = {
        "connection": connection,
        "shop": SHOPS[connection.shop].label,
        "edit": f"{connection.shop}:edit",
    }
    page = "shops/_stands_part.html" if is_partial(request) else "shops/stands.html"
    return render(request, page, context)


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("client_secret")
@sensitive_variables("form")
def secret(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new client secret for an application, beside the old one until the shop takes it (R4.4)."""
    application = get_object_or_404(Application, organization=organization_of(request), public_id=public_id)
    form = SecretForm(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "forget":
        rotate.forget_next(application)
        messages.success(request, _("The new client secret is forgotten. The old one goes on."))
        return redirect("shops:secret", public_id)
    if form.is_bound and form.is_valid():
        try:
            outcome = rotate.enter(
                application,
                member_of(request),
                secret=form.cleaned_data["client_secret"],
                ends_on=form.cleaned_data["ends_on"],
                now=page_now(),
            )
        except Problem as problem:
            form.add_error(None, words(problem.words))
        else:
            if outcome is rotate.Rotation.TAKEN:
                messages.success(request, _("The new client secret is taken. What waited goes on."))
            return redirect("shops:secret", public_id)
    application.refresh_from_db()
    context = {
        "application": application,
        "shop": SHOPS[application.shop].label,
        "form": form,
        "connections": Connection.objects.filter(authorization__application=application).order_by("name"),
    }
    return render(request, "shops/secret.html", context, status=422 if form.errors else 200)


app_name = "shops"

urlpatterns = [
    path("settings/integrations/", integrations, name="list"),
    path("settings/integrations/connect/", connect, name="connect"),
    path("settings/integrations/<str:public_id>/read/", read, name="read"),
    path("settings/integrations/<str:public_id>/stands/", stands, name="stands"),
    path("settings/integrations/applications/<str:public_id>/secret/", secret, name="secret"),
]
