"""A new account, as far as that is the same at each shop: a test of what was typed, then its saving (R2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from packhaus.desk.visitor import member_of, organization_of
from packhaus.flow import connect
from packhaus.shops.pages import findings
from packhaus.shops.pages.draft import Draft, Drafts
from packhaus.shops.port import Credentials


@sensitive_variables("draft", "credentials")
def test(
    request: HttpRequest, drafts: Drafts, draft: Draft, credentials: Credentials, now: datetime
) -> HttpResponse:
    """Try what was typed, and keep it with what was found. Nothing is saved. Raises Problem."""
    found = connect.test(drafts.shop, credentials, draft.countries[0], now)
    drafts.keep(request.session, replace(draft, findings=findings.stored(found, now)), now)
    return redirect(f"{reverse(f'{drafts.shop}:new')}#test")


@sensitive_variables("draft", "credentials")
def save(
    request: HttpRequest,
    drafts: Drafts,
    draft: Draft,
    credentials: Credentials,
    now: datetime,
    *,
    kind: str,
    developer: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """Make the connection, and let its orders come in. Raises Problem."""
    connection = connect.save(
        organization_of(request),
        member_of(request),
        shop=drafts.shop,
        kind=kind,
        credentials=credentials,
        countries=draft.countries,
        name=str(draft.shown["name"]),
        import_weights=bool(draft.shown["import_weights"]),
        confirm_at=str(draft.shown["confirm_at"]),
        now=now,
        developer=developer,
    )
    drafts.drop(request.session)
    messages.success(
        request, _("%(shop)s is connected. Your orders are coming in now.") % {"shop": connection.name}
    )
    return redirect("shops:list")
