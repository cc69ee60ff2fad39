"""What stands around every page."""

from __future__ import annotations

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """The context that each template has."""
    return {}
