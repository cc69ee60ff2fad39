"""Every text, json and bytea column is stored uncompressed, so that a byte search sees what is there."""

import pytest
from django.db import transaction

from packhaus.privacy.holdings import HOLDINGS, SEALED
from upgrades import migrated, migrated_to_today

pytestmark = pytest.mark.django_db

COLUMNS = """
    SELECT c.relname || '.' || a.attname, a.attstorage::text
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm')
    JOIN pg_type t ON t.oid = a.atttypid AND t.typstorage = 'x'
    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY 1
"""


def columns() -> dict[str, str]:
    """Every column that PostgreSQL could compress, with its storage (``e``: external, ``x``: extended)."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(COLUMNS)
        return dict(cursor.fetchall())


def compressed() -> list[str]:
    return [name for name, storage in columns().items() if storage != "e"]


def test_no_column_is_compressed() -> None:
    assert compressed() == [], (
        "end the migration that adds the column with uncompressed() of migrations/_storage"
    )
    found = columns()
    assert {
        "packhaus_orderpersonal.sealed",
        "packhaus_setaside.words",
        "packhaus_order.waiting",
        "procrastinate_jobs.args",
        "django_session.session_data",
        "django_migrations.name",
    } <= set(found)
    assert len(found) > 100


def test_a_forgotten_column_is_found() -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("ALTER TABLE packhaus_order ADD COLUMN planted text, ADD COLUMN planted_json jsonb")
    assert compressed() == ["packhaus_order.planted", "packhaus_order.planted_json"]


def test_it_can_be_taken_back_and_done_again() -> None:
    before = columns()
    migrated("0024_archive")
    assert set(compressed()) > {"packhaus_orderpersonal.sealed", "procrastinate_jobs.args"}
    migrated_to_today()
    assert columns() == before


def test_every_table_with_a_lease_is_a_holding() -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' GROUP BY table_name"
        )
        tables = {table: set(names) for table, names in cursor.fetchall()}
    sealed = {table for table, names in tables.items() if {"wrapped", "sealed"} & names}
    assert sealed == {holding.table for holding in SEALED}
    for holding in HOLDINGS:
        needs = {"lease", "wrapped", "sealed"} if holding.is_sealed else {holding.column}
        assert needs <= tables[holding.table], holding.name
    assert len({holding.name for holding in HOLDINGS}) == len(HOLDINGS)
