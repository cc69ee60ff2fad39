"""A new client secret takes the old one's place, with both valid for a while (R4.4): none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from authorized import Year
from line import hosts
from packhaus.authorizations.models import Application, Authorization
from packhaus.engine.due import make_due
from packhaus.flow import rotate
from packhaus.flow.rotate import Rotation
from packhaus.kit.errors import NeedsMerchant
from packhaus.privacy import vault
from packhaus.shops.models import Connection
from provoking import admin, at_work, authorization, later
from reckoning import make
from workers import Workers, until

if TYPE_CHECKING:
    from django.test import Client

    from line import Line


def held() -> Application:
    return Application.objects.get()


def secret_of(application: Application) -> str:
    return vault.open_secret(application.sealed_secret, application.aad)


def rotated_at_amazon(line: Line, delay_seconds: float = 0) -> str:
    line.simulator.admin("/switches", {"new_secret_delay_seconds": delay_seconds})
    return str(admin(line, rotate_secret=True)["client_secret"])


def enter(line: Line, secret: str, **more: Any) -> Rotation:
    return rotate.enter(held(), line.member, secret=secret, now=line.now(), **more)


def test_r4_4_a_secret_that_is_taken_begins_the_next_180_days_without_the_token(quiet: Line) -> None:
    at_work(quiet)
    token = bytes(authorization().sealed_refresh_token)
    later(quiet, days=170)
    assert authorization().state == Authorization.State.EXPIRING
    fresh = rotated_at_amazon(quiet)
    assert enter(quiet, fresh) is Rotation.TAKEN
    assert secret_of(held()) == fresh
    assert held().sealed_next_secret is None
    assert (held().secret_ends_on - quiet.now().date()).days in (179, 180, 181)
    assert authorization().state == Authorization.State.ACTIVE
    assert bytes(authorization().sealed_refresh_token) == token
    later(quiet, days=8)
    new = make(quiet, 1)
    later(quiet, minutes=10)
    assert quiet.orders(shop_order_id__in=new).exists(), "the old secret is gone at Amazon by now"


def test_r4_4_the_day_that_amazon_shows_counts_where_it_is_entered(quiet: Line) -> None:
    at_work(quiet)
    from datetime import timedelta

    day = quiet.now().date() + timedelta(days=90)
    assert enter(quiet, rotated_at_amazon(quiet), ends_on=day) is Rotation.TAKEN
    assert held().secret_ends_on == day


def test_while_amazon_is_slow_the_old_one_goes_on_and_the_new_one_is_tried(quiet: Line) -> None:
    at_work(quiet)
    old = secret_of(held())
    fresh = rotated_at_amazon(quiet, delay_seconds=1800)
    assert enter(quiet, fresh) is Rotation.WAITS
    new = make(quiet, 1)
    later(quiet, minutes=10)
    assert secret_of(held()) == old
    assert quiet.orders(shop_order_id__in=new).exists(), "orders come in by the old one"
    assert authorization().state == Authorization.State.ACTIVE
    assert not Connection.objects.get().problems.exists()
    for _ in range(3):
        later(quiet, minutes=10)
    assert secret_of(held()) == fresh, "taken by itself"
    assert held().sealed_next_secret is None


def test_a_wrong_one_changes_nothing_and_is_given_up_after_a_day(quiet: Line) -> None:
    at_work(quiet)
    old = secret_of(held())
    assert enter(quiet, "amzn1.oa2-cs.v1.mistyped") is Rotation.WAITS
    for _ in range(26):
        later(quiet, hours=1)
    assert held().next_secret_problem is not None
    assert secret_of(held()) == old
    calls = quiet.simulator.admin("/calls?operation=token")["calls"]
    later(quiet, minutes=30)
    assert authorization().state == Authorization.State.ACTIVE
    assert any(call["status"] == 401 for call in calls), "it was tried"
    right = rotated_at_amazon(quiet)
    assert enter(quiet, right) is Rotation.TAKEN
    assert held().next_secret_problem is None


def test_with_the_old_one_ended_what_waited_goes_on_by_itself_once_amazon_knows_the_new_one(
    quiet: Line,
) -> None:
    at_work(quiet)
    later(quiet)
    admin(quiet, expire_secret=True)
    later(quiet, minutes=5)
    assert authorization().state == Authorization.State.DENIED
    new = make(quiet, 2)
    assert enter(quiet, rotated_at_amazon(quiet, delay_seconds=1800)) is Rotation.WAITS
    for _ in range(4):
        later(quiet, minutes=10)
    assert authorization().state == Authorization.State.ACTIVE
    later(quiet, minutes=5)
    assert quiet.orders(shop_order_id__in=new).count() == 2
    assert not Connection.objects.get().problems.exists()


def test_r4_6_a_new_secret_is_not_tried_with_a_token_whose_year_is_over(quiet: Line) -> None:
    year = Year(quiet)
    year.authorize()
    year.to_the_last_day()
    year.leap(year.ends_on)
    assert year.authorization().state == Authorization.State.DEACTIVATED
    year.forget_calls()
    fresh = year.public(rotate_secret=True)["client_secret"]
    assert enter(quiet, fresh) is Rotation.TAKEN
    quiet.work()
    assert year.calls() == 0
    assert secret_of(held()) == fresh
    assert year.authorization().state == Authorization.State.DEACTIVATED, "its year is over all the same"


def test_past_its_last_day_a_new_secret_brings_the_authorization_back(quiet: Line) -> None:
    at_work(quiet)
    later(quiet, days=181)
    assert authorization().state == Authorization.State.DEACTIVATED
    assert enter(quiet, rotated_at_amazon(quiet)) is Rotation.TAKEN
    assert authorization().state == Authorization.State.ACTIVE


def test_while_amazon_is_out_the_new_one_is_kept(quiet: Line) -> None:
    at_work(quiet)
    fresh = rotated_at_amazon(quiet)
    quiet.simulator.admin("/faults", {"operation": "*", "kind": "status", "status": 503})
    assert enter(quiet, fresh) is Rotation.WAITS
    quiet.simulator.admin("/faults", method="DELETE")
    later(quiet, minutes=11)
    assert secret_of(held()) == fresh


def test_an_empty_one_is_refused(quiet: Line) -> None:
    at_work(quiet)
    with pytest.raises(NeedsMerchant):
        enter(quiet, "")
    assert held().sealed_next_secret is None


def test_the_page_takes_keeps_and_forgets_a_new_secret(quiet: Line, client: Client) -> None:
    at_work(quiet)
    client.force_login(quiet.member)
    address = f"/settings/integrations/applications/{held().public_id}/secret/"
    old = secret_of(held())
    fresh = rotated_at_amazon(quiet, delay_seconds=1800)
    answer = client.post(address, {"client_secret": f" {fresh[:20]}\n{fresh[20:]} ", "ends_on": ""})
    assert answer.headers["Location"] == address
    shown = client.get(address).content.decode()
    assert "Aufbewahrt, aber Amazon nimmt ihn noch nicht an" in shown
    assert fresh not in shown
    client.post(address, {"do": "forget"})
    assert held().sealed_next_secret is None
    assert secret_of(held()) == old
    refused = client.post(address, {"client_secret": fresh, "ends_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "Dieser Tag ist vorbei." in refused.content.decode()
    assert held().sealed_next_secret is None
    quiet.simulator.admin("/switches", {"new_secret_delay_seconds": 0})
    client.post(address, {"client_secret": fresh, "ends_on": ""})
    assert secret_of(held()) == fresh
    assert "ist angenommen" in client.get(address).content.decode()


@pytest.fixture
def workers(line: Line, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, hosts(line.simulator))
    yield started
    started.stop()


def killed_at(seam: str, line: Line, workers: Workers, sabotage: str = "") -> tuple[str, str]:
    """A new secret waits; a worker tries it and is killed at ``seam``. Gives the old one and the new one."""
    line.connect(countries=("DE",))
    old = secret_of(held())
    fresh = rotated_at_amazon(line, delay_seconds=1800)
    assert enter(line, fresh) is Rotation.WAITS
    line.simulator.admin("/switches", {"new_secret_delay_seconds": 0})
    make_due("secret", held().pk, line.now())
    killed = workers.start(seam=seam, sabotage=sabotage)
    until(workers.logs, lambda: killed.poll() is not None)
    assert killed.returncode == -9, workers.logs()
    return old, fresh


def both() -> tuple[str, str]:
    """The secret in use and the one that waits."""
    now = held()
    waits = vault.open_secret(now.sealed_next_secret, now.aad) if now.sealed_next_secret else ""
    return secret_of(now), waits


@pytest.mark.parametrize("seam", ["rotate.called", "rotate.kept"])
def test_a_kill_loses_neither_the_old_nor_the_new_one(seam: str, line: Line, workers: Workers) -> None:
    old, fresh = killed_at(seam, line, workers)
    assert both() == ((old, fresh) if seam == "rotate.called" else (fresh, ""))
    workers.start()

    def taken() -> bool:
        line.move(seconds=20)
        return both() == (fresh, "")

    until(workers.logs, taken)
    assert authorization().state == Authorization.State.ACTIVE
    assert fresh not in workers.logs()
    assert old not in workers.logs()


def test_a_new_one_that_is_not_kept_while_it_is_tried_is_lost_by_a_kill(line: Line, workers: Workers) -> None:
    old, _fresh = killed_at("rotate.called", line, workers, sabotage="rotate")
    assert both() == (old, ""), "the guard is off: the test must see that the new one is gone"
