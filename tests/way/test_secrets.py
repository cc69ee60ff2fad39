"""Credentials that Amazon does not take (R2): said in words, nothing lost, and all goes on once mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.engine.models import Due
from packhaus.flow import announce, connect
from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant
from packhaus.kit.words import Words
from packhaus.shops.models import Connection
from packhaus.shops.problems import troubles_of
from reckoning import calm, confirmed, fault, go_on, labels, lost, make, told_wrong

if TYPE_CHECKING:
    from line import Line


def _problem() -> str:
    return "\n".join(str(one.words) for one in troubles_of(Connection.objects.get()))


def test_wrong_credentials_are_refused_before_anything_is_saved(quiet: Line) -> None:
    make(quiet)
    good = quiet.credentials
    wrong: dict[str, tuple[Any, str]] = {
        "a wrong secret": ({"client_secret": "amzn1.oa2-cs.v1.wrong"}, "client secret (21 characters)"),
        "a wrong client": ({"client_id": "amzn1.application-oa2-client.no"}, "client ID"),
        "a token cut short": ({"refresh_token": good.refresh_token[:40]}, "refresh token (40 characters)"),
        "no token at all": ({"refresh_token": "miriam"}, "begin with “Atzr|”"),
    }
    for name, (change, said) in wrong.items():
        with pytest.raises(AuthorizationEnded) as refused:
            connect.test("amazon", msgspec.structs.replace(good, **change), "DE", quiet.now())
        assert said in str(refused.value), name
        for secret in (good.client_secret, good.refresh_token):
            assert secret not in str(refused.value)
    with pytest.raises(NeedsMerchant) as refused:
        connect.test("amazon", good, "GB", quiet.now())
    assert "does not sell in GB" in str(refused.value)
    assert "DE, " in str(refused.value), "the countries that it has"
    with pytest.raises(NeedsMerchant):
        quiet.connect(countries=("DE", "US"))
    assert not Connection.objects.exists()
    assert not Authorization.objects.exists()
    assert not Due.objects.exists()


def _denied(line: Line) -> None:
    """The authorization is denied, and every part of the line waits without a call in vain."""
    authorization = Authorization.objects.get()
    assert authorization.state == Authorization.State.DENIED
    assert AuthorizationEvent.objects.filter(old="active", new="denied").count() == 1
    before = line.simulator.admin("/state")["calls"]
    for _ in range(3):
        line.move(minutes=16)
        line.work(kinds=("sync", "confirm", "weights", "label"))
    assert line.simulator.admin("/state")["calls"] == before, "no call goes out with it in vain"


def _at_work(line: Line, count: int) -> list[str]:
    """Orders that came in, of which the first is on its way and owed to Amazon."""
    ids = make(line, count)
    line.move(minutes=5)
    line.connect(countries=("DE",), confirm_at="handled")
    line.work()
    line.ship(line.orders(shop_order_id=ids[0]))
    return ids


def test_a_revoked_token_loses_nothing_and_a_new_one_lets_all_go_on(quiet: Line) -> None:
    ids = _at_work(quiet, 3)
    quiet.simulator.admin("/authorization", {"revoke_refresh_token": True})
    quiet.move(hours=2)
    ids += make(quiet, 2)
    quiet.simulator.admin("/carrier/events", {"kind": "handled", "parcel_id": _parcel_id(quiet)})
    quiet.move(minutes=6)
    batch = announce.start_batch(
        quiet.organization,
        quiet.member,
        order_ids=list(quiet.orders(shop_order_id=ids[1]).values_list("pk", flat=True)),
        service="",
        key="while denied",
        now=quiet.now(),
    )
    quiet.work()
    assert "refresh token" in _problem()
    assert "Authorize the application again" in _problem(), "the mend"
    _denied(quiet)
    item = batch.items.get()
    assert item.state == "waiting", "nothing is wrong with the order: it waits for the shop"
    assert "refresh token" in str(Words.from_stored(item.words))
    assert labels(quiet) == {ids[0]: 1}, "no label is bought while Amazon cannot be asked"
    assert not confirmed(quiet)

    fresh = quiet.simulator.admin("/authorization", {"authorize": True})
    with pytest.raises(AuthorizationEnded):
        connect.replace_secrets(
            quiet.connection,
            quiet.member,
            client_id=fresh["client_id"],
            client_secret=fresh["client_secret"],
            refresh_token="Atzr|wrong",
            now=quiet.now(),
        )
    assert Authorization.objects.get().state == Authorization.State.DENIED, "a wrong one changes nothing"
    connect.replace_secrets(
        Connection.objects.get(),
        quiet.member,
        client_id=fresh["client_id"],
        client_secret=fresh["client_secret"],
        refresh_token=fresh["refresh_token"],
        now=quiet.now(),
    )
    go_on(quiet, lambda: not lost(quiet) and len(labels(quiet)) == 2, what="all went on")
    assert not Connection.objects.get().problems.exists()
    assert Authorization.objects.get().state == Authorization.State.ACTIVE
    go_on(quiet, lambda: set(ids[:2]) <= set(confirmed(quiet)), step=3600, what="owed ones are told")
    assert not told_wrong(quiet)


def _parcel_id(line: Line) -> str:
    (parcels,) = line.simulator.admin("/carrier/orders")["orders"].values()
    return str(parcels[0]["parcel_id"])


def test_an_ended_secret_is_named_and_a_test_after_the_mend_lets_all_go_on(quiet: Line) -> None:
    ids = _at_work(quiet, 2)
    quiet.move(hours=2)
    quiet.simulator.admin("/authorization", {"expire_secret": True})
    ids += make(quiet, 2)
    quiet.move(minutes=10)
    quiet.work()
    assert "client secret" in _problem()
    assert "180 days" in _problem()
    _denied(quiet)

    fresh = quiet.simulator.admin("/authorization", {"rotate_secret": True})
    connect.replace_secrets(
        Connection.objects.get(),
        quiet.member,
        client_id=fresh["client_id"],
        client_secret=fresh["client_secret"],
        refresh_token=fresh["refresh_token"],
        now=quiet.now(),
    )
    go_on(quiet, lambda: not lost(quiet), what="orders of the meantime are here")
    assert set(ids) == set(quiet.orders().values_list("shop_order_id", flat=True))


def test_a_denial_that_was_amazons_own_trouble_ends_with_a_test(quiet: Line) -> None:
    _at_work(quiet, 1)
    said = {
        "code": "Unauthorized",
        "message": "Access to requested resource is denied.",
        "details": "The access token you provided is revoked, malformed or invalid.",
    }
    fault(quiet, "searchOrders", "status", status=403, times=2, **said)
    quiet.move(minutes=4)
    quiet.work()
    assert Authorization.objects.get().state == Authorization.State.DENIED
    new = make(quiet, 1)
    calm(quiet)
    quiet.move(minutes=5)
    connect.test_saved(Connection.objects.select_related("authorization").get(), quiet.now())
    go_on(quiet, lambda: not lost(quiet), what="reading goes on")
    assert quiet.orders(shop_order_id__in=new).exists()
    assert not Connection.objects.get().problems.exists()
