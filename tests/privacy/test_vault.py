"""The vault's doors on a real database: what goes in comes out, and no longer than its rule."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from packhaus.kit.errors import Bug
from packhaus.kit.personal import Contact, Purpose, Recipient, Sealed
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.errors import SealBroken, TermOver
from packhaus.privacy.keys import LeaseName
from packhaus.privacy.models import LeaseKey, OrderPersonal
from packhaus.privacy.retention import TermFacts, facts_of
from packhaus.shops.models import Connection
from privacy.merchants import NOW, made_connection, made_label, made_orders, made_set_aside
from privacy.people import CONTACT, RECIPIENT, put_both, words_of

MakeOrders = Callable[..., list[Order]]
TODAY = NOW.date()


def test_what_goes_in_comes_out(make_orders: MakeOrders) -> None:
    orders = make_orders(3)
    assert put_both(orders[:2], NOW) == frozenset()
    ids = [order.pk for order in orders]
    assert vault.recipients(ids, NOW) == {ids[0]: RECIPIENT, ids[1]: RECIPIENT}
    assert vault.contacts(ids, NOW) == {ids[0]: CONTACT, ids[1]: CONTACT}
    assert vault.recipients([], NOW) == {}


def test_nothing_of_it_is_in_the_rows(make_orders: MakeOrders) -> None:
    put_both(make_orders(1), NOW)
    for row in OrderPersonal.objects.all():
        stored = bytes(row.sealed) + bytes(row.wrapped) + row.lease.encode()
        for word in words_of(RECIPIENT) + words_of(CONTACT):
            assert word.encode() not in stored


def test_each_record_has_its_own_key(make_orders: MakeOrders) -> None:
    put_both(make_orders(2), NOW)
    rows = list(OrderPersonal.objects.filter(purpose=Purpose.TAX))
    assert len({bytes(row.sealed) for row in rows}) == len({bytes(row.wrapped) for row in rows}) == 2


def test_putting_again_takes_the_place(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    moved = Recipient(name="Someone", lines=("Elsewhere 1",))
    row = vault.PersonalRow(order.organization_id, order.pk, Purpose.TAX, moved, facts_of(order))
    vault.put([row, row], NOW + timedelta(days=1))
    assert vault.recipients([order.pk], NOW) == {order.pk: moved}
    assert vault.contacts([order.pk], NOW) == {order.pk: CONTACT}
    assert OrderPersonal.objects.count() == 2


def test_an_empty_record_takes_nothing_away(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    facts = facts_of(order)
    vault.put(
        [
            vault.PersonalRow(order.organization_id, order.pk, Purpose.TAX, Recipient(), facts),
            vault.PersonalRow(order.organization_id, order.pk, Purpose.FULFILLMENT, Contact(), facts),
        ],
        NOW,
    )
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}
    assert vault.contacts([order.pk], NOW) == {order.pk: CONTACT}


def test_a_record_of_the_wrong_purpose_is_a_bug(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    row = vault.PersonalRow(order.organization_id, order.pk, Purpose.FULFILLMENT, RECIPIENT, facts_of(order))
    with pytest.raises(Bug):
        vault.put([row], NOW)


def test_it_comes_and_goes_with_the_callers_transaction(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    with transaction.atomic():
        put_both([order], NOW)
        assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}
        transaction.set_rollback(True)
    assert vault.recipients([order.pk], NOW) == {}
    put_both([order], NOW)
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}
    assert LeaseKey.objects.count() == 1


def test_r4_2_what_is_older_than_its_rule_does_not_come_in(make_orders: MakeOrders) -> None:
    # Shipped 40 days ago, delivered 20 days ago: over for fulfillment, not for tax.
    (order,) = make_orders(shipped_at=NOW - timedelta(days=40), delivered_at=NOW - timedelta(days=20))
    assert put_both([order], NOW) == {(order.pk, Purpose.FULFILLMENT)}
    assert vault.recipients([order.pk], NOW) == {order.pk: RECIPIENT}
    assert vault.contacts([order.pk], NOW) == {}
    assert OrderPersonal.objects.count() == 1


def test_r4_2_what_has_become_too_old_does_not_come_out(make_orders: MakeOrders) -> None:
    orders = make_orders(2)
    put_both(orders, NOW)
    Order.objects.filter(pk=orders[0].pk).update(shipped_at=NOW - timedelta(days=31))
    ids = [order.pk for order in orders]
    assert list(vault.recipients(ids, NOW)) == [orders[1].pk]
    assert list(vault.contacts(ids, NOW)) == [orders[1].pk]


@pytest.mark.parametrize(
    ("shipped", "lease"),
    [
        (None, "run-2026-12-08.1"),
        (20, "run-2026-12-08.1"),
        (24, "end-2026-12-06.1"),
        (29, "end-2026-12-01.1"),
    ],
)
def test_rule_1_decides_the_lease(make_orders: MakeOrders, shipped: int | None, lease: str) -> None:
    shipped_at = NOW - timedelta(days=shipped) if shipped else None
    (order,) = make_orders(shipped_at=shipped_at)
    put_both([order], NOW)
    assert set(OrderPersonal.objects.values_list("lease", flat=True)) == {lease}
    assert LeaseName.parse(lease).lease.day <= TODAY + timedelta(days=7)


@pytest.mark.parametrize("column", ["sealed", "wrapped"])
@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_changed_record_is_refused(make_orders: MakeOrders, column: str, place: int) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    row = OrderPersonal.objects.get(purpose=Purpose.TAX)
    changed = bytearray(getattr(row, column))
    changed[place] ^= 1
    OrderPersonal.objects.filter(pk=row.pk).update(**{column: bytes(changed)})
    with pytest.raises(SealBroken) as refused:
        vault.recipients([order.pk], NOW)
    assert [word for word in words_of(RECIPIENT) if word in str(refused.value)] == []


@pytest.mark.parametrize("column", ["sealed", "wrapped"])
def test_a_record_cut_short_is_refused(make_orders: MakeOrders, column: str) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    for length in (0, 11, 12, 27):
        row = OrderPersonal.objects.get(purpose=Purpose.TAX)
        cut = bytes(getattr(row, column))[:length]
        OrderPersonal.objects.filter(pk=row.pk).update(**{column: cut})
        with pytest.raises(SealBroken):
            vault.recipients([order.pk], NOW)


def test_a_record_cannot_be_passed_off_as_anothers(make_orders: MakeOrders) -> None:
    first, second = make_orders(2)
    put_both([first, second], NOW)
    taken = OrderPersonal.objects.get(order=first, purpose=Purpose.TAX)
    other = OrderPersonal.objects.filter(order=second, purpose=Purpose.TAX)
    other.update(sealed=taken.sealed, wrapped=taken.wrapped)
    with pytest.raises(SealBroken):
        vault.recipients([second.pk], NOW)


def test_nor_as_another_merchants_or_for_another_purpose(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    put_both([order], NOW)
    OrderPersonal.objects.filter(purpose=Purpose.FULFILLMENT).delete()
    OrderPersonal.objects.update(purpose=Purpose.FULFILLMENT)
    with pytest.raises(SealBroken):
        vault.contacts([order.pk], NOW)
    OrderPersonal.objects.update(purpose=Purpose.TAX, organization=made_connection("Another").organization)
    with pytest.raises(SealBroken):
        vault.recipients([order.pk], NOW)


def test_labels(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    label = b"%PDF-1.7 an address"
    document = made_label(order, label, NOW)
    sealed = Sealed(document.lease, document.wrapped, document.sealed)
    assert label not in sealed.sealed
    name, facts = document.parcel.public_id, facts_of(order)
    assert vault.open_document(sealed, order.organization_id, name, facts, NOW) == label
    with pytest.raises(SealBroken):
        vault.open_document(sealed, order.organization_id, "another", facts, NOW)
    with pytest.raises(SealBroken):
        vault.open_document(sealed, order.organization_id + 1, name, facts, NOW)


def test_r4_2_a_labels_purpose_is_fulfillment(make_orders: MakeOrders) -> None:
    (order,) = make_orders()
    document = made_label(order, b"label", NOW)
    sealed = Sealed(document.lease, document.wrapped, document.sealed)
    over = TermFacts(shipped_at=NOW - timedelta(days=31), delivered_at=NOW - timedelta(days=2))
    with pytest.raises(TermOver) as refused:
        vault.open_document(sealed, order.organization_id, document.parcel.public_id, over, NOW)
    assert "2026-11-29" in str(refused.value)
    with pytest.raises(TermOver):
        vault.seal_document(b"label", order.organization_id, "x", over, NOW)


def test_what_is_set_aside(connection: Connection) -> None:
    row = made_set_aside(connection, b'{"name": "Zq"}', NOW)
    sealed = Sealed(row.lease, row.wrapped, row.sealed)
    opened = vault.open_set_aside(sealed, row.organization_id, row.shop_order_id, row.ends_on, NOW)
    assert opened == b'{"name": "Zq"}'
    with pytest.raises(SealBroken):
        vault.open_set_aside(sealed, row.organization_id, "306-2", row.ends_on, NOW)
    with pytest.raises(TermOver):
        vault.open_set_aside(sealed, row.organization_id, "306-1", row.ends_on, NOW + timedelta(days=31))
    with pytest.raises(TermOver):
        vault.seal_set_aside(b"", row.organization_id, "306-1", date(2026, 11, 30), NOW)


def test_the_clock_is_asked_where_no_time_is_given(connection: Connection) -> None:
    now = datetime.now(UTC)
    (order,) = made_orders(connection, purchased_at=now, ship_by=now)
    put_both([order], now)
    assert vault.recipients([order.pk]) == {order.pk: RECIPIENT}
    assert vault.contacts([order.pk]) == {order.pk: CONTACT}
