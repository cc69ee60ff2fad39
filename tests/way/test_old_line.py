"""The whole line over Amazon's old system: from an order to a confirmation (R1, R2, R3.2, R4.6, R5.4).

What happens between is the house's, the same for every shop: nothing in it knows which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from line import hosts
from packhaus.authorizations.models import Authorization
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import BatchItem
from packhaus.flow import announce, renew
from packhaus.parcels.models import Purchase
from packhaus.shops.models import SyncCursor
from reckoning import calls, change, confirmed, fault, go_on, lost, make, stored_and_derived, told_wrong
from workers import Workers, until

if TYPE_CHECKING:
    from line import Line

ORDERS = 6


def test_from_an_order_to_its_confirmation(line: Line) -> None:
    line.connect_old(countries=("DE", "FR", "IT", "ES", "NL", "PL", "SE"))
    go_on(line, lambda: SyncCursor.objects.get().completed_at, what="all orders read")
    assert not lost(line)
    assert line.orders().count() == line.at_amazon()["merchant_fulfilled"]
    go_on(line, lambda: line.orders(state="ready").count() > 12, what="weights")
    assert not line.trouble()

    batch = line.ship(list(line.orders(state="ready")))
    go_on(line, lambda: not batch.items.exclude(state__in=("done", "failed")).exists(), what="labels")
    done = batch.items.filter(state="done").count()
    assert done > 10
    assert line.at_amazon()["packages_confirmed"] == 0, "nothing is confirmed before the first scan"
    line.move(hours=40)
    go_on(
        line,
        lambda: Confirmation.objects.filter(state="accepted").count() == done,
        step=120,
        what="confirmations",
    )
    assert line.at_amazon()["packages_confirmed"] == done
    assert told_wrong(line) == [], "each number is told once, and no other one"
    assert all(len(packages) == 1 for packages in confirmed(line).values())
    assert calls(line, "mws.SubmitFeed") == done, "one feed a parcel"
    assert not Confirmation.objects.filter(seen_at=None).exists()
    stored, derived = stored_and_derived(line.orders())
    assert stored == derived


def test_the_limit_on_lines_holds_up_no_page_and_asks_nothing_twice(quiet: Line) -> None:
    """ListOrderItems is allowed once in two seconds: what came so far is kept, and the rest goes on."""
    numbers = make(quiet, 90)
    quiet.connect_old()
    go_on(quiet, lambda: quiet.orders().count() == len(numbers), step=20, most=30, what="90 orders")
    assert calls(quiet, "mws.ListOrderItems", 503) == 0
    assert calls(quiet, "mws.ListOrders") == 1, "the page is not asked for again"
    assert calls(quiet, "mws.ListOrderItems") == len(numbers), "nor is an order that was read"
    assert not lost(quiet)


def test_a_year_ends_and_the_same_token_goes_on(quiet: Line) -> None:
    """R4.4 to R4.6: deactivated at Amazon and here; renewed there, nothing is entered again."""
    [first] = make(quiet)
    quiet.connect_old()
    quiet.work()
    assert quiet.orders().get().shop_order_id == first
    authorization = Authorization.objects.get()
    token = bytes(authorization.sealed_refresh_token)
    quiet.simulator.admin("/mws", {"expire": True})
    [second] = make(quiet)
    go_on(
        quiet,
        lambda: Authorization.objects.get().state == "denied",
        what="Amazon's refusal moves the authorization at once",
    )
    before = calls(quiet, "mws.ListOrders")
    quiet.move(minutes=30)
    quiet.work()
    assert calls(quiet, "mws.ListOrders") == before, "no call is made in vain"

    quiet.simulator.admin("/mws", {"renew": True})
    renew.renew_with_same_token(Authorization.objects.get(), quiet.member, quiet.now())
    quiet.work()
    assert {order.shop_order_id for order in quiet.orders()} == {first, second}
    assert bytes(Authorization.objects.get().sealed_refresh_token) == token


@pytest.mark.parametrize("kind", ["close", "garbage"])
def test_a_feed_whose_answer_is_lost_is_looked_for_and_not_doubled(quiet: Line, kind: str) -> None:
    """Even where the same reference is refused a second time: the order's own counts tell."""
    [number] = make(quiet)
    quiet.simulator.admin("/switches", {"reference_again": "refuse"})
    quiet.connect_old(confirm_at="announced")
    quiet.work()
    fault(quiet, "mws.SubmitFeed", kind, when="after", times=1)
    quiet.ship()
    go_on(quiet, lambda: Confirmation.objects.filter(state="accepted").exists(), what="confirmed")
    assert [len(packages) for packages in confirmed(quiet).values()] == [1]
    assert told_wrong(quiet) == []
    assert calls(quiet, "mws.SubmitFeed") == 1, "the order's counts said that it is there"
    assert number in confirmed(quiet)


def test_a_feed_that_had_no_effect_is_sent_again(quiet: Line) -> None:
    make(quiet)
    quiet.connect_old(confirm_at="announced")
    quiet.work()
    fault(quiet, "mws.SubmitFeed", "close", when="before", times=1)
    quiet.ship()
    go_on(quiet, lambda: Confirmation.objects.filter(state="accepted").exists(), what="confirmed")
    assert told_wrong(quiet) == []


def test_a_feed_that_is_never_done_is_said_and_looked_for(quiet: Line) -> None:
    make(quiet)
    quiet.connect_old(confirm_at="announced")
    quiet.work()
    quiet.simulator.admin("/switches", {"mws_feed_seconds": 10**8})
    quiet.ship()
    go_on(quiet, lambda: Confirmation.objects.get().words, step=1800, what="said that no answer comes")
    assert "not said for hours" in Confirmation.objects.get().words["text"]
    quiet.simulator.admin("/switches", {"mws_feed_seconds": 60})
    go_on(quiet, lambda: Confirmation.objects.get().state == "accepted", what="confirmed after all")
    assert told_wrong(quiet) == []


def test_an_order_that_was_cancelled_meanwhile_is_not_told_of(quiet: Line) -> None:
    [number] = make(quiet)
    quiet.connect_old()
    quiet.work()
    quiet.ship()
    change(quiet, number, cancel="BUYER")
    quiet.move(hours=40)
    go_on(quiet, lambda: not Confirmation.objects.filter(due_at__isnull=False).exists(), what="settled")
    assert Confirmation.objects.get().state in ("moot", "refused")
    assert confirmed(quiet) == {}


@pytest.fixture
def workers(line: Line, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    running = Workers(folder, settings.KEYS, hosts(line.simulator))
    yield running
    running.stop()


def test_a_kill_after_the_feed_was_handed_in_tells_each_parcel_once(line: Line, workers: Workers) -> None:
    """SIGKILL to a real worker at ``confirm.called``; another one goes on, and sends nothing again."""
    line.simulator.reset(seed=7, orders=0)
    line.simulator.admin("/switches", {"reference_again": "refuse"})
    make(line, ORDERS)
    from packhaus.carriers.setup import save_account

    save_account(
        line.organization,
        carrier="demo",
        name="Demo-Paketdienst",
        address=line.simulator.info["carrier"],
        key=line.simulator.info["carrier_key"],
        now=line.now(),
    )
    line.connect_old(confirm_at="announced")
    line.work()
    assert line.orders(state="ready").count() == ORDERS
    first = workers.start(seam="confirm.called")
    after: list[Any] = []

    def keep_one_running() -> None:
        if first.poll() is not None and not after:
            assert first.returncode == -9, workers.logs()
            after.append(workers.start())
        line.move(seconds=15)

    announce.start_batch(
        line.organization,
        line.member,
        order_ids=[order.pk for order in line.orders()],
        service="",
        key="kill",
        now=line.now(),
    )
    until(
        lambda: f"confirmations are accepted\n{line.trouble()}\n{workers.logs()}",
        lambda: Confirmation.objects.filter(state="accepted").count() == ORDERS,
        between=keep_one_running,
        seconds=60,
    )
    assert after, "no worker was killed"
    assert BatchItem.objects.filter(state="done").count() == ORDERS
    assert Purchase.objects.filter(state="bought").count() == ORDERS
    assert [len(packages) for packages in confirmed(line).values()] == [1] * ORDERS
    assert told_wrong(line) == []
