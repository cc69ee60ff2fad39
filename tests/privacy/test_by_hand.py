"""Old key files deleted as the documents say: what has ended is closed, what lives stays open (R4.2)."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from packhaus.flow.erase import rewrap_due
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import OrderPersonal
from packhaus.shops.models import Connection
from privacy.merchants import NOW, made_orders
from privacy.people import put_both

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)


def commands(document: str) -> list[str]:
    return re.findall(r"^    (cd DIR/keys/leases && .+)$", (ROOT / document).read_text("utf-8"), re.M)


def delete_by_hand(keys: Path, now: datetime) -> None:
    """Run the commands as they stand there, on the day of ``now``."""
    for command in commands("docs/en/addresses.md"):
        command = command.replace("DIR/keys/leases", str(keys))
        command = command.replace("$(date -u +%F)", f"{now:%Y-%m-%d}")
        command = command.replace("$(date -u -d '8 days ago' +%F)", f"{now - 8 * DAY:%Y-%m-%d}")
        assert "$(" not in command
        subprocess.run(["sh", "-c", command], check=True, capture_output=True)


def rows_without_a_key(keys: Path) -> int:
    leases = OrderPersonal.objects.values_list("lease", flat=True)
    return sum(not (keys / f"{lease}.key").exists() for lease in leases)


def test_both_languages_name_the_same_commands() -> None:
    assert commands("docs/de/anschriften.md") == commands("docs/en/addresses.md")
    assert len(commands("docs/en/addresses.md")) == 2


@pytest.mark.django_db
def test_what_has_ended_is_closed_and_what_lives_stays_open(connection: Connection, keys: KeyRing) -> None:
    closed_on: datetime | None = None
    for day in range(42):
        now = NOW + day * DAY
        if day == 0:
            early = made_orders(connection, 5, purchased_at=now, ship_by=now + DAY, shop_updated_at=now)
            put_both(early, now)
        if day == 1:
            Order.objects.filter(pk__in=[order.pk for order in early]).update(shipped_at=now)
        if day == 20:
            late = made_orders(connection, 5, purchased_at=now, ship_by=now + DAY, shop_updated_at=now)
            put_both(late, now)
        keys.forget()
        rewrap_due(now)
        delete_by_hand(keys.folder, now)
        keys.forget()
        opened = vault.recipients([order.pk for order in early], now)
        if closed_on is None and rows_without_a_key(keys.folder):
            closed_on = now
        assert len(opened) == (0 if closed_on else 5), day
        if day >= 20:
            assert len(vault.recipients([order.pk for order in late], now)) == 5, day
    # Both purposes end 720 hours after the shipment of day 1: the last whole day is day 30.
    assert closed_on is not None
    assert (closed_on - NOW).days == 31
    assert rows_without_a_key(keys.folder) == 10


@pytest.mark.django_db
def test_without_the_commands_the_keys_of_what_has_ended_are_still_there(
    connection: Connection, keys: KeyRing
) -> None:
    early = made_orders(connection, 5, purchased_at=NOW, ship_by=NOW + DAY, shop_updated_at=NOW)
    put_both(early, NOW)
    Order.objects.filter(pk__in=[order.pk for order in early]).update(shipped_at=NOW)
    for day in range(42):
        rewrap_due(NOW + day * DAY)
    assert rows_without_a_key(keys.folder) == 0
