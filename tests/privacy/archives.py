"""An archive that is on, the keys of its holders, and shipped orders for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from pyrage import x25519

from packhaus.accounts.models import Organization
from packhaus.orders.models import Order, OrderLine
from packhaus.privacy.archive.bundle import Opened, unpack
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchiveRecipient
from packhaus.privacy.archive.write import path_of
from packhaus.shops.models import Connection
from privacy.merchants import made_orders
from privacy.people import put_both

DAY = timedelta(days=1)


@dataclass
class Holder:
    """Somebody who keeps a private key."""

    identity: x25519.Identity = field(default_factory=x25519.Identity.generate)

    @property
    def public_key(self) -> str:
        return str(self.identity.to_public())

    def key_file(self, folder: Path) -> Path:
        path = folder / "private.key"
        path.write_text(f"# public key: {self.public_key}\n{self.identity}\n")
        return path

    def opens(self, bundle: ArchiveBundle) -> Opened:
        return unpack(bundle.file_name, path_of(bundle).read_bytes(), [self.identity])


def switch_on(organization: Organization, now: datetime, *holders: Holder) -> Archive:
    """An archive for some holders; years as in Germany."""
    archive, _ = Archive.objects.get_or_create(
        organization=organization, defaults={"country": "DE", "years": 8, "on_since": now}
    )
    for number, holder in enumerate(holders):
        ArchiveRecipient.objects.create(
            organization=organization,
            public_key=holder.public_key,
            label=f"Key {number}",
            keeper="Miriam Kaczmarek",
            place="Safe",
            added_at=now,
        )
    return archive


def shipped(connection: Connection, count: int, at: datetime, **columns: object) -> list[Order]:
    """Orders that left at ``at``, with a line each and all of their buyers' data."""
    facts = {
        "purchased_at": at - DAY,
        "ship_by": at,
        "shipped_at": at,
        "shop_state": "shipped",
        "country": "DE",
        "currency": "EUR",
        "total_cents": 2599,
    }
    orders = made_orders(connection, count, **{**facts, **columns})
    OrderLine.objects.bulk_create(
        OrderLine(
            organization=order.organization,
            order=order,
            position=1,
            shop_line_id="1",
            sku="TOPF-24",
            title="Kochtopf 24 cm",
            quantity=2,
            price_cents=2599,
        )
        for order in orders
    )
    put_both(orders, at)
    return orders


def numbers_in(holder: Holder, bundles: Sequence[ArchiveBundle]) -> list[str]:
    """The order numbers that a holder finds in some bundles, each as often as it is there."""
    return sorted(
        msgspec.json.decode(line)["order"] for bundle in bundles for line in holder.opens(bundle).lines
    )


def numbers_of(orders: Sequence[Order]) -> list[str]:
    return sorted(order.shop_order_id for order in orders)
