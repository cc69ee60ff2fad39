"""The engine: emptied queues, two workers, a clock set back, unknown work, errors that hold names."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from line import hosts
from packhaus.confirmations.models import Confirmation
from packhaus.engine import bulk, due, jobs
from packhaus.engine.due import KINDS, make_due
from packhaus.engine.models import BatchItem, Due
from packhaus.flow import announce, sync
from reckoning import calls, confirmed, doubled, go_on, labels, lost, make, told_wrong
from workers import Workers, until

if TYPE_CHECKING:
    from line import Line

NAME = "Annegret Überschär"


@pytest.fixture
def workers(quiet: Line, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, hosts(quiet.simulator))
    yield started
    started.stop()


def _start_batch(line: Line, key: str = "batch") -> None:
    announce.start_batch(
        line.organization,
        line.member,
        order_ids=list(line.orders().values_list("pk", flat=True)),
        service="",
        key=key,
        now=line.now(),
    )


def _empty_the_queue() -> int:
    """Delete every job, as an operator would who wipes the queue's table. How many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        jobs = int(cursor.fetchone()[0])
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    return jobs


def test_emptying_the_queue_loses_nothing(quiet: Line, workers: Workers) -> None:
    ids = make(quiet, 5)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",), confirm_at="announced")
    assert jobs.tick(quiet.now()) > 0, "claimed and handed to the queue, and nobody runs it"
    assert _empty_the_queue() > 0
    worker = workers.start()
    with pytest.raises(AssertionError):
        until("orders are here", lambda: quiet.orders().exists(), seconds=3)
    quiet.move(seconds=due.CLAIM.total_seconds() + 1)
    until(workers.logs, lambda: quiet.orders(state="ready").count() == len(ids))
    workers.stop()

    _start_batch(quiet)
    jobs.tick(quiet.now())
    assert _empty_the_queue() >= len(ids)
    assert worker.poll() is not None
    workers.start()
    quiet.move(seconds=due.CLAIM.total_seconds() + 1)
    until(workers.logs, lambda: Confirmation.objects.filter(state="accepted").count() == len(ids))
    assert labels(quiet) == dict.fromkeys(ids, 1)
    assert not told_wrong(quiet)


def test_two_workers_on_the_same_work_do_nothing_twice(quiet: Line, workers: Workers) -> None:
    ids = make(quiet, 12)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",), confirm_at="announced")
    workers.start()
    workers.start()
    until(workers.logs, lambda: quiet.orders(state="ready").count() == len(ids))
    _start_batch(quiet, "one")
    _start_batch(quiet, "two")

    def accepted() -> bool:
        return Confirmation.objects.filter(state="accepted").count() == len(ids)

    until(workers.logs, accepted, between=lambda: quiet.move(seconds=1))
    assert labels(quiet) == dict.fromkeys(ids, 1)
    assert not doubled(quiet)
    assert not told_wrong(quiet)
    assert calls(quiet, "carrier.buy", 201) == len(ids)
    assert calls(quiet, "confirmShipment", 204) == len(ids)
    assert BatchItem.objects.filter(state="done").count() == len(ids)


def test_a_clock_that_is_set_back_stops_nothing(quiet: Line) -> None:
    first = make(quiet, 2)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",))
    quiet.work()
    sync.read_now(quiet.connection, quiet.now())
    bulk.claim(quiet.now(), quiet.now() + due.CLAIM, 200)
    quiet.move(hours=-1)
    second = make(quiet, 2)
    quiet.move(minutes=5)
    go_on(quiet, lambda: not lost(quiet), step=60, most=5, what="claims of the future have run out")
    go_on(quiet, lambda: quiet.orders(state="ready").count() == 4, step=60, most=20)
    quiet.ship(quiet.orders())
    assert labels(quiet) == dict.fromkeys([*first, *second], 1)


def test_work_of_an_unknown_kind_says_so_and_is_kept(quiet: Line) -> None:
    make_due("teleport", 7, quiet.now())
    quiet.connect(countries=("DE",))
    quiet.work()
    row = Due.objects.get(kind="teleport")
    assert "No worker knows work of the kind teleport" in row.trouble
    assert "Run the same version everywhere" in row.trouble
    assert row.due_at is not None
    assert row.due_at > quiet.now()
    assert Due.objects.get(kind="sync").trouble == "", "the rest goes on"


def test_an_unexpected_error_backs_off_and_its_text_goes_nowhere(
    quiet: Line, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    ran: list[datetime] = []

    def breaks(subject: int, now: datetime) -> datetime | None:
        ran.append(now)
        raise ValueError(f"no house number in the address of {NAME}")

    KINDS["breaks"] = breaks
    try:
        with caplog.at_level(logging.DEBUG):
            make_due("breaks", 1, quiet.now())
            for _ in range(5):
                wait = Due.objects.get(kind="breaks").due_at - quiet.now()
                quiet.move(seconds=wait.total_seconds() + 0.1)
                for work in bulk.claim(quiet.now(), quiet.now() + due.CLAIM, 10):
                    due.run(work.id, work.kind, work.subject)
    finally:
        del KINDS["breaks"]
    gaps = [later - earlier for earlier, later in pairwise(ran)]
    assert len(ran) == 5
    for gap, seconds in zip(gaps, (2, 4, 8, 16), strict=True):
        assert timedelta(seconds=seconds) <= gap < timedelta(seconds=seconds + 5)
    row = Due.objects.get(kind="breaks")
    assert row.attempts == 5
    assert row.trouble.startswith("ValueError at test_engine.py:")
    captured = capfd.readouterr()
    everywhere = caplog.text + captured.out + captured.err + row.trouble
    assert "work breaks failed for the 5. time: ValueError" in caplog.text
    assert NAME not in everywhere
    logging.getLogger("packhaus").error("planted: %s", NAME)
    assert NAME in caplog.text, "the search would have seen it"


def test_a_confirmation_that_our_own_rules_exclude_holds_up_no_other(quiet: Line) -> None:
    from packhaus.parcels.models import Parcel

    quiet.simulator.admin("/carrier", {"journeys": {"moving": False}})
    ids = make(quiet, 3)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",), confirm_at="announced")
    quiet.work()
    _start_batch(quiet)
    quiet.work(kinds=("label",))
    broken = Parcel.objects.order_by("pk").first()
    assert broken is not None
    Parcel.objects.filter(pk=broken.pk).update(service="abolished")
    quiet.move(hours=1.1)
    quiet.work()
    assert len(confirmed(quiet)) == len(ids) - 1
    refused = Confirmation.objects.get(parcel=broken)
    assert refused.state == "refused"
    assert refused.words is not None
    assert quiet.orders().get(pk=broken.order_id).confirmation_refused
