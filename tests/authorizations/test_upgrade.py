"""An installation of before is brought to applications beside authorizations, and back: no secret is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from packhaus.privacy.master import open_secret, seal_secret
from upgrades import migrated, migrated_from_nothing, migrated_to_today

BEFORE, AFTER = "0002_storage_external", "0003_authorizations"
GIVEN = datetime(2026, 5, 6, 7, 30, tzinfo=UTC)
ENTERED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def before(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The tables of before; afterwards those of today again."""
    settings.KEYS = tmp_path / "keys"
    yield migrated_from_nothing(BEFORE)
    migrated_to_today()


def add(apps: Any, organization: Any, number: int, client_id: str) -> str:
    """An authorization in its old form, its secrets sealed for its own row. Its public id."""
    public_id = f"authorization-{number:02}"
    apps.get_model("packhaus", "Authorization").objects.create(
        organization=organization,
        public_id=public_id,
        shop="amazon",
        kind="private",
        seller_id=f"A{number:013}",
        client_id=client_id,
        sealed_client_secret=seal_secret(f"secret of {client_id}", f"authorization:{public_id}"),
        sealed_refresh_token=seal_secret(f"Atzr|{number}", f"authorization:{public_id}"),
        state="active",
        given_at=GIVEN,
        secret_entered_at=ENTERED,
    )
    return public_id


def old_rows(apps: Any) -> list[str]:
    """Two accounts of one application, one of another, and another merchant with the first one's client."""
    organizations = apps.get_model("packhaus", "Organization").objects
    ours = organizations.create(public_id="ours", name="Hagedorn", created_at=GIVEN)
    others = organizations.create(public_id="others", name="Fremd", created_at=GIVEN)
    return [
        add(apps, ours, 1, "client-a"),
        add(apps, ours, 2, "client-a"),
        add(apps, ours, 3, "client-b"),
        add(apps, others, 4, "client-a"),
    ]


def test_an_installation_of_before_is_brought_over_and_back_and_over_again(before: Any) -> None:
    names = old_rows(before)
    assert _brought_over(migrated(AFTER)) == set(names)
    assert _as_before(migrated(BEFORE)) == set(names)
    migrated_to_today()
    assert _opened_by_the_code_of_today() == set(names)


def _brought_over(after: Any) -> set[str]:
    """The rows whose secrets lie with their application, sealed for it, and open there."""
    opened = set()
    applications = after.get_model("packhaus", "Application").objects
    assert applications.count() == 3, "one for each client id of a merchant"
    for one in after.get_model("packhaus", "Authorization").objects.select_related("application"):
        application = one.application
        assert application.organization_id == one.organization_id
        secret = open_secret(bytes(application.sealed_secret), f"application:{application.public_id}")
        assert secret == f"secret of {application.client_id}"
        token = open_secret(bytes(one.sealed_refresh_token), f"authorization:{one.public_id}")
        assert token == f"Atzr|{int(one.seller_id[1:])}"
        assert one.term_began_at == one.given_at == GIVEN
        assert application.secret_entered_at == ENTERED
        assert application.secret_ends_on == date(2027, 2, 28), "180 days after it was entered"
        opened.add(one.public_id)
    return opened


def _as_before(back: Any) -> set[str]:
    """The rows that have their secret again."""
    opened = set()
    for one in back.get_model("packhaus", "Authorization").objects.all():
        secret = open_secret(bytes(one.sealed_client_secret), f"authorization:{one.public_id}")
        assert secret == f"secret of {one.client_id}"
        assert (one.kind, one.secret_entered_at, one.given_at) == ("private", ENTERED, GIVEN)
        opened.add(one.public_id)
    return opened


def _opened_by_the_code_of_today() -> set[str]:
    from packhaus.authorizations.models import Authorization
    from packhaus.flow.doors import credentials_of
    from packhaus.flow.guard import end_at

    opened = set()
    for one in Authorization.objects.select_related("application", "organization"):
        credentials = credentials_of(one)
        assert credentials.client_secret == f"secret of {credentials.client_id}"
        assert credentials.refresh_token.startswith("Atzr|")
        end = end_at(one)
        assert end is not None
        assert end.on == date(2027, 2, 28)
        opened.add(one.public_id)
    return opened
