"""SIGKILL while a file comes in and while a buyer is written to: nothing lost or doubled (R5.1, R4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from line import hosts
from own.merchant import file_of, row
from packhaus.flow import announce, order_file
from packhaus.messages.models import Message
from packhaus.shops.own.models import OrderFile
from workers import Workers, until

if TYPE_CHECKING:
    from own.merchant import Own

ROWS = 450
"""More than two pages."""


@pytest.fixture
def workers(own: Own, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, {**hosts(own.line.simulator), "PACKHAUS_SMTP_SECONDS": "5"})
    yield started
    started.stop()


@pytest.mark.parametrize("seam", ["own.written", "own.recorded"])
def test_a_kill_while_a_file_comes_in_loses_and_doubles_no_order(
    seam: str, own: Own, workers: Workers
) -> None:
    made = own.upload(file_of(*(row(number) for number in range(ROWS)), row("wrong", code="x")))
    order_file.check(made, order_file.matching_of(made), own.line.now())
    order_file.start(made, own.line.now())
    first = workers.start(seam=seam)
    until("the worker is killed", lambda: first.poll() is not None, between=lambda: own.line.move(seconds=1))
    assert first.returncode == -9, workers.logs()
    before = own.line.orders().count()
    assert before == (0 if seam == "own.written" else order_file.PAGE), "a page is whole or absent"
    workers.start()
    until(
        lambda: f"the file is in\n{own.line.trouble()}\n{workers.logs()}",
        lambda: OrderFile.objects.filter(state="done").exists(),
        between=lambda: own.line.move(seconds=20),
        seconds=60,
    )
    made.refresh_from_db()
    numbers = list(own.line.orders().values_list("shop_order_id", flat=True))
    assert sorted(numbers, key=int) == [str(number) for number in range(ROWS)]
    assert (made.orders_new, made.orders_known) == (ROWS, 0)
    assert [one["row"] for one in made.problems] == [ROWS + 2]


@pytest.mark.parametrize("seam", ["mail.intended", "mail.called", "mail.recorded"])
def test_a_kill_loses_no_mail_and_what_comes_twice_is_one(seam: str, own: Own, workers: Workers) -> None:
    own.write_mails()
    order = own.enter("B-17")
    announce.start_batch(
        own.organization,
        own.line.member,
        order_ids=[order.pk],
        service="",
        key="kill",
        now=own.line.now(),
    )
    first = workers.start(seam=seam)
    until(
        lambda: f"the worker is killed\n{own.line.trouble()}\n{workers.logs()}",
        lambda: first.poll() is not None,
        between=lambda: own.line.move(seconds=1),
    )
    assert first.returncode == -9, workers.logs()
    workers.start()
    until(
        lambda: f"the mail is sent\n{own.line.trouble()}\n{workers.logs()}",
        lambda: Message.objects.filter(state="sent").exists(),
        between=lambda: own.line.move(seconds=20),
    )
    taken = Counter(mail["headers"]["Message-ID"] for mail in own.mails())
    assert set(taken) == {Message.objects.get().message_id}
    assert sum(taken.values()) == (2 if seam == "mail.called" else 1)
    assert order.timeline.filter(kind="mail").count() == 1
