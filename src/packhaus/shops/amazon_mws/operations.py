"""The operations of Marketplace Web Service that Packhaus calls, and how often it may.

Source: "Throttling" of each operation in Amazon's MWS reference: a quota of requests at once, and a rate at
which they come back. Operations with one ``bucket`` share theirs.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

_ORDERS = ("/Orders/2013-09-01", "2013-09-01")
_SELLERS = ("/Sellers/2011-07-01", "2011-07-01")
_PRODUCTS = ("/Products/2011-10-01", "2011-10-01")
_FEEDS = ("/", "2009-01-01")


class Operation(StrEnum):
    """The operations, by Amazon's names (the parameter ``Action``)."""

    PARTICIPATIONS = "ListMarketplaceParticipations"
    MORE_PARTICIPATIONS = "ListMarketplaceParticipationsByNextToken"
    LIST_ORDERS = "ListOrders"
    MORE_ORDERS = "ListOrdersByNextToken"
    GET_ORDER = "GetOrder"
    LIST_ITEMS = "ListOrderItems"
    MORE_ITEMS = "ListOrderItemsByNextToken"
    PRODUCTS = "GetMatchingProductForId"
    SUBMIT_FEED = "SubmitFeed"
    FEEDS = "GetFeedSubmissionList"
    FEED_RESULT = "GetFeedSubmissionResult"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """``burst`` requests at once; one comes back every ``seconds``. ``seller``: what names the account."""

    path: str
    version: str
    burst: int
    seconds: float
    bucket: str
    seller: str = "SellerId"

    @property
    def rate(self) -> float:
        """Requests a second."""
        return 1 / self.seconds


def _plan(section: tuple[str, str], burst: int, seconds: float, bucket: str) -> Plan:
    return Plan(
        path=section[0],
        version=section[1],
        burst=burst,
        seconds=seconds,
        bucket=bucket,
        seller="Merchant" if section is _FEEDS else "SellerId",
    )


_PARTICIPATIONS = _plan(_SELLERS, 15, 60, "ListMarketplaceParticipations")
_LIST_ORDERS = _plan(_ORDERS, 6, 60, "ListOrders")
_LIST_ITEMS = _plan(_ORDERS, 30, 2, "ListOrderItems")

PLANS: dict[Operation, Plan] = {
    Operation.PARTICIPATIONS: _PARTICIPATIONS,
    Operation.MORE_PARTICIPATIONS: _PARTICIPATIONS,
    Operation.LIST_ORDERS: _LIST_ORDERS,
    Operation.MORE_ORDERS: _LIST_ORDERS,
    Operation.GET_ORDER: _plan(_ORDERS, 6, 60, "GetOrder"),
    Operation.LIST_ITEMS: _LIST_ITEMS,
    Operation.MORE_ITEMS: _LIST_ITEMS,
    # It restores by the product, five a second, and a call names five.
    Operation.PRODUCTS: _plan(_PRODUCTS, 20, 1, "GetMatchingProductForId"),
    Operation.SUBMIT_FEED: _plan(_FEEDS, 15, 120, "SubmitFeed"),
    Operation.FEEDS: _plan(_FEEDS, 10, 45, "GetFeedSubmissionList"),
    Operation.FEED_RESULT: _plan(_FEEDS, 15, 60, "GetFeedSubmissionResult"),
}
