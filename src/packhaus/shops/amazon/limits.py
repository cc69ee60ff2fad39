"""How often Amazon may be asked, an operation: the published defaults.

Rates are requests a second, a pair of seller and application each. Source: the usage plans in Amazon's own
models (``ordersV0``, ``orders_2026-01-01``, ``listingsItems_2021-08-01``, ``sellers``), as of August 2026.
What the header ``x-amzn-RateLimit-Limit`` names for a seller goes before them.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Operation(StrEnum):
    """The operations that Packhaus calls, by Amazon's names."""

    SEARCH_ORDERS = "searchOrders"
    GET_ORDER = "getOrder"
    CONFIRM_SHIPMENT = "confirmShipment"
    SEARCH_LISTINGS = "searchListingsItems"
    GET_LISTING = "getListingsItem"
    PARTICIPATIONS = "getMarketplaceParticipations"


class Limit(msgspec.Struct, frozen=True):
    """``rate`` in requests a second; ``burst`` in requests."""

    rate: float
    burst: int


LIMITS: dict[Operation, Limit] = {
    Operation.SEARCH_ORDERS: Limit(0.0056, 20),
    Operation.GET_ORDER: Limit(0.5, 30),
    Operation.CONFIRM_SHIPMENT: Limit(2.0, 10),
    Operation.SEARCH_LISTINGS: Limit(5.0, 5),
    Operation.GET_LISTING: Limit(5.0, 10),
    Operation.PARTICIPATIONS: Limit(0.016, 15),
}
