"""Each cause for which a connection does not work, brought about at the other side or on ours.

``script/support/why_table.py`` says the same in words, for ``docs/why.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.authorizations.models import Authorization
from packhaus.flow import connect, renew, rotate
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials
from reckoning import fault, make

if TYPE_CHECKING:
    from line import Line

ROLES = [
    "Direct-to-Consumer Shipping",
    "Inventory and Order Tracking",
    "Product Listing",
    "Selling Partner Insights",
]


def at_work(line: Line) -> None:
    """A connection that works: an order came in with its weight."""
    make(line)
    line.move(minutes=5)
    line.connect(countries=("DE",))
    line.work()


def admin(line: Line, **wish: Any) -> Any:
    return line.simulator.admin("/authorization", wish)


def later(line: Line, **by: float) -> None:
    line.move(**(by or {"hours": 2}))
    line.work()


def authorization() -> Authorization:
    return Authorization.objects.get()


def revoked(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    renew.revoke(authorization(), line.member, line.now())


def year_over(line: Line, _: pytest.MonkeyPatch) -> None:
    public = admin(line, application="public", authorize=True)
    line.connection = connect.save(
        line.organization,
        line.member,
        shop="amazon",
        kind="public",
        credentials=Credentials(
            client_id=public["client_id"],
            client_secret=public["client_secret"],
            refresh_token=public["refresh_token"],
            seller_id=public["seller_id"],
        ),
        countries=["DE"],
        name="Hagedorn",
        import_weights=True,
        confirm_at="handled",
        now=line.now(),
    )
    line.work()
    for _each in range(3):
        secret_renewed_in_time(line)
    later(line, days=6)


def secret_renewed_in_time(line: Line) -> None:
    later(line, days=120)
    fresh = admin(line, application="public", rotate_secret=True)["client_secret"]
    application = authorization().application
    assert rotate.enter(application, line.member, secret=fresh, now=line.now()) is rotate.Rotation.TAKEN


def secret_over(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    later(line, days=181)


def secret_ended(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    later(line)
    admin(line, expire_secret=True)
    later(line, minutes=5)


def secret_new(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    enter_new(line)
    line.simulator.admin("/switches", {"new_secret_delay_seconds": 1800})
    later(line, minutes=4)


def enter_new(line: Line) -> rotate.Rotation:
    fresh = admin(line, rotate_secret=True)["client_secret"]
    return rotate.enter(authorization().application, line.member, secret=fresh, now=line.now())


def secret_waits(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    line.simulator.admin("/switches", {"new_secret_delay_seconds": 1800})
    assert enter_new(line) is rotate.Rotation.WAITS


def secret_refused(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    application = authorization().application
    wrong = "amzn1.oa2-cs.v1.wrong"
    assert rotate.enter(application, line.member, secret=wrong, now=line.now()) is rotate.Rotation.WAITS
    later(line, days=1, minutes=1)


def keys(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.connect_old()
    line.work()
    monkeypatch.setenv("PACKHAUS_MWS_SECRET_KEY", "wrong")
    later(line, minutes=10)


def token(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    admin(line, revoke_refresh_token=True)
    later(line)


def region(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    admin(line, region="na")
    later(line)


def role(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    admin(line, roles=[name for name in ROLES if name != "Product Listing"])
    later(line, days=8)


def role_orders(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    admin(line, roles=[])
    later(line, minutes=10)


def addresses(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    admin(line, roles=[name for name in ROLES if name != "Direct-to-Consumer Shipping"])
    later(line)
    connect.test_saved(Connection.objects.get(), line.now())
    line.work()


def unreachable(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work(line)
    monkeypatch.setenv("PACKHAUS_AMAZON_API_EU", "http://127.0.0.1:9")
    later(line, minutes=4)


def other(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work(line)
    monkeypatch.setenv("PACKHAUS_AMAZON_API_EU", "http://amazon.example")
    later(line, minutes=4)


def outage(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    fault(line, "searchOrders", "status", status=500)
    later(line, minutes=4)


def unreadable(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    fault(line, "searchOrders", "garbage")
    later(line, minutes=4)


def clock(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    line.simulator.advance(7200)
    later(line, minutes=4)


def limit(line: Line, _: pytest.MonkeyPatch) -> None:
    at_work(line)
    fault(line, "searchOrders", "status", status=429, times=1)
    later(line, minutes=4)


PROVOKE: dict[str, Callable[[Line, pytest.MonkeyPatch], None]] = {
    each.__name__: each
    for each in (
        revoked,
        year_over,
        secret_over,
        secret_ended,
        secret_new,
        secret_waits,
        secret_refused,
        keys,
        token,
        region,
        role_orders,
        role,
        unreachable,
        outage,
        unreadable,
        other,
        clock,
        addresses,
        limit,
    )
}
