"""What the tests of accounts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from packhaus.engine import clock


@pytest.fixture(autouse=True)
def _the_clock_is_read_anew() -> Iterator[None]:
    """A test may move the clock; the next one reads it from its own database."""
    clock.forget()
    yield
    clock.forget()
