"""Renew and revoke an authorization (R4.6, R4.7)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from packhaus.authorizations.forms import RenewForm
from packhaus.authorizations.models import Authorization
from packhaus.authorizations.pages.detail import found
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, owners_only, page_now
from packhaus.flow.renew import renew_with_same_token, revoke
from packhaus.kit.errors import AuthorizationEnded, Problem, Rejected


@owners_only
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ways to renew; the token is tried where the merchant says that it is renewed at the shop."""
    member, one = member_of(request), found(request, public_id)
    if one.state == Authorization.State.REVOKED:
        return redirect("authorizations:detail", public_id)
    form = RenewForm(request.POST or None, initial={"on": one.today})
    if form.is_bound and form.is_valid():
        try:
            renew_with_same_token(one.authorization, member, page_now(), form.cleaned_data["on"])
        except Rejected as problem:
            form.add_error("on", words(problem.words))
        except AuthorizationEnded:
            not_yet = _("%(shop)s does not take the token. Renew it there first; here nothing was changed.")
            form.add_error(None, not_yet % {"shop": one.shop})
        except Problem as problem:
            form.add_error(None, words(problem.words))
        else:
            messages.success(
                request, _("%(account)s is renewed. What waited goes on.") % {"account": one.name}
            )
            return redirect("authorizations:list")
    context = {"one": one, "form": form}
    return render(request, "authorizations/renew.html", context, status=422 if form.errors else 200)


@owners_only
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what revoking does, then do it."""
    member, one = member_of(request), found(request, public_id)
    if one.state == Authorization.State.REVOKED:
        return redirect("authorizations:detail", public_id)
    if request.method == "POST":
        revoke(one.authorization, member, page_now())
        messages.success(
            request, _("%(account)s is revoked, its token is destroyed.") % {"account": one.name}
        )
        return redirect("authorizations:detail", public_id)
    return render(request, "authorizations/revoke.html", {"one": one})
