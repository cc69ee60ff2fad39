"""ListOrders, GetOrder and ListOrderItems, Orders section 2013-09-01."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from packhaus_simulator.amazon.paging import Page
from packhaus_simulator.mws.answers import MwsAnswer, MwsError, denied, invalid, response
from packhaus_simulator.mws.call import MwsCall
from packhaus_simulator.mws.order_xml import CHANNELS, STATUSES, items_xml, order_xml
from packhaus_simulator.mws.parameters import Parameters
from packhaus_simulator.mws.sections import ORDERS
from packhaus_simulator.mws.xml_out import Xml, joined, maybe, tag
from packhaus_simulator.values import wire_time
from packhaus_simulator.world.ledger import Stretch
from packhaus_simulator.world.marketplaces import BY_ID
from packhaus_simulator.world.order import Order

_ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
_NOT_PLAYED = ("BuyerEmail", "PaymentMethod.Method.1", "TFMShipmentStatus.Status.1")
_TOGETHER = {"Unshipped", "PartiallyShipped"}
_DELAY = timedelta(minutes=2)


class _Search:
    """One search, as its first call asked; what follows a NextToken is read from the token."""

    def __init__(self, parameters: Parameters, call: MwsCall) -> None:
        for name in _NOT_PLAYED:
            if parameters.text(name) is not None:
                raise invalid(f"Parameter {name} is not supported here.")
        self.markets = parameters.listed("MarketplaceId.Id", 50)
        if not self.markets:
            raise invalid("MarketplaceId.Id.1 must be specified")
        for marketplace_id in self.markets:
            _check_marketplace(call, marketplace_id)
        self.statuses = parameters.listed("OrderStatus.Status", 10, tuple(STATUSES.values()))
        if len(_TOGETHER & set(self.statuses)) == 1:
            raise invalid("Unshipped and PartiallyShipped must be specified together")
        self.channels = parameters.listed("FulfillmentChannel.Channel", 2, tuple(CHANNELS.values()))
        self.seller_order_id = parameters.text("SellerOrderId")
        self.field, self.first, self.last = _window(parameters, call)

    def wants(self, order: Order) -> bool:
        return (
            order.marketplace.id in self.markets
            and (not self.statuses or STATUSES.get(order.status) in self.statuses)
            and (not self.channels or CHANNELS[order.fulfilled_by] in self.channels)
            and self.seller_order_id in (None, order.alias, order.id)
        )


def list_orders(call: MwsCall) -> MwsAnswer:
    """One page of orders in a time window, oldest first."""
    return _page(call, call.parameters, None)


def more_orders(call: MwsCall) -> MwsAnswer:
    """The page behind a NextToken, which carries the whole search."""
    page = call.simulator.mws.page_tokens.find(call.parameters.need("NextToken"), call.now)
    if page is None or ("Action", "ListOrders") not in page.filters:
        raise invalid("Invalid NextToken")
    return _page(call, Parameters(dict(page.filters)), page)


def _page(call: MwsCall, asked: Parameters, before: Page | None) -> MwsAnswer:
    simulator = call.simulator
    search = _Search(asked, call)
    size = asked.number("MaxResultsPerPage", 100, 1, 100)
    newest_first = simulator.switches.page_order == "newest_first"
    last = before.upper if before else search.last
    behind = before.after if before else None
    stretch = Stretch(search.field, search.first, last, behind, newest_first)
    short = simulator.faults.take("mws.ListOrders", "short_page")
    empty = simulator.faults.take("mws.ListOrders", "empty_page")
    if short is not None:
        size = min(size, short.size)
    wanted = (order for order in _in_window(call, stretch) if search.wants(order))
    matching = list(islice(wanted, size + 1))
    shown = [] if empty else matching[:size]
    blank = simulator.faults.take("mws.ListOrders", "blank_recipient") is not None
    token = None
    if len(shown) < len(matching):
        filters = tuple(sorted({**asked.values, "Action": "ListOrders"}.items()))
        page = Page(filters, last, stretch.key(shown[-1]) if shown else behind)
        token = simulator.mws.page_tokens.issue(page, call.now)
    return response(
        call.operation.action,
        ORDERS.namespace,
        tag(
            f"{call.operation.action}Result",
            maybe("NextToken", token),
            tag("CreatedBefore" if search.field == "created" else "LastUpdatedBefore", wire_time(last)),
            tag("Orders", joined(order_xml(order, call.now, blank_address=blank) for order in shown)),
        ),
    )


def get_order(call: MwsCall) -> MwsAnswer:
    """Up to 50 orders by their ids; unknown ones are left out."""
    ids = call.parameters.listed("AmazonOrderId.Id", 50)
    if not ids:
        raise invalid("AmazonOrderId.Id.1 must be specified")
    found: list[Xml] = []
    for order_id in ids:
        order = _find(call, order_id)
        if order is not None:
            blank = call.simulator.faults.take("mws.GetOrder", "blank_recipient") is not None
            found.append(order_xml(order, call.now, blank_address=blank))
    result = tag("GetOrderResult", tag("Orders", joined(found)))
    return response(call.operation.action, ORDERS.namespace, result)


def list_items(call: MwsCall) -> MwsAnswer:
    """The items of one order, first page."""
    return _items(call, call.parameters.need("AmazonOrderId"), None)


def more_items(call: MwsCall) -> MwsAnswer:
    """The next page of items."""
    page = call.simulator.mws.page_tokens.find(call.parameters.need("NextToken"), call.now)
    if page is None or ("Action", "ListOrderItems") not in page.filters or page.after is None:
        raise invalid("Invalid NextToken")
    return _items(call, dict(page.filters)["AmazonOrderId"], page.after[1])


def _items(call: MwsCall, order_id: str, behind: str | None) -> MwsAnswer:
    order = _find(call, order_id)
    if order is None:
        raise invalid(f"Invalid AmazonOrderId: {order_id}")
    size = call.simulator.switches.mws_list_size
    ids = [line.item_id for line in order.lines]
    start = ids.index(behind) + 1 if behind in ids else 0
    shown = order.lines[start : start + size]
    token = None
    if start + size < len(ids):
        filters = (("Action", "ListOrderItems"), ("AmazonOrderId", order_id))
        page = Page(filters, call.now, (call.now, shown[-1].item_id))
        token = call.simulator.mws.page_tokens.issue(page, call.now)
    return response(
        call.operation.action,
        ORDERS.namespace,
        tag(
            f"{call.operation.action}Result",
            maybe("NextToken", token),
            tag("AmazonOrderId", order_id),
            items_xml(order, shown),
        ),
    )


def _find(call: MwsCall, order_id: str) -> Order | None:
    if not _ORDER_ID.fullmatch(order_id):
        raise invalid(f"Invalid AmazonOrderId: {order_id}")
    ledger = call.seller.world.ledger
    order = ledger.orders.get(order_id)
    lag = _lag(call, call.operation.name)
    return ledger.as_of(order, call.now - lag) if order is not None and lag else order


def _lag(call: MwsCall, operation: str) -> timedelta | None:
    seconds = max((fault.seconds for fault in call.simulator.faults.active(operation, "lag")), default=0.0)
    return timedelta(seconds=seconds) if seconds else None


def _in_window(call: MwsCall, stretch: Stretch) -> Iterator[Order]:
    faults = call.simulator.faults.active("mws.ListOrders", "hidden")
    hidden = {order_id for fault in faults for order_id in fault.order_ids}
    found = call.seller.world.ledger.window(stretch, _lag(call, "mws.ListOrders"), call.now)
    return (order for order in found if order.id not in hidden)


def _check_marketplace(call: MwsCall, marketplace_id: str) -> None:
    if marketplace_id not in BY_ID:
        raise MwsError(400, "InvalidParameterValue", f"Invalid MarketplaceId: {marketplace_id}")
    if BY_ID[marketplace_id].country not in call.seller.participations:
        raise denied(f"Seller is not registered in marketplace {marketplace_id}")


def _window(parameters: Parameters, call: MwsCall) -> tuple[str, datetime, datetime]:
    created, updated = parameters.time("CreatedAfter"), parameters.time("LastUpdatedAfter")
    if created is None and updated is None:
        raise invalid("CreatedAfter or LastUpdatedAfter must be specified")
    if created is not None and updated is not None:
        raise invalid("CreatedAfter and LastUpdatedAfter cannot be specified together")
    field, other = ("Created", "LastUpdated") if created is not None else ("LastUpdated", "Created")
    first, last = created or updated, parameters.time(f"{field}Before")
    if parameters.text(f"{other}Before") is not None:
        raise invalid(f"{other}Before cannot be specified with {field}After")
    if last is not None and last > call.now - _DELAY:
        raise invalid(f"{field}Before must be no later than 2 minutes before now")
    horizon = timedelta(seconds=call.simulator.switches.search_horizon_seconds)
    upper = last if last is not None else call.now - horizon
    if first is None or first > call.now - _DELAY or (last is not None and last < first):
        raise invalid(f"{field}After must be before {field}Before and no later than 2 minutes before now")
    return "created" if field == "Created" else "updated", first, upper
