"""What every request of the panel goes through, and what every answer carries."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from packhaus.accounts.models import Member
from packhaus.desk import errors
from packhaus.desk.visitor import fix_moment, is_for_owners, is_open_to_all, is_partial
from packhaus.engine import clock
from packhaus.engine.acting import Actor, set_actor
from packhaus.kit.errors import NeedsMerchant

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class PanelMiddleware:
    """Language, time zone and moment of the request; nobody sees a page without logging in.

    Owners' pages are shown to owners only.
    No inline script or style, and no copy of a page with personal data in any cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language and the merchant's time, and say how a browser may treat it."""
        member = request.user if isinstance(request.user, Member) else None
        language = member.language if member else translation.get_language_from_request(request)
        zone = zoneinfo.ZoneInfo(member.organization.time_zone) if member else None
        fix_moment(clock.now())
        try:
            with translation.override(language), timezone.override(zone):
                response = self.get_response(request)
        finally:
            fix_moment(None)
            set_actor(None)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        if member is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: list[object],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Send whoever is not logged in to the log-in, or to first run where there is no member yet."""
        _without_nul(request, kwargs)
        member = request.user if isinstance(request.user, Member) else None
        set_actor(Actor(_place(request), member.pk if member else None))
        if member is not None and is_for_owners(view) and not member.is_owner:
            raise PermissionDenied
        if member is not None or is_open_to_all(view):
            return None
        if not Member.objects.exists():
            return redirect("accounts:first_run")
        answer = redirect_to_login(_page_of(request))
        if is_partial(request):
            # htmx would put the log-in into the part that it asked for.
            return HttpResponse(headers={"HX-Redirect": answer.headers["Location"]})
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what is to be mended where a page cannot be shown without it: a key folder, the clock."""
        return errors.needs_merchant(request, exception) if isinstance(exception, NeedsMerchant) else None


def _place(request: HttpRequest) -> str:
    """The page's name, for the log of who opened buyers' data."""
    match = request.resolver_match
    return match.view_name[:40] if match else ""


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: what was asked for, or where a form or a part of a page stood."""
    if request.method in ("GET", "HEAD") and not is_partial(request):
        return request.get_full_path()
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(before)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _without_nul(request: HttpRequest, kwargs: dict[str, object]) -> None:
    """Refuse what no database column takes: answered with 400 like every other malformed request."""
    texts = [str(value) for value in kwargs.values()]
    for sent in (request.GET, request.POST):
        texts += [text for name in sent for text in (name, *sent.getlist(name))]
    if any("\0" in text for text in texts):
        raise BadRequest
