"""An account that is connected again stays one connection, and what is wrong stays said (R2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from packhaus.authorizations.models import Application, Authorization
from packhaus.flow import connect
from packhaus.kit.errors import AuthorizationEnded
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from line import Line


def orders_in(line: Line, *countries: str) -> None:
    line.simulator.reset(seed=7, orders=0)
    for country in countries:
        line.simulator.admin("/orders", {"count": 3, "marketplace": country, "weights": "all"})
    line.move(minutes=10)


def test_another_application_of_the_same_account_makes_no_second_connection(line: Line) -> None:
    orders_in(line, "DE")
    line.connect(countries=("DE",))
    line.work()
    Application.objects.update(client_id="amzn1.application-oa2-client.the-one-before")
    line.connect(countries=("DE",))
    line.work()
    assert Connection.objects.count() == 1
    assert Authorization.objects.get().application.client_id == line.credentials.client_id
    assert line.orders().count() == 3, "no order came in twice"


def test_a_country_added_by_connecting_again_brings_its_open_orders(line: Line) -> None:
    orders_in(line, "DE", "FR")
    line.connect(countries=("DE",))
    line.work()
    assert line.orders().count() == 3
    line.move(hours=30)
    line.work()
    line.connect(countries=("DE", "FR"))
    line.work()
    assert line.orders().count() == 6


def test_a_wrong_seller_id_is_refused_before_anything_is_saved(line: Line) -> None:
    orders_in(line, "DE")
    wrong = msgspec.structs.replace(line.credentials, seller_id="A000WRONG000")
    with pytest.raises(AuthorizationEnded, match="A000WRONG000") as refused:
        connect.save(
            line.organization,
            line.member,
            shop="amazon",
            kind="private",
            credentials=wrong,
            countries=["DE"],
            name="Hagedorn",
            import_weights=True,
            confirm_at="handled",
            now=line.now(),
        )
    assert refused.value.cause == "seller"
    assert Connection.objects.count() == 0


def test_what_the_weights_ran_into_stays_said_while_orders_come_in(line: Line) -> None:
    orders_in(line, "DE")
    connection = line.connect(countries=("DE",))
    line.work(kinds=("sync",))
    line.simulator.admin(
        "/faults",
        {"operation": "searchListingsItems", "kind": "status", "status": 403, "code": "Unauthorized"},
    )
    line.move(hours=1)
    line.work()
    for _ in range(3):
        line.move(minutes=4)
        line.work()
        connection.refresh_from_db()
        assert connection.problems.exists()
    line.simulator.admin("/faults", method="DELETE")
    line.move(minutes=20)
    line.work()
    connection.refresh_from_db()
    assert not connection.problems.exists()


def test_a_night_of_refusals_takes_no_known_weight_away(line: Line) -> None:
    orders_in(line, "DE")
    line.connect(countries=("DE",))
    line.work()
    known = line.orders(weight_grams__isnull=False).count()
    assert known == 3
    line.simulator.admin(
        "/faults",
        {"operation": "searchListingsItems", "kind": "status", "status": 400, "code": "InvalidInput"},
    )
    line.move(days=8)
    line.work()
    assert line.orders(weight_grams__isnull=False).count() == known
