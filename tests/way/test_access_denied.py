"""403 "access denied" (E5): told at once, tried on, good again by itself; since when stays true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authorized import Year
from packhaus.authorizations import states
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.engine.due import make_due
from packhaus.flow import connect
from packhaus.flow.why import standing_of
from packhaus.kit.words import Words
from packhaus.shops.models import Connection
from packhaus.shops.problems import troubles_of
from provoking import ROLES, admin, at_work, authorization, later
from reckoning import make

if TYPE_CHECKING:
    from line import Line


def calls_made(line: Line) -> list[object]:
    made: list[object] = line.simulator.admin("/calls?limit=100000")["calls"]
    return made


def causes(line: Line) -> list[str]:
    return [found.cause.code for found in standing_of(Connection.objects.get(), line.now()).causes]


def test_orders_that_may_not_be_read_move_the_state_and_are_told_by_mail(quiet: Line) -> None:
    year = Year(quiet)
    at_work(quiet)
    admin(quiet, roles=[])
    later(quiet, minutes=10)
    later(quiet, minutes=1)
    assert authorization().state == Authorization.State.DENIED
    assert causes(quiet) == ["role_orders"]
    [(_, subject, text)] = year.mails()
    assert "Hagedorn" in subject
    assert "searchOrders" in text
    assert "Die Bestellungen dürfen nicht gelesen werden" in subject
    later(quiet, hours=5)
    assert len(year.mails()) == 1, "told once, however often it is tried"

    admin(quiet, roles=ROLES)
    new = make(quiet, 1)
    later(quiet, minutes=30)
    assert authorization().state == Authorization.State.ACTIVE, "nobody had to do anything here"
    assert quiet.orders(shop_order_id__in=new).exists()
    assert causes(quiet) == []
    story = AuthorizationEvent.objects.order_by("pk").values_list("new", flat=True)
    assert list(story) == ["active", "denied", "active"]
    later(quiet, minutes=1)
    _, subject, text = year.mails()[-1]
    assert subject == "„Hagedorn“: Die Bestellungen werden wieder gelesen"
    assert "erneuert" not in text


def test_r4_5_who_lacks_a_role_is_reminded_and_deactivated_on_the_day_all_the_same(quiet: Line) -> None:
    year = Year(quiet)
    year.authorize()
    year.to_the_last_day()
    year.public(roles=[])
    quiet.move(hours=2)
    quiet.work()
    one = year.authorization()
    assert (one.state, one.cause) == (Authorization.State.DENIED, "role")
    one.reminders.all().delete()
    make_due("remind", one.pk, quiet.now())
    quiet.work()
    assert one.reminders.count() == 1
    later(quiet, minutes=1)
    assert one.reminders.exclude(message_key="").count() == 1, "asked for by mail too"
    year.until(year.ends_on)
    assert year.authorization().state == Authorization.State.DEACTIVATED
    year.forget_calls()
    later(quiet, hours=2)
    assert year.calls() == 0


def test_since_when_and_why_stay_true_however_much_work_comes_by(quiet: Line) -> None:
    ids = make(quiet, 2)
    quiet.move(minutes=5)
    quiet.connect(countries=("DE",), confirm_at="announced")
    quiet.work()
    admin(quiet, revoke_refresh_token=True)
    later(quiet, hours=2)
    first = troubles_of(Connection.objects.get())
    assert authorization().state == Authorization.State.DENIED
    quiet.ship(quiet.orders(shop_order_id=ids[0]))
    for _ in range(3):
        later(quiet, minutes=16)
    assert troubles_of(Connection.objects.get()) == first, "our own silence is no new trouble of the shop's"
    assert {one.cause for one in first} == {"token"}


def test_a_token_that_ends_while_a_role_is_missing_is_told_too_and_tried_no_more(quiet: Line) -> None:
    year = Year(quiet)
    at_work(quiet)
    admin(quiet, roles=[])
    later(quiet, minutes=10)
    later(quiet, minutes=1)
    admin(quiet, roles=ROLES, revoke_refresh_token=True)
    later(quiet, hours=2)
    later(quiet, minutes=1)
    assert (authorization().state, authorization().cause) == (Authorization.State.DENIED, "token")
    assert causes(quiet) == ["token"]
    assert [subject for _, subject, _ in year.mails()][1:] == [
        "„Hagedorn“: Der Shop lässt Packhaus nicht mehr hinein"
    ]
    before = len(calls_made(quiet))
    later(quiet, hours=3)
    assert len(calls_made(quiet)) == before


def test_a_test_that_gets_through_after_a_denial_is_no_renewal(quiet: Line) -> None:
    year = Year(quiet)
    at_work(quiet)
    one = authorization()
    states.deny(one, quiet.now(), Words("Amazon denied it."), "token")
    later(quiet, minutes=1)
    connect.test_saved(Connection.objects.get(), quiet.now())
    later(quiet, minutes=1)
    assert authorization().state == Authorization.State.ACTIVE
    _, subject, text = year.mails()[-1]
    assert subject == "„Hagedorn“: Packhaus hat wieder Zugriff"
    assert "erneuert" not in text
