"""Asking for mails, taking them back, and what the panel says of the sending (R4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from packhaus.engine import clock
from packhaus.kit.errors import Bug
from packhaus.messages import outbox
from packhaus.messages.models import MailSettings, Message
from packhaus.messages.server import operators, save_server, server_of
from packhaus.messages.states import move

if TYPE_CHECKING:
    from packhaus.accounts.models import Organization
    from post_office import Post


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_sent(post: Post) -> None:
    with transaction.atomic():
        post.ask()
        transaction.set_rollback(True)
    post.work()
    assert post.mails() == []
    post.ask()
    post.work()
    assert len(post.mails()) == 1, "and what commits is"


def test_the_same_key_is_another_mail_for_another_member_and_merchant(post: Post) -> None:
    first = post.ask()
    anna = post.colleague()
    both = post.ask()
    assert both[0].pk == first[0].pk
    assert [message.recipient for message in both] == [post.member, anna]
    assert len({message.message_id for message in both}) == 2


def test_a_mail_taken_back_does_not_go_out(post: Post) -> None:
    (message,) = post.ask()
    (other,) = post.ask(key="other")
    with transaction.atomic():
        assert outbox.withdraw(post.organization, "first", clock.now()) == 1
    post.work()
    assert post.state(message) == "withdrawn"
    assert post.state(other) == "sent"
    with transaction.atomic():
        assert outbox.withdraw(post.organization, "other", clock.now()) == 0, "sent is sent"


def test_who_left_meanwhile_gets_no_mail(post: Post) -> None:
    (message,) = post.ask()
    post.member.is_active = False
    post.member.save()
    post.work()
    assert post.state(message) == "withdrawn"
    assert post.mails() == []


def test_the_address_is_that_of_the_moment_of_sending(post: Post) -> None:
    post.ask()
    post.member.email = "neu@hagedorn.example"
    post.member.save()
    post.work()
    assert [mail["to"] for mail in post.mails()] == [["neu@hagedorn.example"]]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("newsletter", {"lines": []}),
        ("reminder", {"lines": []}),
        ("reminder", {"lines": [{"buyer": "Erika Mustermann"}]}),
        ("reminder", {"lines": [{"account": "Hagedorn", "ends_on": "soon"}]}),
    ],
)
def test_values_of_another_form_are_refused_when_asked(
    post: Post, kind: str, values: dict[str, object]
) -> None:
    with pytest.raises(Bug):
        outbox.ask(post.organization, [post.member], kind, values, "key", clock.now())
    assert not Message.objects.exists()


def test_a_sent_mail_cannot_be_moved_any_more(post: Post) -> None:
    (message,) = post.ask()
    post.work()
    message.refresh_from_db()
    with pytest.raises(Bug):
        move(message, "owed", clock.now())


def test_without_a_server_nothing_is_wrong_until_a_mail_is_owed(post: Post) -> None:
    MailSettings.objects.all().delete()
    assert post.problem() == ""
    post.ask()
    assert "No mail server is set up" in post.problem()


def test_new_settings_take_the_old_refusal_away(post: Post) -> None:
    post.behave("refuse_all")
    post.ask()
    post.work()
    assert post.problem()
    clock.move(1)
    post.save()
    assert post.problem() == ""


def test_the_password_lies_sealed_and_shows_nowhere(post: Post) -> None:
    kept = post.save(password="Geheim-7-Anker")
    assert b"Geheim" not in bytes(kept.sealed_password)
    server = server_of(post.organization)
    assert server.password == "Geheim-7-Anker"
    assert "Geheim" not in repr(server)


def test_a_password_is_bound_to_its_merchant(post: Post, now: object) -> None:
    from packhaus.accounts.models import Organization
    from packhaus.privacy.errors import SealBroken

    kept = post.save()
    other: Organization = Organization.objects.create(name="Other", created_at=clock.now())
    save_server(
        other,
        host="127.0.0.1",
        port=25,
        security="none",
        user="x",
        password="y",
        sender_address="x@other.example",
        sender_name="",
        now=clock.now(),
    )
    MailSettings.objects.filter(organization=other).update(sealed_password=kept.sealed_password)
    with pytest.raises(SealBroken):
        server_of(other)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("smtps://a%40b:p%3Aw@mail.example.org", ("mail.example.org", 465, "tls", "a@b", "p:w")),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "starttls", "", "")),
        ("smtp://127.0.0.1:25", ("127.0.0.1", 25, "none", "", "")),
    ],
)
def test_the_operators_address_is_read(
    settings: object, address: str, found: tuple[str, int, str, str, str]
) -> None:
    settings.PACKHAUS_SMTP = address  # type: ignore[attr-defined]
    settings.PACKHAUS_SMTP_FROM = "packhaus@example.org"  # type: ignore[attr-defined]
    server = operators()
    assert server is not None
    assert (server.host, server.port, server.security, server.user, server.password) == found
