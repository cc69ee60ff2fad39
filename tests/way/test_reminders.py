"""Reminders of an authorization's end where something comes in between (R4.5, R4.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from authorized import ZONE, Year, other_accounts
from packhaus.accounts.models import Member, Organization
from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization, AuthorizationEvent, Reminder
from packhaus.authorizations.rules import A_WEEK, midnight, reminder_days
from packhaus.engine import clock
from packhaus.engine.due import make_due
from packhaus.flow import remind, tell
from packhaus.flow.renew import renew_with_same_token
from packhaus.kit.words import Words
from packhaus.messages import outbox
from packhaus.messages.models import Message

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def year(quiet: Line) -> Year:
    found = Year(quiet)
    found.authorize()
    return found


def _first_week(year: Year) -> None:
    """To the day of the first reminder, which has come."""
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    assert len(year.mails()) == 1


def _back(year: Year, **by: float) -> None:
    """Only our clock is set back, as a host's can be."""
    clock.move(-timedelta(**by).total_seconds())


def _looked_at(year: Year) -> None:
    make_due("remind", year.authorization().pk, year.line.now())
    year.line.work()


def test_r4_5_a_clock_set_back_a_day_brings_no_reminder_twice(year: Year) -> None:
    _first_week(year)
    _back(year, days=1)
    _looked_at(year)
    year.until(reminder_days(year.ends_on)[0] + timedelta(days=1))
    assert Reminder.objects.count() == 1
    assert len(year.mails()) == 1


def test_r4_6_deactivated_by_a_wrong_clock_it_expires_again_once_the_clock_is_right(year: Year) -> None:
    year.to_the_last_day()
    clock.move(timedelta(days=1).total_seconds())
    _looked_at(year)
    assert year.authorization().state == Authorization.State.DEACTIVATED
    year.forget_calls()
    _back(year, days=1)
    _looked_at(year)
    assert year.authorization().state == Authorization.State.EXPIRING
    make_due("sync", year.line.connection.pk, year.line.now())
    year.line.work()
    assert year.calls() > 0, "reading goes on"
    assert not any("verlängert" in subject or "renewed" in subject for _, subject, _ in year.mails())


def test_r4_6_the_state_is_looked_at_within_the_hour_where_a_day_decides(year: Year) -> None:
    year.to_the_last_day()
    again = remind.remind(year.authorization().pk, year.line.now())
    assert again is not None
    assert again - year.line.now() <= timedelta(hours=1)


def test_r4_5_after_weeks_without_the_program_only_the_present_weeks_reminder_comes(year: Year) -> None:
    year.eleven_months()
    days = reminder_days(year.ends_on)
    year.leap(days[2] + timedelta(days=1))
    assert list(Reminder.objects.values_list("due_on", flat=True)) == [days[2]]
    assert len(year.mails()) == 1
    year.until(days[3])
    assert [day for day, _, _ in year.mails()] == [days[2] + timedelta(days=1), days[3]]


def test_r4_5_a_mail_server_that_is_down_loses_no_reminder_and_the_panel_says_so(year: Year) -> None:
    year.post.behave("down")
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    assert year.mails() == []
    assert Reminder.objects.count() == 1
    assert outbox.mail_problem(year.line.organization) is not None
    year.post.behave("ok")
    year.line.move(hours=2)
    year.line.work()
    assert len(year.mails()) == 1
    assert outbox.mail_problem(year.line.organization) is None


def test_r4_5_renewed_while_the_reminder_could_not_be_sent_it_is_sent_no_more(year: Year) -> None:
    year.post.behave("down")
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    year.public(renew=True)
    renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    year.post.behave("ok")
    year.line.move(hours=2)
    year.line.work()
    assert [
        "renewed" in kind for kind in Message.objects.filter(state="sent").values_list("kind", flat=True)
    ] == [True]
    assert Message.objects.get(kind="reminder").state == Message.State.WITHDRAWN


def test_r4_5_renewed_before_the_end_no_further_reminder_comes(year: Year) -> None:
    _first_week(year)
    year.public(renew=True)
    renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    year.until(year.ends_on + timedelta(days=1))
    assert Reminder.objects.count() == 1
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "reminder",
        "authorization_renewed",
    ]
    assert year.authorization().state == Authorization.State.ACTIVE


def test_r4_6_renewed_in_the_minute_of_the_end_it_is_never_deactivated_again(year: Year) -> None:
    year.to_the_last_day()
    year.line.move(seconds=(midnight(year.ends_on, ZONE) - year.line.now()).total_seconds() - 20)
    year.public(renew=True)
    renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    year.until(year.ends_on + timedelta(days=1))
    assert year.authorization().state == Authorization.State.ACTIVE
    assert not AuthorizationEvent.objects.filter(new="deactivated").exists()


def test_denied_meanwhile_is_told_at_once_and_no_reminder_comes(year: Year) -> None:
    _first_week(year)
    year.public(revoke_refresh_token=True)
    year.line.move(minutes=70)
    year.line.work()
    assert year.authorization().state == Authorization.State.DENIED
    day, subject, text = year.mails()[-1]
    assert day == year.today()
    assert "Hagedorn DE" in subject
    assert "Amazon" in text
    year.until(year.ends_on + timedelta(days=2))
    assert len(year.mails()) == 2, "one reminder, one word of the denial"
    assert Reminder.objects.count() == 1
    assert year.authorization().state == Authorization.State.DENIED


def test_r4_5_an_agency_gets_one_mail_that_names_all_its_accounts(year: Year) -> None:
    other_accounts(year, 7)
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    ((_, _, text),) = year.mails()
    assert "Hagedorn DE" in text
    for number in range(7):
        assert f"Konto {number}" in text
    assert Reminder.objects.count() == 8
    assert Reminder.objects.values("message_key").distinct().count() == 1


def test_r4_6_a_secret_that_ends_for_all_is_told_in_a_few_mails_not_in_one_each(year: Year) -> None:
    others = other_accounts(year, 60)
    Application.objects.update(secret_ends_on=year.today())
    make_due("remind", [one.authorization_id for one in others], year.line.now())
    year.line.work()
    assert Authorization.objects.filter(state="deactivated").count() == 60
    ((_, _, text),) = year.mails()
    for number in range(60):
        assert f"Konto {number} " in text or f"Konto {number}“" in text


def test_denials_one_after_the_other_are_told_at_once_then_together(year: Year) -> None:
    others = other_accounts(year, tell.AT_ONCE + 4)
    for other in others:
        authorization = other.authorization
        states.deny(authorization, year.line.now(), Words("The token was taken back."), "token")
        year.line.move(minutes=2)
        year.line.work(kinds=("tell", "mail"))
    assert len(year.mails()) == tell.AT_ONCE
    year.line.move(hours=1)
    year.line.work(kinds=("tell", "mail"))
    assert len(year.mails()) == tell.AT_ONCE + 1
    texts = [text for _, _, text in year.mails()]
    for number in range(len(others)):
        assert sum(f"Konto {number}“" in text for text in texts) == 1


def test_r4_5_every_owner_is_reminded_in_their_own_language_and_no_packer(year: Year) -> None:
    anna = year.post.colleague("Anna Ölde", language="en")
    year.post.colleague("Paul Packer", role=Member.Role.PACKER)
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0])
    found: dict[str, str] = {
        mail["to"][0]: mail["headers"]["Subject"] for mail in year.line.simulator.admin("/mails")["mails"]
    }
    assert set(found) == {year.line.member.email, anna.email}
    assert "authorization" in found[anna.email]
    assert "Autorisierung" in found[year.line.member.email]


def test_another_merchants_accounts_stand_in_no_mail_of_ours(year: Year) -> None:
    other = Organization.objects.create(name="Andere GmbH", created_at=year.line.now())
    first = year.authorization()
    application = Application.objects.create(
        organization=other,
        shop="amazon",
        kind="public",
        client_id="another",
        sealed_secret=b"",
        secret_entered_at=year.line.now(),
    )
    Authorization.objects.create(
        organization=other,
        application=application,
        shop="amazon",
        seller_id="A0THER",
        sealed_refresh_token=b"x",
        state="active",
        given_at=first.given_at,
        term_began_at=first.term_began_at,
    )
    remind.start_reminding(year.line.now())
    year.eleven_months()
    year.until(reminder_days(year.ends_on)[0] + A_WEEK)
    assert Reminder.objects.filter(organization=other).count() == 2
    assert not any("A0THER" in text for _, _, text in year.mails())
    assert not Message.objects.filter(organization=other).exists(), "nobody owns it"
