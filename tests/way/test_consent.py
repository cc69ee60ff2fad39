"""The consent page of a public application (R1): there and back, and all that can come back wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consenting import Agency, token_here, words_of
from packhaus.accounts.models import Member, Organization
from packhaus.authorizations.models import Authorization, AuthorizationRequest
from packhaus.engine.models import Due
from packhaus.flow import consent
from packhaus.flow.finish import unfinished
from packhaus.kit.errors import Rejected
from simulator.consents import register

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def agency(line: Line) -> Agency:
    return Agency(line)


def test_yes_at_amazon_becomes_a_token_that_is_kept(line: Line, agency: Agency) -> None:
    walk = agency.authorize()
    assert (walk.stage, walk.sealed_code) == ("done", None)
    authorization = Authorization.objects.get()
    assert token_here(authorization) == agency.token_there()
    assert (authorization.kind, authorization.state) == ("public", "active")
    assert authorization.seller_id == line.simulator.info["seller_id"]
    assert authorization.given_by == line.member
    assert list(unfinished(line.organization)) == [authorization], "a token is never lost: it waits here"


def test_an_account_is_set_up_with_the_countries_that_it_has(line: Line, agency: Agency) -> None:
    line.move(minutes=30)
    connection = agency.connect(countries=("DE", "FR"))
    line.work(kinds=("sync",))
    assert line.orders().filter(connection=connection).exists()
    assert not unfinished(line.organization).exists()


def test_a_draft_is_authorized_as_a_draft(line: Line) -> None:
    agency = Agency(line, status="draft")
    assert agency.authorize().stage == "done"


def test_several_sellers_of_one_merchant_each_have_their_own_token(line: Line, agency: Agency) -> None:
    line.move(minutes=30)
    first = agency.connect()
    second = line.simulator.admin("/sellers", {"orders": 12, "name": "Lampen Nord", "participations": ["PL"]})
    agency.visitor.sign_in(second["seller_id"])
    other = agency.finish(agency.authorize().authorization, countries=("PL",), name="Lampen Nord")
    line.move(hours=2)
    line.work(kinds=("sync",))
    tokens = {token_here(one.authorization) for one in (first, other)}
    assert tokens == {
        agency.token_there(),
        agency.token_there(seller=second["seller_id"]),
    }
    assert len(tokens) == 2
    for one in (first, other):
        assert line.orders().filter(connection=one).exists(), one.name
    assert Authorization.objects.count() == 2


def test_a_forged_state_is_not_taken(line: Line, agency: Agency) -> None:
    back = agency.agreed()
    for forged in ("", "x", back["state"][:-1], back["state"].swapcase()):
        with pytest.raises(Rejected, match="does not belong to any authorization"):
            agency.arrive(back, state=forged)
    assert AuthorizationRequest.objects.get().stage == "open"
    assert agency.arrive(back).stage == "code", "the right one still is"


def test_another_merchant_and_another_member_cannot_use_it(line: Line, agency: Agency) -> None:
    other = Organization.objects.create(name="Fremd", created_at=line.now())
    there = Member.objects.create(
        organization=other, email="f@fremd.example", name="F", created_at=line.now()
    )
    here = Member.objects.create(
        organization=line.organization, email="p@hagedorn.example", name="Packer", created_at=line.now()
    )
    back = agency.agreed()
    with pytest.raises(Rejected, match="for another merchant"):
        agency.arrive(back, organization=other, member=there)
    with pytest.raises(Rejected, match="Somebody else began"):
        agency.arrive(back, member=here)
    assert not Due.objects.filter(kind="authorize").exists()
    assert AuthorizationRequest.objects.get().sealed_code is None


def test_what_comes_twice_is_taken_once(line: Line, agency: Agency) -> None:
    back = agency.agreed()
    walk = agency.arrive(back)
    for _ in range(2):
        with pytest.raises(Rejected, match="has been here already"):
            agency.arrive(back, code="another-code-altogether")
        line.work(kinds=("authorize",))
    walk.refresh_from_db()
    assert walk.stage == "done"
    assert line.at_amazon()["calls"]["token"]["200"] == 2, "the code, and the token tried"


def test_what_comes_late_is_not_taken(line: Line, agency: Agency) -> None:
    back = agency.agreed()
    line.move(minutes=31)
    walk = agency.arrive(back)
    assert "came too late" in words_of(walk)
    assert walk.sealed_code is None
    assert line.work(kinds=("authorize",)) == []


@pytest.mark.parametrize("change", [{"code": ""}, {"seller_id": ""}, {"code": "a b"}, {"seller_id": "../x"}])
def test_what_is_not_whole_is_not_taken(line: Line, agency: Agency, change: dict[str, str]) -> None:
    assert "was not whole" in words_of(agency.arrive(agency.agreed(), **change))
    assert not Authorization.objects.exists()


def test_no_at_amazon_is_said_and_changes_nothing(line: Line, agency: Agency) -> None:
    back = agency.agreed()
    walk = consent.turned_down(line.organization, line.member, state=back["state"])
    assert "You said no" in words_of(walk)
    with pytest.raises(Rejected):
        agency.arrive(back)


def test_a_redirect_address_that_is_not_registered_is_refused_at_amazon(line: Line, agency: Agency) -> None:
    register(line.simulator, redirect_uris=["https://packhaus.example/elsewhere"])
    page = agency.visitor.browser.get(agency.address())
    assert page.status_code == 400
    assert "Umleitungs-URI ist zu der Anwendung nicht eingetragen" in page.text
    assert AuthorizationRequest.objects.get().stage == "open"
