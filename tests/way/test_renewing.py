"""Renewed with the token that was kept, or revoked (R4.6, R4.7): nothing lost, nothing left to get in by."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings

from authorized import ZONE, Year
from line import hosts
from packhaus.authorizations.models import Application, Authorization, AuthorizationEvent, Reminder
from packhaus.authorizations.rules import local_day
from packhaus.engine.models import Due
from packhaus.flow import connect
from packhaus.flow.doors import credentials_of, open_shop, watched
from packhaus.flow.renew import page_at_shop, renew_with_same_token, revoke
from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Rejected, Retry
from packhaus.shops.models import Connection
from reckoning import fault, go_on, lost, make

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def year(quiet: Line) -> Year:
    found = Year(quiet)
    found.authorize()
    return found


def _ended(year: Year) -> None:
    year.to_the_last_day()
    year.until(year.ends_on + timedelta(days=3))
    assert year.authorization().state == Authorization.State.DEACTIVATED


def test_r4_6_not_yet_renewed_at_amazon_nothing_is_changed_and_the_token_is_kept(year: Year) -> None:
    _ended(year)
    before = year.authorization()
    with pytest.raises(AuthorizationEnded):
        renew_with_same_token(before, year.line.member, year.line.now())
    after = year.authorization()
    assert (after.state, after.term_began_at) == (before.state, before.term_began_at)
    assert bytes(after.sealed_refresh_token) == bytes(before.sealed_refresh_token) != b""
    year.public(renew=True)
    renew_with_same_token(after, year.line.member, year.line.now())
    assert year.authorization().state == Authorization.State.ACTIVE


def test_r4_6_amazon_out_of_order_changes_nothing_either(year: Year) -> None:
    _ended(year)
    year.public(renew=True)
    fault(year.line, "getMarketplaceParticipations", "status", status=503)
    with pytest.raises(Retry):
        renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    assert year.authorization().state == Authorization.State.DEACTIVATED


def test_r4_4_the_year_counts_from_the_day_that_the_merchant_names(year: Year) -> None:
    _ended(year)
    year.public(renew=True)
    today = year.today()
    for wrong in (today + timedelta(days=1), today - timedelta(days=370), year.began_on - timedelta(days=1)):
        with pytest.raises(Rejected):
            renew_with_same_token(year.authorization(), year.line.member, year.line.now(), wrong)
    renew_with_same_token(year.authorization(), year.line.member, year.line.now(), today - timedelta(days=2))
    began_on = local_day(year.authorization().term_began_at, ZONE)
    assert began_on == today - timedelta(days=2)
    assert local_day(year.authorization().given_at, ZONE) == year.began_on, "the original date stays"


def test_r4_4_an_ended_secret_wants_a_new_one_before_the_token_is_tried(year: Year) -> None:
    _ended(year)
    year.forget_calls()
    Application.objects.update(secret_ends_on=year.today())
    with pytest.raises(NeedsMerchant, match="client secret"):
        renew_with_same_token(year.authorization(), year.line.member, year.line.now())
    assert year.calls() == 0


def test_r4_7_revoked_the_token_is_destroyed_and_no_call_is_made(year: Year) -> None:
    make(year.line, 2)
    go_on(year.line, lambda: year.line.orders().count() == 2, what="orders are here")
    revoke(year.authorization(), year.line.member, year.line.now())
    kept = year.authorization()
    assert kept.state == Authorization.State.REVOKED
    assert bytes(kept.sealed_refresh_token) == b""
    event = AuthorizationEvent.objects.get(new="revoked")
    assert event.who == year.line.member
    year.forget_calls()
    make(year.line, 1)
    year.line.move(hours=30)
    year.line.work()
    assert year.calls() == 0
    assert year.line.orders().count() == 2, "orders stay"
    assert not Due.objects.filter(kind="sync").exists(), "nothing will be read any more"
    assert page_at_shop(kept).startswith(year.line.simulator.info["seller_central"])
    with pytest.raises(NeedsMerchant, match="Connect the account again"):
        renew_with_same_token(kept, year.line.member, year.line.now())
    with pytest.raises(NeedsMerchant, match="Revoked here"):
        connect.test_saved(Connection.objects.get(), year.line.now())


def test_r4_5_revoked_no_reminder_comes_any_more(year: Year) -> None:
    revoke(year.authorization(), year.line.member, year.line.now())
    year.eleven_months()
    year.until(year.ends_on + timedelta(days=1))
    assert not Reminder.objects.exists()
    assert year.mails() == []
    assert year.authorization().state == Authorization.State.REVOKED


def test_r4_7_a_call_under_way_while_it_is_revoked_changes_nothing(year: Year) -> None:
    before = Connection.objects.select_related("authorization__application").get()
    year.public(revoke_refresh_token=True)
    revoke(year.authorization(), year.line.member, year.line.now())
    year.line.move(hours=2)
    with pytest.raises(AuthorizationEnded), watched(before, year.line.now(), "orders"):
        open_shop("amazon", credentials_of(before.authorization)).participations()
    assert year.authorization().state == Authorization.State.REVOKED


def test_r4_6_a_refusal_of_the_old_token_does_not_deny_the_new_one(year: Year) -> None:
    before = Connection.objects.select_related("authorization__application").get()
    year.line.simulator.admin("/switches", {"reauthorization_token": "new"})
    year.authorize()
    year.public(revoke_refresh_token=True)
    year.line.move(hours=2)
    with pytest.raises(AuthorizationEnded), watched(before, year.line.now(), "orders"):
        open_shop("amazon", credentials_of(before.authorization)).participations()
    assert year.authorization().state == Authorization.State.ACTIVE


def test_r4_7_a_revoked_account_is_connected_again_and_goes_on_as_the_same_one(year: Year) -> None:
    revoke(year.authorization(), year.line.member, year.line.now())
    ids = make(year.line, 2)
    year.line.move(hours=4)
    year.authorize()
    go_on(year.line, lambda: not lost(year.line), what="orders of the meantime are here")
    assert set(ids) == set(year.line.orders().values_list("shop_order_id", flat=True))
    assert Connection.objects.get().active
    assert year.authorization().state == Authorization.State.ACTIVE
    assert year.authorization().sealed_refresh_token


def test_r4_7_the_last_account_of_an_own_application_takes_its_secret_along(quiet: Line) -> None:
    quiet.connect(countries=("DE",))
    revoke(Authorization.objects.get(), quiet.member, quiet.now())
    assert bytes(Application.objects.get().sealed_secret) == b""
    quiet.connect(countries=("DE",))
    quiet.work()
    assert Authorization.objects.get().state == Authorization.State.ACTIVE
    assert quiet.trouble() == []


_RENEW = """
import django
django.setup()
from packhaus.accounts.models import Member
from packhaus.authorizations.models import Authorization
from packhaus.engine.clock import now
from packhaus.flow.renew import renew_with_same_token
renew_with_same_token(Authorization.objects.get(), Member.objects.get(), now())
"""


def _renew_elsewhere(year: Year, folder: Path, seam: str) -> int:
    """Renewed by a process of its own, as the panel does it, killed at ``seam`` once."""
    database = django_settings.DATABASES["default"]
    environment = os.environ | hosts(year.line.simulator)
    environment |= {
        "DATABASE_URL": f"host={database['HOST']} port={database['PORT']} user={database['USER']}"
        f" dbname={database['NAME']}",
        "PACKHAUS_KEYS": str(django_settings.KEYS),
        "PACKHAUS_SEAM": seam,
        "PACKHAUS_SEAM_SPENT": str(folder / f"spent-{seam}"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", _RENEW], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, -9), done.stderr[-2000:]
    return done.returncode


@pytest.mark.parametrize("seam", ["renew.called", "renew.kept"])
def test_r4_6_a_kill_while_it_is_renewed_loses_neither_token_nor_what_waits(
    seam: str, year: Year, tmp_path: Path
) -> None:
    _ended(year)
    ids = make(year.line, 2)
    token = bytes(year.authorization().sealed_refresh_token)
    year.public(renew=True)
    assert _renew_elsewhere(year, tmp_path, seam) == -9, "it was killed there"
    if seam == "renew.called":
        assert year.authorization().state == Authorization.State.DEACTIVATED
        assert _renew_elsewhere(year, tmp_path, seam) == 0, "the merchant presses the button again"
    assert year.authorization().state == Authorization.State.ACTIVE
    assert bytes(year.authorization().sealed_refresh_token) == token
    year.line.move(minutes=10)
    go_on(year.line, lambda: not lost(year.line), what="what waited goes on")
    assert set(ids) <= set(year.line.orders().values_list("shop_order_id", flat=True))
    assert len([1 for _, subject, _ in year.mails() if "erneuert" in subject]) == 1
