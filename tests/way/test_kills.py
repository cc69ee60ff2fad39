"""SIGKILL at every seam between an intent, its call and its record: nothing lost, nothing doubled.

Each case kills one real worker after the other, each at its seam, and looks at the other side's books. That
the test can fail is shown by workers with a guard switched off.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from line import hosts
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import BatchItem
from packhaus.flow import announce
from packhaus.parcels.models import Purchase
from workers import Workers, until

if TYPE_CHECKING:
    from line import Line

SYNC = ("sync.called", "sync.written", "sync.recorded")
ANNOUNCE = ("announce.intended", "announce.called", "announce.recorded")
CONFIRM = ("track.called", "confirm.intended", "confirm.called", "confirm.recorded")
ORDERS = 6
PATIENCE = 150
"""Seconds; up to five workers start one after the other."""


@pytest.fixture
def workers(line: Line, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, hosts(line.simulator))
    yield started
    started.stop()


def books(line: Line) -> dict[str, int]:
    """Labels that stand (bought and not given back) and packages confirmed, at the other side."""
    state = line.at_amazon()
    return {
        "labels": state["labels"]["bought"] - state["labels"]["voided"],
        "packages": state["packages_confirmed"],
    }


def live(line: Line, workers: Workers, *seams: str, sabotage: str = "", accepted: int = ORDERS) -> None:
    """Import, buy, track, confirm: one worker after the other is killed at its seam, the next one goes on."""
    line.simulator.reset(seed=7, orders=0)
    line.simulator.admin(
        "/orders", {"count": ORDERS, "marketplace": "DE", "weights": "all", "address": "plain", "lines": 1}
    )
    from packhaus.carriers.setup import save_account

    save_account(
        line.organization,
        carrier="demo",
        name="Demo-Paketdienst",
        address=line.simulator.info["carrier"],
        key=line.simulator.info["carrier_key"],
        now=line.now(),
    )
    line.move(minutes=30)
    line.connect(countries=("DE",))
    left = list(seams)
    running = [workers.start(seam=left.pop(0))]

    def keep_one_running() -> None:
        if running[-1].poll() is not None:
            assert running[-1].returncode == -9, workers.logs()
            running.append(workers.start(left.pop(0)) if left else workers.start(sabotage=sabotage))
        line.move(seconds=5)

    until(
        lambda: f"orders are here\n{line.trouble()}\n{workers.logs()}",
        lambda: line.orders(state="ready").count() == ORDERS,
        between=keep_one_running,
        seconds=PATIENCE,
    )
    announce.start_batch(
        line.organization,
        line.member,
        order_ids=[order.pk for order in line.orders()],
        service="",
        key="kill",
        now=line.now(),
    )
    until(
        lambda: f"labels are bought\n{line.trouble()}\n{workers.logs()}",
        lambda: BatchItem.objects.filter(state="done").count() == ORDERS,
        between=keep_one_running,
        seconds=PATIENCE,
    )
    line.move(hours=30)
    until(
        "confirmations are accepted",
        lambda: Confirmation.objects.filter(state="accepted").count() == accepted,
        between=keep_one_running,
        seconds=PATIENCE,
    )
    assert len(running) == len(seams) + 1, f"not every worker was killed at its seam of {seams}"


def test_kills_lose_nothing_and_double_nothing(line: Line, workers: Workers) -> None:
    live(line, workers, *SYNC, *ANNOUNCE, *CONFIRM)
    assert line.orders().count() == ORDERS
    assert Purchase.objects.filter(state="bought").count() == ORDERS
    found = books(line)
    assert found["labels"] == ORDERS
    assert all(len(packages) == 1 for packages in _packages(line).values()), (
        "one package an order at Amazon, whatever was sent twice"
    )
    assert len(_packages(line)) == ORDERS


def _packages(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = line.simulator.admin("/confirmations")["confirmations"]
    return found


def test_without_asking_the_carrier_a_kill_doubles_a_label(line: Line, workers: Workers) -> None:
    live(line, workers, "announce.called", sabotage="ask")
    assert books(line)["labels"] > ORDERS, "the guard is off: the test must see a second label"


def test_without_looking_at_intents_a_kill_loses_a_confirmation(line: Line, workers: Workers) -> None:
    live(line, workers, "confirm.intended", sabotage="confirm", accepted=ORDERS - 1)
    line.move(hours=2)
    time.sleep(5)
    assert Confirmation.objects.exclude(state="accepted").get().state == "intended", (
        "the guard is off: the test must see that nobody looks at it again"
    )
