"""What a command needs around it: Django, ready, on the data folder's database."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from packhaus.database import DatabaseProblem, database


@contextmanager
def running(data: Path) -> Iterator[None]:
    """Django, ready, on the data folder's database with today's tables."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    os.environ["PACKHAUS_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.settings")
    try:
        with database(data) as url:
            os.environ["DATABASE_URL"] = url
            _prepare()
            yield
    except DatabaseProblem as problem:
        raise click.ClickException(str(problem)) from None


def _prepare() -> None:
    """Set Django up and bring the tables to today's form. Raises ClickException in words."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"The folder of keys cannot be used ({error.filename}: {error.strerror})."
            " Make it readable and writable for the user that runs Packhaus, or name another with --data."
        ) from None
    from django.db import OperationalError

    from packhaus.engine.upgrade import upgrade

    try:
        upgrade()
    except OperationalError:
        raise click.ClickException(
            "The database does not answer. Check the address in DATABASE_URL (host, port, user, password,"
            " name), and that the server runs and lets this machine in."
        ) from None
