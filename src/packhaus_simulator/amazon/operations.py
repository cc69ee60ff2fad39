"""The simulated operations with their published default limits and the roles that open them.

Rates and bursts: the usage plans in Amazon's models. Roles: Amazon's pages "Get orders with filtering
criteria" (any of the listed roles opens the Orders API) and the Listings Items API's use case guide.
"""

from dataclasses import dataclass

DELIVERY = "Direct-to-Consumer Shipping"
INVENTORY = "Inventory and Order Tracking"
LISTING = "Product Listing"
INSIGHTS = "Selling Partner Insights"
TAX_INVOICING = "Tax Invoicing"
TAX_REMITTANCE = "Tax Remittance"
ALL_ROLES = (DELIVERY, INVENTORY, LISTING, INSIGHTS, TAX_INVOICING, TAX_REMITTANCE)
_ANY = frozenset(ALL_ROLES)


@dataclass(frozen=True)
class Operation:
    """One operation: requests a second, how many at once, roles of which one is needed."""

    name: str
    rate: float
    burst: int
    roles: frozenset[str]


PARTICIPATIONS = Operation("getMarketplaceParticipations", 0.016, 15, _ANY)
SEARCH_ORDERS = Operation("searchOrders", 0.0056, 20, _ANY)
GET_ORDER = Operation("getOrder", 0.5, 30, _ANY)
CONFIRM_SHIPMENT = Operation("confirmShipment", 2.0, 10, frozenset((INVENTORY, DELIVERY)))
SEARCH_LISTINGS = Operation("searchListingsItems", 5.0, 5, frozenset((LISTING,)))
OPERATIONS = {
    o.name: o for o in (PARTICIPATIONS, SEARCH_ORDERS, GET_ORDER, CONFIRM_SHIPMENT, SEARCH_LISTINGS)
}
