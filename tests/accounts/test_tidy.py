"""Sessions that have expired are deleted, by a worker, every day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from packhaus.engine import due, jobs
from packhaus.engine.models import Due
from packhaus.flow.tidy import EVERY, KIND, start_tidy

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member


@pytest.mark.django_db
def test_expired_sessions_go_and_others_stay(client: Client, member: Member) -> None:
    client.force_login(member)
    live = Session.objects.get()
    today = datetime.now(UTC)
    for number, ended in enumerate((timedelta(minutes=1), timedelta(days=40))):
        Session.objects.create(session_key=f"expired-{number}", session_data="", expire_date=today - ended)
    start_tidy(today)
    assert jobs.tick(today) == 1
    claimed = Due.objects.get(kind=KIND)
    due.run(claimed.pk, claimed.kind, claimed.subject)
    assert list(Session.objects.all()) == [live]
    assert client.get("/").status_code == 200

    claimed.refresh_from_db()
    assert claimed.trouble == ""
    assert claimed.due_at is not None
    assert abs(claimed.due_at - (today + EVERY)) < timedelta(minutes=5)
    start_tidy(today + EVERY)
    assert Due.objects.filter(kind=KIND).count() == 1
