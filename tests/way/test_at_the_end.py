"""The dates are looked at while somebody renews: whoever comes first, it stands and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections, transaction

from authorized import ZONE, Year
from packhaus.authorizations.models import Authorization, AuthorizationEvent
from packhaus.authorizations.rules import local_day, midnight
from packhaus.flow import remind, tell
from packhaus.flow.authorize import keep_authorization
from packhaus.flow.doors import credentials_of
from packhaus.flow.renew import renew_with_same_token

if TYPE_CHECKING:
    from line import Line

ROUNDS = 12


@pytest.fixture
def year(quiet: Line) -> Year:
    found = Year(quiet)
    found.authorize()
    return found


def test_r4_6_renewed_in_the_very_minute_of_its_end(year: Year) -> None:
    year.to_the_last_day()
    year.public(renew=True)
    end = midnight(year.ends_on, ZONE) + timedelta(seconds=1)
    year.line.move(seconds=(end - year.line.now()).total_seconds())
    pk, organization = year.authorization().pk, year.line.organization

    def look() -> None:
        remind.remind(pk, year.line.now())

    def news() -> None:
        tell.tell(organization.pk, year.line.now())

    def renew() -> None:
        renew_with_same_token(year.authorization(), year.line.member, year.line.now())

    def again() -> None:
        one = year.authorization()
        with transaction.atomic():
            organization.__class__.objects.select_for_update(no_key=True).get(pk=organization.pk)
            keep_authorization(
                organization,
                year.line.member,
                application=one.application,
                seller_id=one.seller_id,
                region=one.region,
                refresh_token=credentials_of(one).refresh_token,
                now=year.line.now(),
            )

    def alone(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        for _ in range(ROUNDS):
            for done in [threads.submit(alone, work) for work in (look, renew, news, again)]:
                done.result(timeout=30)
    year.line.work()
    one = year.authorization()
    assert one.state == Authorization.State.ACTIVE
    assert local_day(one.term_began_at, ZONE) == year.ends_on
    events = AuthorizationEvent.objects.filter(new="deactivated")
    assert events.count() <= 1, "at most once, before the renewal"
    year.until(year.ends_on + timedelta(days=2))
    assert year.authorization().state == Authorization.State.ACTIVE
