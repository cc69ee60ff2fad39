"""A seller account: who it is, where it sells, and its own world of listings and orders."""

from dataclasses import dataclass, field
from datetime import datetime

from packhaus_simulator.amazon.application import Kind
from packhaus_simulator.amazon.paging import PageTokens
from packhaus_simulator.world.marketplaces import SELLING_IN
from packhaus_simulator.world.world import World

EUROPE, REGIONS = "eu", ("eu", "na", "fe")


@dataclass(frozen=True)
class Notice:
    """A message of Amazon's in Seller Central: of which authorization, which kind, and when it came."""

    at: datetime
    kind: str
    authorization: int
    application: Kind
    end: datetime


@dataclass
class Seller:
    """One account. ``confirmed``: (order id, package reference) received by confirmShipment."""

    seller_id: str
    name: str
    world: World
    page_tokens: PageTokens
    participations: tuple[str, ...] = SELLING_IN
    region: str = EUROPE
    professional: bool = True
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)

    def note_confirmation(self, order_id: str, reference: str) -> None:
        """Count a package received by confirmShipment; an edit of one is the same package."""
        self.confirmed.add((order_id, reference))
