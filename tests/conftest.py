"""One embedded PostgreSQL a test process, with nothing kept; the fixtures that most tests want."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest

from passwords import hashed

_DATA = Path(tempfile.mkdtemp(prefix="packhaus-tests-"))
_DATA.chmod(0o711)
os.environ["PACKHAUS_DATA"] = str(_DATA)
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "packhaus.settings"

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member, Organization


# Not in pytest_configure: a folder asked for alone loads its own conftest, and models with it, before that.
django.setup()

_LONG_FIRST = ("way/test_kills", "demo/", "browser/", "way/", "serving/", "database/", "house/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no test process is left alone with one at the end."""

    def turn(item: pytest.Item) -> int:
        place = str(item.path)
        return next((turn for turn, part in enumerate(_LONG_FIRST) if f"/tests/{part}" in place), 99)

    items.sort(key=turn)


def pytest_unconfigure() -> None:
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """After a test that commits, delete the rows that are there: truncating 80 tables takes long."""
    from django.db import connection, transaction
    from django.test import TransactionTestCase

    kept = {"django_migrations", "django_content_type", "auth_permission"}

    def delete_rows(_: TransactionTestCase) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        with transaction.atomic(), connection.cursor() as cursor:
            found = " UNION ALL ".join(
                f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in sorted(tables - kept)
            )
            cursor.execute(found)
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {table}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", delete_rows)
        yield


@pytest.fixture(scope="session")
def cluster() -> Iterator[object]:
    """The embedded PostgreSQL of this test process."""
    from packhaus.database import delete_cluster, open_cluster

    folder = _DATA / "cluster"
    with open_cluster(folder, durable=False) as running:
        yield running
    delete_cluster(folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(cluster: object, request: pytest.FixtureRequest) -> None:
    """Point Django at the embedded PostgreSQL before the test database is made."""
    from django.conf import settings

    from packhaus.settings import _database

    settings.DATABASES["default"].update(_database(cluster.url))  # type: ignore[attr-defined]


@pytest.fixture
def now() -> datetime:
    """A moment on a working day."""
    return datetime(2026, 11, 24, 10, 42, tzinfo=UTC)


@pytest.fixture
def organization(db: None, now: datetime) -> Organization:
    from packhaus.accounts.models import Organization

    return Organization.objects.create(name="Hagedorn Haushaltswaren", created_at=now)


@pytest.fixture
def member(organization: Organization, now: datetime) -> Member:
    from packhaus.accounts.models import Member

    made = Member(
        organization=organization, email="miriam@hagedorn.example", name="Miriam Kaczmarek", created_at=now
    )
    made.password = hashed()
    made.save()
    return made


@pytest.fixture
def signed_in(client: Client, member: Member) -> Client:
    """A browser of a signed-in owner, without JavaScript."""
    client.force_login(member)
    return client
