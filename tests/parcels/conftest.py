"""A merchant with parcels and batches; labels are drawn as the demo carrier does, and sealed as flow does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.conftest import english, merchant, now
from orders.conftest import buyer

if TYPE_CHECKING:
    from packhaus.parcels.models import Parcel

__all__ = ["buyer", "english", "merchant", "now"]


@pytest.fixture
def keep_label(tmp_path: Path, settings: Any, now: datetime) -> Callable[[Parcel], None]:
    """Seals a label for a parcel, as buying one does."""
    settings.KEYS = tmp_path / "keys"

    def keep(parcel: Parcel) -> None:
        from label_reader import label_content
        from packhaus.parcels.models import Document
        from packhaus.privacy import vault
        from packhaus.privacy.retention import facts_of
        from packhaus_simulator.label import draw_label

        plain = draw_label(label_content(tracking_number=parcel.tracking_number))
        sealed = vault.seal_document(
            plain, parcel.organization_id, f"{parcel.public_id}/label", facts_of(parcel.order), now
        )
        Document.objects.create(
            organization_id=parcel.organization_id,
            parcel=parcel,
            lease=sealed.lease,
            wrapped=sealed.wrapped,
            sealed=sealed.sealed,
            created_at=now,
        )

    return keep
