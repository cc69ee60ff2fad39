"""To Amazon's page of consent and back (R1): begin, come back, see how it stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from packhaus.authorizations.models import Application, Authorization, AuthorizationRequest
from packhaus.authorizations.rules import End, end_of, local_day
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, open_to_all, organization_of, owners_only, page_now
from packhaus.flow import consent as flow
from packhaus.flow.participations import chosen_countries
from packhaus.kit.errors import Problem, Rejected
from packhaus.kit.words import Words
from packhaus.shops.amazon.marketplaces import by_country, by_id
from packhaus.shops.amazon.public.addresses import own_addresses
from packhaus.shops.amazon.public.carried import carried, carry, drop
from packhaus.shops.amazon.public.pages.leaving import leave
from packhaus.shops.models import Connection

_CALLBACK = "callback"
_NOT_TAKEN = "amazon_not_taken"
_FROM_AMAZON = ("state", "selling_partner_id", "spapi_oauth_code", "error")
_Stage = AuthorizationRequest.Stage


@owners_only
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Go to Amazon's consent page: for a country, or to authorize a known account again."""
    organization = organization_of(request)
    renewed = _renewed(request)
    application = renewed.application if renewed and renewed.kind == "public" else None
    application = application or flow.public_application(organization, "amazon")
    if application is None:
        messages.warning(request, _("Enter the public application first."))
        return redirect("amazon:application")
    marketplace_id = _marketplace(request, renewed)
    if not marketplace_id:
        messages.warning(request, _("Choose a country first."))
        return redirect("amazon:new")
    addresses = own_addresses(request)
    if not addresses.usable:
        messages.warning(request, _("Amazon comes back to https addresses only."))
        return redirect("amazon:application")
    try:
        address = flow.begin(
            application,
            member_of(request),
            marketplace_id=marketplace_id,
            redirect_uri=addresses.redirect,
            now=page_now(),
            authorization=renewed,
        )
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("amazon:new")
    return leave(request, address)


def _renewed(request: HttpRequest) -> Authorization | None:
    public_id = request.POST.get("authorization")
    if not public_id:
        return None
    known = Authorization.objects.select_related("application")
    return get_object_or_404(known, organization=organization_of(request), shop="amazon", public_id=public_id)


def _marketplace(request: HttpRequest, renewed: Authorization | None) -> str:
    """The marketplace whose Seller Central is opened: of the country asked for, else a connected one."""
    country = request.POST.get("country", "")
    if not country and renewed is not None:
        connection = Connection.objects.filter(authorization=renewed).first()
        countries = chosen_countries(connection) if connection else []
        country = "DE" if "DE" in countries or not countries else countries[0]
        last = AuthorizationRequest.objects.filter(authorization=renewed).order_by("-pk").first()
        if not countries and last is not None and last.marketplace_id:
            return last.marketplace_id
    found = by_country(country)
    return found.marketplace_id if found else ""


@open_to_all
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Where Amazon comes back to: what it sent is taken out of the address before anything else.

    Open to all, for whoever's log-in has ended meanwhile must not have a code in the log-in's address.
    """
    response = redirect("amazon:arrived")
    sent = {name: request.GET[name] for name in _FROM_AMAZON if name in request.GET}
    if sent:
        carry(response, _CALLBACK, sent, page_now())
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@owners_only
@require_GET
def arrived(request: HttpRequest) -> HttpResponse:
    """Take in what Amazon sent, and show how it stands."""
    sent = carried(request, _CALLBACK, page_now())
    if sent is None:
        return redirect("amazon:not_taken")
    organization, member = organization_of(request), member_of(request)
    try:
        if "error" in sent:
            walk = flow.turned_down(organization, member, state=sent.get("state", ""))
        else:
            walk = flow.arrive(
                organization,
                member,
                state=sent.get("state", ""),
                seller_id=sent.get("selling_partner_id", ""),
                code=sent.get("spapi_oauth_code", ""),
                now=page_now(),
            )
    except Rejected as problem:
        request.session[_NOT_TAKEN] = problem.words.stored()
        response = redirect("amazon:not_taken")
    else:
        response = redirect("amazon:walk", walk.public_id)
    drop(response)
    return response


@owners_only
@require_safe
def not_taken(request: HttpRequest) -> HttpResponse:
    """Why something that came from Amazon was not taken; the words are said once."""
    said = Words.from_stored(request.session.pop(_NOT_TAKEN, None)) or Words(flow.FORGED)
    return render(request, "shops/amazon/public/not_taken.html", {"said": said})


def refuse(request: HttpRequest, said: Words) -> HttpResponse:
    """Lead to the page that says why nothing was taken."""
    request.session[_NOT_TAKEN] = said.stored()
    return redirect("amazon:not_taken")


@owners_only
@require_safe
def walk(request: HttpRequest, public_id: str) -> HttpResponse:
    """How a walk stands; an account that is new goes on to the rest of its set-up."""
    found = _walk(request, public_id)
    unfinished = _unfinished(found)
    if unfinished is not None:
        return redirect("amazon:finish", unfinished.public_id)
    return render(request, "shops/amazon/public/walk.html", _context(found))


@owners_only
@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same while the worker is at it."""
    found = _walk(request, public_id)
    unfinished = _unfinished(found)
    if unfinished is not None:
        address = reverse("amazon:finish", args=[unfinished.public_id])
        return HttpResponse(headers={"HX-Redirect": address})
    return render(request, "shops/amazon/public/_walk.html", _context(found))


def _walk(request: HttpRequest, public_id: str) -> AuthorizationRequest:
    walks = AuthorizationRequest.objects.select_related("application", "authorization__application")
    return get_object_or_404(
        walks, organization=organization_of(request), member=member_of(request), public_id=public_id
    )


def _unfinished(walk: AuthorizationRequest) -> Authorization | None:
    if walk.stage != _Stage.DONE or walk.authorization is None:
        return None
    connected = Connection.objects.filter(authorization=walk.authorization).exists()
    return None if connected else walk.authorization


def _year_end(authorization: Authorization) -> End | None:
    """The end of what was authorized just now; that of the application's secret is another matter."""
    zone = authorization.organization.time_zone
    return end_of(authorization.kind, local_day(authorization.term_began_at, zone), None)


def _context(walk: AuthorizationRequest) -> dict[str, object]:
    authorization = walk.authorization
    connection = Connection.objects.filter(authorization=authorization).first() if authorization else None
    place = by_id(walk.marketplace_id)
    return {
        "walk": walk,
        "connection": connection,
        "end": _year_end(authorization) if authorization and walk.stage == _Stage.DONE else None,
        "country": place.country if place else "DE",
        "at_work": walk.stage in (_Stage.CODE, _Stage.TOKEN),
        "is_public": walk.application.kind == Application.Kind.PUBLIC,
    }
