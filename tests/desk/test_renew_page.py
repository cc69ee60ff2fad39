"""Renewing in the panel with the token that is there, the simulator at the other side (R4.6, R4.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from packhaus.authorizations.models import Application, Authorization
from packhaus.authorizations.rules import local_day
from packhaus.engine import clock
from packhaus.flow import connect, remind
from packhaus.shops.port import Credentials
from simulators import SimulatorProcess

if TYPE_CHECKING:
    from packhaus.accounts.models import Member

ZONE = "Europe/Berlin"
AN_HOUR = 3600


def public(amazon: SimulatorProcess, **wish: Any) -> dict[str, Any]:
    found: dict[str, Any] = amazon.admin("/authorization", {"application": "public"} | wish)
    return found


@pytest.fixture
def ended(amazon: SimulatorProcess, now: Any, english: Member) -> Authorization:
    """An account whose year is over, at both sides."""
    given = public(amazon, authorize=True)
    connect.save(
        english.organization,
        english,
        shop="amazon",
        kind="public",
        credentials=Credentials(
            client_id=given["client_id"],
            client_secret=given["client_secret"],
            refresh_token=given["refresh_token"],
            seller_id=given["seller_id"],
        ),
        countries=["DE"],
        name="Hagedorn DE",
        import_weights=True,
        confirm_at="handled",
        now=now,
    )
    public(amazon, end_year=True)
    amazon.advance(2 * AN_HOUR)
    clock.move(2 * AN_HOUR)
    over = now - timedelta(days=368)
    Authorization.objects.update(given_at=over, term_began_at=over)
    one = Authorization.objects.get()
    remind.remind(one.pk, clock.now())
    return Authorization.objects.get()


def page_of(one: Authorization) -> str:
    return f"/settings/permissions/{one.public_id}/renew/"


def test_r4_6_both_ways_are_offered_and_the_page_at_amazon(signed_in: Client, ended: Authorization) -> None:
    page = signed_in.get(page_of(ended)).content.decode()
    assert "Renew on Amazon’s page" in page
    assert 'action="/settings/integrations/amazon/consent/"' in page
    assert f'value="{ended.public_id}"' in page
    assert "/apps/manage" in page
    assert "I have renewed it at Amazon" in page


def test_r4_6_said_too_early_the_page_says_so_and_nothing_changes(
    signed_in: Client, ended: Authorization
) -> None:
    answer = signed_in.post(page_of(ended), {"on": ""})
    assert answer.status_code == 422
    assert "Amazon does not take the token. Renew it there first" in answer.content.decode()
    assert Authorization.objects.get().state == Authorization.State.DEACTIVATED


def test_r4_6_renewed_at_amazon_one_click_lets_all_go_on(
    signed_in: Client, ended: Authorization, amazon: SimulatorProcess
) -> None:
    public(amazon, renew=True)
    today = local_day(clock.now(), ZONE)
    answer = signed_in.post(page_of(ended), {"on": today.isoformat()}, follow=True)
    assert "Hagedorn DE is renewed. What waited goes on." in answer.content.decode()
    one = Authorization.objects.get()
    assert one.state == Authorization.State.ACTIVE
    assert local_day(one.term_began_at, ZONE) == today
    assert bytes(one.sealed_refresh_token) == bytes(ended.sealed_refresh_token), "the same token"


def test_r4_4_a_day_on_which_it_cannot_have_been_is_named_at_its_field(
    signed_in: Client, ended: Authorization, amazon: SimulatorProcess
) -> None:
    public(amazon, renew=True)
    tomorrow = local_day(clock.now(), ZONE) + timedelta(days=1)
    for wrong in (tomorrow.isoformat(), "2019-01-01"):
        answer = signed_in.post(page_of(ended), {"on": wrong})
        assert answer.status_code == 422
        assert "It cannot have been renewed on that day." in answer.content.decode()
    assert signed_in.post(page_of(ended), {"on": "yesterday"}).status_code == 422
    assert Authorization.objects.get().state == Authorization.State.DEACTIVATED


def test_r4_4_where_the_secret_has_ended_too_the_page_asks_for_that_first(
    signed_in: Client, ended: Authorization
) -> None:
    Application.objects.update(secret_ends_on=local_day(clock.now(), ZONE))
    answer = signed_in.post(page_of(ended), {"on": ""})
    assert answer.status_code == 422
    assert "The client secret of the application has ended." in answer.content.decode()
