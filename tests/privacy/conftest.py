# What needs Django's models is imported inside: pytest reads this file before Django is set up.
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings

if TYPE_CHECKING:
    from packhaus.orders.models import Order
    from packhaus.privacy.keys import KeyRing
    from packhaus.shops.models import Connection


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Iterator[KeyRing]:
    """A key folder of the test's own, and the ring of it."""
    from packhaus.privacy.keys import ring

    settings.KEYS = tmp_path / "keys"
    found = ring()
    yield found
    found.forget()


@pytest.fixture
def connection(db: None, keys: KeyRing) -> Connection:
    from privacy.merchants import made_connection

    return made_connection()


@pytest.fixture
def make_orders(connection: Connection) -> Callable[..., list[Order]]:
    """Makes ``count`` orders of one merchant; more of their columns can be named."""
    from privacy.merchants import made_orders

    def make(count: int = 1, **columns: object) -> list[Order]:
        return made_orders(connection, count, **columns)

    return make
