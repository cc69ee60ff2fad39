"""Orders come in by themselves (R3, R5.1): page by page, each page and the cursor in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.confirmations.models import Confirmation
from packhaus.engine.due import back_off, due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.engine.timeline import note, note_many
from packhaus.flow import bulk
from packhaus.flow.addresses import ask_for_missing, seal_people
from packhaus.flow.aside import clear_aside, set_aside
from packhaus.flow.doors import open_connection, watched
from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import Kept, hold_still, refresh, upsert
from packhaus.orders.models import Order
from packhaus.products.bulk import Sold, add_missing
from packhaus.shops import problems
from packhaus.shops.models import Connection, SyncCursor
from packhaus.shops.port import OddOrder, OrdersPage, OrdersWindow, Shop, ShopOrder, ShopState, TokenEnded
from packhaus.shops.rules import ORDERS

EVERY = timedelta(minutes=3)
"""Between two readings: Amazon's limit allows one call in 178 seconds."""
OVERLAP = timedelta(minutes=10)
"""How far a reading goes back behind the last one: Amazon's books lag by some minutes."""
REREAD_EVERY = timedelta(hours=24)
REREAD = timedelta(hours=24)
"""Once a day a whole day is read again: books were seen to lag by hours."""
TOKEN_LIVES = timedelta(hours=23)
PAGES_A_JOB = 20


@due_kind("sync")
def sync(connection_id: int, now: datetime) -> datetime | None:
    """Read on where the cursor stands; up to 20 pages, each its own commit."""
    connection = (
        Connection.objects.select_related("authorization").filter(pk=connection_id, active=True).first()
    )
    if connection is None:
        return None
    try:
        with watched(connection, now, ORDERS):
            shop = open_connection(connection)
            for _ in range(PAGES_A_JOB):
                if not _read_page(connection, shop, now):
                    return now + EVERY
    except TokenEnded as error:
        return _from_the_first_page(connection, error, now)
    except NeedsMerchant:
        return now + EVERY * 5
    return now


def _from_the_first_page(connection: Connection, error: TokenEnded, now: datetime) -> datetime:
    """Read the window again; one that is refused again and again is said, and read more seldom."""
    with transaction.atomic():
        cursor = SyncCursor.objects.select_for_update().get(connection=connection)
        cursor.token, cursor.token_at, cursor.restarts = "", None, min(cursor.restarts + 1, 20)
        cursor.save(update_fields=["token", "token_at", "restarts"])
    if cursor.restarts == 1:
        return now
    problems.keep(connection, error.words, now, ORDERS)
    return now + EVERY * cursor.restarts


def _read_page(connection: Connection, shop: Shop, now: datetime) -> bool:
    """Read and commit one page. Whether there is another one."""
    with transaction.atomic():
        cursor = SyncCursor.objects.select_for_update().get(connection=connection)
        if cursor.window_from is None or (cursor.token_at and now - cursor.token_at > TOKEN_LIVES):
            _open_window(cursor, connection, now)
    window = OrdersWindow(
        updated_since=cursor.window_from or cursor.complete_to,
        marketplace_ids=tuple(cursor.window_marketplaces),
    )
    if not window.marketplace_ids:
        return False
    page = shop.orders(window, cursor.token or None)
    seam("sync.called")
    with transaction.atomic():
        held = SyncCursor.objects.select_for_update().get(pk=cursor.pk)
        if (held.window_from, held.token) != (cursor.window_from, cursor.token):
            return True
        take_in(connection, page.orders, page.odd, now)
        _advance(held, page, now)
        if page.next_token is None:
            Connection.objects.filter(pk=connection.pk).update(last_read_at=now)
        seam("sync.written")
    seam("sync.recorded")
    return page.next_token is not None


def _open_window(cursor: SyncCursor, connection: Connection, now: datetime) -> None:
    reread = cursor.reread_at is None or abs(now - cursor.reread_at) >= REREAD_EVERY
    first = cursor.completed_at is None
    back = timedelta(0) if first else (REREAD if reread else OVERLAP)
    cursor.window_from = min(cursor.complete_to, now) - back
    cursor.window_marketplaces = list(
        connection.participations.filter(chosen=True, gone_at=None)
        .order_by("id")
        .values_list("marketplace_id", flat=True)
    )
    cursor.token, cursor.token_at, cursor.pages, cursor.window_up_to = "", None, 0, None
    if reread:
        cursor.reread_at = now
    cursor.save()


def _advance(cursor: SyncCursor, page: OrdersPage, now: datetime) -> None:
    cursor.pages += 1
    up_to = page.up_to or now - timedelta(minutes=2)
    if cursor.window_up_to is None or up_to < cursor.window_up_to:
        cursor.window_up_to = up_to
    if page.next_token is not None:
        cursor.token, cursor.token_at = page.next_token, now
    else:
        cursor.complete_to = min(max(cursor.complete_to, cursor.window_up_to), now)
        cursor.completed_at, cursor.restarts = now, 0
        cursor.window_from, cursor.token, cursor.token_at = None, "", None
    cursor.save()


def take_in(
    connection: Connection, orders: Sequence[ShopOrder], odd: Sequence[OddOrder], now: datetime
) -> list[Kept]:
    """Write orders, lines, products, sealed personal data and their state, in the caller's transaction."""
    organization_id = connection.organization_id
    bulk.weights_in_turn(connection.pk)
    kept = upsert(organization_id, connection.pk, orders, now)
    by_id = {order.shop_order_id: order for order in orders}
    written = [(entry, by_id[entry.shop_order_id]) for entry in kept]
    _products(connection, [order for _, order in written], now)
    bulk.weigh_new_lines(entry.id for entry in kept)
    seal_people(organization_id, written, now)
    set_aside(connection, odd, now)
    clear_aside(connection, [order.shop_order_id for order in orders], now)
    seen = bulk.packages_seen(
        organization_id,
        connection.pk,
        [p.tracking_number for order in orders for p in order.packages if p.tracking_number],
        now,
    )
    _cancelled(written, now)
    touched = {entry.id for entry in kept} | set(seen)
    hold_still(touched)
    bulk.recount(touched)
    refresh(touched, now)
    note_many(
        organization_id,
        [entry.id for entry in kept if entry.new],
        "imported",
        Words(gettext_noop("Order came in from %(shop)s"), {"shop": connection.name}),
        now,
    )
    ask_for_missing(connection, written, now)
    return kept


def _products(connection: Connection, orders: Sequence[ShopOrder], now: datetime) -> None:
    sold = [
        Sold(line.sku, line.asin, line.title, order.marketplace_id)
        for order in orders
        if order.state not in (ShopState.CANCELLED, ShopState.SHIPPED)
        for line in order.lines
        if line.sku
    ]
    look_up_at = now if connection.import_weights else None
    if add_missing(connection.organization_id, connection.pk, sold, look_up_at) and look_up_at:
        make_due("weights", connection.pk, now)


def _cancelled(written: Sequence[tuple[Kept, ShopOrder]], now: datetime) -> None:
    ids = [entry.id for entry, order in written if order.state is ShopState.CANCELLED]
    gone = Confirmation.objects.filter(
        parcel__order__in=ids, state__in=("not_owed", "owed", "refused"), parcel__handled_at=None
    )
    gone.update(state="moot", state_at=now, due_at=None)
    for order in Order.objects.filter(pk__in=ids, live_label=True):
        note(
            order.organization_id,
            order.pk,
            "cancelled",
            Words(gettext_noop("Cancelled at the shop, though a label is bought: do not hand it over")),
            now,
        )


@due_kind("refetch")
def refetch(order_id: int, now: datetime) -> datetime | None:
    """Fetch one order again: asked by the merchant, or because its address was missing."""
    order = Order.objects.select_related("connection__authorization").filter(pk=order_id).first()
    if order is None or order.erased_at is not None:
        return None
    connection = order.connection
    with watched(connection, now, "order"):
        found = open_connection(connection).order(order.shop_order_id)
    if found is None:
        return None
    if isinstance(found, OddOrder):
        with transaction.atomic():
            set_aside(connection, [found], now)
        return None
    with transaction.atomic():
        take_in(connection, [found], [], now)
    order.refresh_from_db()
    waits = "no_address" in order.waiting and now - order.imported_at < timedelta(days=1)
    return back_off(now, 12) if waits else None


def fetch_again(order: Order, member: Member, now: datetime) -> None:
    """Ask the shop for one order afresh, now."""
    with transaction.atomic():
        make_due("refetch", order.pk, now)
        note(
            order.organization_id,
            order.pk,
            "asked",
            Words(gettext_noop("Asked the shop for it again")),
            now,
            member,
        )


def read_now(connection: Connection, now: datetime) -> None:
    """Read the shop's orders now, not when it is due next."""
    make_due("sync", connection.pk, now)


def is_fresh(connection: Connection, now: datetime, at_most: timedelta) -> bool:
    """Whether the shop's orders were read to their end not longer ago than ``at_most``."""
    completed = (
        SyncCursor.objects.filter(connection=connection).values_list("completed_at", flat=True).first()
    )
    return completed is not None and abs(now - completed) <= at_most


def is_read_since(connection: Connection, moment: datetime) -> bool:
    """Whether the shop's orders were read to their end after ``moment``."""
    return SyncCursor.objects.filter(connection=connection, completed_at__gte=moment).exists()


def look_now(order: Order, now: datetime) -> None:
    """Read one order from the shop before something is done with it that costs.

    Raises as the shop does, and Rejected where the shop's order cannot be read any more.
    """
    connection = order.connection
    with watched(connection, now, "order"):
        found = open_connection(connection).order(order.shop_order_id)
    if isinstance(found, OddOrder):
        with transaction.atomic():
            set_aside(connection, [found], now)
        raise Rejected(found.why)
    if found is not None:
        with transaction.atomic():
            take_in(connection, [found], [], now)
