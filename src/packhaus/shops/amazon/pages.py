"""Settings > Integrations > Amazon (R2.3): connect, test, change, put in new secrets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.desk.countries import named
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow import connect, participations
from packhaus.flow.consent import public_application
from packhaus.kit.errors import Problem
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.forms import (
    FIELD_OF_CAUSE,
    SECRETS,
    ConnectForm,
    SecretsForm,
    WorkForm,
    regions_of,
)
from packhaus.shops.amazon.marketplaces import MARKETPLACES, by_country
from packhaus.shops.amazon.public import pages as public
from packhaus.shops.forms import countries_in, say
from packhaus.shops.models import Connection
from packhaus.shops.pages import connected, connecting, findings
from packhaus.shops.pages.draft import Draft, Drafts
from packhaus.shops.port import Credentials

SHOP = "amazon"
_DRAFTS = Drafts(
    SHOP,
    shown=("client_id", "seller_id", "countries", "name", "import_weights", "confirm_at"),
    secrets=SECRETS,
)


def _credentials(draft: Draft) -> Credentials:
    """The credentials for the region of the first country chosen."""
    market = by_country(draft.countries[0])
    return Credentials(
        client_id=str(draft.shown["client_id"]),
        client_secret=draft.secrets["client_secret"],
        refresh_token=draft.secrets["refresh_token"],
        seller_id=str(draft.shown["seller_id"]),
        region=market.region if market else "eu",
    )


def _findings(found: findings.Tested | findings.Failed | None, *, saved: bool) -> dict[str, object]:
    lacks_role = _("Amazon gives only city, postal code and country, because your application lacks a role")
    return findings.context(found, without_addresses=lacks_role, saved=saved)


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("client_secret", "refresh_token")
@sensitive_variables("draft", "before", "form")
def new(request: HttpRequest) -> HttpResponse:
    """Connect an account: first a test that says what was found, then save."""
    now = page_now()
    before = _DRAFTS.kept(request.session, now)
    if request.method == "POST" and request.POST.get("do") == "discard":
        _DRAFTS.drop(request.session)
        return redirect("amazon:new")
    only = list(before.findings["countries"]) if before and before.findings else None
    form = ConnectForm(
        request.POST or None,
        kept=before.kept() if before else (),
        initial=dict(before.shown) if before else None,
    )
    if form.is_bound and form.is_valid():
        draft = _DRAFTS.merged(before, form.cleaned_data)
        try:
            if request.POST.get("do") == "save":
                return connecting.save(request, _DRAFTS, draft, _credentials(draft), now, kind="private")
            return connecting.test(request, _DRAFTS, draft, _credentials(draft), now)
        except Problem as problem:
            only = countries_in(problem) or only
            before = draft.without(say(form, problem, FIELD_OF_CAUSE))
            _DRAFTS.keep(request.session, before, now)
            form.mark_kept(before.kept())
    context = {
        "form": form,
        "kept": before is not None,
        "only": only,
        "regions": regions_of(form, only),
        "seller_central": hosts.seller_central("A1PA6795UKMFR9"),
        "application": public_application(organization_of(request), SHOP),
        "countries": named(market.country for market in MARKETPLACES),
        "country": "DE",
        **_findings(before.findings if before else None, saved=False),
    }
    return render(request, "shops/amazon/new.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    connection: Connection,
    form: WorkForm | None = None,
    secrets: SecretsForm | None = None,
) -> HttpResponse:
    countries = [entry.country for entry in participations.there(connection)]
    form = form or WorkForm(initial=connected.work_of(connection))
    secrets_form = secrets or SecretsForm(initial={"client_id": connection.granted.application.client_id})
    failed = bool(form.errors or secrets_form.errors)
    context = {
        "connection": connection,
        "authorization": connection.granted,
        "application": connection.granted.application,
        "form": form,
        "secrets": secrets_form,
        "regions": regions_of(form, countries),
        "countries": countries,
        "gone": participations.gone(connection),
        "offered": participations.offered(connection),
        "seller_central": hosts.seller_central("A1PA6795UKMFR9"),
        **_findings(connected.tested(request, connection), saved=True),
    }
    return render(request, "shops/amazon/edit.html", context, status=422 if failed else 200)


@owners_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """How we work with a connected account."""
    connection = connected.connection_of(request, SHOP, public_id)
    return connected.edit(request, connection, WorkForm, FIELD_OF_CAUSE, _page)


@owners_only
@require_POST
def test(request: HttpRequest, public_id: str) -> HttpResponse:
    """Test a connected account, and keep what was found for the page."""
    return connected.test_again(request, connected.connection_of(request, SHOP, public_id))


@owners_only
@require_POST
@sensitive_post_parameters("client_secret", "refresh_token")
@sensitive_variables("form")
def secrets(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put new secrets in the place of the old, once Amazon has accepted them."""
    connection = connected.connection_of(request, SHOP, public_id)
    form = SecretsForm(request.POST)
    if form.is_valid():
        try:
            connect.replace_secrets(connection, member_of(request), **form.cleaned_data, now=page_now())
        except Problem as problem:
            say(form, problem, FIELD_OF_CAUSE)
        else:
            messages.success(request, _("Amazon has accepted the new secrets. What waited goes on."))
            return redirect("amazon:edit", public_id)
    return _page(request, connection, secrets=form)


@owners_only
@require_safe
def connection(request: HttpRequest) -> HttpResponse:
    """Where problems of a connection are mended."""
    return connected.to_mend(request, SHOP)


app_name = SHOP

urlpatterns = [
    *public.urlpatterns,
    path("settings/integrations/amazon/", new, name="new"),
    path("settings/integrations/amazon/mend/", connection, name="connection"),
    path("settings/integrations/amazon/<str:public_id>/", edit, name="edit"),
    path("settings/integrations/amazon/<str:public_id>/test/", test, name="test"),
    path("settings/integrations/amazon/<str:public_id>/secrets/", secrets, name="secrets"),
]
