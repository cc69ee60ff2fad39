"""A copy of all that is held of a person's orders: made in memory, handed out once, and gone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from packhaus.accounts.models import Organization
from packhaus.desk.formats import full_date, moment
from packhaus.desk.states import LOOKS
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow import person
from packhaus.flow.person_copy import PersonCopy, copy_of
from packhaus.kit.errors import Problem
from packhaus.kit.personal import Purpose
from packhaus.orders.pages.kept import WHAT_FOR
from packhaus.privacy.models import PersonRequest
from packhaus.privacy.pages.copy_names import NAMES
from packhaus.privacy.pages.request_page import chosen


@owners_only
@require_POST
@sensitive_variables()
def copy(request: HttpRequest) -> HttpResponse:
    """The copy as a ZIP file, and its receipt."""
    organization, now = organization_of(request), page_now()
    orders = chosen(organization, request.POST.getlist("order"))
    if not orders:
        messages.warning(request, words(person.NONE_CHOSEN))
        return redirect("privacy:requests")
    try:
        held = copy_of(orders, now, words)
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("privacy:requests")
    person.note_request(PersonRequest.Kind.COPY, orders, member_of(request), now)
    response = HttpResponse(packed(held, organization, now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="copy-{now:%Y-%m-%d}.zip"'
    return response


@sensitive_variables()
def packed(held: PersonCopy, organization: Organization, now: datetime) -> bytes:
    """The ZIP file: a page to read, the same for a program, the labels."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", msgspec.json.format(msgspec.json.encode(held.orders), indent=2))
        file.writestr("readable.html", _readable(held, organization, now))
        for name, label in held.labels.items():
            file.writestr(f"labels/{name}", label)
    return buffer.getvalue()


def _readable(held: PersonCopy, organization: Organization, now: datetime) -> str:
    context = {
        "orders": [_sections(order) for order in held.orders],
        "organization": organization,
        "day": timezone.localtime(now),
        "language": get_language(),
        "labels": list(held.labels),
    }
    return render_to_string("privacy/copy.html", context)


def _sections(order: Mapping[str, object]) -> dict[str, object]:
    """An order's plain values, and beside them its records and lists, as the page shows them."""
    plain = {name: value for name, value in order.items() if not isinstance(value, dict | list)}
    records = [(_name(name), _pairs(value)) for name, value in order.items() if isinstance(value, dict)]
    lists = [
        (_name(name), [_pairs(one) for one in value])
        for name, value in order.items()
        if isinstance(value, list)
    ]
    return {
        "number": order["order_number"],
        "plain": _pairs(plain),
        "records": records,
        "lists": [(name, rows) for name, rows in lists if rows],
    }


def _pairs(record: object) -> list[tuple[str, str]]:
    if not isinstance(record, dict):
        return [("", _said(record))]
    return [
        (_name(str(name)), _said(value, str(name)))
        for name, value in record.items()
        if value not in (None, "", [], (), {})
    ]


def _name(name: str) -> str:
    return gettext(NAMES[name]) if name in NAMES else name


def _said(value: object, name: str = "") -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said}" for key, said in _pairs(value))
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value)
    if name in ("at", "ship_by") or name.endswith("_at"):
        return moment(datetime.fromisoformat(str(value)))
    if name == "until":
        return full_date(date.fromisoformat(str(value)))
    if name == "purpose":
        return gettext(WHAT_FOR[Purpose(str(value))])
    return next(
        (str(LOOKS[kind][str(value)].word) for kind in _LOOKS.get(name, ()) if value in LOOKS[kind]),
        str(value),
    )


_LOOKS = {"state": ("order", "parcel", "mail"), "kind": ("parcel",), "told_to_the_shop": ("confirmation",)}
