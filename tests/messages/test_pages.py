"""Settings > E-mail as a merchant uses it, and what the rest of the panel says where mails fail (R4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from packhaus.messages.models import MailSettings, Message
from packhaus.messages.server import server_of

if TYPE_CHECKING:
    from post_office import Post

PAGE = "/settings/mail/"


@pytest.fixture
def panel(post: Post, signed_in: Client) -> Client:
    """The owner's browser, in English; no mail server yet."""
    post.member.language = "en"
    post.member.save()
    MailSettings.objects.all().delete()
    return signed_in


def typed(post: Post, **changes: object) -> dict[str, Any]:
    smtp = post.simulator.info["smtp"]
    return {
        "host": smtp["host"],
        "port": smtp["port"],
        "security": "none",
        "user": smtp["user"],
        "password": smtp["password"],
        "sender_address": "versand@hagedorn.example",
        "sender_name": "Hagedorn",
    } | changes


def text(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_entered_saved_and_tried_with_a_test_mail(panel: Client, post: Post) -> None:
    assert "No mail server is set up" in text(panel)
    assert panel.post(PAGE, typed(post)).status_code == 302
    answer = panel.post(f"{PAGE}test/", {"nonce": "abc"})
    assert "Being sent" in text(panel, answer["Location"])
    panel.post(f"{PAGE}test/", {"nonce": "abc"})
    post.work()
    (mail,) = post.mails()
    assert mail["to"] == [post.member.email]
    assert mail["subject"] == "Test mail from Packhaus"
    shown = text(panel, answer["Location"])
    assert "The mail server took the mail to Miriam Kaczmarek" in shown
    assert "last mail taken" in shown
    progress = panel.get(f"{PAGE}test/{Message.objects.get().public_id}/")
    assert progress["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("auth_fails", "did not take user and password"),
        ("refuse_sender", "does not take the sender address"),
        ("down", "Nothing answers at the mail server"),
        ("garbage", "is no mail server that sends"),
    ],
)
def test_a_test_mail_that_fails_says_what_to_mend(panel: Client, post: Post, mode: str, said: str) -> None:
    panel.post(PAGE, typed(post))
    post.behave(mode)
    answer = panel.post(f"{PAGE}test/", {"nonce": "abc"})
    post.work()
    shown = text(panel, answer["Location"])
    assert "Not sent" in shown
    assert said in shown


def test_r45_where_mails_fail_today_the_settings_and_the_page_say_so(panel: Client, post: Post) -> None:
    panel.post(PAGE, typed(post))
    assert "E-mails do not get through" not in text(panel, "/")
    post.behave("down")
    post.ask()
    post.work()
    assert "E-mails do not get through" in text(panel, "/")
    assert f'href="{PAGE}"' in text(panel, "/")
    assert "mails do not get through" in text(panel, "/settings/")
    assert "Mails do not get through since" in text(panel)


def test_saving_sends_what_waited(panel: Client, post: Post) -> None:
    post.ask()
    post.work()
    assert "E-mails do not get through" in text(panel, "/")
    panel.post(PAGE, typed(post))
    post.work()
    assert len(post.mails()) == 1
    assert "E-mails do not get through" not in text(panel, "/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": "smtps://mail.example.org:465/"}, "without port and slashes"),
        ({"host": "mail.example.org"}, "Without encryption anybody on the way"),
        ({"security": "ssl"}, "valid choice"),
        ({"port": "99999"}, "65535"),
        ({"password": ""}, "Enter the password"),
        ({"sender_address": "versand"}, "valid email address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_not_kept(
    panel: Client, post: Post, changes: dict[str, object], said: str
) -> None:
    answer = panel.post(PAGE, typed(post, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not MailSettings.objects.exclude(host="").exists()


def test_the_password_stays_unless_the_server_changes(panel: Client, post: Post) -> None:
    panel.post(PAGE, typed(post))
    assert post.simulator.info["smtp"]["password"] not in text(panel)
    assert panel.post(PAGE, typed(post, password="", sender_name="Versand")).status_code == 302
    assert server_of(post.organization).password == post.simulator.info["smtp"]["password"]
    answer = panel.post(PAGE, typed(post, password="", host="localhost"))
    assert answer.status_code == 422, "a password is sent to nobody but the server it was entered for"


def test_a_test_mail_needs_a_server(panel: Client, post: Post) -> None:
    answer = panel.post(f"{PAGE}test/", {"nonce": "abc"}, follow=True)
    assert "No mail server is set up" in answer.content.decode()
    assert not Message.objects.exists()


def test_another_merchants_mails_are_not_shown(panel: Client, post: Post) -> None:
    from packhaus.accounts.models import Member, Organization
    from packhaus.messages import outbox

    other = Organization.objects.create(name="Other", created_at=post.member.created_at)
    stranger = Member.objects.create(
        organization=other, email="eve@other.example", name="Eve Fremd", created_at=other.created_at
    )
    (foreign,) = outbox.ask(other, [stranger], "test", {}, "test:1", other.created_at)
    assert "Eve Fremd" not in text(panel)
    assert panel.get(f"{PAGE}test/{foreign.public_id}/").status_code == 404


def test_a_mail_that_no_worker_takes_up_is_said(panel: Client, post: Post) -> None:
    from packhaus.engine import clock

    panel.post(PAGE, typed(post))
    answer = panel.post(f"{PAGE}test/", {"nonce": "abc"})
    clock.move(30)
    assert "No worker has taken the mail up yet" in text(panel, answer["Location"])
