"""A mail server that is down, slow or refuses: no mail to a buyer is lost, none comes too late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from own.merchant import plant
from packhaus.kit.words import Words
from packhaus.messages import outbox
from packhaus.messages.models import Message
from packhaus.parcels.models import Parcel

if TYPE_CHECKING:
    from own.merchant import Own


def test_an_address_that_the_server_does_not_know_holds_no_other_up(own: Own) -> None:
    own.write_mails()
    own.line.simulator.admin("/smtp", {"refuse": ["gone@muessig.example"]})
    wrong, right = own.enter("B-17", email="gone@muessig.example"), own.enter("B-18")
    own.ship(wrong, right)
    assert [mail["to"] for mail in own.mails()] == [["joerg@muessig.example"]]
    refused = Message.objects.get(order=wrong)
    assert refused.state == "refused"
    assert "does not know the buyer's e-mail address" in str(Words.from_stored(refused.words))
    assert outbox.mail_problem(own.organization) is None, "the merchant's own mails are not in trouble"


def test_a_server_that_is_down_loses_no_mail(own: Own) -> None:
    own.write_mails()
    own.line.simulator.admin("/smtp", {"mode": "down"})
    own.ship(own.enter("B-17"))
    assert own.mails() == []
    assert outbox.mail_problem(own.organization) is not None
    own.line.simulator.admin("/smtp", {"mode": "ok"})
    own.line.move(hours=2)
    own.line.work()
    assert len(own.mails()) == 1
    assert outbox.mail_problem(own.organization) is None


def test_a_mail_that_waited_until_its_parcel_had_arrived_does_not_go_the_one_on_delivery_does(
    own: Own,
) -> None:
    own.write_mails(delivered=True)
    own.line.simulator.admin("/smtp", {"mode": "down"})
    order = own.enter("B-17")
    own.ship(order)
    for _ in range(5):
        own.line.move(hours=12)
        own.line.work()
    assert Parcel.objects.get(order=order).state == "delivered"
    assert own.mails() == []
    own.line.simulator.admin("/smtp", {"mode": "ok"})
    own.line.move(hours=2)
    own.line.work()
    assert [mail["headers"]["X-Packhaus-Kind"] for mail in own.mails()] == ["delivered"]
    assert own.messages() == {"tracking": "withdrawn", "delivered": "sent"}


def test_a_server_too_slow_or_putting_off_sends_it_in_the_end_and_once(own: Own) -> None:
    own.write_mails()
    own.line.simulator.admin("/smtp", {"mode": "slow"})
    own.ship(own.enter("B-17"))
    assert own.mails() == []
    assert outbox.mail_problem(own.organization) is not None
    own.line.simulator.admin("/smtp", {"mode": "greylist"})
    own.line.move(hours=2)
    own.line.work(kinds=("mail",))
    assert own.mails() == []
    assert own.messages() == {"tracking": "owed"}
    own.line.simulator.admin("/smtp", {"mode": "ok"})
    for _ in range(3):
        own.line.move(hours=2)
        own.line.work(kinds=("mail",))
    assert [mail["to"] for mail in own.mails()] == [["joerg@muessig.example"]]
    assert outbox.mail_problem(own.organization) is None


def test_a_buyer_who_cannot_be_opened_just_now_holds_no_other_mail_up(own: Own) -> None:
    own.write_mails("handled")
    order = own.enter("B-17")
    own.ship(order)
    ring_folder = settings_keys()
    away = ring_folder.with_name("away")
    ring_folder.rename(away)
    waiting = plant(own, order)
    own.line.work(kinds=("mail",))
    waiting.refresh_from_db()
    assert waiting.state == "owed"
    away.rename(ring_folder)
    own.line.move(hours=1)
    own.line.work()
    waiting.refresh_from_db()
    assert waiting.state == "sent"


def settings_keys() -> Path:
    from django.conf import settings as django_settings

    return Path(django_settings.KEYS)
