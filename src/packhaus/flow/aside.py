"""Orders that could not be read: set aside with the reason, sealed, and taken back when they can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of, is_over, set_aside_last_day, text_last_day, utc_day
from packhaus.privacy.retire import retire_until, tonight
from packhaus.shops.models import Connection, SetAside
from packhaus.shops.port import OddOrder


def set_aside(connection: Connection, odd: Sequence[OddOrder], now: datetime) -> None:
    """Keep what could not be read, with why; seen again, the newer text takes the older's place.

    A text holds all that its order does, so it is kept no longer, and of an erased order none (R4.2).
    """
    for order in odd:
        known = Order.objects.filter(connection=connection, shop_order_id=order.shop_order_id[:60]).first()
        if known is not None and known.erased_at is not None:
            continue
        before = SetAside.objects.filter(
            organization_id=connection.organization_id,
            connection=connection,
            shop_order_id=order.shop_order_id[:60],
        ).first()
        facts = None if known is None else facts_of(known)
        ends_on = text_last_day(before.ends_on, facts) if before else set_aside_last_day(now, facts)
        if is_over(ends_on, utc_day(now)):
            continue
        sealed = vault.seal_set_aside(
            order.raw, connection.organization_id, order.shop_order_id[:60], ends_on, now
        )
        kept = {
            "words": order.why.stored(),
            "lease": sealed.lease,
            "wrapped": sealed.wrapped,
            "sealed": sealed.sealed,
            "last_at": now,
            "ends_on": ends_on,
        }
        SetAside.objects.update_or_create(
            organization_id=connection.organization_id,
            connection=connection,
            shop_order_id=order.shop_order_id[:60],
            defaults={**kept, "held_until": None},
            create_defaults={
                **kept,
                "held_until": vault.day_of(sealed),
                "first_at": now,
            },
        )


def clear_aside(connection: Connection, shop_order_ids: Sequence[str], now: datetime) -> None:
    """An order that can be read now is set aside no more; tonight its text is gone from every copy."""
    if shop_order_ids:
        read = SetAside.objects.filter(
            organization_id=connection.organization_id,
            connection=connection,
            shop_order_id__in=list(shop_order_ids),
        )
        for held_until in read.values_list("held_until", flat=True):
            retire_until(held_until, tonight(now))
        read.delete()
