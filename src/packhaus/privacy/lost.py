"""After a disaster: lease keys are never backed up, so a restored database names keys that are gone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packhaus.privacy import bulk
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.models import LeaseKey


def write_off(ring: KeyRing, now: datetime) -> list[str]:
    """Mark every lease key without a file as destroyed, so that new data gets new keys; their names.

    What lies under them is gone for good, and is fetched from the shop again. It is the merchant's own act,
    never a guess of ours: an unmounted folder looks the same (DESIGN.md, Decisions, personal data).
    """
    with transaction.atomic():
        bulk.stop_sealing()
        lost = [
            row
            for row in LeaseKey.objects.filter(destroyed_at=None).order_by("day", "name")
            if not ring.path_of(row.name).exists()
        ]
        LeaseKey.objects.filter(pk__in=[row.pk for row in lost]).update(destroyed_at=now, file_gone_at=now)
    ring.forget()
    return [row.name for row in lost]
