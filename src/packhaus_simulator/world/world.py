"""One made-up world: listings and orders, from a seed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from packhaus_simulator.chance import seeded
from packhaus_simulator.values import Json, whole_second
from packhaus_simulator.world.ledger import Ledger
from packhaus_simulator.world.listings import Listings
from packhaus_simulator.world.marketplaces import SELLING_IN
from packhaus_simulator.world.order import PENDING, UNSHIPPED, Order
from packhaus_simulator.world.orders import OrderMaker
from packhaus_simulator.world.products import BASE_COUNT
from packhaus_simulator.world.recipe import MARKETPLACE_SHARES, Recipe

STORE_NAME = "Hausrat Seeblick"


class World:
    """The shop, and everything that was ordered in it, in the countries where it sells."""

    def __init__(
        self, seed: int, orders: int, skus: int, now: datetime, countries: Collection[str] = SELLING_IN
    ) -> None:
        self.started = whole_second(now)
        self.listings = Listings(self.started)
        self.listings.stock(skus or BASE_COUNT)
        self.ledger = Ledger()
        self.static_orders: dict[str, Json] = {}
        self.only_static = False
        self._rng = seeded(seed)
        self._maker = OrderMaker(self._rng, self.listings)
        self._clears: list[tuple[datetime, str]] = []
        markets = {name: share for name, share in MARKETPLACE_SHARES.items() if name in countries}
        if not markets:
            return
        self.add_orders(Recipe(count=orders, marketplaces=markets), self.started)
        for order in self._maker.make_fulfilled_by_amazon(min(orders, 3 + orders // 40, 50), self.started):
            if order.marketplace.country in markets:
                self.ledger.add(order)

    def add_orders(self, recipe: Recipe, now: datetime, stamp: datetime | None = None) -> list[Order]:
        """Make orders and put them into the books, last updated at ``stamp`` if given.

        Raises ``ValueError`` for a recipe that cannot be met.
        """
        made = self._maker.make(recipe, whole_second(now))
        if stamp is not None:
            for order in made:
                order.updated = whole_second(stamp)
                order.created = min(order.created, order.updated)
        for number, order in enumerate(made):
            self.ledger.add(order)
            # Two of three pending orders are paid within the hour; the payment of the others never comes.
            if order.status == PENDING and number % 3:
                paid = order.created + timedelta(minutes=self._rng.uniform(45, 90))
                self._clears.append((max(paid, now + timedelta(minutes=20)), order.id))
        return made

    def settle(self, now: datetime) -> None:
        """Let what is due happen: payments of pending orders go through."""
        due = sorted(entry for entry in self._clears if entry[0] <= now)
        if not due:
            return
        self._clears = [entry for entry in self._clears if entry[0] > now]
        for moment, order_id in due:
            if self.ledger.orders[order_id].status == PENDING:
                self.ledger.change(order_id, _make_ready, whole_second(moment))


def _make_ready(order: Order) -> None:
    order.status = UNSHIPPED
