"""Two troubles of a connection at once: both are seen, each since when, and each ends by itself."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from packhaus.flow.doors import watched
from packhaus.flow.resume import resume
from packhaus.flow.why import standing_of
from packhaus.kit.words import Words
from packhaus.shops.models import Connection, ConnectionProblem
from packhaus.shops.problems import keep, troubles_of
from provoking import at_work, later, role
from reckoning import calm, fault

if TYPE_CHECKING:
    from django.test import Client

    from line import Line


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def by_work() -> dict[str, str]:
    return {one.work: one.cause for one in troubles_of(Connection.objects.get())}


@pytest.fixture
def both(quiet: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Weights lack a role, and two days later the orders meet an outage."""
    role(quiet, monkeypatch)
    later(quiet, days=2)
    fault(quiet, "searchOrders", "status", status=500)
    later(quiet, minutes=4)
    assert by_work() == {"weights": "role", "orders": "outage"}
    return quiet


def test_each_place_says_both_with_their_own_since_when(both: Line, client: Client) -> None:
    both.member.language = "de"
    both.member.save()
    client.force_login(both.member)
    outage, lacking = (
        ConnectionProblem.objects.get(work="orders"),
        ConnectionProblem.objects.get(work="weights"),
    )
    assert outage.since - lacking.since > timedelta(days=1)
    today = text(client, "/?view=day")
    assert "Hagedorn: Eine Rolle fehlt" in today
    assert "Hagedorn: Bei Amazon ist eine Störung" in today
    shown = text(client, "/settings/integrations/")
    assert shown.count("seit ") >= 2
    assert "Eine Rolle fehlt: Gewichte seit " in shown
    assert "Bei Amazon ist eine Störung: Bestellungen seit " in shown
    page = text(client, f"/settings/integrations/{both.connection.public_id}/stands/")
    assert "Eine Rolle fehlt" in page
    assert "Bei Amazon ist eine Störung" in page


def test_the_one_that_ends_leaves_the_other_as_it_was(both: Line) -> None:
    before = ConnectionProblem.objects.get(work="weights").since
    calm(both)
    later(both, minutes=20)
    assert by_work() == {"weights": "role"}
    assert ConnectionProblem.objects.get().since == before
    assert [found.cause.code for found in standing_of(Connection.objects.get(), both.now()).causes] == [
        "role"
    ]


def test_what_lasts_keeps_its_since_when(both: Line) -> None:
    before = ConnectionProblem.objects.get(work="orders")
    later(both, hours=3)
    after = ConnectionProblem.objects.get(work="orders")
    assert after.since == before.since
    assert after.seen_at > before.seen_at


def test_work_that_asked_the_shop_nothing_ends_no_trouble(quiet: Line) -> None:
    at_work(quiet)
    connection = Connection.objects.get()
    keep(connection, Words("Amazon denies it."), quiet.now(), "weights", "role")
    with watched(connection, quiet.now(), "weights"):
        pass
    assert by_work() == {"weights": "role"}


def test_an_outage_that_nobody_meets_any_more_is_forgotten(quiet: Line) -> None:
    at_work(quiet)
    connection = Connection.objects.get()
    keep(connection, Words("Amazon has trouble."), quiet.now(), "order", "outage")
    keep(connection, Words("Amazon denies it."), quiet.now(), "weights", "role")
    later(quiet, minutes=10)
    assert by_work() == {"order": "outage", "weights": "role"}, "it may last"
    later(quiet, hours=2)
    assert by_work() == {"weights": "role"}


def test_confirmations_that_nobody_is_owed_stand_still_no_more(quiet: Line) -> None:
    at_work(quiet)
    connection = Connection.objects.get()
    keep(connection, Words("Amazon denies it."), quiet.now(), "confirmations", "role")
    resume(connection, quiet.now())
    quiet.work()
    assert by_work() == {}
