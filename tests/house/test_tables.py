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
import django; django.setup()
from django.core.management import call_command
from django.db import connection
tables = lambda: {t for t in connection.introspection.table_names() if t.startswith("packhaus_")}
for target, wanted in ((None, True), ("zero", False), (None, True)):
    call_command("migrate", *(["packhaus", target] if target else []), verbosity=0)
    print(len(tables()))
"""


def test_every_migration_can_be_taken_back(cluster: Any) -> None:
    """On a database of its own: up, down to nothing, and up again."""
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS house_migrations")
        connection.execute("CREATE DATABASE house_migrations")
    parts = psycopg.conninfo.conninfo_to_dict(cluster.url)
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE],
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
    up, down, again = (int(line) for line in done.stdout.split())
    assert up == again == len(all_models())
    assert down == 0
