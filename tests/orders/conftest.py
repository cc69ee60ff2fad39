"""A merchant with orders whose buyers are sealed in the vault, and a browser that is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.conftest import english, merchant, now

if TYPE_CHECKING:
    from packhaus.orders.models import Order

__all__ = ["english", "merchant", "now"]


@pytest.fixture
def buyer(tmp_path: Path, settings: Any, now: datetime) -> Callable[..., None]:
    """Seals whom an order goes to, as a sync would."""
    settings.KEYS = tmp_path / "keys"

    def seal(order: Order, contact: Any = None, **fields: Any) -> None:
        from packhaus.kit.personal import Purpose, Recipient
        from packhaus.privacy import vault
        from packhaus.privacy.retention import facts_of

        known = {
            "name": "Jürgen Möller",
            "lines": ("Aachener Straße 57", "Hinterhaus"),
            "postal_code": "50674",
            "city": "Köln",
            "country": "DE",
        }
        rows = [
            vault.PersonalRow(
                order.organization_id, order.pk, Purpose.TAX, Recipient(**(known | fields)), facts_of(order)
            )
        ]
        if contact is not None:
            rows.append(
                vault.PersonalRow(
                    order.organization_id, order.pk, Purpose.FULFILLMENT, contact, facts_of(order)
                )
            )
        assert not vault.put(rows, now)

    return seal
