"""The operations of MWS that are played, each with its published limits (Amazon's MWS reference)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of MWS with a path, a version and a namespace of its own."""

    name: str
    version: str
    namespace: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """``most`` requests at once; one comes back after ``seconds`` (for each of its ``items``, if counted)."""

    most: int
    seconds: float
    hourly: int | None = None
    by_item: bool = False


@dataclass(frozen=True)
class MwsOperation:
    """One operation. Those with the same ``bucket`` share their limit."""

    action: str
    section: Section
    bucket: str
    plan: Plan

    @property
    def name(self) -> str:
        """As faults, limits and the log of calls name it."""
        return f"mws.{self.action}"


ORDERS = Section(
    "Orders", "2013-09-01", "https://mws.amazonservices.com/Orders/2013-09-01", ("/Orders/2013-09-01",)
)
SELLERS = Section(
    "Sellers", "2011-07-01", "https://mws.amazonservices.com/Sellers/2011-07-01", ("/Sellers/2011-07-01",)
)
PRODUCTS = Section(
    "Products",
    "2011-10-01",
    "http://mws.amazonservices.com/schema/Products/2011-10-01",
    ("/Products/2011-10-01",),
)
FEEDS = Section("Feeds", "2009-01-01", "http://mws.amazonaws.com/doc/2009-01-01/", ("/", "/Feeds/2009-01-01"))
SECTIONS = (ORDERS, SELLERS, PRODUCTS, FEEDS)

_STATUS = Plan(2, 300)
_SELLERS = Plan(15, 60)
_LIST_ORDERS = Plan(6, 60)
_LIST_ITEMS = Plan(30, 2)

MWS_OPERATIONS = (
    MwsOperation("ListMarketplaceParticipations", SELLERS, "participations", _SELLERS),
    MwsOperation("ListMarketplaceParticipationsByNextToken", SELLERS, "participations", _SELLERS),
    MwsOperation("ListOrders", ORDERS, "orders", _LIST_ORDERS),
    MwsOperation("ListOrdersByNextToken", ORDERS, "orders", _LIST_ORDERS),
    MwsOperation("GetOrder", ORDERS, "order", Plan(6, 60)),
    MwsOperation("ListOrderItems", ORDERS, "items", _LIST_ITEMS),
    MwsOperation("ListOrderItemsByNextToken", ORDERS, "items", _LIST_ITEMS),
    MwsOperation("GetMatchingProductForId", PRODUCTS, "products", Plan(20, 0.2, 18000, by_item=True)),
    MwsOperation("SubmitFeed", FEEDS, "submit", Plan(15, 120, 30)),
    MwsOperation("GetFeedSubmissionList", FEEDS, "feeds", Plan(10, 45, 80)),
    MwsOperation("GetFeedSubmissionListByNextToken", FEEDS, "more feeds", Plan(30, 2, 1800)),
    MwsOperation("GetFeedSubmissionResult", FEEDS, "result", Plan(15, 60, 60)),
    *(
        MwsOperation("GetServiceStatus", section, f"status of {section.name}", _STATUS)
        for section in (ORDERS, SELLERS, PRODUCTS)
    ),
)
BY_ACTION = {(operation.section.name, operation.action): operation for operation in MWS_OPERATIONS}
BY_NAME = {operation.name: operation for operation in MWS_OPERATIONS}
