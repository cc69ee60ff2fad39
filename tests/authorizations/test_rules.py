"""The year of an authorization, by its dates (R4.4 to R4.6), each rule by its number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packhaus.authorizations.rules import (
    A_WEEK,
    End,
    Ending,
    Standing,
    a_month_before,
    a_year_after,
    end_of,
    local_day,
    midnight,
    next_look,
    remind_from,
    reminder_days,
    reminder_due,
    secret_ends_on,
    standing,
    term_from,
)

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "UTC",
        "America/Los_Angeles",
        "Pacific/Kiritimati",
        "Asia/Kolkata",
        "Africa/Cairo",
        "Asia/Beirut",
        "America/Havana",
        "Australia/Lord_Howe",
        "America/Santiago",
    ]
)
YEARLY = st.sampled_from(["public", "developer"])


@pytest.mark.parametrize(
    ("given_on", "ends_on"),
    [
        (date(2025, 12, 6), date(2026, 12, 6)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 3, 1)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_r4_4_an_authorization_ends_a_year_after_the_day_it_was_given(given_on: date, ends_on: date) -> None:
    assert a_year_after(given_on) == ends_on
    for kind in ("public", "developer"):
        assert end_of(kind, given_on, None) == End(ends_on, Ending.YEAR)


def test_r4_4_a_self_authorization_has_no_year_but_its_secret_has_180_days() -> None:
    entered = date(2026, 5, 29)
    assert end_of("private", entered, None) is None
    assert secret_ends_on(entered) == date(2026, 11, 25)
    assert end_of("private", entered, secret_ends_on(entered)) == End(date(2026, 11, 25), Ending.SECRET)


@given(began_on=DAYS, kind=YEARLY, days=st.integers(-400, 800))
def test_r4_4_whichever_end_comes_first_is_the_end(began_on: date, kind: str, days: int) -> None:
    secret = began_on + timedelta(days=days)
    end = end_of(kind, began_on, secret)
    assert end is not None
    assert end.on == min(secret, a_year_after(began_on))
    assert (end.ending is Ending.SECRET) == (secret < a_year_after(began_on))


@given(began_on=DAYS)
@example(date(2028, 2, 29))
def test_r4_4_no_term_is_longer_than_a_year(began_on: date) -> None:
    assert timedelta(days=365) <= a_year_after(began_on) - began_on <= timedelta(days=366)


@pytest.mark.parametrize(
    ("ends_on", "first"),
    [
        (date(2026, 12, 6), date(2026, 11, 6)),
        (date(2027, 1, 15), date(2026, 12, 15)),
        (date(2027, 3, 31), date(2027, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2028, 3, 29), date(2028, 2, 29)),
        (date(2027, 3, 29), date(2027, 2, 28)),
        (date(2027, 7, 31), date(2027, 6, 30)),
    ],
)
def test_r4_5_reminders_begin_one_calendar_month_before_the_end(ends_on: date, first: date) -> None:
    assert a_month_before(ends_on) == remind_from(ends_on) == first
    assert reminder_days(ends_on)[0] == first


@pytest.mark.parametrize(
    ("ends_on", "days"),
    [
        (date(2026, 12, 6), ["2026-11-06", "2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04"]),
        # February of 28 days: the fifth would be the end itself.
        (date(2027, 3, 14), ["2027-02-14", "2027-02-21", "2027-02-28", "2027-03-07"]),
        (date(2028, 3, 14), ["2028-02-14", "2028-02-21", "2028-02-28", "2028-03-06", "2028-03-13"]),
    ],
)
def test_r4_5_a_reminder_each_week(ends_on: date, days: list[str]) -> None:
    assert [day.isoformat() for day in reminder_days(ends_on)] == days


@given(ends_on=DAYS)
@example(date(2027, 3, 28))
@example(date(2027, 3, 31))
@example(date(2028, 2, 29))
def test_r4_5_four_or_five_reminders_a_week_apart_all_before_the_end(ends_on: date) -> None:
    days = reminder_days(ends_on)
    assert len(days) in (4, 5)
    assert all(after - before == A_WEEK for before, after in pairwise(days))
    assert days[-1] < ends_on <= days[-1] + A_WEEK


@given(ends_on=DAYS, before=st.integers(-40, 60))
def test_r4_5_the_reminder_due_is_that_of_the_present_week_and_no_other(ends_on: date, before: int) -> None:
    today = ends_on - timedelta(days=before)
    due = reminder_due(ends_on, today)
    if today < remind_from(ends_on) or today >= ends_on:
        assert due is None
    else:
        assert due is not None
        assert due in reminder_days(ends_on)
        assert timedelta(0) <= today - due < A_WEEK


@given(ends_on=DAYS, off_at=st.integers(1, 35), off_for=st.integers(0, 35))
def test_r4_5_after_weeks_without_the_program_one_reminder_comes_and_not_all(
    ends_on: date, off_at: int, off_for: int
) -> None:
    """Looked at each day but for a gap: each week in which there was a look is told once, none later."""
    told: dict[date, date] = {}
    for before in range(40, -5, -1):
        if off_at >= before > off_at - off_for:
            continue
        today = ends_on - timedelta(days=before)
        due = reminder_due(ends_on, today)
        if due is not None:
            told.setdefault(due, today)
    assert all(today - due < A_WEEK for due, today in told.items())
    if off_for == 0:
        assert list(told) == reminder_days(ends_on)
        assert all(today == due for due, today in told.items())


@given(began_on=DAYS, kind=YEARLY)
@example(date(2028, 2, 29), "public")
def test_r4_6_active_then_expiring_then_deactivated_on_the_very_day(began_on: date, kind: str) -> None:
    end = end_of(kind, began_on, None)
    assert end is not None
    assert standing(end, began_on) is Standing.ACTIVE
    assert standing(end, remind_from(end.on) - timedelta(days=1)) is Standing.ACTIVE
    assert standing(end, remind_from(end.on)) is Standing.EXPIRING
    assert standing(end, end.on - timedelta(days=1)) is Standing.EXPIRING
    assert standing(end, end.on) is Standing.DEACTIVATED
    assert standing(end, end.on + timedelta(days=900)) is Standing.DEACTIVATED


def test_r4_6_what_has_no_end_is_never_deactivated() -> None:
    assert standing(None, date(2099, 1, 1)) is Standing.ACTIVE


@given(ends_on=DAYS, before=st.integers(-400, 400))
def test_r4_5_and_r4_6_agree_reminders_are_due_while_it_expires(ends_on: date, before: int) -> None:
    today = ends_on - timedelta(days=before)
    expiring = standing(End(ends_on, Ending.YEAR), today) is Standing.EXPIRING
    assert expiring == (reminder_due(ends_on, today) is not None)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-12-05T22:59:59+00:00", "Europe/Berlin", date(2026, 12, 5)),
        ("2026-12-05T23:00:00+00:00", "Europe/Berlin", date(2026, 12, 6)),
        ("2026-06-05T22:00:00+00:00", "Europe/Berlin", date(2026, 6, 6)),
        ("2026-12-06T07:59:00+00:00", "America/Los_Angeles", date(2026, 12, 5)),
        ("2026-12-05T10:00:00+00:00", "Pacific/Kiritimati", date(2026, 12, 6)),
    ],
)
def test_r4_6_a_day_begins_at_the_merchants_midnight(moment: str, zone: str, day: date) -> None:
    assert local_day(datetime.fromisoformat(moment), zone) == day


@given(day=DAYS, zone=ZONES)
# Clocks are put forward at midnight itself here: this day has no 00:00.
@example(date(2026, 4, 24), "Africa/Cairo")
@example(date(2026, 3, 29), "Asia/Beirut")
@example(date(2026, 11, 1), "America/Havana")
@example(date(2026, 3, 29), "Europe/Berlin")
def test_r4_6_the_first_moment_of_a_day_is_on_it_and_the_moment_before_is_not(day: date, zone: str) -> None:
    begins = midnight(day, zone)
    assert begins.tzinfo is UTC
    assert local_day(begins, zone) == day
    assert local_day(begins - timedelta(seconds=1), zone) == day - timedelta(days=1)


@given(moment=st.datetimes(datetime(2024, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), zone=ZONES)
def test_r4_6_the_next_look_is_the_next_midnight_never_late(moment: datetime, zone: str) -> None:
    today = local_day(moment, zone)
    look = next_look(today, zone)
    assert moment < look <= moment + timedelta(hours=25)
    assert local_day(look, zone) == today + timedelta(days=1)


@given(given_at=st.datetimes(datetime(2024, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)), zone=ZONES)
def test_r4_4_a_term_has_its_full_days_wherever_the_merchant_is(given_at: datetime, zone: str) -> None:
    """Deactivated from 00:00 of the end's date: no more than a day before a year to the second."""
    given_on = local_day(given_at, zone)
    ends = midnight(a_year_after(given_on), zone)
    local = given_at.astimezone(ZoneInfo(zone))
    assert ends - given_at > timedelta(days=364) - timedelta(hours=local.hour)
    assert ends <= given_at + timedelta(days=366, hours=1)


@pytest.mark.parametrize(
    ("day", "can_be"),
    [
        (date(2026, 12, 6), True),
        (date(2026, 12, 8), True),
        (date(2026, 12, 9), False),
        (date(2025, 12, 6), False),
        (date(2025, 12, 9), True),
        (date(2025, 12, 5), False),
    ],
)
def test_r4_6_a_day_of_renewal_lies_in_the_term_not_ahead_and_not_a_year_back(
    day: date, can_be: bool
) -> None:
    assert term_from(day, began_on=date(2025, 12, 6), today=date(2026, 12, 8)) is can_be
