"""Which events move a parcel, and where to (R5.3): pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

ORDER_OF_STATES = (
    "draft",
    "announced",
    "handled",
    "in_transit",
    "exception",
    "out_for_delivery",
    "delivered",
    "returning",
    "returned",
    "lost",
)
_RANK = {state: rank for rank, state in enumerate(ORDER_OF_STATES)}
_CARRIER_HAS_IT = frozenset(ORDER_OF_STATES[2:])

TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"announced", "voided"}),
    "announced": frozenset({*ORDER_OF_STATES[2:], "voided"}),
    "handled": frozenset(ORDER_OF_STATES[3:]),
    "in_transit": frozenset(ORDER_OF_STATES[2:]),
    "exception": frozenset(ORDER_OF_STATES[2:]),
    "out_for_delivery": frozenset(ORDER_OF_STATES[3:]),
    "delivered": frozenset({"exception", "returning", "returned", "lost"}),
    "returning": frozenset({"returned", "exception", "lost", "delivered"}),
    "returned": frozenset({"delivered"}),
    "lost": frozenset(ORDER_OF_STATES[3:]),
    "voided": frozenset(),
}
"""From each state the states that may follow."""


@dataclass(frozen=True)
class EventFacts:
    """One event: its kind and the carrier's own time."""

    kind: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a parcel stands by all of its events."""

    state: str
    at: datetime
    handled_at: datetime | None
    delivered_at: datetime | None


def standing(announced_at: datetime, events: Sequence[EventFacts]) -> Standing:
    """Where the events lead, in the order of the carrier's own times, the furthest last of one moment's.

    Events may come late, twice, or in any order; one that cannot follow (in transit after the delivery)
    moves nothing. ``handled_at`` is the earliest moment at which the carrier had the parcel, whatever it
    called it.
    """
    told = sorted(
        (event for event in events if event.kind in _CARRIER_HAS_IT),
        key=lambda event: (event.at, _RANK[event.kind]),
    )
    state, at = "announced", announced_at
    for event in told:
        if event.kind in TRANSITIONS[state]:
            state, at = event.kind, event.at
    delivered = [event.at for event in told if event.kind == "delivered"]
    scanned = [event.at for event in told if event.kind not in ("exception", "lost")]
    return Standing(state, at, min(scanned) if scanned else None, max(delivered) if delivered else None)
