"""The one setter of a confirmation's state, and when one is owed (R2.4, R5.4)."""

from __future__ import annotations

from datetime import datetime

from packhaus.confirmations.models import Confirmation
from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.parcels.models import Parcel

TRANSITIONS: dict[str, frozenset[str]] = {
    "not_owed": frozenset({"owed", "moot", "by_shop"}),
    "owed": frozenset({"intended", "moot", "accepted", "by_shop", "refused"}),
    "intended": frozenset({"accepted", "refused", "unknown", "owed", "moot"}),
    "unknown": frozenset({"accepted", "owed", "refused", "moot", "unknown"}),
    "accepted": frozenset({"owed"}),
    "refused": frozenset({"owed", "moot", "accepted"}),
    "by_shop": frozenset(),
    "moot": frozenset({"owed"}),
}


def move(
    confirmation: Confirmation,
    state: str,
    at: datetime,
    *,
    due_at: datetime | None = None,
    words: Words | None = None,
) -> None:
    """Move and save. ``due_at``: when to look at it again. Raises Bug where no way leads there."""
    if state != confirmation.state and state not in TRANSITIONS[confirmation.state]:
        raise Bug(
            Words(
                gettext_noop("A confirmation cannot go from %(old)s to %(new)s."),
                {"old": confirmation.state, "new": state},
            )
        )
    confirmation.state, confirmation.state_at, confirmation.due_at = state, at, due_at
    if (words or confirmation.receipt) and _is_erased(confirmation):
        # The shop's answer to a call that was under way when the order was erased.
        words, confirmation.receipt = None, ""
    confirmation.words = words.stored() if words else None
    if state == "accepted":
        confirmation.accepted_at = at
    confirmation.save()


def _is_erased(confirmation: Confirmation) -> bool:
    return Parcel.objects.filter(pk=confirmation.parcel_id, order__erased_at__isnull=False).exists()
