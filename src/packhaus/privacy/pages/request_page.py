"""A person's request: find their orders, erase what is held of them. What is typed enters no address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from packhaus.accounts.models import Member, Organization
from packhaus.desk.formats import number as shown_number
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow import person
from packhaus.kit.addresses import shown_name
from packhaus.kit.errors import Problem
from packhaus.kit.personal import Recipient
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.archive.models import Archive
from packhaus.privacy.models import PersonRequest

_RECEIPTS = 50
_OPEN = ("pending", "waiting", "ready", "held", "in_parcels", "partly_shipped")


@dataclass(frozen=True)
class Candidate:
    """An order that can be the person's."""

    order: Order
    recipient: Recipient | None = field(repr=False)

    @property
    def name(self) -> str:
        """Whom it went to."""
        return shown_name(self.recipient) if self.recipient else ""

    @property
    def place(self) -> str:
        """The city."""
        return self.recipient.city if self.recipient else ""


@owners_only
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Where a request begins; and the receipts of those that were met."""
    receipts = PersonRequest.objects.filter(organization=organization_of(request)).select_related("member")
    return render(request, "privacy/requests.html", {"receipts": receipts.order_by("-at")[:_RECEIPTS]})


@owners_only
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def find(request: HttpRequest) -> HttpResponse:
    """One step of the search. The page asks for the next one until all is looked through."""
    organization, member, now = organization_of(request), member_of(request), page_now()
    text = " ".join(request.POST.get("q", "").split())[:200]
    by_number = Order.objects.filter(organization=organization, shop_order_id__iexact=text)
    if text and by_number.exists():
        return _found(request, list(by_number), text)
    try:
        person.check_search(text)
        step = person.look_through(organization, text, _whole(request.POST.get("after")), member, now)
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("privacy:requests")
    known = chosen(organization, request.POST.getlist("order"))
    found = [*known, *Order.objects.filter(pk__in=step.found).order_by("pk")][: person.MOST + 1]
    seen = _whole(request.POST.get("seen")) + step.seen
    total = max(_whole(request.POST.get("total")) or person.live_orders(organization).count(), seen)
    if step.after is None:
        return _found(request, found, text)
    context = {"q": text, "after": step.after, "seen": seen, "total": total, "found": found}
    return render(request, "privacy/looking.html", context)


def _found(request: HttpRequest, found: Sequence[Order], text: str) -> HttpResponse:
    shown = found[: person.MOST]
    live = [order.pk for order in shown if order.erased_at is None]
    recipients = vault.recipients(live, page_now())
    context = {
        "q": text,
        "candidates": [Candidate(order, recipients.get(order.pk)) for order in shown],
        "too_many": len(found) > person.MOST,
        "most": person.MOST,
    }
    return render(request, "privacy/found.html", context)


def chosen(organization: Organization, public_ids: Sequence[str]) -> list[Order]:
    """The merchant's orders with these public ids, at most as many as one request takes."""
    return list(
        Order.objects.filter(organization=organization, public_id__in=public_ids[: person.MOST + 1])
        .select_related("connection")
        .order_by("pk")
    )


@owners_only
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Say what it means first; confirmed, erase what is held of the chosen orders at once."""
    orders = chosen(organization_of(request), request.POST.getlist("order"))
    live = [order for order in orders if order.erased_at is None]
    if not live:
        messages.warning(request, _nothing(orders))
        return redirect("privacy:requests")
    if request.POST.get("sure") != "1":
        context = {
            "orders": live,
            "not_left": [order for order in live if order.state in _OPEN],
            "archive": Archive.objects.filter(organization=organization_of(request)).exists(),
        }
        return render(request, "privacy/erase.html", context)
    return _erase(request, live, member_of(request), page_now())


def _erase(request: HttpRequest, live: Sequence[Order], member: Member, now: datetime) -> HttpResponse:
    try:
        done = person.erase(live, member, now)
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("privacy:requests")
    messages.success(
        request,
        ngettext(
            "What was held of %(count)s order is erased. In a moment no backup opens it any more either.",
            "What was held of %(count)s orders is erased. In a moment no backup opens it any more either.",
            done,
        )
        % {"count": shown_number(done)},
    )
    return redirect("privacy:requests")


def _nothing(orders: Sequence[Order]) -> str:
    if not orders:
        return words(person.NONE_CHOSEN)
    return words(person.ALL_GONE)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
