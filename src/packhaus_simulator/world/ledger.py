"""All orders of the world by their times, with the older versions that lagging books still show."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from packhaus_simulator.world.order import Order

_VERSIONS_KEPT = 20
_BEHIND_ALL_IDS = "\uffff"
Key = tuple[datetime, str]


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

    def window(
        self, field: str, after: Key, last: datetime, lag: timedelta | None, now: datetime
    ) -> Iterator[Order]:
        """Orders by ``created`` or ``updated``, oldest first: behind the key ``after``, up to ``last``.

        With a lag the books show each order as it stood that long ago, and new ones not at all.
        """
        if lag:
            seen = [version for order in self if (version := self.as_of(order, now - lag)) is not None]
            dated = [(order.created if field == "created" else order.updated, order.id) for order in seen]
            by_key = dict(zip(dated, seen, strict=True))
            return (by_key[key] for key in sorted(dated) if after < key and key[0] <= last)
        keys = self._by_created if field == "created" else self._by_updated
        start, end = bisect_right(keys, after), bisect_left(keys, (last, _BEHIND_ALL_IDS))
        return (self.orders[order_id] for _, order_id in islice(keys, start, end))

    def as_of(self, order: Order, moment: datetime) -> Order | None:
        """The order as it stood at a moment, ``None`` where it was not there yet."""
        for version in (order, *reversed(self._earlier.get(order.id, ()))):
            if version.updated <= moment:
                return version
        return None
