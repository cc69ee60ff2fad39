"""A merchant with some of everything, made row by row: what pages show of it is the test's matter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Application, Authorization
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Batch, BatchItem
from packhaus.orders.models import Order, OrderLine
from packhaus.parcels.models import Parcel
from packhaus.products.models import Product
from packhaus.shops.models import Connection, Participation


class Merchant:
    """Rows of one organization. Times are given by each test."""

    def __init__(self, organization: Organization, now: datetime, shop: str = "Hagedorn DE") -> None:
        self.organization = organization
        self.now = now
        application = Application.objects.create(
            organization=organization,
            shop="amazon",
            client_id="amzn1.application-oa2-client.0123",
            sealed_secret=b"",
            secret_entered_at=now,
        )
        self.authorization = Authorization.objects.create(
            organization=organization,
            application=application,
            shop="amazon",
            seller_id="A3K7QX9ZP2MWTD",
            sealed_refresh_token=b"",
            state="active",
            given_at=now,
            term_began_at=now,
        )
        self.connection = Connection.objects.create(
            organization=organization,
            authorization=self.authorization,
            shop="amazon",
            name=shop,
            created_at=now,
        )
        Participation.objects.create(
            organization=organization,
            connection=self.connection,
            marketplace_id="A1PA6795UKMFR9",
            country="DE",
            name="Amazon.de",
            chosen=True,
        )
        self.carrier = CarrierAccount.objects.create(
            organization=organization,
            carrier="demo",
            name="Vertrag Köln",
            address="http://127.0.0.1:9/",
            sealed_key=b"",
            created_at=now,
        )
        Sender.objects.create(
            organization=organization,
            name="Hagedorn Haushaltswaren",
            street="Lagerstraße 4",
            postal_code="51063",
            city="Köln",
        )
        self._orders = 0

    def order(self, state: str = "ready", waiting: tuple[str, ...] = (), **fields: Any) -> Order:
        """An order of one line, due at the end of the day unless said otherwise."""
        self._orders += 1
        defaults: dict[str, Any] = {
            "shop_order_id": f"302-{self._orders:07}-{self._orders:07}",
            "shop_status": "UNSHIPPED",
            "shop_state": "open",
            "shop_updated_at": self.now,
            "purchased_at": self.now - timedelta(days=1),
            "imported_at": self.now,
            "ship_by": self.now + timedelta(hours=6),
            "country": "DE",
            "units": 1,
            "has_address": "no_address" not in waiting,
            "weight_grams": None if "no_weight" in waiting else 640,
        }
        order = Order.objects.create(
            organization=self.organization,
            connection=self.connection,
            state=state,
            waiting=list(waiting),
            **(defaults | fields),
        )
        OrderLine.objects.create(
            organization=self.organization,
            order=order,
            position=1,
            shop_line_id=str(self._orders),
            sku=f"SKU-{self._orders}",
            title="Trinkflasche 750 ml",
            quantity=1,
            unit_grams=None if "no_weight" in waiting else 640,
        )
        return order

    def parcel(self, order: Order, state: str = "announced", **fields: Any) -> Parcel:
        """A parcel with a label, made and printed now."""
        defaults: dict[str, Any] = {
            "number": order.parcels.count() + 1,
            "service": "paket",
            "service_name": "Paket",
            "weight_grams": 640,
            "state_at": self.now,
            "created_at": self.now,
            "announced_at": self.now,
            "printed_at": self.now,
            "price_cents": 459,
            "currency": "EUR",
            "tracking_number": f"00340434{order.pk:012}",
        }
        return Parcel.objects.create(
            organization=self.organization,
            order=order,
            carrier_account=self.carrier,
            state=state,
            **(defaults | fields),
        )

    def confirmation(self, parcel: Parcel, state: str, **fields: Any) -> Confirmation:
        """What the shop was told of a parcel."""
        return Confirmation.objects.create(
            organization=self.organization,
            connection=self.connection,
            parcel=parcel,
            reference="1",
            state=state,
            state_at=self.now,
            **fields,
        )

    def batch(self, *orders: Order) -> Batch:
        """A batch at work."""
        batch = Batch.objects.create(
            organization=self.organization,
            number=Batch.objects.filter(organization=self.organization).count() + 1,
            key=f"key-{Batch.objects.count()}",
            created_at=self.now,
        )
        for position, order in enumerate(orders):
            BatchItem.objects.create(
                organization=self.organization, batch=batch, position=position, order=order
            )
        return batch

    def product(self, sku: str) -> Product:
        """A SKU without a weight."""
        return Product.objects.create(organization=self.organization, connection=self.connection, sku=sku)
