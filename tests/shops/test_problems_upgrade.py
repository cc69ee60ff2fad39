"""The one problem that a connection had is brought over to its kind of work, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from upgrades import migrated, migrated_to_today

BEFORE, AFTER = "0024_archive", "0025_connection_problems"
GIVEN = datetime(2026, 5, 6, 7, 30, tzinfo=UTC)
SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SAID = {"text": "Amazon denies %(operation)s.", "values": {"operation": "searchListingsItems"}}


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:
    """The tables of before; afterwards those of today again."""
    yield migrated(BEFORE)
    migrated_to_today()


def add(apps: Any, name: str, problem: dict[str, object] | None, kind: str = "private") -> None:
    organization = apps.get_model("packhaus", "Organization").objects.get()
    application = apps.get_model("packhaus", "Application").objects.create(
        organization=organization,
        public_id=name,
        shop="amazon",
        kind=kind,
        client_id=name,
        sealed_secret=b"sealed",
        secret_entered_at=GIVEN,
    )
    authorization = apps.get_model("packhaus", "Authorization").objects.create(
        organization=organization,
        public_id=name,
        application=application,
        shop="amazon",
        seller_id=name,
        sealed_refresh_token=b"sealed",
        given_at=GIVEN,
        term_began_at=GIVEN,
    )
    apps.get_model("packhaus", "Connection").objects.create(
        organization=organization,
        public_id=name,
        authorization=authorization,
        shop="amazon",
        name=name,
        created_at=GIVEN,
        problem=problem,
        problem_since=SINCE if problem else None,
    )


def test_an_installation_of_before_is_brought_over_and_back(before: Any) -> None:
    before.get_model("packhaus", "Organization").objects.create(
        public_id="ours", name="Hagedorn", created_at=GIVEN
    )
    add(before, "well", None)
    add(before, "bad", SAID | {"work": "weights", "cause": "role"})
    add(before, "old", SAID, kind="developer")
    after = migrated(AFTER)
    rows = after.get_model("packhaus", "ConnectionProblem").objects
    assert sorted(rows.values_list("connection__name", "work", "cause", "since")) == [
        ("bad", "weights", "role", SINCE),
        ("old", "", "", SINCE),
    ]
    assert all(row.words == SAID for row in rows.all())
    secrets = dict(
        after.get_model("packhaus", "Application").objects.values_list("client_id", "sealed_secret")
    )
    assert {name: bytes(secret) for name, secret in secrets.items()} == {
        "well": b"sealed",
        "bad": b"sealed",
        "old": b"",
    }, "the keys of a developer are the installation's"
    bad = rows.get(connection__name="bad")
    rows.create(
        organization_id=bad.organization_id,
        connection_id=bad.connection_id,
        work="orders",
        words={"text": "Amazon is out of order.", "values": {}},
        since=SINCE.replace(day=21),
        seen_at=SINCE.replace(day=21),
    )
    back = migrated(BEFORE).get_model("packhaus", "Connection").objects
    assert dict(back.values_list("name", "problem_since")) == {"well": None, "bad": SINCE, "old": SINCE}
    assert back.get(name="bad").problem == SAID | {"work": "weights", "cause": "role"}, "the oldest of two"
    assert back.get(name="well").problem is None
