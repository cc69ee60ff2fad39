"""When a confirmation is owed to the shop (R2.4): pure."""

from __future__ import annotations


def is_owed(confirm_at: str, parcel_state: str, handled: bool) -> bool:
    """Whether the shop is to be told now.

    ``confirm_at`` is the connection's choice: ``announced`` (the label is bought) or ``handled`` (first
    physical scan).
    """
    if parcel_state in ("draft", "voided"):
        return False
    return handled or confirm_at == "announced"
