"""The pages that say that something went wrong, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from packhaus.accounts.models import Member, Organization
from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import NeedsMerchant


def _page(request: HttpRequest, status: int, title: str, text: str, mend: str = "") -> HttpResponse:
    inside = isinstance(getattr(request, "user", None), Member)
    context = {
        "title": title,
        "text": text,
        "mend": mend,
        "base": "desk/base.html" if inside else "desk/alone.html",
    }
    return render(request, "desk/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent what no form of ours sends."""
    return _page(
        request,
        400,
        _("This request cannot be read"),
        _("Go back, load the page again and repeat the step. Nothing was changed."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: logged in, but no owner. Says who is one."""
    user = getattr(request, "user", None)
    owners = _owners_of(user.organization) if isinstance(user, Member) else ""
    return _page(
        request,
        403,
        _("This is for owners"),
        _(
            "Secrets, connections, data protection and what changes how the shop ships are in the hands of "
            "%(owners)s. Ask there. Nothing was changed."
        )
        % {"owners": owners or _("the owner of this installation")},
    )


def _owners_of(organization: Organization) -> str:
    """The names of those who may do everything, as they stand in a sentence."""
    found = organization.members.filter(role=Member.Role.OWNER, is_active=True)
    return ", ".join(found.order_by("name").values_list("name", flat=True))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is older than the session, or cookies are off."""
    return _page(
        request,
        403,
        _("This form is too old"),
        _(
            "You have logged in again since it was opened, or the browser keeps no cookies for this address. "
            "Load the page again and send the form once more. Nothing was changed."
        ),
    )


def needs_merchant(request: HttpRequest, problem: NeedsMerchant) -> HttpResponse:
    """503: what the page shows cannot be opened until somebody mends something, which the text says."""
    return _page(request, 503, _("This page cannot be shown now"), words(problem.words), _mended_at(problem))


def _mended_at(problem: NeedsMerchant) -> str:
    try:
        return reverse(problem.where)
    except NoReverseMatch:
        return ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or a row of somebody else's."""
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("The address may be mistyped, or what it showed is no longer there."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own fault. Drawn without the database, which may be the reason."""
    context = {
        "base": "desk/alone.html",
        "title": _("Packhaus made a mistake"),
        "text": _(
            "What you did may not have been saved. Load the page again; if it stays like this, "
            "the program's log says more."
        ),
        "bare": True,
    }
    return HttpResponse(render_to_string("desk/error.html", context), status=500)
