"""A merchant who comes from Amazon's own pages: the Appstore, or Manage Your Apps to authorize again (R1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from packhaus.desk.visitor import member_of, open_to_all, organization_of, owners_only, page_now
from packhaus.flow import consent as flow
from packhaus.kit.errors import Problem
from packhaus.kit.words import Words
from packhaus.shops.amazon.public.addresses import own_addresses
from packhaus.shops.amazon.public.carried import carried, carry, drop
from packhaus.shops.amazon.public.pages.leaving import leave
from packhaus.shops.amazon.public.pages.walk import refuse
from packhaus.shops.models import Connection

_LOGIN = "login"
_FROM_AMAZON = ("amazon_callback_uri", "amazon_state", "selling_partner_id", "version")


@open_to_all
@require_GET
def login(request: HttpRequest) -> HttpResponse:
    """The application's log-in address at Amazon. What it sends waits until somebody has logged in."""
    response = redirect("amazon:asked")
    sent = {name: request.GET[name] for name in _FROM_AMAZON if name in request.GET}
    if sent:
        carry(response, _LOGIN, sent, page_now())
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@owners_only
@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """Say who wants what, with one button: on with it, back to Amazon."""
    sent = carried(request, _LOGIN, page_now())
    if sent is None:
        return refuse(request, Words(_NOTHING_OPEN))
    organization = organization_of(request)
    application = flow.public_application(organization, "amazon")
    seller_id = sent.get("selling_partner_id", "")
    callback_uri = sent.get("amazon_callback_uri", "")
    try:
        flow.check_callback("amazon", callback_uri)
        if request.method == "POST" and application is not None:
            address = flow.begin_from_shop(
                application,
                member_of(request),
                callback_uri=callback_uri,
                outside_state=sent.get("amazon_state", ""),
                seller_id=seller_id,
                is_draft=application.is_draft or sent.get("version") == "beta",
                redirect_uri=own_addresses(request).redirect,
                now=page_now(),
            )
            response = leave(request, address)
            drop(response)
            return response
    except Problem as problem:
        return refuse(request, problem.words)
    known = flow.known_account(organization, "amazon", seller_id)
    context = {
        "application": application,
        "seller_id": seller_id,
        "known": known,
        "connection": Connection.objects.filter(authorization=known).first() if known else None,
    }
    return render(request, "shops/amazon/public/asked.html", context)


_NOTHING_OPEN = gettext_noop(
    "Nothing has come from Amazon in the last ten minutes. Begin there: in the Appstore, or below “Manage "
    "Your Apps”. Cookies must be allowed for this address."
)
