"""A connected account, as far as its pages are the same at each shop: change, test, find what is to mend.

A shop's own pages call these with its form, and draw the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.desk.visitor import organization_of, page_now
from packhaus.flow import connect, participations
from packhaus.kit.errors import Problem
from packhaus.shops.forms import WorkForm, say
from packhaus.shops.models import Connection
from packhaus.shops.pages import findings

Work = TypeVar("Work", bound=WorkForm)


def connection_of(request: HttpRequest, shop: str, public_id: str) -> Connection:
    """The merchant's connection to ``shop``; 404 for another's."""
    return get_object_or_404(
        Connection.objects.select_related("authorization__application", "authorization__given_by"),
        organization=organization_of(request),
        shop=shop,
        public_id=public_id,
    )


def work_of(connection: Connection) -> dict[str, object]:
    """How we work with the account now, as its form shows it first."""
    return {
        "countries": participations.chosen_countries(connection),
        "name": connection.name,
        "import_weights": connection.import_weights,
        "confirm_at": connection.confirm_at,
    }


def edit(
    request: HttpRequest,
    connection: Connection,
    make: type[Work],
    field_of_cause: Mapping[str, str],
    show: Callable[[HttpRequest, Connection, Work | None], HttpResponse],
) -> HttpResponse:
    """How we work with the account (R2.4): ``show`` draws the page, again with what is wrong in its form."""
    if request.method != "POST":
        return show(request, connection, None)
    form = make(request.POST)
    return _change(request, connection, form, field_of_cause) or show(request, connection, form)


def _change(
    request: HttpRequest,
    connection: Connection,
    form: WorkForm,
    field_of_cause: Mapping[str, str],
) -> HttpResponse | None:
    form.offer([entry.country for entry in participations.there(connection)])
    if not form.is_valid():
        return None
    try:
        connect.change(connection, **form.cleaned_data, now=page_now())
    except Problem as problem:
        say(form, problem, field_of_cause)
        return None
    messages.success(request, _("%(shop)s is saved.") % {"shop": connection.name})
    return redirect(f"{connection.shop}:edit", connection.public_id)


def test_again(request: HttpRequest, connection: Connection) -> HttpResponse:
    """Test the account, and keep what was found for its page."""
    now = page_now()
    found: findings.Tested | findings.Failed
    try:
        found = findings.stored(connect.test_saved(connection, now), now)
    except Problem as problem:
        found = findings.Failed(problem=problem.words.stored(), at=now.isoformat())
    request.session[_tested_key(connection)] = {connection.public_id: found}
    return redirect(f"{reverse(f'{connection.shop}:edit', args=[connection.public_id])}#test")


def tested(request: HttpRequest, connection: Connection) -> findings.Tested | findings.Failed | None:
    """What the last test in this session found."""
    found: findings.Tested | findings.Failed | None = request.session.get(_tested_key(connection), {}).get(
        connection.public_id
    )
    return found


def to_mend(request: HttpRequest, shop: str) -> HttpResponse:
    """Where problems of a connection are mended: the one that has one, else the list of all."""
    troubled = Connection.objects.filter(
        organization=organization_of(request), shop=shop, problem__isnull=False
    ).first()
    return redirect(f"{shop}:edit", troubled.public_id) if troubled else redirect("shops:list")


def _tested_key(connection: Connection) -> str:
    return f"{connection.shop}_tested"
