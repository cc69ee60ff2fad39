"""When a confirmation is owed to the shop (R2.4): pure."""

from __future__ import annotations

from collections.abc import Mapping


def is_owed(confirm_at: str, parcel_state: str, handled: bool) -> bool:
    """Whether the shop is to be told now.

    ``confirm_at`` is the connection's choice: ``announced`` (the label is bought) or ``handled`` (first
    physical scan).
    """
    if parcel_state in ("draft", "voided"):
        return False
    return handled or confirm_at == "announced"


def is_counted(pieces: Mapping[str, int], accepted: Mapping[str, int], shipped: Mapping[str, int]) -> bool:
    """Whether a shop that names no packages counts a parcel's ``pieces`` as shipped, by line id.

    ``accepted``: what it has accepted of the order's other parcels; ``shipped``: what it counts in all.
    """
    return bool(pieces) and all(
        shipped.get(line, 0) >= accepted.get(line, 0) + quantity for line, quantity in pieces.items()
    )
