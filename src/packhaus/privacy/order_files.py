"""Files of orders that a merchant handed over: sealed while they are worked on, for a week at most (R4.2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from packhaus.kit.personal import Sealed
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy import watch
from packhaus.privacy.access.log import note_looked_through
from packhaus.privacy.errors import TermOver
from packhaus.privacy.keys import ring
from packhaus.privacy.retention import is_over, lease_for, utc_day
from packhaus.privacy.seal import bound_to_document

KEPT = timedelta(days=6)
"""Time to correct the rows that were refused; then what was not taken in has no purpose here any more."""


def last_day_of_file(made_at: datetime) -> date:
    """The last UTC day of a file of orders."""
    return utc_day(made_at) + KEPT


def seal_order_file(raw: bytes, organization_id: int, public_id: str, ends_on: date, now: datetime) -> Sealed:
    """Seal a file. Raises TermOver, and the errors of ``KeyRing.for_sealing``."""
    today = utc_day(now)
    if is_over(ends_on, today):
        raise TermOver(Words(GONE))
    return ring().for_sealing(lease_for(ends_on, today), now).seal(raw, _bound_to(organization_id, public_id))


def open_order_file(
    sealed: Sealed, organization_id: int, public_id: str, ends_on: date, now: datetime
) -> bytes:
    """The file. Raises TermOver, NeedsMerchant while the clock is in doubt, SealBroken, the ring's errors."""
    watch.must_be_sure()
    if is_over(ends_on, utc_day(now)):
        raise TermOver(Words(GONE))
    cipher = ring().for_opening(sealed.lease, now, survivors=True)
    plain = cipher.open(sealed, _bound_to(organization_id, public_id))
    note_looked_through(organization_id, 0, now)
    return plain


def _bound_to(organization_id: int, public_id: str) -> bytes:
    return bound_to_document(organization_id, f"{public_id}/orders")


GONE = gettext_noop("The file was kept for a week and is erased. Choose it again.")
