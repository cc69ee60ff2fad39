"""What an operation is handed for one call."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from packhaus_simulator.amazon.query import Query
from packhaus_simulator.seller import Seller

if TYPE_CHECKING:
    from packhaus_simulator.simulator import Simulator


@dataclass(frozen=True)
class Call:
    """One authorized call within its limit; ``seller`` is the one whose access token it carries."""

    simulator: "Simulator"
    seller: Seller
    now: datetime
    roles: frozenset[str]
    path: dict[str, str]
    query: Query
    body: bytes
