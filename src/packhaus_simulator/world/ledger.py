"""All orders of the world by their times, with the older versions that lagging books still show."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from packhaus_simulator.world.order import Order

_VERSIONS_KEPT = 20
_Key = tuple[datetime, str]


class Ledger:
    """Orders by id, by creation and by last update."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self._by_created: list[_Key] = []
        self._by_updated: list[_Key] = []
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
        self, field: str, first: datetime, last: datetime, lag: timedelta | None, now: datetime
    ) -> list[Order]:
        """Orders whose ``created`` or ``updated`` lies in the window (both ends in), oldest first.

        With a lag the books show each order as it stood that long ago, and new ones not at all.
        """
        if lag:
            seen = [version for order in self if (version := self.as_of(order, now - lag)) is not None]
            dated = [(order.created if field == "created" else order.updated, order) for order in seen]
            inside = sorted((moment, order.id, order) for moment, order in dated if first <= moment <= last)
            return [order for _, _, order in inside]
        keys = self._by_created if field == "created" else self._by_updated
        start = bisect_left(keys, (first, ""))
        end = bisect_left(keys, (last, "\uffff"))
        return [self.orders[order_id] for _, order_id in keys[start:end]]

    def as_of(self, order: Order, moment: datetime) -> Order | None:
        """The order as it stood at a moment, ``None`` where it was not there yet."""
        for version in (order, *reversed(self._earlier.get(order.id, ()))):
            if version.updated <= moment:
                return version
        return None
