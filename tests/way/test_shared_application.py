"""One application, two accounts (R1): what is mended for one of them is mended for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authorized import Year
from packhaus.authorizations.models import Application, Authorization
from packhaus.flow import connect
from packhaus.flow.renew import revoke
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials
from provoking import admin, at_work, later

if TYPE_CHECKING:
    from line import Line


def states() -> dict[str, str]:
    return dict(Connection.objects.values_list("name", "authorization__state"))


def connected_too(line: Line, name: str) -> Connection:
    other = line.simulator.admin("/sellers", {"orders": 3, "name": name})["seller_id"]
    given = line.simulator.admin(f"/authorization?seller={other}", {"authorize": True})
    mine = line.credentials
    made: Connection = connect.save(
        line.organization,
        line.member,
        shop="amazon",
        kind="private",
        credentials=Credentials(
            client_id=mine.client_id,
            client_secret=mine.client_secret,
            refresh_token=given["refresh_token"],
            seller_id=other,
        ),
        countries=["DE"],
        name=name,
        import_weights=True,
        confirm_at="handled",
        now=line.now(),
    )
    line.work()
    return made


def test_a_new_secret_entered_for_one_account_lets_the_other_go_on(quiet: Line) -> None:
    at_work(quiet)
    other = connected_too(quiet, "Garten")
    admin(quiet, expire_secret=True)
    later(quiet)
    assert set(states().values()) == {Authorization.State.DENIED}
    fresh = admin(quiet, rotate_secret=True)["client_secret"]
    mine = quiet.credentials
    connect.replace_secrets(
        Connection.objects.get(name="Hagedorn"),
        quiet.member,
        client_id=mine.client_id,
        client_secret=fresh,
        refresh_token=mine.refresh_token,
        now=quiet.now(),
    )
    mended_at = quiet.now()
    later(quiet, minutes=5)
    assert states() == {"Hagedorn": "active", "Garten": "active"}
    other.refresh_from_db()
    assert not other.problems.exists()
    assert other.last_read_at is not None
    assert other.last_read_at >= mended_at


def test_past_the_old_secrets_day_too(quiet: Line) -> None:
    at_work(quiet)
    connected_too(quiet, "Garten")
    later(quiet, days=181)
    assert set(states().values()) == {Authorization.State.DEACTIVATED}
    fresh = admin(quiet, rotate_secret=True)["client_secret"]
    mine = quiet.credentials
    connect.replace_secrets(
        Connection.objects.get(name="Hagedorn"),
        quiet.member,
        client_id=mine.client_id,
        client_secret=fresh,
        refresh_token=mine.refresh_token,
        now=quiet.now(),
    )
    assert states() == {"Hagedorn": "active", "Garten": "active"}
    later(quiet, minutes=5)
    assert set(states().values()) == {"active"}


def test_the_secret_of_an_application_that_lets_us_in_nowhere_any_more_is_destroyed(quiet: Line) -> None:
    at_work(quiet)
    connected_too(quiet, "Garten")
    own = Application.objects.get()
    Year(quiet).authorize()
    own.refresh_from_db()
    assert own.sealed_secret, "the other account goes on by it"
    revoke(Connection.objects.get(name="Garten").authorization, quiet.member, quiet.now())
    own.refresh_from_db()
    assert not own.sealed_secret


def test_an_account_that_moves_to_a_public_application_leaves_no_secret_behind(quiet: Line) -> None:
    at_work(quiet)
    own = Application.objects.get()
    Year(quiet).authorize()
    own.refresh_from_db()
    assert not own.sealed_secret
    assert not own.sealed_next_secret
    later(quiet, minutes=10)
    assert states() == {"Hagedorn DE": "active"}
