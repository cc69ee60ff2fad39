"""An order's weight, why it waits, and its state (R3.2, R5.1): pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Our state of an order; the shop's own status is kept beside it."""

    PENDING = "pending"
    WAITING = "waiting"
    READY = "ready"
    HELD = "held"
    IN_PARCELS = "in_parcels"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


def open_pieces(ordered: int, in_parcels: int, elsewhere: int) -> int:
    """Pieces of a line that still want a parcel: neither in one of ours nor shipped without us."""
    return max(0, ordered - in_parcels - elsewhere)


@dataclass(frozen=True)
class LineFacts:
    """What is known of one line. Pieces; grams for one piece, None where the SKU has no weight."""

    sku: str
    quantity: int
    quantity_in_parcels: int = 0
    quantity_elsewhere: int = 0
    unit_grams: int | None = None

    @property
    def open(self) -> int:
        """Pieces that neither lie in a parcel of ours nor were shipped without us."""
        return open_pieces(self.quantity, self.quantity_in_parcels, self.quantity_elsewhere)


@dataclass(frozen=True)
class OrderFacts:
    """What is known of an order. ``units_shipped`` are pieces in parcels that the carrier has.

    ``label_problem`` is empty, ``refused`` or ``unknown``; ``live_label`` whether a label is bought that is
    neither given back nor on its way, ``label_untold`` whether the shop was not told of such a one.
    ``given_grams`` is the weight that came with the whole order.
    """

    shop_state: str
    lines: tuple[LineFacts, ...] = ()
    has_address: bool = True
    held: bool = False
    cancelled_here: bool = False
    cancel_requested: bool = False
    units_shipped: int = 0
    label_problem: str = ""
    live_label: bool = False
    label_untold: bool = False
    shop_ships_itself: bool = False
    confirmation_refused: bool = False
    given_grams: int | None = None


@dataclass(frozen=True)
class Weight:
    """The sum over the lines that are still open, or which SKUs keep it from being known."""

    grams: int | None
    missing: tuple[str, ...] = ()


def weight(lines: Sequence[LineFacts]) -> Weight:
    """The parcel's weight is the sum over its lines (R3.2). Grams.

    Where all has left, the sum over the whole order. A missing weight names its SKUs, each once.
    """
    left = [(line, line.open) for line in lines if line.open]
    counted = left or [(line, line.quantity) for line in lines if line.quantity]
    missing = tuple(dict.fromkeys(line.sku for line, _ in counted if not line.unit_grams))
    if missing or not counted:
        return Weight(None, missing)
    return Weight(sum((line.unit_grams or 0) * pieces for line, pieces in counted))


def weight_of(facts: OrderFacts) -> Weight:
    """The weight that came with the order, while it is in one piece; else the sum over its lines (R3.2)."""
    parted = any(line.quantity_elsewhere for line in facts.lines) or (
        any(line.quantity_in_parcels for line in facts.lines) and any(line.open for line in facts.lines)
    )
    if facts.given_grams and not parted:
        return Weight(facts.given_grams)
    return weight(facts.lines)


def state(facts: OrderFacts, blocked: bool) -> State:
    """The state that follows; ``blocked``: a reason to wait keeps a label from being bought."""
    if facts.shop_state == "cancelled" or facts.cancelled_here:
        return State.CANCELLED
    if facts.shop_state == "shipped":
        return State.SHIPPED
    if facts.shop_state == "pending":
        return State.PENDING
    units = sum(line.quantity for line in facts.lines)
    if not any(line.open for line in facts.lines):
        gone = sum(line.quantity_elsewhere for line in facts.lines)
        if units and facts.units_shipped + gone >= units:
            return State.SHIPPED
        if facts.label_problem == "unknown":
            return State.WAITING
        if facts.units_shipped + gone > 0:
            return State.PARTLY_SHIPPED
        return State.IN_PARCELS if units else State.WAITING
    if facts.held:
        return State.HELD
    return State.WAITING if blocked else State.READY
