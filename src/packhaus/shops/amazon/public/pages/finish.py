"""The rest of the set-up of an account that came by Amazon's consent page (R2.2, R2.4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from packhaus.authorizations.models import Authorization
from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.flow import finish as flow
from packhaus.kit.errors import AuthorizationEnded, Problem
from packhaus.shops.amazon.forms import FIELD_OF_CAUSE, WorkForm, regions_of
from packhaus.shops.amazon.hosts import REGIONS
from packhaus.shops.forms import say
from packhaus.shops.models import Connection
from packhaus.shops.port import ParticipationFound


@owners_only
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose countries, name, weights, and when Amazon is told; then the orders come in."""
    authorization = get_object_or_404(
        Authorization.objects.select_related("application", "organization"),
        organization=organization_of(request),
        shop="amazon",
        public_id=public_id,
    )
    connection = Connection.objects.filter(authorization=authorization).first()
    if connection is not None:
        return redirect("amazon:edit", connection.public_id)
    if request.method == "POST" and request.POST.get("region") in REGIONS:
        flow.move_to_region(authorization, request.POST["region"])
        return redirect("amazon:finish", public_id)
    try:
        found = flow.found_in(authorization, page_now())
    except Problem as problem:
        return _not_reached(request, authorization, problem)
    return _form(request, authorization, found)


def _form(
    request: HttpRequest, authorization: Authorization, found: list[ParticipationFound]
) -> HttpResponse:
    countries = [entry.country for entry in found]
    form = WorkForm(request.POST or None, initial={"countries": countries})
    form.offer(countries)
    if form.is_bound and form.is_valid():
        try:
            made = flow.finish(authorization, found, **form.cleaned_data, now=page_now())
        except Problem as problem:
            say(form, problem, FIELD_OF_CAUSE)
        else:
            messages.success(
                request, _("%(shop)s is connected. Your orders are coming in now.") % {"shop": made.name}
            )
            return redirect("shops:list")
    context = {
        "authorization": authorization,
        "form": form,
        "countries": countries,
        "regions": regions_of(form, countries),
    }
    status = 422 if form.errors else 200
    return render(request, "shops/amazon/public/finish.html", context, status=status)


def _not_reached(request: HttpRequest, authorization: Authorization, problem: Problem) -> HttpResponse:
    wrong_region = isinstance(problem, AuthorizationEnded) and problem.cause == "region"
    context = {"authorization": authorization, "problem": problem.words, "wrong_region": wrong_region}
    return render(request, "shops/amazon/public/finish.html", context)
