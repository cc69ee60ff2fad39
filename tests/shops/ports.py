"""Each shop behind the same port, opened at the simulator: what a test of the port needs of either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from packhaus.kit.errors import Retry
from packhaus.shops.port import (
    ConfirmAnswer,
    ConfirmOutcome,
    Credentials,
    OrdersPage,
    OrdersWindow,
    Package,
    Shop,
    ShopOrder,
)
from packhaus.shops.registry import SHOPS
from shops.amazon.other_side import MemoryLimiter, MovedClock
from simulators import SimulatorProcess

DE = "A1PA6795UKMFR9"
CALLS = {
    "amazon": {
        "participations": "getMarketplaceParticipations",
        "orders": "searchOrders",
        "order": "getOrder",
        "weights": "searchListingsItems",
        "confirm": "confirmShipment",
    },
    "amazon_mws": {
        "participations": "mws.ListMarketplaceParticipations",
        "orders": "mws.ListOrders",
        "order": "mws.GetOrder",
        "lines": "mws.ListOrderItems",
        "weights": "mws.GetMatchingProductForId",
        "confirm": "mws.SubmitFeed",
    },
}
"""The other side's name of the call that each method of the port makes first."""


@dataclass
class Door:
    """One shop at the simulator, with a clock and a limiter of its own."""

    name: str
    simulator: SimulatorProcess
    credentials: Credentials
    clock: MovedClock
    limiter: MemoryLimiter = field(init=False)

    def __post_init__(self) -> None:
        self.limiter = MemoryLimiter(self.clock)

    @property
    def calls(self) -> dict[str, str]:
        return CALLS[self.name]

    def open(self, **changes: str) -> Shop:
        credentials = msgspec.structs.replace(self.credentials, **changes)
        return SHOPS[self.name].open(credentials, self.limiter, self.clock)

    def window(self, days: int = 60) -> OrdersWindow:
        since = self.clock() - timedelta(days=days)
        return OrdersWindow(
            updated_since=since, marketplace_ids=tuple(self.simulator.info["marketplace_ids"])
        )

    def wait_until(self, moment: datetime) -> None:
        """Let time pass on both sides."""
        span = max(0.1, (moment - self.clock()).total_seconds() + 0.1)
        self.clock.move(seconds=span)
        self.simulator.advance(span)

    def pages(self, shop: Shop, window: OrdersWindow) -> Iterator[OrdersPage]:
        """All pages; where a limit says when, that is waited for."""
        token: str | None = None
        while True:
            page = self.patiently(lambda token=token: shop.orders(window, token))
            yield page
            token = page.next_token
            if token is None:
                return

    def patiently(self, ask: Any) -> Any:
        for _ in range(20):
            try:
                return ask()
            except Retry as error:
                if error.after is None:
                    raise
                self.wait_until(error.after)
        raise AssertionError("twenty times no answer")

    def orders(self, shop: Shop) -> dict[str, ShopOrder]:
        pages = self.pages(shop, self.window())
        return {order.shop_order_id: order for page in pages for order in page.orders}

    def confirmed(self, shop: Shop, package: Package) -> ConfirmAnswer:
        """The answer to a confirmation, waited for where the shop answers later."""
        answer = self.patiently(lambda: shop.confirm(package))
        for _ in range(10):
            if answer.outcome is not ConfirmOutcome.LATER:
                return answer
            self.wait_until(self.clock() + timedelta(seconds=45))
            answer = self.patiently(lambda receipt=answer.receipt: shop.answer_to(receipt, package))
        raise AssertionError("no answer in ten times 45 seconds")

    def fault(self, call: str, kind: str, **wish: Any) -> None:
        self.simulator.admin("/faults", {"operation": self.calls[call], "kind": kind} | wish)

    def calm(self) -> None:
        self.simulator.admin("/faults", method="DELETE")

    def statuses(self, call: str) -> list[int]:
        seen = self.simulator.admin(f"/calls?operation={self.calls[call]}&limit=100000")["calls"]
        return [each["status"] for each in seen]

    def end_access(self) -> None:
        """The merchant takes back at Amazon what was given."""
        if self.name == "amazon":
            self.simulator.admin("/authorization", {"revoke_refresh_token": True})
        else:
            self.simulator.admin("/mws", {"revoke": True})


def opened(name: str, simulator: SimulatorProcess) -> Door:
    """The door of a shop at a simulator whose world is fresh."""
    info = simulator.info
    clock = MovedClock(datetime.fromisoformat(simulator.admin("/state")["clock"]["now"]))
    if name == "amazon":
        names = ("client_id", "client_secret", "refresh_token", "seller_id")
        return Door(name, simulator, Credentials(**{each: info[each] for each in names}), clock)
    given = simulator.admin("/mws", {"authorize": True})
    developer = info["mws_developer"]
    credentials = Credentials(
        client_id=developer["access_key"],
        client_secret=developer["secret_key"],
        refresh_token=given["token"],
        seller_id=given["seller_id"],
    )
    return Door(name, simulator, credentials, clock)


def parcel(order: ShopOrder, **changes: Any) -> Package:
    """A package that holds a whole order."""
    whole = Package(
        shop_order_id=order.shop_order_id,
        marketplace_id=order.marketplace_id,
        reference="1",
        carrier_code="DHL",
        carrier_name="",
        service="DHL Paket",
        tracking_number="00340434161094015902",
        shipped_at=order.updated_at + timedelta(hours=2),
        quantities={line.line_id: line.quantity for line in order.lines},
    )
    return msgspec.structs.replace(whole, **changes)
