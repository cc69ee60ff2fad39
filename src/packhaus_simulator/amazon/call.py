"""What an operation is handed for one call."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from packhaus_simulator.amazon.query import Query

if TYPE_CHECKING:
    from packhaus_simulator.simulator import Simulator


@dataclass(frozen=True)
class Call:
    """One authorized call within its limit."""

    simulator: "Simulator"
    now: datetime
    roles: frozenset[str]
    path: dict[str, str]
    query: Query
    body: bytes
