"""What every request of the panel goes through, and what every answer carries."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from packhaus.accounts.models import Member
from packhaus.desk.visitor import fix_moment, is_open_to_all
from packhaus.engine import clock

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class PanelMiddleware:
    """Language, time zone and moment of the request; nobody sees a page without logging in.

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
        if isinstance(request.user, Member) or is_open_to_all(view):
            return None
        if not Member.objects.exists():
            return redirect("accounts:first_run")
        return redirect_to_login(request.get_full_path())


def _without_nul(request: HttpRequest, kwargs: dict[str, object]) -> None:
    """Refuse what no database column takes: answered with 400 like every other malformed request."""
    texts = [str(value) for value in kwargs.values()]
    for sent in (request.GET, request.POST):
        texts += [text for name in sent for text in (name, *sent.getlist(name))]
    if any("\0" in text for text in texts):
        raise BadRequest
