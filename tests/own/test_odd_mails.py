"""One odd address, name or sender holds no other mail up, and makes no header of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packhaus.kit.words import Words
from packhaus.messages import outbox
from packhaus.messages.models import MailSettings, Message
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from own.merchant import Own


@pytest.mark.parametrize("address", ["a@b.example\u3002", "a@b.example.", "a:b@c.example", "jörg@b.example"])
def test_an_address_that_is_none_is_refused_and_the_next_mail_goes_out(own: Own, address: str) -> None:
    own.write_mails()
    odd, next_one = own.enter("B-16", email=address), own.enter("B-17")
    own.ship(odd, next_one)
    assert [mail["to"] for mail in own.mails()] == [["joerg@muessig.example"]]
    refused = Message.objects.get(order=odd)
    assert refused.state == "refused"
    assert "none that a mail can go to" in str(Words.from_stored(refused.words))


@pytest.mark.parametrize("name", ["Jörg\r\nBcc: x@evil.example", "Jörg\x00\x1b[2J", "Jörg\u2028\u202eMüßig"])
def test_a_name_is_one_line_in_the_head_and_in_the_text(own: Own, name: str) -> None:
    own.write_mails()
    order = own.enter("B-17", name=name)
    Connection.objects.filter(pk=order.connection_id).update(name="Hagedorn\r\nBcc: x@evil.example")
    own.ship(order)
    [mail] = own.mails()
    assert mail["to"] == ["joerg@muessig.example"]
    assert "Bcc" not in mail["headers"]
    greeting = mail["text"].split("\r\n")[0]
    assert greeting.startswith("Guten Tag Jörg")
    assert greeting.endswith(",")
    assert greeting.isprintable()
    assert "Hagedorn Bcc: x@evil.example" in mail["text"]


def test_a_sender_with_umlauts_writes_to_buyers_as_to_members(own: Own) -> None:
    MailSettings.objects.update(
        sender_name="Müller\nBcc: x@evil.example", sender_address="post@müller.example"
    )
    own.write_mails()
    own.ship(own.enter("B-17"))
    [mail] = own.mails()
    assert mail["headers"]["From"] == '"Müller Bcc: x@evil.example" <post@xn--mller-kva.example>'
    assert "Bcc" not in mail["headers"]


def test_a_sender_that_is_none_is_said_and_the_mail_waits(own: Own) -> None:
    MailSettings.objects.update(sender_address="Hagedorn <post@hagedorn.example>")
    own.write_mails()
    own.ship(own.enter("B-17"))
    assert own.mails() == []
    assert own.messages() == {"tracking": "owed"}
    assert "none that a mail can come from" in str(outbox.mail_problem(own.organization))
    MailSettings.objects.update(sender_address="post@hagedorn.example")
    own.line.move(hours=2)
    own.line.work()
    assert len(own.mails()) == 1
