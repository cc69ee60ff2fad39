"""A batch of labels at work: how far it is, what waits for the merchant, what can be printed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from packhaus.carriers.offer import offered_services
from packhaus.carriers.port import Service
from packhaus.carriers.rules import fitting_service
from packhaus.desk.visitor import organization_of, page_now
from packhaus.engine.models import Batch, BatchItem, Due
from packhaus.flow.announce import BatchProgress
from packhaus.kit.addresses import shown_name
from packhaus.kit.personal import Recipient
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.privacy import vault
from packhaus.shops.models import OWN, Connection

_TROUBLE = (BatchItem.State.FAILED, BatchItem.State.UNKNOWN)
_MOST_TROUBLES = 200
_TOO_SOON = timedelta(seconds=5)


@dataclass(frozen=True)
class Trouble:
    """A label that waits for the merchant, and for whom it is. ``asked_at``: when the carrier is asked.

    ``too_heavy``: no method takes its weight to its country.
    """

    item: BatchItem
    recipient: Recipient | None
    asked_at: datetime | None
    lacks_weight: bool
    too_heavy: bool

    @property
    def name(self) -> str:
        """Whom the parcel goes to: the person, else the company."""
        return shown_name(self.recipient) if self.recipient else ""

    @property
    def icon(self) -> str:
        """The picture of what is wrong."""
        if self.is_unknown:
            return "ask"
        if self.lacks_weight or self.too_heavy:
            return "scale"
        return "pin" if self.street is not None else "warn"

    @property
    def is_unknown(self) -> bool:
        """Whether the label may be paid already."""
        return self.item.state == BatchItem.State.UNKNOWN

    @property
    def street(self) -> str | None:
        """The address line to be completed, where none of the lines has a house number."""
        if self.is_unknown or self.recipient is None or self.lacks_weight or self.too_heavy:
            return None
        lines = [line for line in self.recipient.lines if line.strip()]
        if not lines or any(letter.isdigit() for line in lines for letter in line):
            return None
        return lines[0]


@dataclass
class MethodRow:
    """The labels of one shipping method. Cents."""

    name: str
    done: int = 0
    trouble: int = 0
    waiting: int = 0
    cents: int = 0
    currency: str = ""

    @property
    def total(self) -> int:
        """All labels of the method in this batch."""
        return self.done + self.trouble + self.waiting


@dataclass(frozen=True)
class BatchView:
    """All that the page of a batch shows."""

    batch: Batch
    counts: BatchProgress
    troubles: tuple[Trouble, ...]
    skipped: tuple[BatchItem, ...]
    methods: tuple[MethodRow, ...]
    printable: int
    unprinted: int
    left: timedelta | None
    confirm_at: tuple[str, ...]

    @property
    def worked(self) -> int:
        """How many labels are decided, one way or another."""
        return self.counts.total - self.counts.waiting

    @property
    def waits_for_you(self) -> int:
        """How many labels wait for the merchant."""
        return self.counts.failed + self.counts.unknown

    @property
    def at_work(self) -> bool:
        """Whether something is still to come."""
        return self.counts.waiting > 0 and self.batch.stopped_at is None

    @property
    def watched(self) -> bool:
        """Whether the page goes on asking: also until all is printed, for printing happens elsewhere."""
        return self.at_work or self.counts.unknown > 0 or self.unprinted > 0

    @property
    def all_methods(self) -> MethodRow:
        """The sum of the table."""
        rows = self.methods
        return MethodRow(
            "",
            sum(row.done for row in rows),
            sum(row.trouble for row in rows),
            sum(row.waiting for row in rows),
            sum(row.cents for row in rows),
            next((row.currency for row in rows if row.currency), ""),
        )

    @property
    def shown(self) -> str:
        """Which troubles the page shows, by position, for the next question."""
        return ".".join(str(trouble.item.position) for trouble in self.troubles)


def view_of(batch: Batch, now: datetime) -> BatchView:
    """What the page of ``batch`` shows at ``now``."""
    items = list(batch.items.select_related("order", "parcel"))
    counts = _counts(items)
    parcels = [item.parcel for item in items if item.state == BatchItem.State.DONE and item.parcel]
    printable = [parcel for parcel in parcels if parcel.state != Parcel.State.VOIDED]
    told = Connection.objects.exclude(shop=OWN)
    connections = told.filter(orders__in=batch.items.values("order")).distinct()
    return BatchView(
        batch=batch,
        counts=counts,
        troubles=_troubles(batch, [item for item in items if item.state in _TROUBLE][:_MOST_TROUBLES]),
        skipped=tuple(item for item in items if item.state == BatchItem.State.SKIPPED)[:_MOST_TROUBLES],
        methods=_methods(batch, items),
        printable=len(printable),
        unprinted=sum(1 for parcel in printable if parcel.printed_at is None),
        left=_time_left(batch, counts, now),
        confirm_at=tuple(sorted(set(connections.values_list("confirm_at", flat=True)))),
    )


def _counts(items: Sequence[BatchItem]) -> BatchProgress:
    """As ``flow.announce.progress``, of items that are here: all figures of a page are of one moment."""
    found = Counter(item.state for item in items)
    return BatchProgress(
        total=len(items),
        done=found["done"],
        failed=found["failed"],
        unknown=found["unknown"],
        waiting=found["waiting"],
        skipped=found["skipped"],
    )


def _troubles(batch: Batch, items: Sequence[BatchItem]) -> tuple[Trouble, ...]:
    recipients = vault.recipients([item.order_id for item in items if item.order.erased_at is None])
    unknown = [item.pk for item in items if item.state == BatchItem.State.UNKNOWN]
    asked = dict(Due.objects.filter(kind="label", subject__in=unknown).values_list("subject", "due_at"))
    services = offered_services(batch.organization)
    found = []
    for item in items:
        order, grams = item.order, item.order.weight_grams
        found.append(
            Trouble(
                item,
                recipients.get(order.pk),
                asked.get(item.pk),
                lacks_weight="no_weight" in order.waiting,
                too_heavy=bool(services and grams)
                and not fitting_service(services, grams or 0, order.country),
            )
        )
    return tuple(found)


def _methods(batch: Batch, items: Sequence[BatchItem]) -> tuple[MethodRow, ...]:
    services = offered_services(batch.organization)
    names = {service.code: service.name for service in services}
    rows: dict[str, MethodRow] = {}
    for item in items:
        if item.state == BatchItem.State.SKIPPED:
            continue
        if item.parcel is not None:
            name = item.parcel.service_name
        else:
            name = names.get(item.service) or _fitting_name(services, item.order)
        row = rows.setdefault(name, MethodRow(name))
        if item.state == BatchItem.State.DONE:
            row.done += 1
            if item.parcel is not None and item.parcel.price_cents is not None:
                row.cents += item.parcel.price_cents
                row.currency = item.parcel.currency
        elif item.state in _TROUBLE:
            row.trouble += 1
        else:
            row.waiting += 1
    return tuple(sorted(rows.values(), key=lambda row: -row.total))


def _fitting_name(services: Sequence[Service], order: Order) -> str:
    """The method that *automatic* will choose; words where none fits or none can be told yet."""
    if not services or order.weight_grams is None:
        return gettext("not chosen yet")
    fitting = fitting_service(services, order.weight_grams, order.country)
    return fitting.name if fitting else gettext("none fits")


def _time_left(batch: Batch, counts: BatchProgress, now: datetime) -> timedelta | None:
    """How long it will take at the pace so far, in whole minutes; None while that tells nothing."""
    worked = counts.total - counts.waiting
    gone = now - batch.created_at
    if not counts.waiting or batch.stopped_at or worked < 3 or gone < _TOO_SOON or gone > timedelta(hours=2):
        return None
    return timedelta(minutes=math.ceil(gone / worked * counts.waiting / timedelta(minutes=1)))


def find_batch(request: HttpRequest, public_id: str) -> Batch:
    """A batch of the merchant who asks."""
    batches = Batch.objects.select_related("created_by", "organization")
    return get_object_or_404(batches, organization=organization_of(request), public_id=public_id)


@require_GET
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """The batch."""
    found = find_batch(request, public_id)
    context = {
        "view": view_of(found, page_now()),
        "media": request.session.get("media", "A6"),
        "next": request.path,
    }
    return render(request, "parcels/batch.html", context)


@require_GET
def batch_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """What changed since the page was drawn; ``shown`` are the troubles on it, by position."""
    found = find_batch(request, public_id)
    view = view_of(found, page_now())
    shown = {int(one) for one in request.GET.get("shown", "").split(".") if one.isdecimal()}
    still = {trouble.item.position for trouble in view.troubles}
    context = {
        "view": view,
        "partial": True,
        "added": [trouble for trouble in view.troubles if trouble.item.position not in shown],
        "mended": sorted(shown - still),
        "next": request.path.removesuffix("progress/"),
    }
    return render(request, "parcels/_progress.html", context)
