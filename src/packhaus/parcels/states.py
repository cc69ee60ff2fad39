"""The one setter of a parcel's and a purchase's state."""

from __future__ import annotations

from datetime import datetime

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.parcels.models import Parcel, Purchase
from packhaus.parcels.rules import TRANSITIONS, Standing

PURCHASE_TRANSITIONS: dict[str, frozenset[str]] = {
    "intended": frozenset({"bought", "refused", "unknown"}),
    "unknown": frozenset({"bought", "refused", "unknown"}),
    "bought": frozenset({"voiding"}),
    "voiding": frozenset({"voided", "bought"}),
    "voided": frozenset(),
    "refused": frozenset(),
}


def move(parcel: Parcel, state: str, at: datetime) -> bool:
    """Move a parcel; False where it stands there already. Raises Bug where no way leads there.

    The caller saves the parcel.
    """
    if parcel.state == state:
        return False
    if state not in TRANSITIONS[parcel.state]:
        raise Bug(
            Words(
                gettext_noop("A parcel cannot go from %(old)s to %(new)s."),
                {"old": parcel.state, "new": state},
            )
        )
    parcel.state, parcel.state_at = state, at
    return True


def stand(parcel: Parcel, standing: Standing) -> None:
    """Set a parcel to where its events say it stands: each step there is one of the table's already.

    A late event can change the way behind, so where it stood before decides nothing. A parcel without a
    label, or given back, is where it is whatever a scan says. The caller saves the parcel.
    """
    if parcel.state in (Parcel.State.DRAFT, Parcel.State.VOIDED):
        return
    parcel.state, parcel.state_at = standing.state, standing.at
    parcel.handled_at, parcel.delivered_at = standing.handled_at, standing.delivered_at


def move_purchase(purchase: Purchase, state: str, at: datetime, words: Words | None = None) -> None:
    """Move a purchase and save it. Raises Bug where no way leads there."""
    if state not in PURCHASE_TRANSITIONS[purchase.state]:
        raise Bug(
            Words(
                gettext_noop("A purchase cannot go from %(old)s to %(new)s."),
                {"old": purchase.state, "new": state},
            )
        )
    purchase.state, purchase.state_at = state, at
    purchase.words = words.stored() if words else None
    purchase.save(update_fields=["state", "state_at", "words", "called_at"])
