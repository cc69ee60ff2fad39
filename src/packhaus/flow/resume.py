"""A shop that lets us in again: everything that waited for it goes on at once."""

from __future__ import annotations

from datetime import datetime

from packhaus.engine.due import make_due
from packhaus.engine.models import BatchItem
from packhaus.shops.models import Connection


def resume(connection: Connection, now: datetime) -> None:
    """Let reading, weights, confirmations and labels of a shop be due now, in the caller's transaction."""
    for kind in ("sync", "weights", "confirm"):
        make_due(kind, connection.pk, now)
    begun = BatchItem.objects.filter(order__connection=connection, state="waiting", batch__stopped_at=None)
    make_due("label", list(begun.values_list("pk", flat=True)), now)
