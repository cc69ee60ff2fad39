"""Settings > Integrations > Amazon > Public application: its keys here, our addresses there (R1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from packhaus.authorizations.models import Application
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow.consent import public_application
from packhaus.flow.register import register
from packhaus.flow.rotate import Rotation
from packhaus.kit.errors import Problem, Rejected
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.public.addresses import own_addresses
from packhaus.shops.amazon.public.forms import DRAFT, PUBLISHED, ApplicationForm


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("client_secret")
@sensitive_variables("form")
def application(request: HttpRequest) -> HttpResponse:
    """Enter the application, change it, give it a new secret."""
    organization = organization_of(request)
    known = public_application(organization, "amazon")
    form = ApplicationForm(
        request.POST or None,
        initial=_initial(known),
        known_client_id=known.client_id if known else "",
    )
    if form.is_bound and form.is_valid():
        try:
            _save(request, form)
        except Problem as problem:
            field = problem.field if isinstance(problem, Rejected) else ""
            form.add_error(field or None, words(problem.words))
        else:
            return redirect("amazon:application")
    context = {
        "form": form,
        "application": known,
        "authorized": known.authorizations.exclude(state="revoked").count() if known else 0,
        "addresses": own_addresses(request),
        "seller_central": hosts.seller_central("A1PA6795UKMFR9"),
    }
    status = 422 if form.errors else 200
    return render(request, "shops/amazon/public/application.html", context, status=status)


def _initial(known: Application | None) -> dict[str, object]:
    if known is None:
        return {}
    return {
        "name": known.name,
        "application_id": known.outside_id,
        "client_id": known.client_id,
        "secret_ends_on": known.secret_ends_on,
        "status": DRAFT if known.is_draft else PUBLISHED,
    }


@sensitive_variables("form", "data")
def _save(request: HttpRequest, form: ApplicationForm) -> None:
    data = form.cleaned_data
    done = register(
        member_of(request),
        shop="amazon",
        application_id=data["application_id"],
        client_id=data["client_id"],
        secret=data["client_secret"],
        ends_on=data["secret_ends_on"],
        name=data["name"],
        is_draft=data["status"] == DRAFT,
        now=page_now(),
    )
    if done is Rotation.WAITS:
        messages.info(
            request, _("Amazon does not take the new secret yet. Packhaus tries again; the old one goes on.")
        )
    else:
        messages.success(request, _("The public application is saved."))
