"""A year and a month of an authorization, with a real mail server: R4.4 to R4.7.

The reminders are counted where they arrive, the calls where they are received. That a zero means something
is shown by the same weeks with the guard switched off.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from authorized import ZONE, Year
from packhaus.authorizations.models import Authorization, Reminder
from packhaus.authorizations.rules import End, Ending, local_day, reminder_days
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import BatchItem
from packhaus.flow import doors, guard
from packhaus.flow.renew import renew_with_same_token
from packhaus.shops.models import Connection
from reckoning import confirmed, go_on, labels, lost, make

if TYPE_CHECKING:
    from line import Line

ORDERS = 3


@pytest.fixture
def year(quiet: Line) -> Year:
    return Year(quiet)


def _ship_one(year: Year) -> None:
    """An order with a label, so that a scan later owes Amazon a confirmation; and one without a label."""
    make(year.line, 2)
    go_on(year.line, lambda: year.line.orders(state="ready").count() == 2, what="the orders are here")
    year.line.ship(year.line.orders(state="ready")[:1])


def _scan(year: Year) -> None:
    (parcels,) = year.line.simulator.admin("/carrier/orders")["orders"].values()
    year.line.simulator.admin(
        "/carrier/events", {"kind": "handled", "parcel_id": str(parcels[0]["parcel_id"])}
    )


def _weeks_without(year: Year) -> dict[str, int]:
    """Two weeks past the end in which Amazon gets orders and a parcel is scanned; what then waits."""
    year.forget_calls()
    make(year.line, ORDERS)
    _scan(year)
    year.line.ship(year.line.orders(state="ready"), key="while it has ended")
    for _ in range(4):
        year.line.move(hours=6)
        year.line.work()
    year.until(year.ends_on + timedelta(days=14))
    owed = Confirmation.objects.filter(state="owed", due_at__isnull=False).count()
    items = BatchItem.objects.filter(state="waiting").count()
    return {"orders": len(lost(year.line)), "confirmations": owed, "labels": items}


def test_r4_4_to_r4_6_a_year_and_a_month(year: Year) -> None:
    year.authorize()
    token = year.authorization().sealed_refresh_token
    year.eleven_months()
    assert year.authorization().state == Authorization.State.ACTIVE
    assert year.mails() == [], "nobody is told before the month (R4.5)"
    assert guard.end_at(year.authorization()) == End(year.ends_on, Ending.YEAR)

    year.until(year.ends_on - timedelta(days=1))
    assert [day for day, _, _ in year.mails()] == reminder_days(year.ends_on), "one a week, on its day (R4.5)"
    assert list(Reminder.objects.order_by("due_on").values_list("due_on", flat=True)) == reminder_days(
        year.ends_on
    ), "and in the panel"
    assert all("Hagedorn DE" in text for _, _, text in year.mails())
    assert year.authorization().state == Authorization.State.EXPIRING
    _ship_one(year)

    year.until(year.ends_on, past=timedelta(seconds=20))
    assert year.authorization().state == Authorization.State.DEACTIVATED, "from 00:00 of the day (R4.6)"
    assert year.mails()[-1][0] == year.ends_on
    told = len(year.mails())
    waited = _weeks_without(year)
    assert year.calls() == 0, "no call is made with it"
    assert waited == {"orders": ORDERS, "confirmations": 1, "labels": 1}, "nothing is dropped"
    assert len(year.mails()) == told, "reminders end with the end"

    # Renewed at Amazon, a month later: the same token, with nothing to enter (R4.6).
    year.public(renew=True)
    renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    year.line.work()
    assert year.authorization().sealed_refresh_token == token
    assert year.authorization().state == Authorization.State.ACTIVE
    assert "erneuert" in year.mails()[-1][1] or "renewed" in year.mails()[-1][1]
    went_on = {"orders": 0, "confirmations": 0, "labels": 0}

    def all_went_on() -> bool:
        went_on["orders"] = ORDERS - len(lost(year.line))
        went_on["confirmations"] = sum(len(packages) for packages in confirmed(year.line).values())
        went_on["labels"] = sum(labels(year.line).values()) - 1
        return went_on == waited

    go_on(year.line, all_went_on, what="what waited goes on")
    began_on = local_day(year.authorization().term_began_at, ZONE)
    assert began_on == year.today(), "the next year begins (R4.4)"
    assert not Connection.objects.get().problems.exists()


def test_r4_6_without_the_guard_the_same_weeks_see_calls(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted case: the date is looked at by nobody, and Amazon is asked in vain."""
    for room in (guard, doors):
        monkeypatch.setattr(room, "must_stand", lambda *_, **__: None)
    year.authorize()
    year.to_the_last_day()
    _ship_one(year)
    year.until(year.ends_on)
    _weeks_without(year)
    assert year.calls() > 0
