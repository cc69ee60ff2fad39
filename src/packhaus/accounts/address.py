"""Where people reach the panel from outside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def panel_address(request: HttpRequest) -> str:
    """The setting ``PACKHAUS_URL``, else the address at which the panel was asked; no slash at its end."""
    base = str(settings.PACKHAUS_URL).rstrip("/")
    if base:
        return base
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}"
