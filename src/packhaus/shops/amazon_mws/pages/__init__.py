"""Settings > Integrations > Amazon, the old way: as the guide has it (R1, R2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.flow import connect, participations
from packhaus.kit.errors import Problem
from packhaus.shops.amazon_mws.forms import ConnectForm, TokenForm, WorkForm, choices_of, say
from packhaus.shops.amazon_mws.installation import (
    SETTINGS,
    Developer,
    developer,
    manage,
    start_page,
)
from packhaus.shops.amazon_mws.pages import draft as drafts
from packhaus.shops.amazon_mws.pages import results
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials

SHOP = "amazon_mws"
_TESTED = "amazon_mws_tested"


def _credentials(known: Developer, seller_id: str, token: str) -> Credentials:
    return Credentials(
        client_id=known.access_key,
        client_secret=known.secret_key,
        refresh_token=token,
        seller_id=seller_id,
    )


def _missing(request: HttpRequest) -> HttpResponse:
    """Who makes this installation a developer, and with what."""
    return render(request, "shops/amazon_mws/missing.html", {"settings": SETTINGS})


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("token")
@sensitive_variables("draft", "before", "form")
def new(request: HttpRequest) -> HttpResponse:
    """Connect an account: copy over what Amazon shows, test if wanted, save (R2.1 to R2.4)."""
    now, known = page_now(), developer()
    before = drafts.kept(request.session, now)
    if known is None or (request.method == "POST" and request.POST.get("do") == "discard"):
        drafts.drop(request.session)
        return redirect("amazon_mws:new") if known else _missing(request)
    only = list(before.findings["countries"]) if before and before.findings else None
    form = ConnectForm(request.POST or None, has_token=bool(before and before.token))
    if before is not None and not form.is_bound:
        form.initial = before.shown
    if form.is_bound and form.is_valid():
        draft = drafts.merged(before, form.cleaned_data)
        does = _save if request.POST.get("do") == "save" else _test
        try:
            return does(request, known, draft, now)
        except Problem as problem:
            only = problem.words.values.get("has", "").split(", ") if "has" in problem.words.values else only
            before = replace(draft, token="" if say(form, problem) == "token" else draft.token)
            drafts.keep(request.session, before, now)
            form.mark_token(bool(before.token))
    context = {
        "form": form,
        "kept": before is not None,
        "has_token": bool(before and before.token),
        "developer": known,
        "choices": choices_of(form, only),
        "only": only,
        "start_page": start_page(),
        **results.context(before.findings if before else None, saved=False),
    }
    return render(request, "shops/amazon_mws/new.html", context, status=422 if form.errors else 200)


def _test(request: HttpRequest, known: Developer, draft: drafts.Draft, now: datetime) -> HttpResponse:
    credentials = _credentials(known, str(draft.shown["seller_id"]), draft.token)
    findings = connect.test(SHOP, credentials, str(draft.shown["countries"][0]), now)
    drafts.keep(request.session, replace(draft, findings=results.stored(findings, now)), now)
    return redirect(f"{reverse('amazon_mws:new')}#test")


def _save(request: HttpRequest, known: Developer, draft: drafts.Draft, now: datetime) -> HttpResponse:
    connection = connect.save(
        organization_of(request),
        member_of(request),
        shop=SHOP,
        kind="developer",
        credentials=_credentials(known, str(draft.shown["seller_id"]), draft.token),
        countries=list(draft.shown["countries"]),
        name=str(draft.shown["name"]),
        import_weights=bool(draft.shown["import_weights"]),
        confirm_at=str(draft.shown["confirm_at"]),
        now=now,
        developer=(known.name, known.developer_id),
    )
    drafts.drop(request.session)
    messages.success(
        request, _("%(shop)s is connected. Your orders are coming in now.") % {"shop": connection.name}
    )
    return redirect("shops:list")


def _connection(request: HttpRequest, public_id: str) -> Connection:
    return get_object_or_404(
        Connection.objects.select_related("authorization__application", "authorization__given_by"),
        organization=organization_of(request),
        shop=SHOP,
        public_id=public_id,
    )


def _page(
    request: HttpRequest,
    connection: Connection,
    form: WorkForm | None = None,
    token: TokenForm | None = None,
) -> HttpResponse:
    countries = [entry.country for entry in participations.there(connection)]
    if form is None:
        form = WorkForm(
            initial={
                "countries": participations.chosen_countries(connection),
                "name": connection.name,
                "import_weights": connection.import_weights,
                "confirm_at": connection.confirm_at,
            }
        )
    token_form = token or TokenForm()
    found = request.session.get(_TESTED, {}).get(connection.public_id)
    context = {
        "connection": connection,
        "authorization": connection.granted,
        "application": connection.granted.application,
        "form": form,
        "token": token_form,
        "choices": choices_of(form, countries),
        "countries": countries,
        "manage": manage(""),
        **results.context(found, saved=True),
    }
    failed = bool(form.errors or token_form.errors)
    return render(request, "shops/amazon_mws/edit.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """How we work with a connected account."""
    connection = _connection(request, public_id)
    if request.method != "POST":
        return _page(request, connection)
    form = WorkForm(request.POST)
    form.offer([entry.country for entry in participations.there(connection)])
    if form.is_valid():
        try:
            connect.change(connection, **form.cleaned_data, now=page_now())
        except Problem as problem:
            say(form, problem)
        else:
            messages.success(request, _("%(shop)s is saved.") % {"shop": connection.name})
            return redirect("amazon_mws:edit", public_id)
    return _page(request, connection, form=form)


@require_POST
def test(request: HttpRequest, public_id: str) -> HttpResponse:
    """Test a connected account, and keep what was found for the page."""
    connection = _connection(request, public_id)
    now = page_now()
    try:
        found = results.stored(connect.test_saved(connection, now), now)
    except Problem as problem:
        found = {"problem": problem.words.stored(), "at": now.isoformat()}
    request.session[_TESTED] = {public_id: found}
    return redirect(f"{reverse('amazon_mws:edit', args=[public_id])}#test")


@require_POST
@sensitive_post_parameters("token")
@sensitive_variables("form")
def token(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a new token in the place of the old, once Amazon has accepted it with the developer's keys."""
    connection, known = _connection(request, public_id), developer()
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
            say(form, problem)
        else:
            messages.success(request, _("Amazon has accepted the new token. What waited goes on."))
            return redirect("amazon_mws:edit", public_id)
    return _page(request, connection, token=form)


@require_safe
def connection(request: HttpRequest) -> HttpResponse:
    """Where problems of a connection are mended: the one that has one, else the list of all."""
    troubled = Connection.objects.filter(
        organization=organization_of(request), shop=SHOP, problem__isnull=False
    ).first()
    return redirect("amazon_mws:edit", troubled.public_id) if troubled else redirect("shops:list")


app_name = "amazon_mws"

urlpatterns = [
    path("settings/integrations/amazon-mws/", new, name="new"),
    path("settings/integrations/amazon-mws/mend/", connection, name="connection"),
    path("settings/integrations/amazon-mws/<str:public_id>/", edit, name="edit"),
    path("settings/integrations/amazon-mws/<str:public_id>/test/", test, name="test"),
    path("settings/integrations/amazon-mws/<str:public_id>/token/", token, name="token"),
]
