"""The rows of Packhaus as Django knows them."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models


def all_models() -> list[type[models.Model]]:
    return list(apps.get_app_config("packhaus").get_models())


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_fields)


def unique_keys(model: type[models.Model]) -> Iterator[tuple[str, set[str]]]:
    """Each unique key beside the row's own id: its name and the fields in it."""
    for field in columns(model):
        if field.unique and not field.primary_key:
            yield f"{model.__name__}.{field.name}", {field.name}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.name, set(constraint.fields)
    for together in model._meta.unique_together:
        yield f"{model.__name__}{together}", set(together)
