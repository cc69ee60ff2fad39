"""A merchant with as many orders as a bench wants: such as come in, and such whose last day was yesterday."""

from __future__ import annotations

import os
from datetime import timedelta

DAY = timedelta(days=1)


class Shop:
    """A merchant with orders that live and orders whose last day was yesterday."""

    def __init__(self) -> None:
        from packhaus.engine import clock
        from privacy.merchants import made_connection, made_label, made_orders

        self.now = clock.now()
        self.connection = made_connection("Bench")
        self.made = 0
        from packhaus.shops.models import SyncCursor

        SyncCursor.objects.get_or_create(
            connection=self.connection,
            defaults={"organization": self.connection.organization, "complete_to": self.now},
        )
        (self.model,) = made_orders(self.connection, 1, purchased_at=self.now, ship_by=self.now)
        self.label = made_label(self.model, os.urandom(2048), self.now)

    def take_in(self, count: int) -> list[int]:
        """Orders as a page of the shop's brings them."""
        from django.db import transaction

        from packhaus.flow.sync import take_in
        from packhaus.kit.personal import Contact, Recipient
        from packhaus.shops.port import ShopLine, ShopOrder, ShopState

        page = []
        for _ in range(count):
            self.made += 1
            name = f"Jürgen Müßigbrodt {self.made}"
            page.append(
                ShopOrder(
                    shop_order_id=f"305-{self.made:07d}-0000000",
                    status="UNSHIPPED",
                    state=ShopState.OPEN,
                    updated_at=self.now,
                    purchased_at=self.now,
                    ship_by=self.now + 2 * DAY,
                    country="DE",
                    lines=(ShopLine(line_id="1", sku=f"SKU-{self.made % 50}", quantity=1),),
                    recipient=Recipient(
                        name=name,
                        lines=(f"Schönhauser Allee {self.made}",),
                        postal_code="10437",
                        city="Berlin",
                        country="DE",
                    ),
                    contact=Contact(phone="+49 151 00000000", email=f"{self.made}@marketplace.example"),
                )
            )
        with transaction.atomic():
            return [kept.id for kept in take_in(self.connection, page, [], self.now)]

    def make_due(self, count: int) -> None:
        """Orders whose data could be held until yesterday, as they stand in the tables on their last day."""
        from django.db import connection, transaction

        from packhaus.kit.personal import Purpose
        from packhaus.privacy import vault
        from packhaus.privacy.keys import ring
        from packhaus.privacy.retention import Lease, LeaseKind, TermFacts, last_day, utc_day
        from privacy.people import CONTACT, RECIPIENT

        before = self.now - 2 * DAY
        shipped_at = self.now - 30 * DAY
        last = last_day(TermFacts(shipped_at=shipped_at), Purpose.TAX)
        assert last is not None
        assert utc_day(before) <= last < utc_day(self.now)
        with transaction.atomic():
            cipher = ring().for_sealing(Lease(LeaseKind.END, last), before)
        organization = self.connection.organization_id
        sealed = [cipher.seal(vault._encode(record), b"bench") for record in (RECIPIENT, CONTACT)]
        label = cipher.seal(os.urandom(2048), b"bench")
        values = {
            "o": organization,
            "c": self.connection.pk,
            "account": self.label.parcel.carrier_account_id,
            "at": shipped_at,
            "lease": cipher.name,
            "until": last,
            "tax": sealed[0].sealed,
            "tax_key": sealed[0].wrapped,
            "contact": sealed[1].sealed,
            "contact_key": sealed[1].wrapped,
            "label": label.sealed,
            "label_key": label.wrapped,
        }
        for first in range(1, count + 1, 50_000):
            values |= {"first": first, "last": min(first + 49_999, count)}
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in _STATEMENTS:
                    cursor.execute(statement, values)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


_STATEMENTS = (
    """INSERT INTO packhaus_order (organization_id, public_id, connection_id, shop_order_id,
    marketplace_id, shop_status, shop_state, shop_updated_at, purchased_at, ship_by, imported_at,
    country, service_level, is_business, is_prime, is_replacement, is_gift, shop_ships_itself,
    cancel_requested, currency, has_address, oddities, units, units_in_parcels, units_shipped,
    label_problem, live_label, confirmation_refused, shipped_at, state, waiting) SELECT %(o)s, 'b' || n,
    %(c)s, '306-' || lpad(n::text, 7, '0') || '-0000000', 'A1PA6795UKMFR9', 'SHIPPED', 'shipped',
    %(at)s, %(at)s - interval '2 days', %(at)s, %(at)s, 'DE', 'Standard', false, false, false, false,
    false, false, 'EUR', true, '[]', 1, 1, 1, '', false, false, %(at)s, 'shipped', '{}' FROM
    generate_series(%(first)s::int, %(last)s::int) n""",
    """INSERT INTO packhaus_orderpersonal (organization_id, order_id, purpose, lease, wrapped, sealed,
    held_until, written_at) SELECT %(o)s, o.id, p.purpose, %(lease)s, p.wrapped, p.sealed, %(until)s,
    %(at)s FROM packhaus_order o, (VALUES ('tax', %(tax_key)s::bytea, %(tax)s::bytea), ('fulfillment',
    %(contact_key)s::bytea, %(contact)s::bytea)) p (purpose, wrapped, sealed) WHERE o.public_id IN
    (SELECT 'b' || n FROM generate_series(%(first)s::int, %(last)s::int) n)""",
    """INSERT INTO packhaus_parcel (organization_id, public_id, order_id, number, carrier_account_id,
    service, service_name, weight_grams, state, state_at, tracking_number, carrier_parcel_id, currency,
    created_at, handled_at) SELECT %(o)s, o.public_id, o.id, 1, %(account)s, 'parcel', 'Parcel', 500,
    'in_transit', %(at)s, 'JD' || o.id, 'C' || o.id, 'EUR', %(at)s, %(at)s FROM packhaus_order o WHERE
    o.public_id IN (SELECT 'b' || n FROM generate_series(%(first)s::int, %(last)s::int) n)""",
    """INSERT INTO packhaus_document (organization_id, parcel_id, kind, purpose, lease, wrapped, sealed,
    held_until, created_at) SELECT %(o)s, p.id, 'label', 'fulfillment', %(lease)s, %(label_key)s,
    %(label)s, %(until)s, %(at)s FROM packhaus_parcel p WHERE p.public_id IN (SELECT 'b' || n FROM
    generate_series(%(first)s::int, %(last)s::int) n)""",
    """INSERT INTO packhaus_purchase (organization_id, parcel_id, key, state, state_at) SELECT %(o)s, p.id,
    'key-' || p.id, 'bought', %(at)s FROM packhaus_parcel p WHERE p.public_id IN (SELECT 'b' || n FROM
    generate_series(%(first)s::int, %(last)s::int) n)""",
    """INSERT INTO packhaus_confirmation (organization_id, connection_id, parcel_id, reference, version,
    state, state_at, attempts, receipt) SELECT %(o)s, %(c)s, p.id, '901', 1, 'accepted', %(at)s, 1, ''
    FROM packhaus_parcel p WHERE p.public_id IN (SELECT 'b' || n FROM generate_series(%(first)s::int,
    %(last)s::int) n)""",
)
