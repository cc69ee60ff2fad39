"""The one Django app that all rooms belong to."""

from __future__ import annotations

from django.apps import AppConfig


class PackhausConfig(AppConfig):
    """All rooms share one app label, so that there is one history of migrations."""

    name = "packhaus"
    default_auto_field = "django.db.models.BigAutoField"
