"""Brings the database to today's tables, once, whoever comes first."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from packhaus.engine.bulk import alone


def upgrade() -> None:
    """Run the migrations that are missing. Two processes that start at once take turns."""
    if not _missing():
        return
    with alone("upgrade"):
        if _missing():
            call_command("migrate", interactive=False, verbosity=0)


def _missing() -> bool:
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
