"""Who asks, at what moment: what each page takes from its request."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase

from packhaus.accounts.models import Member, Organization
from packhaus.engine import clock

_page_now: ContextVar[datetime | None] = ContextVar("page_now", default=None)

_open_views: set[Callable[..., HttpResponseBase]] = set()

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """Mark a page that needs no log-in: first run, log-in, language. The outermost decorator."""
    _open_views.add(view)
    return view


def is_open_to_all(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether ``view`` was marked by :func:`open_to_all`."""
    return view in _open_views


def member_of(request: HttpRequest) -> Member:
    """The member who asks. Every page that is not open to all has one (PanelMiddleware)."""
    if not isinstance(request.user, Member):
        raise PermissionError("this page needs a log-in")
    return request.user


def organization_of(request: HttpRequest) -> Organization:
    """The merchant whose rows this request may see."""
    return member_of(request).organization


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page and not for the whole."""
    return request.headers.get("HX-Request") == "true"


def page_now() -> datetime:
    """The time of this request, aware, UTC: one moment for the whole page."""
    return _page_now.get() or clock.now()


def fix_moment(moment: datetime | None) -> None:
    """Set the moment that :func:`page_now` gives from here on; None: the clock's."""
    _page_now.set(moment)
