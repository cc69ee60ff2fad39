"""A year begins with a new consent, and not with the same token entered once more (R4.4 to R4.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from authorized import Year
from packhaus.authorizations.models import Authorization, AuthorizationEvent, Reminder
from packhaus.authorizations.rules import reminder_days
from packhaus.flow import connect
from packhaus.flow.doors import credentials_of
from packhaus.kit.errors import NeedsMerchant
from packhaus.messages.models import Message
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def year(quiet: Line) -> Year:
    found = Year(quiet)
    found.authorize()
    return found


def replace(year: Year, **changes: Any) -> None:
    credentials = credentials_of(year.authorization())
    connect.replace_secrets(
        Connection.objects.get(),
        year.line.member,
        now=year.line.now(),
        **{
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
            "refresh_token": credentials.refresh_token,
        }
        | changes,
    )


def test_r4_4_a_new_secret_with_the_same_token_leaves_the_year_as_it_is(year: Year) -> None:
    began = year.authorization().term_began_at
    year.leap(year.began_on + timedelta(days=100))
    replace(year, client_secret=year.public(rotate_secret=True)["client_secret"])
    assert year.authorization().term_began_at == began


def test_r4_4_another_token_is_a_new_consent_and_begins_the_next_year(year: Year) -> None:
    began = year.authorization().term_began_at
    year.leap(year.began_on + timedelta(days=100))
    year.line.simulator.admin("/switches", {"reauthorization_token": "new"})
    fresh = year.public(authorize=True)["refresh_token"]
    assert fresh != credentials_of(year.authorization()).refresh_token
    replace(year, refresh_token=fresh)
    assert year.authorization().term_began_at - began > timedelta(days=99)


def test_r4_5_the_same_token_in_the_last_month_takes_no_reminder_back_and_tells_of_no_renewal(
    year: Year,
) -> None:
    year.post.behave("down")
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    assert year.authorization().state == Authorization.State.EXPIRING
    replace(year)
    year.line.work()
    year.post.behave("ok")
    year.line.move(hours=2)
    year.line.work()
    assert year.authorization().state == Authorization.State.EXPIRING
    assert Reminder.objects.count() == 1
    assert list(Message.objects.values_list("kind", "state")) == [("reminder", "sent")]


def test_r4_6_the_same_token_after_its_year_is_no_renewal_and_asks_nobody(year: Year) -> None:
    year.to_the_last_day()
    year.until(year.ends_on)
    assert year.authorization().state == Authorization.State.DEACTIVATED
    year.forget_calls()
    stories = AuthorizationEvent.objects.count()
    with pytest.raises(NeedsMerchant, match="its year is over") as caught:
        replace(year)
    assert caught.value.where == "authorizations:list"
    assert year.calls() == 0
    assert year.authorization().state == Authorization.State.DEACTIVATED
    assert AuthorizationEvent.objects.count() == stories
