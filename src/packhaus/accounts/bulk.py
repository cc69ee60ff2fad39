"""The accounts' SQL: one first run at a time."""

from __future__ import annotations

from django.db import connection


def lock_members() -> None:
    """Let no other transaction add a member before this one ends; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE packhaus_member IN SHARE ROW EXCLUSIVE MODE")
