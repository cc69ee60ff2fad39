"""Settings > Integrations > Amazon, the old way: as the guide has it (R1, R2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.desk.visitor import member_of, owners_only, page_now
from packhaus.flow import connect, participations
from packhaus.kit.errors import Problem
from packhaus.shops.amazon_mws.forms import (
    FIELD_OF_CAUSE,
    SECRETS,
    ConnectForm,
    TokenForm,
    WorkForm,
    choices_of,
)
from packhaus.shops.amazon_mws.installation import (
    SETTINGS,
    Developer,
    developer,
    manage,
    start_page,
)
from packhaus.shops.forms import countries_in, say
from packhaus.shops.models import Connection
from packhaus.shops.pages import connected, connecting, findings
from packhaus.shops.pages.draft import Draft, Drafts
from packhaus.shops.port import Credentials

SHOP = "amazon_mws"
_DRAFTS = Drafts(
    SHOP, shown=("seller_id", "countries", "name", "import_weights", "confirm_at"), secrets=SECRETS
)


def _credentials(known: Developer, draft: Draft) -> Credentials:
    return Credentials(
        client_id=known.access_key,
        client_secret=known.secret_key,
        refresh_token=draft.secrets["token"],
        seller_id=str(draft.shown["seller_id"]),
    )


def _findings(found: findings.Tested | findings.Failed | None, *, saved: bool) -> dict[str, object]:
    without = _("Amazon sent the open orders without an address")
    return findings.context(found, without_addresses=without, saved=saved)


def _missing(request: HttpRequest) -> HttpResponse:
    """Who makes this installation a developer, and with what."""
    return render(request, "shops/amazon_mws/missing.html", {"settings": SETTINGS})


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("token")
@sensitive_variables("draft", "before", "form")
def new(request: HttpRequest) -> HttpResponse:
    """Connect an account: copy over what Amazon shows, test if wanted, save (R2.1 to R2.4)."""
    now, known = page_now(), developer()
    before = _DRAFTS.kept(request.session, now)
    if known is None or (request.method == "POST" and request.POST.get("do") == "discard"):
        _DRAFTS.drop(request.session)
        return redirect("amazon_mws:new") if known else _missing(request)
    only = list(before.findings["countries"]) if before and before.findings else None
    form = ConnectForm(
        request.POST or None,
        kept=before.kept() if before else (),
        initial=dict(before.shown) if before else None,
    )
    if form.is_bound and form.is_valid():
        draft = _DRAFTS.merged(before, form.cleaned_data)
        credentials = _credentials(known, draft)
        try:
            if request.POST.get("do") == "save":
                named = (known.name, known.developer_id)
                return connecting.save(
                    request, _DRAFTS, draft, credentials, now, kind="developer", developer=named
                )
            return connecting.test(request, _DRAFTS, draft, credentials, now)
        except Problem as problem:
            only = countries_in(problem) or only
            before = draft.without(say(form, problem, FIELD_OF_CAUSE))
            _DRAFTS.keep(request.session, before, now)
            form.mark_kept(before.kept())
    context = {
        "form": form,
        "kept": before is not None,
        "has_token": bool(before and before.kept()),
        "developer": known,
        "choices": choices_of(form, only),
        "only": only,
        "start_page": start_page(),
        **_findings(before.findings if before else None, saved=False),
    }
    return render(request, "shops/amazon_mws/new.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    connection: Connection,
    form: WorkForm | None = None,
    token: TokenForm | None = None,
) -> HttpResponse:
    countries = [entry.country for entry in participations.there(connection)]
    form = form or WorkForm(initial=connected.work_of(connection))
    token_form = token or TokenForm()
    context = {
        "connection": connection,
        "authorization": connection.granted,
        "application": connection.granted.application,
        "form": form,
        "token": token_form,
        "choices": choices_of(form, countries),
        "countries": countries,
        "manage": manage(""),
        **_findings(connected.tested(request, connection), saved=True),
    }
    failed = bool(form.errors or token_form.errors)
    return render(request, "shops/amazon_mws/edit.html", context, status=422 if failed else 200)


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
@sensitive_post_parameters("token")
@sensitive_variables("form")
def token(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a new token in the place of the old, once Amazon has accepted it with the developer's keys."""
    connection, known = connected.connection_of(request, SHOP, public_id), developer()
    if known is None:
        return _missing(request)
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            connect.replace_secrets(
                connection,
                member_of(request),
                client_id=known.access_key,
                client_secret=known.secret_key,
                refresh_token=form.cleaned_data["token"],
                now=page_now(),
            )
        except Problem as problem:
            say(form, problem, FIELD_OF_CAUSE)
        else:
            messages.success(request, _("Amazon has accepted the new token. What waited goes on."))
            return redirect("amazon_mws:edit", public_id)
    return _page(request, connection, token=form)


@owners_only
@require_safe
def connection(request: HttpRequest) -> HttpResponse:
    """Where problems of a connection are mended."""
    return connected.to_mend(request, SHOP)


app_name = SHOP

urlpatterns = [
    path("settings/integrations/amazon-mws/", new, name="new"),
    path("settings/integrations/amazon-mws/mend/", connection, name="connection"),
    path("settings/integrations/amazon-mws/<str:public_id>/", edit, name="edit"),
    path("settings/integrations/amazon-mws/<str:public_id>/test/", test, name="test"),
    path("settings/integrations/amazon-mws/<str:public_id>/token/", token, name="token"),
]
