"""Announce parcels and buy their labels (R5.2): intent, call, record; in batches, each parcel its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from packhaus.accounts.models import Member, Organization
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.carriers.registry import open_carrier
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.models import Batch, BatchItem
from packhaus.engine.seams import seam
from packhaus.flow import bulk, sync
from packhaus.flow.labels import finish, give_up, wait_for_the_clock
from packhaus.flow.purchase import answered, asked_again_at, buy, open_purchase, service_for
from packhaus.kit.errors import NeedsMerchant, Rejected, Retry
from packhaus.kit.ids import public_id
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import refresh
from packhaus.orders.models import Order
from packhaus.orders.waiting import REASONS
from packhaus.parcels.models import Parcel, ParcelLine, Purchase
from packhaus.shops.models import SetAside

FRESH = timedelta(minutes=5)
"""How old the shop's books may be when a label is bought: a cancelled order is caught before."""
FEW = 10
"""A batch of so few orders asks for each; a larger one has all changes read once after it began."""
FRESH_AGAIN, FRESH_PATIENCE = timedelta(seconds=2), timedelta(seconds=45)


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is, in parcels."""

    total: int
    done: int
    failed: int
    unknown: int
    waiting: int
    skipped: int


def start_batch(
    organization: Organization,
    member: Member,
    *,
    order_ids: Sequence[int],
    service: str,
    key: str,
    now: datetime,
) -> Batch:
    """Begin to buy a label for each order; ``service`` is empty for the fitting one.

    The same ``key`` gives the batch that it gave before: a second click buys nothing. Raises
    NeedsMerchant where no carrier or no sender is set up, or no order was chosen.
    """
    existing = Batch.objects.filter(organization=organization, key=key).first()
    if existing:
        return existing
    if not CarrierAccount.objects.filter(organization=organization, active=True).exists():
        raise NeedsMerchant(
            Words(gettext_noop("No carrier is set up yet. Enter the carrier account first.")),
            "carriers:settings",
        )
    if not Sender.objects.filter(organization=organization).exists():
        raise NeedsMerchant(
            Words(gettext_noop("No sender is set up yet. Enter the address your parcels leave from.")),
            "carriers:sender",
        )
    ids = list(
        Order.objects.filter(organization=organization, pk__in=order_ids)
        .order_by("ship_by", "pk")
        .values_list("pk", flat=True)
    )
    if not ids:
        raise NeedsMerchant(
            Words(gettext_noop("No order was chosen. Choose orders in the list.")), "orders:list"
        )
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                organization=organization,
                number=bulk.next_batch_number(organization.pk),
                key=key,
                created_at=now,
                created_by=member,
            )
            items = BatchItem.objects.bulk_create(
                BatchItem(
                    organization=organization,
                    batch=batch,
                    position=position,
                    order_id=order_id,
                    service=service,
                )
                for position, order_id in enumerate(ids, 1)
            )
            make_due("label", [item.pk for item in items], now)
    except IntegrityError:
        return Batch.objects.get(organization=organization, key=key)
    return batch


def progress(batch: Batch) -> BatchProgress:
    """Counts by state, asked from the rows."""
    counts = dict(batch.items.values_list("state").annotate(Count("id")).order_by())
    return BatchProgress(
        total=sum(counts.values()),
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        unknown=counts.get("unknown", 0),
        waiting=counts.get("waiting", 0),
        skipped=counts.get("skipped", 0),
    )


def retry(item: BatchItem, member: Member, now: datetime) -> None:
    """Try a failed parcel of a batch again, after its mend."""
    with transaction.atomic():
        changed = BatchItem.objects.filter(pk=item.pk, state__in=("failed", "skipped")).update(
            state="waiting", words=None
        )
        if not changed:
            make_due("label", item.pk, now)
            return
        Order.objects.filter(pk=item.order_id, label_problem="refused").update(
            label_problem="", label_words=None
        )
        refresh([item.order_id], now)
        Batch.objects.filter(pk=item.batch_id).update(finished_at=None)
        make_due("label", item.pk, now)


def stop(batch: Batch, member: Member, now: datetime) -> None:
    """Stop a batch: what is not begun stays undone until it goes on."""
    Batch.objects.filter(pk=batch.pk, stopped_at=None).update(stopped_at=now)


def go_on(batch: Batch, member: Member, now: datetime) -> None:
    """Let a stopped batch go on."""
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(stopped_at=None)
        make_due("label", list(batch.items.filter(state="waiting").values_list("pk", flat=True)), now)


@due_kind("label")
def label(item_id: int, now: datetime) -> datetime | None:
    """Buy the label of one order of a batch, whatever happened to the attempt before."""
    item = (
        BatchItem.objects.select_related(
            "batch", "order__connection__authorization", "order__organization", "parcel__carrier_account"
        )
        .filter(pk=item_id)
        .first()
    )
    if item is None:
        return None
    if item.state not in ("waiting", "unknown"):
        # Done, but a kill may have come between this item's commit and the batch's.
        finish(item.batch_id, now)
        return None
    if item.batch.stopped_at and item.parcel is None:
        return None
    wait_for_the_clock(item, now)
    purchase = open_purchase(item)
    if purchase is not None:
        if answered(item, purchase, now):
            return None
        if now < (again_at := asked_again_at(purchase)):
            return again_at
    try:
        wait = None if item.order.connection.is_own else _freshness(item, now)
    except NeedsMerchant as error:
        # The shop must be mended first, and nothing is wrong with this order: it waits, and then goes on.
        BatchItem.objects.filter(pk=item.pk).update(words=error.words.stored())
        raise
    except Rejected as error:
        give_up(item, error.words, now)
        return None
    if wait is not None:
        return wait
    if purchase is not None:
        return _buy_after_all(item, purchase, now)
    try:
        purchase = _intend(item, now)
    except (Rejected, NeedsMerchant) as error:
        give_up(item, error.words, now)
        return None
    return buy(item, purchase, None, now) if purchase is not None else None


def _buy_after_all(item: BatchItem, purchase: Purchase, now: datetime) -> datetime | None:
    """Buy what the carrier has not sold yet, unless the order has come to rest meanwhile."""
    refresh([item.order_id], now)
    order = Order.objects.get(pk=item.order_id)
    if order.state == Order.State.CANCELLED or order.held_at is not None:
        words = STATE_WORDS["cancelled" if order.state == Order.State.CANCELLED else "held"]
        give_up(item, words, now, refused=False)
        return None
    return buy(item, purchase, purchase.called_at, now)


def _freshness(item: BatchItem, now: datetime) -> datetime | None:
    """When to come again for fresher books; None where they are fresh or were asked for this order."""
    connection = item.order.connection
    many = item.batch.items.count() > FEW
    if many and sync.is_read_since(connection, max(item.batch.created_at, now - FRESH)):
        return None
    if many and now - item.batch.created_at < FRESH_PATIENCE:
        sync.read_now(connection, now)
        return now + FRESH_AGAIN
    try:
        sync.look_now(item.order, now)
    except Retry:
        # Amazon is out or its limit is reached: books of a few minutes ago are good enough to go on packing.
        if not sync.is_fresh(connection, now, FRESH):
            raise
    return None


def _intend(item: BatchItem, now: datetime) -> Purchase | None:
    """Commit what is about to be bought, under a key that the carrier will see; None: nothing to buy."""
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=item.order_id)
        refresh([order.pk], now)
        order.refresh_from_db()
        if order.state != Order.State.READY:
            _skip(item, order, now)
            return None
        aside = SetAside.objects.filter(connection=order.connection_id, shop_order_id=order.shop_order_id)
        if (unread := aside.first()) is not None:
            # What is here is older than what the shop has: a label for it could be one too many.
            raise Rejected(Words.from_stored(unread.words) or STATE_WORDS["pending"])
        account = (
            CarrierAccount.objects.filter(organization=order.organization, active=True).order_by("pk").first()
        )
        if account is None:
            raise NeedsMerchant(
                Words(gettext_noop("No carrier is set up yet. Enter the carrier account first.")),
                "carriers:settings",
            )
        grams = order.weight_grams or 0
        service = service_for(open_carrier(account).services(), item.service, grams, order.country)
        last = order.parcels.aggregate(last=Max("number"))["last"] or 0
        parcel = Parcel.objects.create(
            organization=order.organization,
            order=order,
            number=last + 1,
            carrier_account=account,
            service=service.code,
            service_name=service.name,
            weight_grams=grams,
            state_at=now,
            created_at=now,
        )
        for line in order.lines.all():
            if line.open:
                ParcelLine.objects.create(
                    organization=order.organization, parcel=parcel, order_line=line, quantity=line.open
                )
        purchase = Purchase.objects.create(
            organization=order.organization,
            parcel=parcel,
            key=f"PH-{public_id().upper()}",
            state_at=now,
            called_at=now,
        )
        item.parcel = parcel
        item.save(update_fields=["parcel"])
        bulk.recount([order.pk])
        refresh([order.pk], now)
    seam("announce.intended")
    return purchase


def _skip(item: BatchItem, order: Order, now: datetime) -> None:
    """An order that is not ready gets no label; the batch says why."""
    reason = next((REASONS[code] for code in order.waiting if code in REASONS and REASONS[code].blocks), None)
    words = Words(reason.means) if reason else STATE_WORDS.get(order.state, STATE_WORDS["pending"])
    item.state, item.words = ("failed" if reason else "skipped"), words.stored()
    item.save(update_fields=["state", "words"])
    finish(item.batch_id, now)


STATE_WORDS = {
    "cancelled": Words(gettext_noop("The order is cancelled. No label was bought.")),
    "shipped": Words(gettext_noop("The order has left already. No label was bought.")),
    "partly_shipped": Words(gettext_noop("All pieces lie in parcels already. No label was bought.")),
    "in_parcels": Words(gettext_noop("All pieces lie in parcels already. No second label was bought.")),
    "held": Words(gettext_noop("The order is held. Release it to ship it.")),
    "pending": Words(
        gettext_noop("The buyer has not paid yet. Amazon releases the order when that is done.")
    ),
}
