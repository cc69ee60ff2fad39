"""Weights of SKUs (R3): looked up in listings 20 at a time, or entered once by the merchant."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.engine.due import due_kind, make_due
from packhaus.engine.timeline import note_many
from packhaus.flow import bulk
from packhaus.flow.doors import open_connection, watched
from packhaus.flow.participations import gone_ids, there
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.weights import HEAVIEST_GRAMS
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import refresh
from packhaus.orders.models import Order
from packhaus.products.bulk import home_marketplace, look_ups_due, next_look_up
from packhaus.products.models import Product
from packhaus.shops.models import Connection
from packhaus.shops.port import ListingWeight

AGED = timedelta(days=7)
"""A weight that is here is looked up again when it is this old."""
MISSING_AGAIN = timedelta(minutes=15)
"""A weight that is missing may be entered at Amazon any minute."""
CALLS_A_JOB = 20


@due_kind("weights")
def weights(connection_id: int, now: datetime) -> datetime | None:
    """Look up what is due of a shop's SKUs, a full call at a time."""
    connection = (
        Connection.objects.select_related("authorization")
        .filter(pk=connection_id, active=True, import_weights=True)
        .first()
    )
    if connection is None:
        return None
    # Those that came in while weights were not wanted.
    Product.objects.filter(connection=connection, look_up_due_at=None).update(look_up_due_at=now)
    try:
        with watched(connection, now, "weights"):
            shop = open_connection(connection)
            gone = gone_ids(connection)
            for _ in range(CALLS_A_JOB):
                due = look_ups_due(connection.pk, now, shop.weights_page, gone)
                if due is None:
                    break
                home = _home(connection, gone)
                found = shop.weights(due.marketplace_id or home, due.skus)
                with transaction.atomic():
                    _keep(connection, home, found, due.marketplace_id, now, gone)
    except NeedsMerchant:
        return now + MISSING_AGAIN
    return next_look_up(connection.pk)


def _home(connection: Connection, gone: list[str]) -> str:
    """Where listings are asked for first: a marketplace in which the account still sells."""
    home = home_marketplace(connection.pk, gone)
    if home not in gone:
        return home
    living = there(connection).order_by("-chosen", "pk").values_list("marketplace_id", flat=True).first()
    return living or home


def _keep(
    connection: Connection,
    home: str,
    found: list[ListingWeight],
    at: str,
    now: datetime,
    gone: list[str],
) -> None:
    """Keep what one call said; a SKU that home does not know is asked for at its own marketplace next.

    Each call is kept by itself: a limit that stops the next one takes nothing back. A weight that came from a
    marketplace that has gone away stays, for nobody else knows it.
    """
    bulk.weights_in_turn(connection.pk)
    by_sku = {weight.sku: weight for weight in found}
    skus = list(by_sku)
    products = list(
        Product.objects.select_for_update().filter(connection=connection, sku__in=skus).order_by("id")
    )
    for product in products:
        weight = by_sku[product.sku]
        if (
            not at
            and weight.grams is None
            and not weight.refused
            and product.marketplace_id not in ("", home, *gone)
        ):
            product.ask_own = True
            continue
        if weight.refused:
            product.listing_problem = weight.problem.stored() if weight.problem else None
            product.looked_up_at, product.look_up_due_at = now, now + MISSING_AGAIN
            continue
        product.ask_own = False
        if weight.grams is None and product.marketplace_id in gone:
            product.looked_up_at, product.look_up_due_at = now, now + AGED
            continue
        product.listing_grams = weight.grams
        product.listing_source = weight.source[:60]
        product.listing_problem = weight.problem.stored() if weight.problem else None
        product.title = product.title or weight.title[:500]
        product.looked_up_at = now
        product.look_up_due_at = now + (AGED if product.grams else MISSING_AGAIN)
    Product.objects.bulk_update(
        products,
        [
            "ask_own",
            "listing_grams",
            "listing_source",
            "listing_problem",
            "title",
            "looked_up_at",
            "look_up_due_at",
        ],
    )
    touched = bulk.weigh_lines(connection.pk, skus)
    refresh(touched, now)


def enter_weight(product: Product, grams: int | None, member: Member, now: datetime) -> int:
    """Keep the merchant's own weight of a SKU (None: take the listing's again). Grams for one piece.

    It holds for this SKU from now on. Returns how many orders need no mend any more. Raises NeedsMerchant
    for a weight that no parcel has.
    """
    if grams is not None and not 0 < grams <= HEAVIEST_GRAMS:
        raise NeedsMerchant(
            Words(
                gettext_noop(
                    "A weight lies between 1 g and %(heaviest)s kg. Enter it in grams, as in 380, or in "
                    "kilograms, as in 0.38 kg."
                ),
                {"heaviest": str(HEAVIEST_GRAMS // 1000)},
            ),
            "products:list",
        )
    with transaction.atomic():
        bulk.weights_in_turn(product.connection_id)
        product.own_grams, product.own_at = grams, now
        product.save(update_fields=["own_grams", "own_at"])
        touched = bulk.weigh_lines(product.connection_id, [product.sku])
        before = set(
            Order.objects.filter(pk__in=touched, waiting__contains=["no_weight"]).values_list("pk", flat=True)
        )
        Order.objects.filter(pk__in=touched, label_problem="refused").update(
            label_problem="", label_words=None
        )
        refresh(touched, now)
        mended = list(
            Order.objects.filter(pk__in=before)
            .exclude(waiting__contains=["no_weight"])
            .values_list("pk", flat=True)
        )
        if grams is not None:
            note_many(
                product.organization_id,
                touched,
                "weight",
                Words(
                    gettext_noop("Weight of %(sku)s entered: %(grams)s g"),
                    {"sku": product.sku, "grams": str(grams)},
                ),
                now,
                member,
            )
    return len(mended)


def look_up_again(product: Product, now: datetime) -> None:
    """Look up one SKU's weight at Amazon now."""
    with transaction.atomic():
        Product.objects.filter(pk=product.pk).update(look_up_due_at=now)
        make_due("weights", product.connection_id, now)
