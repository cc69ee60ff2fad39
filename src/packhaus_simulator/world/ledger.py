"""All orders of the world by their times, with the older versions that lagging books still show."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from packhaus_simulator.world.order import Order

_VERSIONS_KEPT = 20
_BEHIND_ALL_IDS = "\uffff"
Key = tuple[datetime, str]


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, both ends in, gone through by ``created`` or ``updated`` and on from ``behind``."""

    field: str
    first: datetime
    last: datetime
    behind: Key | None = None
    newest_first: bool = False

    def key(self, order: Order) -> Key:
        """Where an order stands."""
        return (order.created if self.field == "created" else order.updated, order.id)

    def places(self, keys: list[Key]) -> Iterable[int]:
        """Indexes into sorted keys, in this stretch's direction."""
        start, end = bisect_left(keys, (self.first, "")), bisect_left(keys, (self.last, _BEHIND_ALL_IDS))
        if self.newest_first:
            return range(bisect_left(keys, self.behind) - 1 if self.behind else end - 1, start - 1, -1)
        return range(bisect_right(keys, self.behind) if self.behind else start, end)


class Ledger:
    """Orders by id, by creation and by last update."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self._by_created: list[Key] = []
        self._by_updated: list[Key] = []
        self._earlier: dict[str, list[Order]] = {}

    def __iter__(self) -> Iterator[Order]:
        return iter(self.orders.values())

    def add(self, order: Order) -> None:
        """Take in a new order."""
        self.orders[order.id] = order
        insort(self._by_created, (order.created, order.id))
        insort(self._by_updated, (order.updated, order.id))

    def change(self, order_id: str, change: Callable[[Order], None], now: datetime) -> Order:
        """Apply a change and stamp it; the version before stays visible to lagging books."""
        order = self.orders[order_id]
        earlier = self._earlier.setdefault(order_id, [])
        earlier.append(order.copy())
        del earlier[:-_VERSIONS_KEPT]
        self._by_updated.remove((order.updated, order.id))
        try:
            change(order)
            order.updated = max(now, order.updated)
        finally:
            insort(self._by_updated, (order.updated, order.id))
        return order

    def window(self, stretch: Stretch, lag: timedelta | None, now: datetime) -> Iterator[Order]:
        """The orders of a stretch, in its direction.

        With a lag the books show each order as it stood that long ago, and new ones not at all.
        """
        if lag:
            seen = [version for order in self if (version := self.as_of(order, now - lag)) is not None]
            by_key = {stretch.key(version): version for version in seen}
            keys = sorted(by_key)
            return (by_key[keys[at]] for at in stretch.places(keys))
        keys = self._by_created if stretch.field == "created" else self._by_updated
        return (self.orders[keys[at][1]] for at in stretch.places(keys))

    def as_of(self, order: Order, moment: datetime) -> Order | None:
        """The order as it stood at a moment, ``None`` where it was not there yet."""
        for version in (order, *reversed(self._earlier.get(order.id, ()))):
            if version.updated <= moment:
                return version
        return None
