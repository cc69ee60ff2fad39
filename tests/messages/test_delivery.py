"""Mail servers that are down, slow, refusing: what the merchant is told, and what goes out in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packhaus.engine import clock
from packhaus.engine.models import Due
from packhaus.messages.models import MailSettings

if TYPE_CHECKING:
    from post_office import Post


def recipients(post: Post) -> list[str]:
    return [mail["to"][0].partition("@")[0] for mail in post.mails()]


def test_one_mail_a_recipient_and_none_twice(post: Post) -> None:
    post.colleague()
    post.colleague("Former One", is_active=False)
    post.colleague("Packing One", role="packer")
    messages = post.ask()
    post.work()
    assert sorted(recipients(post)) == ["anna", "miriam"]
    assert {post.state(message) for message in messages} == {"sent"}
    assert post.problem() == ""
    post.ask()
    post.wait(hours=1)
    assert len(post.mails()) == 2, "asked for again under the same key: the same mail"
    post.ask(key="next week")
    post.work()
    assert len(post.mails()) == 4


def test_r45_a_server_that_is_down_is_said_and_the_mail_goes_out_when_it_is_back(post: Post) -> None:
    post.behave("down")
    began = clock.now()
    (message,) = post.ask()
    for _ in range(5):
        post.wait(minutes=16)
    assert post.state(message) == "owed"
    assert "Nothing answers at the mail server 127.0.0.1" in post.problem()
    kept = MailSettings.objects.get(organization=post.organization)
    assert kept.problem_since is not None
    assert (kept.problem_since - began).total_seconds() < 60 * 17, "since the first time, not the last"
    post.behave("ok")
    post.wait(minutes=16)
    assert post.state(message) == "sent"
    assert recipients(post) == ["miriam"]
    assert post.problem() == ""


def test_after_three_days_a_mail_is_given_up_and_the_panel_goes_on_saying_so(post: Post) -> None:
    post.behave("down")
    (message,) = post.ask()
    post.wait(days=2, hours=23)
    assert post.state(message) == "owed"
    post.wait(hours=2)
    assert post.state(message) == "refused"
    assert "Nothing answers" in post.problem()
    assert not Due.objects.filter(kind="mail", due_at__isnull=False).exists(), "nothing is due any more"
    post.behave("ok")
    post.ask(key="next week")
    post.work()
    assert post.problem() == ""


def test_a_server_too_slow_is_no_loss(post: Post) -> None:
    post.behave("slow", seconds=2)
    (message,) = post.ask()
    post.work()
    assert post.state(message) == "owed"
    assert "does not answer in time" in post.problem()
    post.behave("slow", seconds=0.2)
    post.wait(minutes=1)
    assert post.state(message) == "sent"


@pytest.mark.parametrize("mode", ["cut", "silent"])
def test_a_lost_answer_leads_to_the_same_mail_again(post: Post, mode: str) -> None:
    post.behave(mode, seconds=4)
    (message,) = post.ask()
    post.work()
    assert post.state(message) == "unknown"
    assert len(post.mails()) == 1
    post.behave("ok")
    post.wait(minutes=16)
    assert post.state(message) == "sent"
    first, second = post.mails()
    assert first["headers"]["Message-ID"] == second["headers"]["Message-ID"] == message.message_id


def test_a_server_that_never_says_so_gets_the_mail_three_times_at_most(post: Post) -> None:
    post.behave("cut")
    (message,) = post.ask()
    for _ in range(8):
        post.wait(minutes=16)
    assert len(post.mails()) == 3
    assert post.state(message) == "refused"
    assert "never said whether it took it" in post.problem()


def test_greylisting_passes_by_itself_and_is_no_problem_of_the_merchants(post: Post) -> None:
    post.behave("greylist")
    (message,) = post.ask()
    post.work()
    assert post.state(message) == "owed"
    assert message.smtp_code == 451
    assert post.problem() == ""
    post.behave("ok")
    post.wait(minutes=2)
    assert post.state(message) == "sent"


def test_one_refused_recipient_holds_nobody_up(post: Post) -> None:
    anna = post.colleague()
    post.behave("ok", refuse=[post.member.email])
    messages = {message.recipient: message for message in post.ask()}
    post.work()
    assert post.state(messages[post.member]) == "refused"
    assert post.state(messages[anna]) == "sent"
    assert recipients(post) == ["anna"]
    assert "does not know the recipient's address (code 550)" in post.problem()
    assert post.member.email not in str(messages[post.member].words)


def test_refusing_everybody_is_said_with_what_to_check(post: Post) -> None:
    post.behave("refuse_all")
    (message,) = post.ask()
    post.work()
    assert post.state(message) == "refused"
    assert message.smtp_code == 554
    assert "belong to one mail account" in post.problem()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("auth_fails", "did not take user and password"),
        ("refuse_sender", "does not take the sender address (code 550)"),
        ("garbage", "is no mail server"),
    ],
)
def test_what_the_merchant_must_mend_waits_for_the_merchant(post: Post, mode: str, said: str) -> None:
    post.behave(mode)
    (message,) = post.ask()
    post.work()
    assert post.state(message) == "owed"
    assert said in post.problem()
    assert post.wait(minutes=30) == 0, "a log-in that is refused again and again may be locked"
    post.behave("ok")
    post.save()
    from packhaus.flow.deliver import send_now

    send_now(post.organization, clock.now())
    post.work()
    assert post.state(message) == "sent"
    assert post.problem() == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": "no-such-host.invalid"}, "no-such-host.invalid is not known"),
        ({"port": 9}, "on port 9"),
        ({"security": "tls"}, "does not begin with TLS"),
        ({"security": "starttls"}, "offers no STARTTLS"),
        ({"password": "wrong"}, "did not take user and password"),
        ({"user": "", "password": ""}, "wants a log-in"),
    ],
)
def test_wrong_settings_have_their_own_words_each(post: Post, changes: dict[str, object], said: str) -> None:
    post.save(**changes)
    post.ask()
    post.work()
    assert said in post.problem()
    assert post.mails() == []


def test_a_test_mail_waits_for_nothing(post: Post) -> None:
    post.behave("down")
    (message,) = post.ask("test")
    post.work()
    assert post.state(message) == "refused"
    assert "Nothing answers" in str(message.words)


def test_the_operators_server_serves_who_has_none(post: Post, settings: object) -> None:
    MailSettings.objects.all().delete()
    post.ask()
    post.work()
    assert "No mail server is set up" in post.problem()
    smtp = post.simulator.info["smtp"]
    user = smtp["user"].replace("@", "%40")
    settings.PACKHAUS_SMTP = f"smtp://{user}:{smtp['password']}@127.0.0.1:{smtp['port']}"  # type: ignore[attr-defined]
    settings.PACKHAUS_SMTP_FROM = "packhaus@agentur.example"  # type: ignore[attr-defined]
    post.wait(minutes=61)
    (mail,) = post.mails()
    assert mail["headers"]["From"] == "Packhaus <packhaus@agentur.example>"
    assert post.problem() == ""


def test_an_operators_address_of_the_wrong_form_is_said(post: Post, settings: object) -> None:
    MailSettings.objects.all().delete()
    settings.PACKHAUS_SMTP = "mail.agentur.example:25"  # type: ignore[attr-defined]
    post.ask()
    post.work()
    assert "PACKHAUS_SMTP is no address" in post.problem()
