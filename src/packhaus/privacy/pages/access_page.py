"""Who opened buyers' data: a log to look through by order and member, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from packhaus.accounts.models import Member
from packhaus.desk.visitor import organization_of, owners_only
from packhaus.kit.spreadsheets import harmless
from packhaus.kit.words import gettext_noop
from packhaus.orders.models import Order
from packhaus.privacy.access.places import opening_at
from packhaus.privacy.models import AccessLog

PAGE = 100
_CHUNK = 2000
_HEAD = (
    gettext_noop("When"),
    gettext_noop("Who"),
    gettext_noop("What"),
    gettext_noop("What for"),
    gettext_noop("Order"),
    gettext_noop("Orders"),
)
KINDS: dict[str, str] = {
    "list": gettext_noop("list"),
    "page": gettext_noop("page"),
    "label": gettext_noop("label printed"),
    "carrier": gettext_noop("carrier"),
    "mail": gettext_noop("e-mail"),
    "file": gettext_noop("file of orders"),
    "request": gettext_noop("person's request"),
    "export": gettext_noop("copy given out"),
    "archive": gettext_noop("archive"),
    "api": gettext_noop("interface"),
    "other": gettext_noop("other"),
}


@dataclass(frozen=True)
class Entry:
    """One row of the log: ``who`` is empty where the program did it, ``order`` where it were many."""

    at: datetime
    who: str
    kind: str
    why: str
    order: Order | None
    orders: int
    hourly: bool

    @property
    def until(self) -> datetime:
        """A list's row stands for the hour that begins with ``at``."""
        return self.at + timedelta(hours=1)


def entries(rows: QuerySet[AccessLog]) -> list[Entry]:
    """Rows with their orders and members, in words."""
    return list(_entries(list(rows)))


def _entries(rows: list[AccessLog]) -> Iterator[Entry]:
    members = Member.objects.in_bulk({row.member_id for row in rows if row.member_id})
    orders = Order.objects.in_bulk({row.order_id for row in rows if row.order_id})
    for row in rows:
        member = members.get(row.member_id) if row.member_id else None
        yield Entry(
            at=row.at,
            who=member.name if member else "",
            kind=KINDS[row.kind],
            why=opening_at(row.place).why,
            order=orders.get(row.order_id) if row.order_id else None,
            orders=row.orders,
            hourly=row.kind == AccessLog.Kind.LIST,
        )


def _orders(request: HttpRequest, **which: str) -> QuerySet[Order]:
    return Order.objects.filter(organization=organization_of(request), **which)


def _chosen(request: HttpRequest) -> QuerySet[AccessLog]:
    """The rows that the filter of the page leaves."""
    rows = AccessLog.objects.filter(organization=organization_of(request))
    order = request.GET.get("order", "")
    if order:
        rows = rows.filter(order_id__in=list(_orders(request, public_id=order).values_list("pk", flat=True)))
    member = request.GET.get("member", "")
    if member == "program":
        rows = rows.filter(member=None)
    elif member:
        rows = rows.filter(member__public_id=member)
    return rows.order_by("-at", "-pk")


@owners_only
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest) -> HttpResponse:
    """The log, newest first; ``order`` (its public id) and ``member`` narrow it down.

    What somebody types may be a name: so it is posted, and only an order that there is enters the address.
    """
    if request.method == "POST":
        return _narrowed(request)
    page = Paginator(_chosen(request), PAGE).get_page(request.GET.get("page"))
    order = _orders(request, public_id=request.GET.get("order", "")).first()
    context = {
        "page": page,
        "entries": list(_entries(list(page.object_list))),
        "members": Member.objects.filter(organization=organization_of(request)).order_by("name"),
        "order": order.shop_order_id if order else "",
        "member": request.GET.get("member", ""),
    }
    return render(request, "privacy/access.html", context)


def _narrowed(request: HttpRequest) -> HttpResponse:
    query = QueryDict(mutable=True)
    number, member = request.POST.get("order", "").strip(), request.POST.get("member", "")
    if number:
        order = _orders(request, shop_order_id__iexact=number).first()
        if order is None:
            messages.warning(request, gettext("There is no order with this number."))
            return redirect("privacy:access")
        query["order"] = order.public_id
    known = Member.objects.filter(organization=organization_of(request), public_id=member)
    if member == "program" or known.exists():
        query["member"] = member
    return redirect(f"{reverse('privacy:access')}?{query.urlencode()}")


@owners_only
@require_safe
def access_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file, whole."""
    lines = _lines(_chosen(request), get_language() or "en", timezone.get_current_timezone())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def _lines(rows: QuerySet[AccessLog], language: str, zone: tzinfo) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    # Spreadsheets take a file for UTF-8 by this mark only.
    yield "\ufeff"
    # It is written while it is sent, when the request's own language and zone have ended.
    with translation.override(language):
        head = [gettext(name) for name in _HEAD]
    yield writer.writerow(head)
    for chunk in _chunks(rows):
        with translation.override(language), timezone.override(zone):
            text = "".join(writer.writerow(_cells(entry)) for entry in _entries(chunk))
        yield text


def _cells(entry: Entry) -> list[str | int]:
    return [
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="minutes"),
        harmless(entry.who) or "Packhaus",
        gettext(entry.kind),
        gettext(entry.why),
        harmless(entry.order.shop_order_id) if entry.order else "",
        entry.orders,
    ]


def _chunks(rows: QuerySet[AccessLog]) -> Iterable[list[AccessLog]]:
    chunk: list[AccessLog] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
