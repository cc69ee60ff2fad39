"""searchOrders and getOrder, version 2026-01-01. V and O numbers: live observations in docs/simulator.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from packhaus_simulator.amazon.answers import Answer, RefusedError, access_denied, error, invalid_input
from packhaus_simulator.amazon.authorization import WRONG_REGION
from packhaus_simulator.amazon.call import Call
from packhaus_simulator.amazon.order_view import DATASETS, View
from packhaus_simulator.amazon.paging import Page
from packhaus_simulator.amazon.query import Query
from packhaus_simulator.values import Json, JsonObject, wire_time
from packhaus_simulator.world.ledger import Stretch
from packhaus_simulator.world.marketplaces import BY_ID
from packhaus_simulator.world.order import STATUSES, Order

_FILTERS = (
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "fulfillmentStatuses",
    "marketplaceIds",
    "fulfilledBy",
)
_GENERIC = "The input you have submitted is not valid. Please check your input and try again."
_TOO_YOUNG = (
    f"{_GENERIC} Note that the error may be due to a systematic delay in data retrieval. "
    "The most updated data is 2 minutes after an order is created or last updated. "
    "If you set the CreatedBefore or LastUpdatedBefore parameters, "
    "please provide a date that is at least 2 minutes before current time and try again."
)
_ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")


@dataclass(frozen=True)
class _Search:
    """One search as asked."""

    stretch: Stretch
    filters: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]
    markets: tuple[str, ...]
    fulfilled_by: tuple[str, ...]

    def wants(self, order: Order) -> bool:
        return (
            (not self.markets or order.marketplace.id in self.markets)
            and (not self.statuses or order.status in self.statuses)
            and (not self.fulfilled_by or order.fulfilled_by in self.fulfilled_by)
        )


def search_orders(call: Call) -> Answer:
    """One page of orders in a time window."""
    simulator = call.simulator
    search = _read_search(call)
    size = call.query.number("maxResultsPerPage", 100, 1, 100)
    view = _view(call, "searchOrders")
    stretch = search.stretch
    guests: list[Json] = [] if stretch.behind else [*call.seller.world.static_orders.values()]
    size = max(1, size - len(guests))
    short = simulator.faults.take("searchOrders", "short_page")
    empty = simulator.faults.take("searchOrders", "empty_page")
    if short is not None:
        size = min(size, short.size)
    wanted = (order for order in _in_window(call, search) if search.wants(order))
    matching = [] if call.seller.world.only_static else list(islice(wanted, size + 1))
    shown = [] if empty else matching[:size]
    orders: list[Json] = [view.show(order) for order in shown]
    body: JsonObject = {"orders": [*orders, *([] if empty else guests)]}
    if empty or len(shown) < len(matching):
        page = Page(search.filters, stretch.last, stretch.key(shown[-1]) if shown else stretch.behind)
        body["pagination"] = {"nextToken": call.seller.page_tokens.issue(page, call.now)}
    body["createdBefore" if stretch.field == "created" else "lastUpdatedBefore"] = wire_time(stretch.last)
    return Answer(200, body)


def _read_search(call: Call) -> _Search:
    query = call.query
    field, first, upper = _window(query, call.now, call.simulator.switches.search_horizon_seconds)
    filters = tuple((name, query.plain[name]) for name in _FILTERS if name in query.plain)
    behind = None
    statuses = query.names("fulfillmentStatuses", STATUSES)
    markets = _marketplaces(call)
    fulfilled_by = query.names("fulfilledBy", ("MERCHANT", "AMAZON"))
    token = query.text("paginationToken")
    if token is not None:
        page = call.seller.page_tokens.find(token, call.now)
        if page is None or page.filters != filters:
            raise invalid_input(_GENERIC)
        behind, upper = page.after, page.upper
    newest_first = call.simulator.switches.page_order == "newest_first"
    stretch = Stretch(field, first, upper, behind, newest_first)
    return _Search(stretch, filters, statuses, markets, fulfilled_by)


def get_order(call: Call) -> Answer:
    """One order by its id."""
    order_id, world = call.path["orderId"], call.seller.world
    view = _view(call, "getOrder")
    static = world.static_orders.get(order_id)
    if static is not None:
        return Answer(200, {"order": static})
    if not _ORDER_ID.fullmatch(order_id):
        raise invalid_input("Invalid Input", "Invalid value for parameter [orderId].")
    order = world.ledger.orders.get(order_id)
    lag = max((fault.seconds for fault in call.simulator.faults.active("getOrder", "lag")), default=0.0)
    if order is not None and lag:
        order = world.ledger.as_of(order, call.now - timedelta(seconds=lag))
    if order is None:
        raise RefusedError(error(404, "NotFound", "The resource specified does not exist."))
    return Answer(200, {"order": view.show(order)})


def _view(call: Call, operation: str) -> View:
    included = frozenset(call.query.names("includedData", DATASETS))
    blank = call.simulator.faults.take(operation, "blank_recipient") is not None
    return View(included, call.roles, call.simulator.switches, call.now, blank_recipient=blank)


def _window(query: Query, now: datetime, horizon: float) -> tuple[str, datetime, datetime]:
    given = {name: query.time(name) for name in _FILTERS[:4]}
    created, updated = given["createdAfter"], given["lastUpdatedAfter"]
    if (created is None) == (updated is None):
        raise invalid_input(
            "Invalid Input", "Exactly one of createdAfter and lastUpdatedAfter must be provided."
        )
    field, other = ("created", "lastUpdated") if created is not None else ("lastUpdated", "created")
    first, last = given[f"{field}After"], given[f"{field}Before"]
    if given[f"{other}Before"] is not None:
        raise invalid_input("Invalid Input", f"{other}Before cannot be provided with {field}After.")
    latest = now - timedelta(minutes=2)
    if last is not None and last > latest:
        raise invalid_input(_TOO_YOUNG)
    if first is None or first > now or (last is not None and last < first):
        raise invalid_input(_GENERIC)
    upper = last if last is not None else now - timedelta(seconds=horizon)
    return "created" if field == "created" else "updated", first, upper


def _marketplaces(call: Call) -> tuple[str, ...]:
    asked = call.query.names("marketplaceIds", most=50)
    for marketplace_id in asked:
        if marketplace_id not in BY_ID and marketplace_id != "A2ZV50J4W1RKNI":
            raise RefusedError(error(403, "Unauthorized", WRONG_REGION))
        if marketplace_id not in BY_ID or BY_ID[marketplace_id].country not in call.seller.participations:
            raise access_denied()
    return asked


def _in_window(call: Call, search: _Search) -> Iterator[Order]:
    faults = call.simulator.faults
    lag = max((fault.seconds for fault in faults.active("searchOrders", "lag")), default=0.0)
    hidden = {order_id for fault in faults.active("searchOrders", "hidden") for order_id in fault.order_ids}
    found = call.seller.world.ledger.window(search.stretch, timedelta(seconds=lag) if lag else None, call.now)
    return (order for order in found if order.id not in hidden)
