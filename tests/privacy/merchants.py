"""Rows of merchants, orders and parcels, as other rooms write them."""

from datetime import UTC, datetime, timedelta

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Application, Authorization
from packhaus.carriers.models import CarrierAccount
from packhaus.orders.models import Order
from packhaus.parcels.models import Document, Parcel
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of, set_aside_last_day
from packhaus.shops.models import Connection, SetAside

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def made_connection(name: str = "A merchant") -> Connection:
    organization = Organization.objects.create(name=name, created_at=NOW)
    application = Application.objects.create(
        organization=organization,
        shop="amazon",
        client_id="client",
        sealed_secret=b"",
        secret_entered_at=NOW,
    )
    authorization = Authorization.objects.create(
        organization=organization,
        application=application,
        shop="amazon",
        sealed_refresh_token=b"",
        given_at=NOW,
        term_began_at=NOW,
    )
    return Connection.objects.create(
        organization=organization,
        authorization=authorization,
        shop="amazon",
        name="Shop",
        created_at=NOW,
    )


def made_orders(connection: Connection, count: int = 1, **columns: object) -> list[Order]:
    have = Order.objects.filter(connection=connection).count()
    defaults = {
        "shop_status": "Unshipped",
        "shop_state": "open",
        "shop_updated_at": NOW,
        "purchased_at": NOW,
        "ship_by": NOW + timedelta(days=2),
        "imported_at": NOW,
    }
    return Order.objects.bulk_create(
        Order(
            **{
                **defaults,
                "organization": connection.organization,
                "connection": connection,
                "shop_order_id": f"306-0000000-{number:07d}",
                **columns,
            }
        )
        for number in range(have, have + count)
    )


def made_label(order: Order, plain: bytes, now: datetime) -> Document:
    """A parcel of ``order`` with a sealed label."""
    account, _ = CarrierAccount.objects.get_or_create(
        organization=order.organization,
        carrier="demo",
        name="Demo",
        defaults={"sealed_key": b"", "created_at": now},
    )
    parcel = Parcel.objects.create(
        organization=order.organization,
        order=order,
        number=order.parcels.count() + 1,
        carrier_account=account,
        service="parcel",
        service_name="Parcel",
        weight_grams=500,
        state_at=now,
        created_at=now,
    )
    sealed = vault.seal_document(plain, order.organization_id, parcel.public_id, facts_of(order), now)
    return Document.objects.create(
        organization=order.organization,
        parcel=parcel,
        lease=sealed.lease,
        wrapped=sealed.wrapped,
        sealed=sealed.sealed,
        created_at=now,
    )


def made_set_aside(connection: Connection, raw: bytes, now: datetime) -> SetAside:
    ends_on = set_aside_last_day(now)
    sealed = vault.seal_set_aside(raw, connection.organization_id, "306-1", ends_on, now)
    return SetAside.objects.create(
        organization=connection.organization,
        connection=connection,
        shop_order_id="306-1",
        words={},
        lease=sealed.lease,
        wrapped=sealed.wrapped,
        sealed=sealed.sealed,
        first_at=now,
        last_at=now,
        ends_on=ends_on,
    )
