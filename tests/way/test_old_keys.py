"""The keys of the old way are the installation's: read each time, kept with no merchant (R1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authorized import Year
from line import hosts
from packhaus.authorizations.models import Application, Authorization
from packhaus.engine import clock
from packhaus.flow.why import standing_of
from packhaus.shops.models import Connection
from provoking import authorization, later
from reckoning import go_on, lost, make

if TYPE_CHECKING:
    from line import Line

SECRET_KEY = "PACKHAUS_MWS_SECRET_KEY"


@pytest.fixture
def old(quiet: Line) -> Line:
    make(quiet, 2)
    quiet.move(minutes=5)
    quiet.connect_old()
    quiet.work()
    return quiet


def causes() -> list[str]:
    return [found.cause.code for found in standing_of(Connection.objects.get(), clock.now()).causes]


def test_no_key_is_kept_with_a_merchant(old: Line) -> None:
    application = Application.objects.get()
    assert bytes(application.sealed_secret) == b""
    assert application.outside_id == old.simulator.info["mws_developer"]["developer_id"]
    assert old.orders().count() == 2, "and yet its orders come in"


def test_wrong_keys_are_told_and_all_goes_on_once_they_are_right(
    old: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Year(old)
    monkeypatch.setenv(SECRET_KEY, "wrong")
    later(old, minutes=10)
    later(old, minutes=1)
    assert (authorization().state, authorization().cause) == (Authorization.State.DENIED, "keys")
    assert causes() == ["keys"]
    [(_, _, text)] = year.mails()
    assert "nimmt die Schlüssel dieses Packhaus nicht an" in text
    assert SECRET_KEY in text
    make(old, 1)
    later(old, hours=3)
    assert len(year.mails()) == 1

    monkeypatch.setenv(SECRET_KEY, hosts(old.simulator)[SECRET_KEY])
    later(old, minutes=16)
    assert authorization().state == Authorization.State.ACTIVE, "nobody saved anything again"
    go_on(old, lambda: not lost(old), what="the order of the meantime is here")
    assert causes() == []


def test_keys_that_are_taken_away_are_missed_in_words(old: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET_KEY)
    later(old, minutes=10)
    [found] = standing_of(Connection.objects.get(), old.now()).causes
    assert found.cause.code == "keys"
    assert SECRET_KEY in str(found.said)


def test_a_developer_with_new_keys_is_the_same_one_when_an_account_is_connected_again(old: Line) -> None:
    Application.objects.update(client_id="AKIATHEKEYOFBEFORE")
    old.connect_old()
    kept = Application.objects.get()
    assert kept.client_id == old.simulator.info["mws_developer"]["access_key"]
    assert Authorization.objects.get().application == kept
