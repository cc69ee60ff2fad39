"""Tracking e-mails: to buyers of one's own orders once a parcel, to Amazon's never, come what may (R4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from own.merchant import plant
from packhaus.flow import labels
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words
from packhaus.messages import outbox
from packhaus.messages.models import MailTemplate, Message, TrackingMails
from packhaus.messages.rules import AMAZON, AMAZON_BY_ADDRESS, AMAZON_BY_NUMBER
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel

if TYPE_CHECKING:
    from own.merchant import Own


def of_amazon(own: Own) -> Order:
    """An order of Amazon's whose label is bought, its buyer's data here."""
    own.line.connect()
    own.line.work()
    order = own.line.orders(connection__shop="amazon", state="ready").order_by("pk")[0]
    own.ship(order, key="amazon")
    order.refresh_from_db()
    assert order.live_label
    return order


def test_a_buyer_of_ones_own_gets_the_tracking_number_once(own: Own) -> None:
    own.write_mails("announced")
    order = own.enter("B-17")
    own.ship(order)
    parcel = Parcel.objects.get(order=order)
    [mail] = own.mails()
    assert mail["to"] == ["joerg@muessig.example"]
    assert mail["subject"] == "Ihre Bestellung B-17 ist unterwegs"
    assert mail["text"].startswith("Guten Tag Jörg Müßig,\r\n")
    assert parcel.tracking_number in mail["text"]
    assert f"/track/{parcel.tracking_number}" in mail["text"]
    assert "Jörg Müßig" in mail["text"]
    own.line.move(hours=80)
    own.line.work()
    assert len(own.mails()) == 1
    assert order.timeline.filter(kind="mail").count() == 1


def test_after_the_first_scan_where_that_is_chosen_and_on_delivery(own: Own) -> None:
    own.write_mails("handled", delivered=True)
    order = own.enter("B-17", country="DE")
    own.ship(order)
    assert own.mails() == []
    for _ in range(12):
        own.line.move(hours=12)
        own.line.work()
    assert [mail["headers"]["X-Packhaus-Kind"] for mail in own.mails()] == ["tracking", "delivered"]
    assert own.messages() == {"tracking": "sent", "delivered": "sent"}


def test_abroad_it_is_in_english(own: Own) -> None:
    own.write_mails()
    order = own.enter("B-18", country="FR", code="75001")
    own.ship(order)
    assert [mail["subject"] for mail in own.mails()] == ["Your order B-18 is on its way"]


def test_off_until_the_merchant_switches_them_on(own: Own) -> None:
    own.ship(own.enter("B-17"))
    assert own.mails() == []
    own.write_mails()
    own.line.move(hours=30)
    own.line.work()
    assert own.mails() == [], "a parcel of before stays without a mail"


def test_the_merchants_own_text_goes_out(own: Own) -> None:
    own.write_mails()
    MailTemplate.objects.create(
        organization=own.organization,
        kind="tracking",
        language="de",
        subject="Ab geht die Post: {order_number}",
        text="Moin {name}!\n{carrier}: {tracking_number}",
        changed_at=own.line.now(),
    )
    own.ship(own.enter("B-17"))
    [mail] = own.mails()
    assert mail["subject"] == "Ab geht die Post: B-17"
    assert mail["text"].startswith("Moin Jörg Müßig!\r\nDemo-Paketdienst: ")


def test_an_order_without_an_address_for_mails_gets_none(own: Own) -> None:
    own.write_mails()
    own.ship(own.enter("B-17", email=""))
    assert own.mails() == []
    assert own.messages() == {"tracking": "withdrawn"}


def test_a_label_given_back_takes_its_mail_back(own: Own) -> None:
    own.write_mails("handled")
    order = own.enter("B-17")
    own.ship(order)
    parcel = Parcel.objects.get(order=order)
    waiting = plant(own, order, key=f"tracking:{parcel.pk}")
    labels.give_back(parcel, own.line.member, own.line.now())
    Message.objects.filter(pk=waiting.pk).update(due_at=own.line.now())
    own.line.work(kinds=("void",))
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert own.mails() == []


def test_nothing_of_the_buyer_stands_in_the_outbox(own: Own) -> None:
    own.write_mails()
    own.ship(own.enter("B-17"))
    [kept] = Message.objects.filter(recipient=None).values()
    assert "joerg" not in str(kept)
    assert "Müßig" not in str(kept)


def test_r4_1_a_row_planted_for_amazons_buyer_is_refused_and_said_and_ones_own_goes_out(own: Own) -> None:
    own.write_mails("handled")
    theirs, ours = of_amazon(own), own.enter("B-17")
    own.ship(ours)
    planted, control = plant(own, theirs), plant(own, ours)
    own.line.work()
    planted.refresh_from_db()
    control.refresh_from_db()
    assert planted.state == "refused"
    assert Words.from_stored(planted.words) == Words(AMAZON)
    assert control.state == "sent"
    assert [mail["to"] for mail in own.mails()] == [["joerg@muessig.example"]]


@pytest.mark.parametrize(
    ("number", "email", "why"),
    [
        ("302-1234567-7654321", "anna@example.org", AMAZON_BY_NUMBER),
        ("B-17", "x7q3@marketplace.amazon.de", AMAZON_BY_ADDRESS),
    ],
)
def test_r4_1_an_order_of_amazons_entered_by_hand_gets_none(
    own: Own, number: str, email: str, why: str
) -> None:
    own.write_mails()
    order = own.enter(number, email=email)
    own.ship(order)
    planted = plant(own, order)
    own.line.work()
    planted.refresh_from_db()
    assert Words.from_stored(planted.words) == Words(why)
    assert own.mails() == []


def test_r4_1_a_row_whose_order_and_parcel_do_not_belong_together_is_refused(own: Own) -> None:
    own.write_mails("handled")
    theirs, ours = of_amazon(own), own.enter("B-17")
    own.ship(ours)
    mixed = plant(own, ours, parcel=Parcel.objects.get(order=theirs))
    own.line.work()
    mixed.refresh_from_db()
    assert mixed.state == "refused"
    assert own.mails() == []


def test_r4_1_nobody_can_ask_for_one_to_amazons_buyer(own: Own) -> None:
    order = of_amazon(own)
    with pytest.raises(Rejected):
        outbox.ask_buyer(
            own.organization,
            "tracking",
            shop=order.connection.shop,
            order_number=order.shop_order_id,
            order_id=order.pk,
            parcel_id=Parcel.objects.get(order=order).pk,
            language="de",
            now=own.line.now(),
        )
    assert Message.objects.count() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.sampled_from(["announced", "handled"]),
    delivered=st.booleans(),
    confirm_at=st.sampled_from(["announced", "handled"]),
    kind=st.sampled_from(["tracking", "delivered", "test", "reminder", "anything"]),
    state=st.sampled_from(["owed", "intended", "unknown"]),
    language=st.sampled_from(["de", "en"]),
)
def test_r4_1_whatever_the_settings_say(amazons: tuple[Own, Order], **chosen: Any) -> None:
    own, order = amazons
    own.write_mails(chosen["at"], delivered=chosen["delivered"])
    TrackingMails.objects.update(on_since="2020-01-01T00:00:00Z")
    own.line.connection.confirm_at = chosen["confirm_at"]
    own.line.connection.save()
    Message.objects.all().delete()
    planted = plant(own, order, chosen["kind"], state=chosen["state"], language=chosen["language"])
    own.line.move(hours=7)
    own.line.work()
    planted.refresh_from_db()
    assert planted.state == "refused"
    assert own.mails() == []
    assert Message.objects.count() == 1, "and none was asked for as its parcel went its way"


@pytest.fixture
def amazons(own: Own) -> tuple[Own, Order]:
    return own, of_amazon(own)


def test_a_mail_in_the_outbox_when_its_order_is_erased_is_not_sent(own: Own) -> None:
    own.write_mails("handled")
    order = own.enter("B-17")
    own.ship(order)
    waiting = plant(own, order)
    Order.objects.filter(pk=order.pk).update(erased_at=own.line.now())
    own.line.work()
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert own.mails() == []
