"""What sealing, opening and wrapping again cost: script/bench vault [ORDERS]

With a durable embedded PostgreSQL of its own; a recipient and a contact an order, pages of 1,000 orders.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
PAGE = 1000


def measured(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


def measure(count: int) -> dict[str, float]:
    from django.core.management import call_command
    from django.db import transaction

    from packhaus.accounts.models import Organization
    from packhaus.authorizations.models import Authorization
    from packhaus.flow.erase import rewrap_due
    from packhaus.kit.personal import Contact, Purpose, Recipient
    from packhaus.orders.models import Order
    from packhaus.privacy import vault
    from packhaus.privacy.keys import ring
    from packhaus.privacy.retention import Lease, LeaseKind, TermFacts, facts_of
    from packhaus.shops.models import Connection

    call_command("migrate", verbosity=0)
    organization = Organization.objects.create(name="Bench", created_at=NOW)
    authorization = Authorization.objects.create(
        organization=organization,
        shop="amazon",
        kind="private",
        client_id="client",
        sealed_client_secret=b"",
        sealed_refresh_token=b"",
        given_at=NOW,
        secret_entered_at=NOW,
    )
    connection = Connection.objects.create(
        organization=organization, authorization=authorization, shop="amazon", name="Bench", created_at=NOW
    )
    orders = Order.objects.bulk_create(
        Order(
            organization=organization,
            connection=connection,
            shop_order_id=f"306-{number:07d}-0000000",
            shop_status="Unshipped",
            shop_state="open",
            shop_updated_at=NOW,
            purchased_at=NOW,
            ship_by=NOW + timedelta(days=2),
            imported_at=NOW,
        )
        for number in range(count)
    )
    rows = []
    for number, order in enumerate(orders):
        name, facts = f"Jürgen Müßigbrodt {number}", facts_of(order)
        recipient = Recipient(
            name=name,
            lines=(f"Schönhauser Allee {number}", "Hinterhaus"),
            postal_code="10437",
            city="Berlin",
            country="DE",
            buyer_name=name,
        )
        contact = Contact(phone="+49 151 00000000", email=f"{number}@marketplace.example")
        rows.append(vault.PersonalRow(order.organization_id, order.pk, Purpose.TAX, recipient, facts))
        rows.append(vault.PersonalRow(order.organization_id, order.pk, Purpose.FULFILLMENT, contact, facts))
    ids = [order.pk for order in orders]

    def seal() -> None:
        cipher = ring().for_sealing(Lease(LeaseKind.RUN, (NOW + timedelta(days=7)).date()), NOW)
        for _ in range(2 * count):
            cipher.seal(bytes(200), b"packhaus:1:order:1:1:tax")

    def put() -> None:
        for start in range(0, len(rows), 2 * PAGE):
            with transaction.atomic():
                vault.put(rows[start : start + 2 * PAGE], NOW)

    def read() -> None:
        for start in range(0, count, PAGE):
            vault.recipients(ids[start : start + PAGE], NOW)
            vault.contacts(ids[start : start + PAGE], NOW)

    return {
        "orders": count,
        "records": 2 * count,
        "seal_seconds": measured(seal),
        "put_seconds": measured(put),
        "put_again_seconds": measured(put),
        "read_seconds": measured(read),
        "look_for_due_seconds": measured(lambda: rewrap_due(NOW)),
        "rewrap_seconds": measured(lambda: rewrap_due(NOW + timedelta(days=6))),
        "label_seal_seconds_a_thousand": measured(
            lambda: [
                vault.seal_document(bytes(24_000), organization.pk, str(each), TermFacts(), NOW)
                for each in range(1000)
            ]
        ),
    }


def main() -> None:
    from packhaus.database import open_cluster

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="packhaus-bench-") as folder:
        data = Path(folder)
        data.chmod(0o711)
        with open_cluster(data / "data") as cluster:
            os.environ.update(
                DATABASE_URL=cluster.url,
                PACKHAUS_DATA=str(data / "data"),
                DJANGO_SETTINGS_MODULE="packhaus.settings",
            )
            import django

            django.setup()
            print(json.dumps(measure(count)))
            django.db.connection.close()


if __name__ == "__main__":
    main()
