"""What a code of the consent page becomes: a token that is kept, or words that say why not (R1, R4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from consenting import Agency, token_here, words_of
from packhaus.authorizations.models import Authorization, AuthorizationRequest
from packhaus.engine.models import Due
from packhaus.flow import connect, exchange
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials
from simulator.consents import exchange as exchange_there
from simulator.consents import public

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def agency(line: Line) -> Agency:
    return Agency(line)


def test_a_code_that_is_too_old_asks_for_another_walk(line: Line, agency: Agency) -> None:
    walk = agency.arrive(agency.agreed())
    line.move(minutes=6)
    line.work(kinds=("authorize",))
    assert "good once, and for five minutes" in words_of(walk)
    assert walk.sealed_code is None


def test_a_code_that_no_worker_looked_at_in_time_is_not_even_tried(line: Line, agency: Agency) -> None:
    walk = agency.arrive(agency.agreed())
    line.move(minutes=11)
    before = line.at_amazon()["calls"].get("token")
    line.work(kinds=("authorize",))
    assert "could not be used in time" in words_of(walk)
    assert line.at_amazon()["calls"].get("token") == before


def test_a_code_that_was_used_elsewhere_gives_nothing(line: Line, agency: Agency) -> None:
    back = agency.agreed()
    assert exchange_there(line.simulator, back["spapi_oauth_code"]).status_code == 200
    walk = agency.arrive(back)
    line.work(kinds=("authorize",))
    assert "good once, and for five minutes" in words_of(walk)
    assert not Authorization.objects.exists()


def test_a_wrong_secret_is_told_from_a_wrong_code(line: Line, agency: Agency) -> None:
    public(line.simulator, expire_secret=True)
    line.simulator.admin("/switches", {"expired_secret": "token"})
    walk = agency.arrive(agency.agreed())
    line.work(kinds=("authorize",))
    assert "client secret of the public application" in words_of(walk)


@pytest.mark.parametrize("kept", ["same", "new"])
def test_authorizing_again_begins_the_next_year(line: Line, agency: Agency, kept: str) -> None:
    line.simulator.admin("/switches", {"reauthorization_token": kept})
    connection = agency.connect()
    authorization = connection.authorization
    given_at, before = authorization.given_at, token_here(authorization)
    line.move(days=100)
    assert agency.authorize(authorization).stage == "done"
    after = token_here(authorization)
    assert (after == before) is (kept == "same")
    assert after == agency.token_there()
    assert authorization.given_at == given_at, "the original date stays (R4.4)"
    told = authorization.events.order_by("-pk").values_list("words__text", flat=True).first()
    assert told == "Authorized on the shop's own page"
    assert authorization.term_began_at - given_at > timedelta(days=99)
    assert Connection.objects.get() == connection
    connection.refresh_from_db()
    assert not connection.problems.exists()


@pytest.mark.parametrize("kept", ["same", "new"])
def test_past_its_year_it_is_authorized_again_and_what_waited_goes_on(
    line: Line, agency: Agency, kept: str
) -> None:
    line.simulator.admin("/switches", {"reauthorization_token": kept})
    connection = agency.connect()
    line.work(kinds=("sync",))
    for _ in range(3):
        line.move(days=122)
        agency.new_secret()
    line.work(kinds=("remind", "sync"))
    connection.authorization.refresh_from_db()
    assert connection.authorization.state == "deactivated"
    made = line.simulator.admin("/orders", {"count": 3, "marketplace": "DE", "weights": "all"})["ids"]
    line.move(minutes=10)
    line.work(kinds=("sync",))
    waiting = line.orders().filter(shop_order_id__in=made)
    assert not waiting.exists()
    assert agency.authorize(connection.authorization).stage == "done"
    line.move(hours=2)
    line.work(kinds=("sync",))
    assert waiting.count() == 3


def test_the_wrong_seller_at_a_renewal_changes_nothing(line: Line, agency: Agency) -> None:
    authorization = agency.connect().authorization
    before = token_here(authorization)
    other = line.simulator.admin("/sellers", {"orders": 3})
    agency.visitor.sign_in(other["seller_id"])
    walk = agency.arrive(agency.agreed(authorization))
    assert "you were signed in as the seller" in words_of(walk)
    assert walk.words["values"] == {"came": other["seller_id"], "wanted": authorization.seller_id}
    assert token_here(authorization) == before
    assert Authorization.objects.count() == 1


def test_amazon_out_of_order_is_waited_for(line: Line, agency: Agency) -> None:
    line.simulator.admin("/faults", {"operation": "token", "kind": "status", "status": 503, "times": 3})
    assert agency.authorize().stage == "done"


def test_an_answer_that_got_lost_asks_for_another_walk_and_leaves_the_old_token(
    line: Line, agency: Agency
) -> None:
    """Amazon used the code up; that it may take back what the first use gave is not in our hands."""
    authorization = agency.connect().authorization
    before = token_here(authorization)
    back = agency.agreed(authorization)
    line.simulator.admin("/faults", {"operation": "token", "kind": "close", "when": "after", "times": 1})
    walk = agency.arrive(back)
    line.work(kinds=("authorize",))
    assert "did not reach Packhaus" in words_of(walk)
    assert token_here(authorization) == before
    assert walk.sealed_code is None


def test_a_token_is_kept_even_where_it_cannot_be_tried(line: Line, agency: Agency) -> None:
    fault = {"operation": "getMarketplaceParticipations", "kind": "status", "status": 500}
    line.simulator.admin("/faults", fault)
    walk = agency.arrive(agency.agreed())
    for _ in range(20):
        line.work(kinds=("authorize",))
        line.move(minutes=1)
    walk.refresh_from_db()
    assert walk.stage == "done"
    assert token_here(walk.authorization) == agency.token_there()


def test_a_token_of_another_region_is_kept_and_the_region_said(line: Line, agency: Agency) -> None:
    line.simulator.admin(f"/sellers/{line.simulator.info['seller_id']}", {"region": "na"})
    walk = agency.authorize()
    assert walk.stage == "done"
    assert token_here(walk.authorization) == agency.token_there()
    with pytest.raises(Exception, match="not in the same region"):
        agency.finish(walk.authorization)


def test_codes_that_nobody_used_are_erased_by_the_daily_tidying_too(line: Line, agency: Agency) -> None:
    walk = agency.arrive(agency.agreed())
    Due.objects.all().delete()
    exchange.forget_old(line.now() + timedelta(minutes=9))
    walk.refresh_from_db()
    assert walk.sealed_code is not None
    exchange.forget_old(line.now() + timedelta(minutes=11))
    assert "could not be used in time" in words_of(walk)
    assert walk.sealed_code is None
    exchange.forget_old(line.now() + timedelta(days=31))
    assert not AuthorizationRequest.objects.exists()


def test_neither_state_nor_code_nor_token_stands_in_the_tables_or_in_a_log(
    line: Line, agency: Agency, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    back = agency.agreed()
    agency.arrive(back)
    tables = [everything_stored()]
    line.work(kinds=("authorize",))
    tables.append(everything_stored())
    secrets = [back["state"], back["spapi_oauth_code"], agency.token_there()]
    assert line.simulator.info["seller_id"] in tables[1], "the search sees what is there"
    for secret in secrets:
        assert not any(secret in text for text in tables)
        assert secret not in caplog.text


def everything_stored() -> str:
    """Each row of each table of ours, as text."""
    from django.apps import apps

    found: list[Any] = []
    for model in apps.get_app_config("packhaus").get_models():
        for row in model.objects.values_list():
            found += [
                bytes(cell).decode("latin-1") if isinstance(cell, (bytes, memoryview)) else str(cell)
                for cell in row
            ]
    return "\n".join(found)


def test_a_pasted_token_of_the_public_application_leaves_it_public(line: Line, agency: Agency) -> None:
    agency.connect()
    keys = line.simulator.info["public"]
    connect.save(
        line.organization,
        line.member,
        shop="amazon",
        kind="private",
        credentials=Credentials(
            client_id=keys["client_id"],
            client_secret=keys["client_secret"],
            refresh_token=agency.token_there(),
            seller_id=line.simulator.info["seller_id"],
        ),
        countries=["DE"],
        name="Agentur",
        import_weights=True,
        confirm_at="handled",
        now=line.now(),
    )
    agency.application.refresh_from_db()
    assert agency.application.kind == "public"
    assert Authorization.objects.get().application == agency.application
