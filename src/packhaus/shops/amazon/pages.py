"""Settings > Integrations > Amazon (R2.3): connect, test, change, put in new secrets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.desk.countries import named
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.flow import connect, participations
from packhaus.flow.consent import public_application
from packhaus.kit.errors import Problem
from packhaus.shops.amazon import draft as drafts
from packhaus.shops.amazon import hosts, results
from packhaus.shops.amazon.forms import ConnectForm, SecretsForm, WorkForm, regions_of, say
from packhaus.shops.amazon.marketplaces import MARKETPLACES, by_country
from packhaus.shops.amazon.public import pages as public
from packhaus.shops.models import Connection

_TESTED = "amazon_tested"


def _countries_named(problem: Problem) -> list[str]:
    return [code for code in problem.words.values.get("has", "").split(", ") if by_country(code)]


def _fill(form: ConnectForm, draft: drafts.Draft) -> None:
    for name, value in draft.shown.items():
        form.fields[name].initial = value


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("client_secret", "refresh_token")
@sensitive_variables("draft", "before", "form")
def new(request: HttpRequest) -> HttpResponse:
    """Connect an account: first a test that says what was found, then save."""
    now = page_now()
    before = drafts.kept(request.session, now)
    if request.method == "POST" and request.POST.get("do") == "discard":
        drafts.drop(request.session)
        return redirect("amazon:new")
    only = list(before.findings["countries"]) if before and before.findings else None
    form = ConnectForm(request.POST or None, kept=before.kept() if before else ())
    if before is not None and not form.is_bound:
        _fill(form, before)
    if form.is_bound and form.is_valid():
        draft = drafts.merged(before, form.cleaned_data)
        try:
            return (
                _save(request, draft, now) if request.POST.get("do") == "save" else _test(request, draft, now)
            )
        except Problem as problem:
            only = _countries_named(problem) or only
            before = draft.without(say(form, problem))
            drafts.keep(request.session, before, now)
            form.mark_kept(before.kept())
    context = {
        "form": form,
        "kept": before is not None,
        "only": only,
        "regions": regions_of(form, only),
        "seller_central": hosts.seller_central("A1PA6795UKMFR9"),
        "application": public_application(organization_of(request), "amazon"),
        "countries": named(market.country for market in MARKETPLACES),
        "country": "DE",
        **_test_context(before.findings if before else None, saved=False),
    }
    return render(request, "shops/amazon/new.html", context, status=422 if form.errors else 200)


def _test(request: HttpRequest, draft: drafts.Draft, now: datetime) -> HttpResponse:
    country = str(draft.shown["countries"][0])
    findings = connect.test("amazon", draft.credentials(), country, now)
    found = results.stored(findings, now)
    drafts.keep(request.session, replace(draft, findings=found), now)
    return redirect(f"{reverse('amazon:new')}#test")


def _save(request: HttpRequest, draft: drafts.Draft, now: datetime) -> HttpResponse:
    connection = connect.save(
        organization_of(request),
        member_of(request),
        shop="amazon",
        kind="private",
        credentials=draft.credentials(),
        countries=list(draft.shown["countries"]),
        name=str(draft.shown["name"]),
        import_weights=bool(draft.shown["import_weights"]),
        confirm_at=str(draft.shown["confirm_at"]),
        now=now,
    )
    drafts.drop(request.session)
    messages.success(
        request, _("%(shop)s is connected. Your orders are coming in now.") % {"shop": connection.name}
    )
    return redirect("shops:list")


def _test_context(found: dict[str, Any] | None, *, saved: bool) -> dict[str, object]:
    if found is None:
        return {"tested": None}
    if "problem" in found:
        return {"tested": found, "tested_at": datetime.fromisoformat(found["at"]), "results": []}
    lines = results.results(found, saved)
    return {
        "tested": found,
        "tested_at": datetime.fromisoformat(found["at"]),
        "results": lines,
        "all_well": all(line.tone == "ok" for line in lines),
    }


def _connection(request: HttpRequest, public_id: str) -> Connection:
    return get_object_or_404(
        Connection.objects.select_related("authorization__application", "authorization__given_by"),
        organization=organization_of(request),
        shop="amazon",
        public_id=public_id,
    )


def _page(
    request: HttpRequest,
    connection: Connection,
    form: WorkForm | None = None,
    secrets: SecretsForm | None = None,
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
        **_test_context(request.session.get(_TESTED, {}).get(connection.public_id), saved=True),
    }
    return render(request, "shops/amazon/edit.html", context, status=422 if failed else 200)


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
            return redirect("amazon:edit", public_id)
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
    return redirect(f"{reverse('amazon:edit', args=[public_id])}#test")


@require_POST
@sensitive_post_parameters("client_secret", "refresh_token")
@sensitive_variables("form")
def secrets(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put new secrets in the place of the old, once Amazon has accepted them."""
    connection = _connection(request, public_id)
    form = SecretsForm(request.POST)
    if form.is_valid():
        try:
            connect.replace_secrets(connection, member_of(request), **form.cleaned_data, now=page_now())
        except Problem as problem:
            say(form, problem)
        else:
            messages.success(request, _("Amazon has accepted the new secrets. What waited goes on."))
            return redirect("amazon:edit", public_id)
    return _page(request, connection, secrets=form)


@require_safe
def connection(request: HttpRequest) -> HttpResponse:
    """Where problems of a connection are mended: the one that has one, else the list of all."""
    troubled = Connection.objects.filter(
        organization=organization_of(request), shop="amazon", problem__isnull=False
    ).first()
    return redirect("amazon:edit", troubled.public_id) if troubled else redirect("shops:list")


app_name = "amazon"

urlpatterns = [
    *public.urlpatterns,
    path("settings/integrations/amazon/", new, name="new"),
    path("settings/integrations/amazon/mend/", connection, name="connection"),
    path("settings/integrations/amazon/<str:public_id>/", edit, name="edit"),
    path("settings/integrations/amazon/<str:public_id>/test/", test, name="test"),
    path("settings/integrations/amazon/<str:public_id>/secrets/", secrets, name="secrets"),
]
