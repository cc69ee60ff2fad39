"""What erasure asks of the archive: to write first what goes next. It keeps nothing longer for it (R4.2)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from packhaus.engine.due import trouble_of
from packhaus.kit.errors import Problem
from packhaus.privacy.archive import bulk
from packhaus.privacy.archive.models import Archive
from packhaus.privacy.archive.rules import still_held_since
from packhaus.privacy.archive.write import public_keys, write_due, write_now

logger = logging.getLogger(__name__)
LAST_DAYS = 1
"""What goes tonight or tomorrow night is written by erasure itself; all else long before by due work."""


def before_erasing(now: datetime) -> None:
    """Each run of the erasure calls it before rows go. Never stops it: nothing is kept for the archive.

    What goes without a copy is noted in the books, and the panel says how many orders that were.
    """
    for organization_id in Archive.objects.order_by("pk").values_list("organization_id", flat=True):
        if not public_keys(organization_id):
            continue
        try:
            write_due(organization_id, now, within_days=LAST_DAYS)
        except Problem as problem:
            logger.warning("the archive is not written before data goes: %s", problem)
        except Exception as error:  # noqa: BLE001 - nothing that ails the archive may stop the erasure
            logger.error("the archive failed before data goes: %s", trouble_of(error))
        bulk.give_up_waiting(organization_id, still_held_since(now), now)


def before_erasing_now(order_ids: Sequence[int], now: datetime) -> None:
    """Write what tax law makes the merchant keep of orders that are erased before their time.

    Not in a transaction: who erases in one calls it before. Raises ArchiveProblem, and what the vault raises:
    then nothing may be erased yet, for the law obliges the merchant to keep it (GDPR art. 17 (3) b), and the
    orders' own day still comes.
    """
    for organization_id in Archive.objects.order_by("pk").values_list("organization_id", flat=True):
        write_now(organization_id, order_ids, now)
