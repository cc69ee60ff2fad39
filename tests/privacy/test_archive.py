"""R4.3: what tax law makes the merchant keep lies in encrypted bundles before the vault lets it go."""

from __future__ import annotations

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from packhaus.flow.archive import archive
from packhaus.flow.erase import erase_due, erase_now
from packhaus.messages.models import Message
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.archive.bundle import manifest_of
from packhaus.privacy.archive.errors import ArchiveProblem
from packhaus.privacy.archive.models import ArchiveBundle, ArchivedOrder
from packhaus.privacy.archive.status import bundle_of, status_of
from packhaus.privacy.archive.write import path_of, write_due
from packhaus.privacy.models import AccessLog, ErasureReceipt, OrderPersonal
from packhaus.shops.models import Connection
from privacy.archives import DAY, Holder, numbers_in, numbers_of, shipped, switch_on
from privacy.merchants import NOW
from privacy.people import CONTACT, RECIPIENT, words_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE = tmp_path / "archive"
    return tmp_path / "archive"


@pytest.fixture
def holder() -> Holder:
    return Holder()


def written(connection: Connection) -> list[ArchiveBundle]:
    return list(ArchiveBundle.objects.filter(organization=connection.organization).order_by("pk"))


def live_through(connection: Connection, days: int, start: datetime = NOW) -> None:
    """The due work of each day: the archive's own, then the erasure's run."""
    for day in range(days):
        moment = start + day * DAY
        archive(connection.organization_id, moment)
        erase_due(moment)


def test_off_by_default(connection: Connection, folder: Path) -> None:
    orders = shipped(connection, 3, NOW)
    live_through(connection, 35)
    assert Order.objects.filter(erased_at=None).count() == 0
    assert not folder.exists()
    assert written(connection) == []
    assert len(orders) == 3


def test_every_shipped_order_is_in_one_bundle_before_its_data_goes(
    connection: Connection, holder: Holder
) -> None:
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 5, NOW) + shipped(connection, 4, NOW + 20 * DAY)
    orders += shipped(connection, 2, NOW + 40 * DAY, delivered_at=NOW + 42 * DAY)
    for day in range(80):
        live_through(connection, 1, NOW + day * DAY)
        held = set(OrderPersonal.objects.filter(purpose="tax").values_list("order_id", flat=True))
        archived = set(ArchivedOrder.objects.exclude(bundle=None).values_list("order_id", flat=True))
        assert {order.pk for order in orders} <= held | archived
    assert Order.objects.filter(erased_at=None).count() == 0
    assert numbers_in(holder, written(connection)) == numbers_of(orders)
    assert [bundle.month for bundle in written(connection)] == sorted(
        bundle.month for bundle in written(connection)
    )
    assert ErasureReceipt.objects.filter(holding="order_personal").exists()


def test_what_a_tax_record_needs_and_nothing_that_only_fulfilling_needed(
    connection: Connection, holder: Holder
) -> None:
    switch_on(connection.organization, NOW, holder)
    (order,) = shipped(connection, 1, NOW, delivered_at=NOW + 2 * DAY)
    write_due(connection.organization_id, NOW + 20 * DAY)
    (bundle,) = written(connection)
    (line,) = holder.opens(bundle).lines
    found = msgspec.json.decode(line)
    assert found["order"] == order.shop_order_id
    assert (found["currency"], found["total_cents"]) == ("EUR", 2599)
    assert found["shipped_at"] == "2026-12-01T10:00:00Z"
    assert found["lines"] == [
        {"sku": "TOPF-24", "title": "Kochtopf 24 cm", "quantity": 2, "price_cents": 2599}
    ]
    assert found["recipient"]["name"] == RECIPIENT.name
    assert found["recipient"]["tax_number"] == RECIPIENT.tax_number
    for word in words_of(CONTACT):
        assert word.encode() not in line
    assert repr(holder.opens(bundle)) == "<Opened: 1 orders>"
    assert set(AccessLog.objects.values_list("place", "kind")) == {("work:archive", "archive")}


def test_an_order_that_never_left_is_no_supply(
    connection: Connection, holder: Holder, make_orders: Any
) -> None:
    switch_on(connection.organization, NOW, holder)
    kept = shipped(connection, 1, NOW)
    shipped(connection, 1, NOW, shipped_at=None, shop_state="open")
    shipped(connection, 1, NOW, shipped_at=None, shop_state="cancelled", shop_updated_at=NOW)
    live_through(connection, 65)
    assert Order.objects.filter(erased_at=None).count() == 0
    assert numbers_in(holder, written(connection)) == numbers_of(kept)
    assert status_of(connection.organization, NOW + 65 * DAY).missed == 0


def test_nothing_on_the_disk_names_a_buyer(connection: Connection, holder: Holder, folder: Path) -> None:
    switch_on(connection.organization, NOW, holder)
    shipped(connection, 30, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    files = sorted(folder.iterdir())
    assert [path.suffix for path in files] == [".age", ".json"]
    planted = holder.opens(written(connection)[0]).lines[0]
    for word in words_of(RECIPIENT):
        assert json.dumps(word, ensure_ascii=False)[1:-1].encode() in planted
        for path in files:
            assert word.encode() not in path.read_bytes()
            assert word not in path.name
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_manifest_counts_and_names_nobody(connection: Connection, holder: Holder) -> None:
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 3, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    (bundle,) = written(connection)
    manifest = manifest_of(path_of(bundle))
    assert manifest is not None
    assert (manifest.orders, manifest.month, manifest.sha256) == (3, "2026-12", bundle.sha256)
    assert manifest.public_keys == [holder.public_key]
    assert manifest.keep_until == "2034-12-31"
    assert bundle.keep_until == date(2034, 12, 31)
    text = path_of(bundle).with_suffix(".json").read_text()
    assert not any(order.shop_order_id in text or order.public_id in text for order in orders)


def test_each_holder_opens_it_alone(connection: Connection) -> None:
    first, second, stranger = Holder(), Holder(), Holder()
    switch_on(connection.organization, NOW, first, second)
    orders = shipped(connection, 2, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    assert numbers_in(first, written(connection)) == numbers_of(orders)
    assert numbers_in(second, written(connection)) == numbers_of(orders)
    with pytest.raises(Exception, match="cannot be opened with this key"):
        stranger.opens(written(connection)[0])


def test_a_folder_that_is_shut_keeps_nothing_longer_and_is_told_with_the_days_left(
    connection: Connection, holder: Holder, folder: Path, member: Any
) -> None:
    member.organization = connection.organization
    member.save()
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 3, NOW)
    folder.write_text("a file stands where the folder should be")
    live_through(connection, 29)
    assert OrderPersonal.objects.filter(purpose="tax").count() == 3
    status = status_of(connection.organization, NOW + 28 * DAY)
    assert status.problem is not None
    assert "cannot be used" in str(status.problem)
    assert (status.waiting, status.first_day, status.days_left) == (3, date(2026, 12, 30), 1)
    mails = Message.objects.filter(kind="archive_not_written").order_by("pk")
    assert [mail.key for mail in mails] == [f"archive:2026-12-30:{days}" for days in (14, 7, 3, 1)]
    live_through(connection, 4, NOW + 29 * DAY)
    assert OrderPersonal.objects.count() == 0
    assert Order.objects.exclude(erased_at=None).count() == 3
    assert status_of(connection.organization, NOW + 33 * DAY).missed == 3
    assert written(connection) == []
    assert all(bundle_of(order.pk) is None for order in orders)


def test_mended_in_time_nothing_is_missed(connection: Connection, holder: Holder, folder: Path) -> None:
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 3, NOW)
    folder.write_text("a file stands where the folder should be")
    live_through(connection, 29)
    folder.unlink()
    live_through(connection, 10, NOW + 29 * DAY)
    assert numbers_in(holder, written(connection)) == numbers_of(orders)
    status = status_of(connection.organization, NOW + 40 * DAY)
    assert (status.problem, status.missed, status.waiting) == (None, 0, 0)


def test_ten_days_off_cost_nothing(connection: Connection, holder: Holder) -> None:
    switch_on(connection.organization, NOW, holder)
    orders = [order for day in range(40) for order in shipped(connection, 1, NOW + day * DAY)]
    live_through(connection, 20)
    live_through(connection, 45, NOW + 30 * DAY)
    assert numbers_in(holder, written(connection)) == numbers_of(orders)
    assert status_of(connection.organization, NOW + 75 * DAY).missed == 0


def test_erased_before_its_time_it_is_written_first(
    connection: Connection, holder: Holder, folder: Path
) -> None:
    switch_on(connection.organization, NOW, holder)
    (asked, other) = shipped(connection, 2, NOW)
    folder.write_text("a file stands where the folder should be")
    with pytest.raises(ArchiveProblem):
        erase_now([asked.pk], ErasureReceipt.Reason.REQUEST, NOW + DAY)
    assert vault.recipients([asked.pk], NOW + DAY) == {asked.pk: RECIPIENT}
    folder.unlink()
    assert erase_now([asked.pk], ErasureReceipt.Reason.REQUEST, NOW + DAY) == 1
    assert vault.recipients([asked.pk, other.pk], NOW + DAY) == {other.pk: RECIPIENT}
    assert numbers_in(holder, written(connection)) == [asked.shop_order_id]
    bundle = bundle_of(asked.pk)
    assert bundle is not None
    assert bundle == written(connection)[0]


def test_many_orders_come_in_parts(connection: Connection, holder: Holder, monkeypatch: Any) -> None:
    from packhaus.privacy.archive import write

    monkeypatch.setattr(write, "ORDERS_IN_A_BUNDLE", 4)
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 10, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    assert [(bundle.part, bundle.orders) for bundle in written(connection)] == [(1, 4), (2, 4), (3, 2)]
    assert numbers_in(holder, written(connection)) == numbers_of(orders)
    assert write_due(connection.organization_id, NOW + 21 * DAY) == []


def test_so_many_that_they_are_read_in_rounds(
    connection: Connection, holder: Holder, monkeypatch: Any
) -> None:
    from packhaus.privacy.archive import write

    monkeypatch.setattr(write, "AT_ONCE", 6)
    switch_on(connection.organization, NOW, holder)
    orders = shipped(connection, 15, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    assert [bundle.orders for bundle in written(connection)] == [6, 6, 3]
    assert numbers_in(holder, written(connection)) == numbers_of(orders)


def test_a_month_is_the_merchants(connection: Connection, holder: Holder) -> None:
    switch_on(connection.organization, NOW, holder)
    at = datetime.fromisoformat("2026-11-30T23:30:00+00:00")
    shipped(connection, 1, at)
    write_due(connection.organization_id, at + timedelta(days=20))
    assert [bundle.month for bundle in written(connection)] == [date(2026, 12, 1)]
