"""A mail that goes out late says what is true then: nobody who is good again stands in it (R4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authorized import Year, other_accounts
from packhaus.authorizations import states
from packhaus.authorizations.models import Reminder
from packhaus.authorizations.rules import reminder_days
from packhaus.flow.renew import renew_with_same_token
from packhaus.kit.words import Words

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def year(quiet: Line) -> Year:
    found = Year(quiet)
    found.authorize()
    return found


def test_r4_5_a_mail_that_goes_out_late_names_none_that_was_renewed_meanwhile(year: Year) -> None:
    mine = year.authorization()
    other_accounts(year, 2)
    year.post.behave("down")
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    assert year.mails() == []
    assert Reminder.objects.values("message_key").distinct().count() == 1, "one mail is asked for"
    year.public(renew=True)
    renew_with_same_token(mine, year.line.member, year.line.now())
    year.post.behave("ok")
    year.line.move(hours=2)
    year.line.work()
    reminders = [text for _, subject, text in year.mails() if "erneuert" not in subject]
    assert len(reminders) == 1
    assert "Konto 0" in reminders[0]
    assert "Konto 1" in reminders[0]
    assert "Hagedorn DE" not in reminders[0]


def test_a_late_mail_of_denials_names_none_that_is_good_again(year: Year) -> None:
    first, second = other_accounts(year, 2)
    year.post.behave("down")
    for other in (first, second):
        states.deny(other.granted, year.line.now(), Words("The token was taken back."), "token")
    year.line.move(minutes=1)
    year.line.work(kinds=("tell", "mail"))
    states.move(first.granted, "active", year.line.now(), is_told=False)
    year.post.behave("ok")
    year.line.move(hours=2)
    year.line.work(kinds=("tell", "mail"))
    [(_, _, text)] = year.mails()
    assert "Konto 1" in text
    assert "Konto 0" not in text
