"""Settings > Integrations > Own orders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.flow.own import own_shop
from packhaus.messages.models import TrackingMails
from packhaus.shops.models import OWN, Connection
from packhaus.shops.own.forms import ShopForm


@owners_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set the shop of one's own up: all it needs is a name."""
    organization = organization_of(request)
    found = Connection.objects.filter(organization=organization, shop=OWN).first()
    if found is not None:
        return redirect("own:edit", found.public_id)
    return _page(request, None, organization.name)


@owners_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its name."""
    found = get_object_or_404(
        Connection, organization=organization_of(request), shop=OWN, public_id=public_id
    )
    return _page(request, found, found.name)


def _page(request: HttpRequest, found: Connection | None, name: str) -> HttpResponse:
    organization = organization_of(request)
    form = ShopForm(request.POST or None, initial={"name": name[:100]})
    if form.is_bound and form.is_valid():
        kept = found or own_shop(organization, page_now())
        Connection.objects.filter(pk=kept.pk).update(name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("shops:list")
    chosen = TrackingMails.objects.filter(organization=organization, on_since__isnull=False)
    context = {"form": form, "shop": found, "writes_mails": chosen.exists()}
    return render(request, "shops/own/settings.html", context, status=422 if form.errors else 200)
