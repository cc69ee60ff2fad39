"""Settings > Data protection at a glance, and the receipts of what was erased."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.desk.chart import Chart, Day, bar_chart
from packhaus.desk.formats import day as shown_day
from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.engine.due import make_due
from packhaus.flow.erase import KIND as ERASE
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Purpose
from packhaus.kit.words import Words
from packhaus.orders.pages.kept import WHAT, WHAT_FOR
from packhaus.privacy import watch
from packhaus.privacy.archive.status import status_of
from packhaus.privacy.holdings import HOLDINGS
from packhaus.privacy.models import AccessLog, PersonRequest
from packhaus.privacy.pages.access_page import entries
from packhaus.privacy.retention import utc_day
from packhaus.privacy.shown.bulk import Samples, rows_by_last_day, rows_by_purpose, rows_held
from packhaus.privacy.shown.due import DueSoon, due_soon
from packhaus.privacy.shown.erased import receipts, runs
from packhaus.privacy.shown.leases import shown_leases

_RECEIPTS = 40
_RUNS = 5
_PAGE = 200
_LOOKS = 8


@dataclass(frozen=True)
class HeldEntry:
    """What is held in one place: what it is, how many records, how it goes."""

    holds: Words
    rows: int
    goes: Words


@dataclass(frozen=True)
class PurposeEntry:
    """How many orders have something for one purpose."""

    what: str
    what_for: str
    rows: int


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of it, the clock's doubt first."""
    organization, now = organization_of(request), page_now()
    samples = Samples(organization.pk)
    due = due_soon(rows_by_last_day(samples), utc_day(now))
    log = AccessLog.objects.filter(organization=organization)
    context = {
        "now": now,
        "doubt": _doubt(),
        "purposes": _purposes(samples),
        "held": _held(samples),
        "due": due,
        "chart": _chart(due),
        "runs": runs(list(receipts(organization.pk)[:_RECEIPTS]))[:_RUNS],
        "leases": shown_leases(samples),
        "estimated": samples.used,
        "archive": status_of(organization, now, counted=not samples.used),
        "looks": entries(log.order_by("-at", "-pk")[:_LOOKS]),
        "requests": PersonRequest.objects.filter(organization=organization).count(),
    }
    return render(request, "privacy/overview.html", context)


def _doubt() -> Words | None:
    try:
        watch.must_be_sure()
    except NeedsMerchant as problem:
        return problem.words
    return None


def _purposes(samples: Samples) -> list[PurposeEntry]:
    rows = rows_by_purpose(samples)
    return [
        PurposeEntry(WHAT[purpose], WHAT_FOR[purpose], rows.get(purpose, 0))
        for purpose in (Purpose.TAX, Purpose.FULFILLMENT)
    ]


def _held(samples: Samples) -> list[HeldEntry]:
    rows = rows_held(samples)
    return [HeldEntry(each.holds, rows[each.name], each.goes) for each in HOLDINGS]


def _chart(due: DueSoon) -> Chart:
    return bar_chart(
        [
            Day(
                shown_day(one.day) if number % 7 == 0 else "",
                (("ink", one.tax), ("done", one.fulfillment), ("open", one.texts)),
            )
            for number, one in enumerate(due.days)
        ]
    )


@owners_only
@require_POST
def clock_is_right(request: HttpRequest) -> HttpResponse:
    """The merchant says that the clock is right (rule 6): what is due is erased at once."""
    if watch.clock_is_right():
        make_due(ERASE, 0, page_now())
        messages.success(request, _("Thank you. What is due is being erased now."))
    else:
        messages.info(request, _("The clock is not in doubt any more."))
    return redirect("privacy:overview")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """All receipts, newest first."""
    page = Paginator(receipts(organization_of(request).pk), _PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/erased.html", {"page": page, "runs": runs(list(page.object_list))})
