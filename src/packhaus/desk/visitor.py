"""Who asks, at what moment: what each page takes from its request."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from packhaus.accounts.models import Member, Organization
from packhaus.engine import clock

_page_now: ContextVar[datetime | None] = ContextVar("page_now", default=None)

_open_views: set[Callable[..., HttpResponseBase]] = set()
_owners_views: set[Callable[..., HttpResponseBase]] = set()

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to_all(view: View) -> View:
    """Mark a page that needs no log-in: first run, log-in, language. The outermost decorator."""
    _open_views.add(view)
    return view


def is_open_to_all(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether ``view`` was marked by :func:`open_to_all`."""
    return view in _open_views


def owners_only(view: View) -> View:
    """Mark a page that is for owners: secrets, connections, data protection, how the shop ships.

    The outermost decorator. Others get 403, and are told whom to ask (PanelMiddleware).
    """
    _owners_views.add(view)
    return view


def is_for_owners(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether ``view`` was marked by :func:`owners_only`."""
    return view in _owners_views


def may_open(member: Member, address: str) -> bool:
    """Whether the page at ``address``, one of the panel's own, is open to ``member``."""
    if member.is_owner:
        return True
    parts = urlsplit(address)
    try:
        return not is_for_owners(resolve(parts.path).func)
    except Resolver404:
        return True


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
