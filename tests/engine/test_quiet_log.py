"""The log says where our own mistakes are, and nothing of what they quote."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from packhaus import urls as ours
from packhaus.engine.quiet_log import QuietFormatter

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

NAME = "Wilhelmine Oberstötter"


def refused_by_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE buyer (name text CHECK (length(name) < 5)) ON COMMIT DROP")
        cursor.execute("INSERT INTO buyer VALUES (%s)", [NAME])
    raise AssertionError("the database refuses this")


def chained(request: HttpRequest) -> HttpResponse:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise ValueError(f"unreadable: {NAME}") from error
    except ValueError:
        raise ExceptionGroup(f"of {NAME}", [TypeError(NAME), RuntimeError(NAME)])


urlpatterns = [*ours.urlpatterns, path("refused/", refused_by_the_database), path("chained/", chained)]
handler500 = "packhaus.desk.errors.broken"


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[Callable[[], str]]:
    """What a handler on the root logger writes with this formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    try:
        yield stream.getvalue
    finally:
        logging.getLogger().removeHandler(handler)


def of_this_installation() -> logging.Formatter:
    """The formatter of the handler that Django has set up from our settings."""
    found = [h.formatter for h in logging.getLogger().handlers if isinstance(h.formatter, QuietFormatter)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/refused/", ["psycopg.errors.CheckViolation 23514", "django.db.utils.IntegrityError"]),
        (
            "/chained/",
            ["builtins.KeyError", "builtins.ValueError", "ExceptionGroup", "TypeError", "RuntimeError"],
        ),
    ],
)
def test_a_page_that_fails_quotes_nobody(
    page: str, says: list[str], signed_in: Client, settings: SettingsWrapper
) -> None:
    settings.ROOT_URLCONF = __name__
    signed_in.raise_request_exception = False
    # The plain one is first: what it leaves on the record for the others must not be taken over.
    with logged(logging.Formatter()) as plain, logged(of_this_installation()) as quiet:
        answer = signed_in.get(page)
    assert answer.status_code == 500
    assert NAME in plain(), "the planted name is in the exception's message"
    assert NAME not in quiet()
    assert "Oberst" not in quiet()
    assert f"Internal Server Error: {page}" in quiet()
    assert f"{Path(__file__).name}:" in quiet()
    for name in says:
        assert name in quiet()
    assert "raise ValueError" not in quiet()


def test_the_web_servers_own_log_is_quiet_too() -> None:
    """In a process of its own: gunicorn sets its loggers up for the whole process."""
    program = f"""
import django; django.setup()
from gunicorn.config import Config
from packhaus.web import _QuietLogger
log = _QuietLogger(Config())
try:
    raise ValueError({NAME!r})
except ValueError:
    log.exception("Error handling request")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path(ours.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Error handling request\nbuiltins.ValueError\n  at <string>:" in done.stderr
    assert NAME not in done.stderr


def test_a_ring_of_errors_and_an_endless_recursion_come_to_an_end() -> None:
    def deeper(number: int) -> int:
        return deeper(number + 1) + 1

    formatter = QuietFormatter()
    first, second = ValueError(NAME), TypeError(NAME)
    first.__cause__, second.__cause__ = second, first
    ring = formatter.formatException((ValueError, first, None))
    assert ring.splitlines() == ["builtins.TypeError", "and that caused:", "builtins.ValueError"]
    with pytest.raises(RecursionError) as caught:
        deeper(0)
    lines = formatter.formatException((RecursionError, caught.value, caught.value.__traceback__)).splitlines()
    assert lines[0] == "builtins.RecursionError"
    assert len(lines) < 70


def test_what_is_logged_without_an_exception_stays_as_it_is() -> None:
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "%d orders", (3,), None)
    assert QuietFormatter().format(record) == "3 orders"
