"""Who opened buyers' data is on record for twelve months, with nothing personal in it (R4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection as database
from django.test import Client

from packhaus.accounts.models import Member
from packhaus.engine import clock, due
from packhaus.engine.acting import acting
from packhaus.engine.models import Due
from packhaus.flow import tidy
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.access import log
from packhaus.privacy.access.places import PLACES
from packhaus.privacy.models import AccessLog
from packhaus.privacy.retention import facts_of
from packhaus.shops.models import Connection
from privacy.merchants import made_connection, made_label, made_orders
from privacy.panel import member_of, shown, signed_in
from privacy.people import RECIPIENT, put_both, words_of


@pytest.fixture
def now(connection: Connection) -> datetime:
    return clock.now()


@pytest.fixture
def orders(connection: Connection, now: datetime) -> list[Order]:
    made = made_orders(
        connection,
        3,
        state="ready",
        purchased_at=now,
        shop_updated_at=now,
        imported_at=now,
        ship_by=now + timedelta(days=1),
    )
    put_both(made, now)
    return made


@pytest.fixture
def member(connection: Connection) -> Member:
    return member_of(connection.organization)


@pytest.fixture
def panel(member: Member) -> Client:
    return signed_in(member)


def kinds(order: Order) -> list[tuple[str, str]]:
    return list(AccessLog.objects.filter(order=order).order_by("kind").values_list("kind", "member__name"))


def test_a_page_a_list_and_the_program_each_leave_an_entry(
    panel: Client, orders: list[Order], member: Member, now: datetime
) -> None:
    shown(panel, "/orders/?state=ready")
    assert [kinds(order) for order in orders] == [[("list", member.name)]] * 3
    shown(panel, f"/orders/{orders[0].public_id}/")
    assert kinds(orders[0]) == [("list", member.name), ("page", member.name)]
    with acting("work:label"):
        vault.contacts([orders[1].pk], now)
    assert kinds(orders[1]) == [("carrier", None), ("list", member.name)]


def test_looking_twice_in_a_minute_is_one_entry_and_a_list_one_an_hour(orders: list[Order]) -> None:
    one, at = [orders[0].pk], datetime(2026, 12, 1, 10, 5, 10, tzinfo=UTC)
    for seconds in (0, 20, 49, 50):
        with acting("orders:detail"):
            vault.recipients(one, at + timedelta(seconds=seconds))
        with acting("orders:list"):
            vault.recipients(one, at + timedelta(seconds=seconds))
    with acting("orders:list"):
        vault.recipients(one, at + timedelta(minutes=55))
    found = AccessLog.objects.filter(order=orders[0]).order_by("kind", "at").values_list("kind", "at")
    assert list(found) == [
        ("list", datetime(2026, 12, 1, 10, tzinfo=UTC)),
        ("list", datetime(2026, 12, 1, 11, tzinfo=UTC)),
        ("page", datetime(2026, 12, 1, 10, 5, tzinfo=UTC)),
        ("page", datetime(2026, 12, 1, 10, 6, tzinfo=UTC)),
    ]


def test_due_work_is_named_by_its_kind(orders: list[Order], now: datetime) -> None:
    @due.due_kind("opens")
    def opens(subject: int, moment: datetime) -> None:
        vault.recipients([subject], moment)

    try:
        due.make_due("opens", orders[0].pk, now)
        due.run(Due.objects.get(kind="opens").pk, "opens", orders[0].pk)
    finally:
        del due.KINDS["opens"]
    assert AccessLog.objects.get().place == "work:opens"


def test_a_place_that_nobody_named_is_logged_as_other(orders: list[Order], now: datetime) -> None:
    vault.recipients([orders[0].pk], now)
    assert list(AccessLog.objects.values_list("kind", "place")) == [("other", "program")]


def test_what_opens_nothing_leaves_no_entry(orders: list[Order], now: datetime) -> None:
    assert vault.recipients([0], now) == {}
    assert vault.recipients([orders[0].pk], now + timedelta(days=200)) == {}
    assert not AccessLog.objects.exists()


def test_a_label_that_is_opened_is_on_record(orders: list[Order], now: datetime) -> None:
    document = made_label(orders[0], b"label", now)
    sealed = vault.Sealed(document.lease, document.wrapped, document.sealed)
    with acting("parcels:label"):
        vault.open_document(
            sealed,
            orders[0].organization_id,
            document.parcel.public_id,
            facts_of(orders[0]),
            now,
            orders[0].pk,
        )
    assert kinds(orders[0]) == [("label", None)]


def test_the_log_holds_nothing_personal(panel: Client, orders: list[Order]) -> None:
    html = shown(panel, f"/orders/{orders[0].public_id}/")
    assert RECIPIENT.name in html
    with database.cursor() as cursor:
        cursor.execute("SELECT packhaus_accesslog::text FROM packhaus_accesslog")
        rows = " ".join(row[0] for row in cursor)
    assert rows
    assert not [word for word in words_of(RECIPIENT) if word in rows]


def test_it_is_kept_for_twelve_months(orders: list[Order], now: datetime) -> None:
    with acting("orders:detail"):
        log.note_opened([(orders[0].organization_id, orders[0].pk)], now - timedelta(days=366))
        log.note_opened([(orders[1].organization_id, orders[1].pk)], now - timedelta(days=364))
    tidy.tidy(0, now)
    assert list(AccessLog.objects.values_list("order_id", flat=True)) == [orders[1].pk]


def test_the_page_narrows_it_down_by_order_and_member(
    panel: Client, orders: list[Order], member: Member, now: datetime
) -> None:
    shown(panel, f"/orders/{orders[0].public_id}/")
    with acting("work:label"):
        vault.contacts([orders[1].pk], now)
    address = "/settings/data-protection/access/"
    everything = shown(panel, address)
    assert "To see an order" in everything
    assert "Given to the carrier, to buy the label" in everything
    sent = panel.post(address, {"order": orders[1].shop_order_id, "member": ""})
    assert sent["Location"] == f"{address}?order={orders[1].public_id}"
    by_order = shown(panel, sent["Location"])
    assert "To see an order" not in by_order
    assert "Given to the carrier" in by_order
    assert "Given to the carrier" not in shown(panel, f"{address}?member={member.public_id}")
    assert "To see an order" not in shown(panel, f"{address}?member=program")
    nobody = panel.post(address, {"order": "Jürgen Zqmüller"}, follow=True)
    assert nobody.redirect_chain == [(address, 302)], "what is typed may be a name: no address gets it"
    assert "There is no order with this number." in nobody.content.decode()


def test_it_is_given_out_as_a_file(panel: Client, orders: list[Order], member: Member) -> None:
    shown(panel, f"/orders/{orders[0].public_id}/")
    answer = panel.get("/settings/data-protection/access.csv")
    head, row = b"".join(answer).decode("utf-8-sig").splitlines()
    assert head == "When;Who;What;What for;Order;Orders"
    assert row.split(";")[1:] == [member.name, "page", "To see an order", orders[0].shop_order_id, "1"]


def test_a_number_that_a_spreadsheet_would_run_is_given_out_as_text(
    panel: Client, orders: list[Order], now: datetime
) -> None:
    Order.objects.filter(pk=orders[0].pk).update(shop_order_id="=HYPERLINK(1)")
    with acting("orders:detail"):
        vault.recipients([orders[0].pk], now)
    answer = panel.get("/settings/data-protection/access.csv")
    assert ";'=HYPERLINK(1);" in b"".join(answer).decode()


def test_nobody_sees_another_merchants_log(orders: list[Order], now: datetime) -> None:
    with acting("orders:detail"):
        vault.recipients([orders[0].pk], now)
    other = signed_in(member_of(made_connection("Another").organization, "Otto Other"))
    assert orders[0].shop_order_id not in shown(other, "/settings/data-protection/access/")
    assert orders[0].shop_order_id not in b"".join(other.get("/settings/data-protection/access.csv")).decode()


def test_every_named_place_exists(make_orders: Callable[..., list[Order]]) -> None:
    from django.urls import get_resolver

    import packhaus.flow.work  # noqa: F401 - it registers every kind of due work

    pages = {
        f"{namespace}:{name}"
        for namespace, (_, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    work = {f"work:{kind}" for kind in due.KINDS}
    assert set(PLACES) - pages - work == {"privacy:look_through"}
