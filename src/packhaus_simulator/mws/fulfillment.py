"""Works off an order fulfillment feed: its packages go into the same books as those of confirmShipment."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from packhaus_simulator.amazon.confirm import CARRIERS
from packhaus_simulator.mws.feeds import Feed
from packhaus_simulator.mws.fulfillment_message import Fulfillment, MessageError, read_fulfillment
from packhaus_simulator.mws.xml_in import Element, UnreadableError, read_xml
from packhaus_simulator.mws.xml_out import Xml, document, joined, maybe, tag
from packhaus_simulator.seller import Seller
from packhaus_simulator.values import whole_second
from packhaus_simulator.world.order import CANCELLED, SHIPPABLE, SHIPPED, Order, Package

if TYPE_CHECKING:
    from packhaus_simulator.simulator import Simulator

# Codes of the feed's own list; what today's API takes besides is taken too.
_CARRIERS = CARRIERS | {
    "Hermes Logistik Gruppe",
    "DHL Global Mail",
    "GO!",
    "Parcelforce",
    "UPS Mail Innovations",
}
_ENVELOPE = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd",
}
_TOO_MANY = (
    "The quantities you provided for order id ({0}) were larger than the quantities that could be fulfilled. "
    "Please review the quantity from the order report and take into account any items that have been "
    "cancelled or already fulfilled."
)


def work_off(simulator: "Simulator", feed: Feed) -> None:
    """Apply each message and write the processing report."""
    now = whole_second(feed.ends)
    try:
        envelope = read_xml(feed.content)
        messages = _messages(envelope)
    except UnreadableError as problem:
        feed.report = _report(feed, 0, [_result("0", MessageError("5000", str(problem)), None)])
        return
    results: list[Xml] = []
    seller = simulator.sellers[feed.seller_id]
    dropped = simulator.faults.take("mws.SubmitFeed", "dropped") is not None
    for message in messages:
        try:
            _apply(simulator, seller, read_fulfillment(message), now, dropped=dropped)
        except MessageError as problem:
            order_id = message.value("OrderFulfillment", "AmazonOrderID")
            results.append(_result(message.value("MessageID") or "0", problem, order_id))
    feed.report = _report(feed, len(messages), results)


def _messages(envelope: Element) -> list[Element]:
    if envelope.name != "AmazonEnvelope" or envelope.value("MessageType") != "OrderFulfillment":
        raise UnreadableError(
            "XML Validation Error: an AmazonEnvelope of OrderFulfillment messages is expected"
        )
    if envelope.value("Header", "MerchantIdentifier") is None:
        raise UnreadableError("XML Validation Error: Header: MerchantIdentifier is missing")
    return envelope.all("Message")


def _apply(
    simulator: "Simulator", seller: Seller, sent: Fulfillment, now: datetime, *, dropped: bool
) -> None:
    order = seller.world.ledger.orders.get(sent.order_id)
    if order is None:
        raise MessageError("18028", f"The data you submitted is invalid: no order with id ({sent.order_id}).")
    if order.fulfilled_by != "MERCHANT":
        raise MessageError("18028", f"Order id ({order.id}) is fulfilled by Amazon.")
    if order.status not in (*SHIPPABLE, SHIPPED, CANCELLED):
        raise MessageError("18028", f"Order id ({order.id}) cannot be fulfilled yet.")
    if sent.carrier_code is not None and sent.carrier_code not in _CARRIERS:
        raise MessageError(
            "5001", f"XML Validation Error: CarrierCode: {sent.carrier_code} is not on the list."
        )
    items = _items(order, sent)
    earlier = _earlier(order, sent, items)
    if earlier is not None and simulator.switches.reference_again == "refuse":
        raise MessageError("18021", _TOO_MANY.format(order.id))
    if earlier is None:
        _check_units(order, items, None)
    else:
        items = items or earlier.items
        _check_units(order, items, earlier)
    if not items:
        raise MessageError("18021", _TOO_MANY.format(order.id))
    if dropped:
        return
    reference = earlier.reference if earlier else sent.reference or _free_reference(order)

    def take_in(changing: Order) -> None:
        package = Package(
            reference,
            earlier.created if earlier else now,
            sent.carrier_code or "Other",
            sent.carrier_name,
            sent.shipping_method,
            sent.tracking_number,
            sent.ship_time,
            items,
            earlier.versions + 1 if earlier else 1,
        )
        changing.packages = [*(held for held in changing.packages if held.reference != reference), package]
        changing.settle_status()

    seller.world.ledger.change(order.id, take_in, now)
    seller.note_confirmation(order.id, reference)


def _items(order: Order, sent: Fulfillment) -> list[tuple[str, int]]:
    ordered = {line.item_id: line.quantity for line in order.lines}
    if not sent.items:
        open_units = {item: units - order.shipped(item) for item, units in ordered.items()}
        return [(item, units) for item, units in open_units.items() if units > 0]
    for item, _ in sent.items:
        if item not in ordered:
            raise MessageError("18028", f"Item ({item}) does not belong to order id ({order.id}).")
    return [(item, ordered[item] if units is None else units) for item, units in sent.items]


def _earlier(order: Order, sent: Fulfillment, items: list[tuple[str, int]]) -> Package | None:
    """The package that is sent again: by its id, else the one with the same items or tracking number."""
    if sent.reference is not None:
        return next((held for held in order.packages if held.reference == sent.reference), None)
    same = (
        held
        for held in order.packages
        if (items and sorted(held.items) == sorted(items))
        or (sent.tracking_number and held.tracking_number == sent.tracking_number)
    )
    return next(same, None)


def _check_units(order: Order, items: list[tuple[str, int]], earlier: Package | None) -> None:
    ordered = {line.item_id: 0 if line.cancelled_by else line.quantity for line in order.lines}
    held: Counter[str] = Counter(dict(earlier.items)) if earlier else Counter()
    asked: Counter[str] = Counter()
    for item, units in items:
        asked[item] += units
    for item, units in asked.items():
        if order.shipped(item) - held[item] + units > ordered[item]:
            raise MessageError("18021", _TOO_MANY.format(order.id))


def _free_reference(order: Order) -> str:
    taken = {held.reference for held in order.packages}
    return next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)


def _result(message_id: str, problem: MessageError, order_id: str | None) -> Xml:
    return tag(
        "Result",
        tag("MessageID", message_id),
        tag("ResultCode", "Error"),
        tag("ResultMessageCode", problem.code),
        tag("ResultDescription", problem.description),
        maybe("AdditionalInfo", tag("AmazonOrderID", order_id) if order_id else None),
    )


def _report(feed: Feed, processed: int, results: list[Xml]) -> bytes:
    summary = tag(
        "ProcessingSummary",
        tag("MessagesProcessed", processed),
        tag("MessagesSuccessful", max(0, processed - len(results))),
        tag("MessagesWithError", len(results)),
        tag("MessagesWithWarning", 0),
    )
    report = tag(
        "ProcessingReport",
        tag("DocumentTransactionID", feed.id),
        tag("StatusCode", "Complete"),
        summary,
        joined(results),
    )
    return document(
        tag(
            "AmazonEnvelope",
            tag("Header", tag("DocumentVersion", "1.02"), tag("MerchantIdentifier", feed.seller_id)),
            tag("MessageType", "ProcessingReport"),
            tag("Message", tag("MessageID", 1), report),
            attributes=_ENVELOPE,
        )
    )
