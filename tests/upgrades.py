"""Tables as they were after one migration or another: an older installation, brought over or taken back."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def migrated(name: str) -> Any:
    """Migrate step by step to ``name``; the models of then."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("packhaus", name)])
    return executor.loader.project_state([("packhaus", name)]).apps


def migrated_from_nothing(name: str) -> Any:
    """Drop all that is there and migrate step by step to ``name``: quicker than to take all back."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return migrated(name)


def migrated_to_today() -> None:
    """The newest tables again."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
