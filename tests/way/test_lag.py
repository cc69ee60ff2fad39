"""Books that lag (AMAZON-SEEN): late orders, ended page tokens, old answers, packages not shown yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.confirmations.models import Confirmation
from packhaus.engine import bulk, due
from packhaus.flow import connect, sync
from packhaus.privacy import vault
from packhaus.shops.models import Connection, SyncCursor
from reckoning import change, confirmed, fault, go_on, lost, make, told_wrong

if TYPE_CHECKING:
    from line import Line


def connected(line: Line, count: int = 1, **wish: Any) -> list[str]:
    ids = make(line, count, **wish)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()
    assert not lost(line)
    return ids


def hide(line: Line, order_ids: list[str], minutes: float) -> None:
    """Searches do not show these orders for so long, though they say that they are complete."""
    number = line.simulator.admin(
        "/faults", {"operation": "searchOrders", "kind": "hidden", "order_ids": order_ids}
    )["id"]
    for _ in range(int(minutes / 3)):
        line.move(minutes=3)
        line.work()
    line.simulator.admin(f"/faults?id={number}", method="DELETE")
    assert lost(line) == set(order_ids), "not here while Amazon hides them"


def test_an_order_that_appears_minutes_late_is_caught_by_the_overlap(quiet: Line) -> None:
    connected(quiet)
    late = make(quiet, 2)
    hide(quiet, late, minutes=6)
    assert SyncCursor.objects.get().complete_to > quiet.now() - timedelta(minutes=6), "the cursor went on"
    quiet.move(minutes=3)
    quiet.work()
    assert not lost(quiet)


def test_without_overlap_and_reread_it_is_lost(quiet: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "OVERLAP", timedelta(0))
    monkeypatch.setattr(sync, "REREAD", timedelta(0))
    connected(quiet)
    late = make(quiet, 2)
    hide(quiet, late, minutes=6)
    for _ in range(10):
        quiet.move(hours=3)
        quiet.work()
    assert lost(quiet) == set(late)


def test_an_order_that_appears_hours_late_is_caught_by_the_daily_reading(quiet: Line) -> None:
    connected(quiet)
    late = make(quiet, 1)
    hide(quiet, late, minutes=60)
    quiet.move(minutes=9)
    quiet.work()
    assert lost(quiet) == set(late), "too late for the overlap"
    for _ in range(10):
        quiet.move(hours=2.4)
        quiet.work()
    assert not lost(quiet)


def test_books_that_are_minutes_behind_lose_nothing(quiet: Line) -> None:
    connected(quiet)
    fault(quiet, "searchOrders", "lag", seconds=240)
    for _ in range(6):
        make(quiet, 1)
        quiet.move(minutes=3)
        quiet.work()
    quiet.simulator.admin("/faults", method="DELETE")
    quiet.move(minutes=9)
    quiet.work()
    assert not lost(quiet)


def one_job(line: Line, kind: str) -> None:
    """A worker that ends after one piece of work."""
    for work in bulk.claim(line.now(), line.now() + due.CLAIM, 200):
        if work.kind == kind:
            due.run(work.id, work.kind, work.subject)


@pytest.mark.parametrize("lives", [timedelta(hours=23), timedelta(days=9)], ids=["known", "told by Amazon"])
def test_a_page_token_that_ended_while_the_worker_was_off(
    lives: timedelta, quiet: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "TOKEN_LIVES", lives)
    monkeypatch.setattr(sync, "PAGES_A_JOB", 1)
    make(quiet, 6)
    quiet.move(minutes=5)
    fault(quiet, "searchOrders", "short_page", size=2, times=2)
    quiet.connect(countries=("DE",))
    one_job(quiet, "sync")
    assert quiet.orders().count() == 2
    assert SyncCursor.objects.get().token, "in the middle of its pages"

    later = make(quiet, 1)
    quiet.move(hours=24.5)
    quiet.work()
    assert not lost(quiet)
    assert quiet.orders(shop_order_id__in=later).exists()
    assert quiet.orders().count() == 7


def test_an_old_answer_never_overwrites_a_newer_one(quiet: Line) -> None:
    (order_id,) = connected(quiet, quantity=2)
    quiet.move(minutes=30)
    change(quiet, order_id, quantities={"0": 5})
    quiet.move(minutes=5)
    quiet.work()
    order = quiet.orders().get()
    assert order.units == 5
    fault(quiet, "getOrder", "lag", seconds=600)
    sync.fetch_again(order, quiet.member, quiet.now())
    quiet.work()
    order.refresh_from_db()
    assert order.units == 5
    assert order.lines.get().quantity == 5


def test_a_pending_order_is_completed_later_with_its_address(quiet: Line) -> None:
    (order_id,) = connected(quiet, status="PENDING")
    order = quiet.orders().get()
    assert (order.state, order.has_address, order.waiting) == ("pending", False, [])
    assert quiet.ship(quiet.orders()).items.get().state == "skipped"

    change(quiet, order_id, status="UNSHIPPED")
    go_on(quiet, lambda: quiet.orders(state="ready").exists(), what="paid")
    truth = quiet.simulator.admin(f"/orders/{order_id}")["address"]
    here = vault.recipients([order.pk])[order.pk]
    assert (here.name, list(here.lines)) == (truth["name"], truth["lines"])


def test_an_address_that_blinks_is_asked_for_again_and_never_cleared(quiet: Line) -> None:
    (first,) = connected(quiet)
    (second,) = make(quiet)
    change(quiet, first, gift_message="für Oma")
    fault(quiet, "searchOrders", "blank_recipient", times=2)
    quiet.move(minutes=5)
    quiet.work()
    known = quiet.orders().get(shop_order_id=first)
    assert (known.state, known.country) == ("ready", "DE")
    assert vault.recipients([known.pk])[known.pk].has_street()
    assert quiet.orders().get(shop_order_id=second).waiting == ["no_address"]
    go_on(quiet, lambda: quiet.orders(shop_order_id=second, state="ready").exists(), what="asked again")


def test_addresses_that_a_role_hid_come_once_it_is_given(quiet: Line) -> None:
    (before,) = connected(quiet)
    roles = quiet.simulator.admin("/authorization")["roles"]
    kept = [role for role in roles if role != "Direct-to-Consumer Shipping"]
    quiet.simulator.admin("/authorization", {"roles": kept})
    change(quiet, before, gift_message="für Opa")
    hidden = make(quiet, 3)
    quiet.move(minutes=5)
    quiet.work()
    known = quiet.orders().get(shop_order_id=before)
    assert vault.recipients([known.pk])[known.pk].has_street(), "less never takes the place of more"
    assert quiet.orders(waiting__contains=["no_address"]).count() == 3
    Connection.objects.update(addresses_readable=False)

    quiet.simulator.admin("/authorization", {"roles": roles})
    quiet.move(minutes=1)
    connect.test_saved(Connection.objects.select_related("authorization").get(), quiet.now())
    go_on(quiet, lambda: quiet.orders(state="ready").count() == 1 + len(hidden), what="asked for again")


@pytest.mark.parametrize("again", ["edit", "refuse"])
def test_a_confirmation_whose_package_shows_late_is_one_package(again: str, quiet: Line) -> None:
    quiet.simulator.admin("/switches", {"reference_again": again, "package_lag_seconds": 600})
    make(quiet, 3)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",), confirm_at="announced")
    quiet.work()
    fault(quiet, "confirmShipment", "close", when="after", times=2)
    quiet.ship()
    assert Confirmation.objects.filter(state="accepted", seen_at=None).count() == 1, "taken, not shown yet"
    go_on(quiet, lambda: not Confirmation.objects.exclude(state="accepted").exists(), what="cleared up")
    go_on(quiet, lambda: not Confirmation.objects.filter(seen_at=None).exists(), what="shown")
    packages = confirmed(quiet)
    assert [len(found) for found in packages.values()] == [1, 1, 1]
    assert not told_wrong(quiet)
    assert quiet.orders(confirmation_refused=True).count() == 0
