"""Settings > Carriers and Settings > Sender."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from packhaus.carriers.forms import AccountForm, SenderForm
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.carriers.port import Service
from packhaus.carriers.registry import CARRIERS, open_carrier
from packhaus.carriers.setup import save_account
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.kit.errors import NeedsMerchant, Problem


@dataclass(frozen=True)
class Shown:
    """An account as the page shows it; no services where its key cannot be used."""

    account: CarrierAccount
    carrier: str
    services: list[Service]


def _shown(account: CarrierAccount) -> Shown:
    try:
        services = list(open_carrier(account).services())
    except Problem:
        services = []
    return Shown(account, CARRIERS[account.carrier].label, services)


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("key")
@sensitive_variables("form")
def settings(request: HttpRequest) -> HttpResponse:
    """The carrier accounts, and a form that connects another or renews a key (R5.2)."""
    organization = organization_of(request)
    accounts = CarrierAccount.objects.filter(organization=organization).order_by("name")
    chosen = request.GET.get("account")
    initial = None
    if chosen:
        account = get_object_or_404(accounts, public_id=chosen)
        initial = {"carrier": account.carrier, "name": account.name, "address": account.address}
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            saved = save_account(organization, **form.cleaned_data, now=page_now())
        except NeedsMerchant as problem:
            form.add_error("key", words(problem.words))
        except Problem as problem:
            form.add_error(None, words(problem.words))
        else:
            messages.success(request, _("%(carrier)s is connected.") % {"carrier": saved.name})
            return redirect("carriers:settings")
    context = {"form": form, "shown": [_shown(account) for account in accounts], "renewed": chosen}
    return render(request, "carriers/settings.html", context, status=422 if form.errors else 200)


@owners_only
@require_http_methods(["GET", "POST"])
def sender(request: HttpRequest) -> HttpResponse:
    """Where parcels leave from."""
    organization = organization_of(request)
    before = Sender.objects.filter(organization=organization).first()
    form = SenderForm(request.POST or None, initial=model_to_dict(before) if before else None)
    if form.is_bound and form.is_valid():
        Sender.objects.update_or_create(organization=organization, defaults=form.cleaned_data)
        messages.success(request, _("The sender is saved. It stands on every label from now on."))
        return redirect("carriers:sender")
    return render(request, "carriers/sender.html", {"form": form}, status=422 if form.errors else 200)


app_name = "carriers"

urlpatterns = [
    path("settings/carriers/", settings, name="settings"),
    path("settings/sender/", sender, name="sender"),
]
