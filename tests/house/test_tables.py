"""Every room's tables exist, belong to one organization, and come and go with their migrations."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from house.tables import all_models, unique_keys

HOUSE = Path(__file__).parents[2] / "src/packhaus"

OF_NO_ORGANIZATION = {
    "Organization": "it is one",
    "Due": "the worker's list over all organizations; kind and id only",
    "RateBucket": "a limit belongs to a seller and an application at Amazon, whoever uses them",
    "ClockShift": "the demo's clock, one for the installation",
    "LeaseKey": "a day's key, one for the installation",
    "ClockWatch": "whether the clock can be believed, one for the installation",
}
UNIQUE_BY_THEMSELVES = {
    "Member.email": "who logs in names no organization",
    "member_email_once": "the same, whatever the case",
    "SyncCursor.connection": "a connection belongs to one organization",
    "OrderFileText.order_file": "a file belongs to one organization",
    "Confirmation.parcel": "a parcel belongs to one organization",
    "purchase_open_once": "a parcel belongs to one organization",
    "Purchase.key": "random; carriers see it, and two organizations may use one carrier account",
}


def test_every_room_with_tables_is_named() -> None:
    """A room that ``packhaus/models.py`` does not import gets no table, and no warning."""
    rooms = {
        ".".join(("packhaus", *file.relative_to(HOUSE).parts))[:-3] for file in HOUSE.glob("*/**/models.py")
    }
    tree = ast.parse((HOUSE / "models.py").read_text(encoding="utf-8"))
    assert {node.module for node in tree.body if isinstance(node, ast.ImportFrom)} == rooms
    assert {model.__module__ for model in all_models()} == rooms


def classes_in(source: str) -> set[str]:
    """Model classes of a file, by their bases."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and any("models.Model" in ast.unparse(base) for base in node.bases)
    }


def test_every_table_is_exported() -> None:
    written = {
        name for file in HOUSE.glob("*/**/models.py") for name in classes_in(file.read_text(encoding="utf-8"))
    }
    tree = ast.parse((HOUSE / "models.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert written <= imported == {model.__name__ for model in all_models()}


def test_every_row_belongs_to_an_organization() -> None:
    without = {model.__name__ for model in all_models() if "organization" not in names(model)}
    assert without == set(OF_NO_ORGANIZATION)


def names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields}


def keys_over_organizations(model: type[models.Model]) -> set[str]:
    if model.__name__ in OF_NO_ORGANIZATION:
        return set()
    return {
        name
        for name, fields in unique_keys(model)
        if "organization" not in fields and fields != {"public_id"}
    }


def test_every_unique_key_holds_the_organization() -> None:
    """Two merchants on one installation never get in each other's way (public ids are random)."""
    found = {name for model in all_models() for name in keys_over_organizations(model)}
    assert found == set(UNIQUE_BY_THEMSELVES)


@isolate_apps("packhaus")
def test_a_key_without_the_organization_is_found() -> None:
    class Planted(models.Model):
        organization = models.ForeignKey("packhaus.Organization", models.CASCADE)
        number = models.CharField(max_length=20, unique=True)
        shop_order_id = models.CharField(max_length=20)

        class Meta:
            app_label = "packhaus"
            constraints = [
                models.UniqueConstraint(fields=["shop_order_id"], name="planted_once"),
                models.UniqueConstraint(fields=["organization", "number"], name="planted_well"),
            ]

    assert keys_over_organizations(Planted) == {"Planted.number", "planted_once"}


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", "packhaus", check_changes=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"script/run packhaus manage makemigrations is due:\n{said.getvalue()}")


MIGRATE = """
import sys
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

def written():
    with connection.cursor() as cursor:
        for question in {questions!r}:
            cursor.execute(question)
            print(sorted(map(repr, cursor.fetchall())))

def step_by_step():
    executor = MigrationExecutor(connection)
    for squashed in (name for app, name in executor.loader.applied_migrations if "squashed" in name):
        executor.recorder.record_unapplied("packhaus", squashed)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor

if sys.argv[1] == "squashed":
    call_command("migrate", verbosity=0)
else:
    executor = step_by_step()
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if "squashed" not in key[1]])
written()
if sys.argv[1] == "steps":
    step_by_step().migrate([("packhaus", None)])
    print([name for name in connection.introspection.table_names() if name.startswith("packhaus_")])
"""

WRITTEN = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " identity_generation FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT attrelid::regclass::text, attname, attstorage FROM pg_attribute"
    " JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace"
    " AND relkind = 'r' AND attnum > 0 AND NOT attisdropped",
)


def migrated(cluster: Any, how: str) -> list[str]:
    """What a database of its own looks like after all migrations; after ``steps``, also what is left when
    they are taken back.
    """
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS house_migrations")
        connection.execute("CREATE DATABASE house_migrations")
    parts = psycopg.conninfo.conninfo_to_dict(cluster.url)
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE.format(questions=WRITTEN), how],
        env=os.environ
        | {
            "DATABASE_URL": psycopg.conninfo.make_conninfo(**parts | {"dbname": "house_migrations"}),
            "PYTHONPATH": str(HOUSE.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_migrations_step_by_step_and_at_once_make_the_same_and_can_be_taken_back(cluster: Any) -> None:
    """A new database gets its tables at once; one of before goes step by step."""
    *steps, left = migrated(cluster, "steps")
    assert left == "[]"
    assert steps == migrated(cluster, "squashed")
    assert all(f"'{model._meta.db_table}'" in steps[0] for model in all_models())
